import { findFaults } from "../check.js";
import { findFunction, functionNamed, functionNames } from "../functions/table.js";
import type { FunctionRow } from "../functions/row.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type ScalarInput,
  type Statement,
  SCALAR_INPUTS,
  constant,
  stateSlots,
  variable,
} from "../program.js";
import { type Diagnostic, ProgramError, printable } from "./diagnostic.js";
import { nearest } from "./nearest.js";
import { type LogicalLine, type Token, tokenize } from "./token.js";

/** How deep parentheses and calls may nest: far beyond any rule, and far from the stack's end. */
const DEEPEST = 200;
/** How high the tree of an expression may grow, chains of operators included. */
const HIGHEST = 2000;
/** How many faults are collected before reading stops. */
const MOST_FAULTS = 1000;
/** How many misspelt names get a suggestion … */
const MOST_SUGGESTIONS = 20;
/** … and with how many known names each is compared; where there are more, none is. */
const MOST_COMPARED = 1000;
/** How many state variables times lines a program may have: what finding the types of all state may cost. */
const MOST_STATES_BY_LINES = 20_000_000;
/** Words that no variable or parameter may be called. */
const KEYWORDS: ReadonlySet<string> = new Set(["def", "return"]);

/** The binary operators by how tightly they bind; all but `**` associate to the left. */
const BINDING: Readonly<Record<string, number>> = {
  "<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "+": 2, "-": 2, "*": 3, "/": 3, "**": 5,
};
const UNARY_BINDING = 4;

const OPERATORS: Readonly<Record<string, FunctionRow>> = {
  "<": functionNamed("less"),
  "<=": functionNamed("less_equal"),
  ">": functionNamed("less"),
  ">=": functionNamed("less_equal"),
  "==": functionNamed("equal"),
  "+": functionNamed("add"),
  "-": functionNamed("subtract"),
  "*": functionNamed("multiply"),
  "/": functionNamed("protected_divide"),
  "**": functionNamed("power"),
};
const COPY = functionNamed("copy");
const NEGATIVE = functionNamed("negative");

/** An expression as read, before it is made three-address. */
export type Expression =
  | { readonly kind: "constant"; readonly value: number; readonly token: Token }
  | { readonly kind: "variable"; readonly token: Token }
  | Call;

/** A call within an expression; operators are calls too. */
export interface Call {
  readonly kind: "call";
  readonly fn: FunctionRow;
  readonly args: readonly Expression[];
  /** Calls on the longest way down. */
  readonly height: number;
  readonly token: Token;
}

/**
 * Reads a program: one `def`, its statements and a `return`. Nested expressions are made three-address, left
 * to right, with new variables for what lies between.
 *
 * @param text - The text, `\n` or `\r\n` between lines.
 * @param file - What error messages call it. @default "program"
 * @returns A valid program: `check` will not fault it.
 * @throws {@link ProgramError} with every fault of the text: of its syntax, names and types. Of one line only
 * the first fault of syntax is found.
 */
export function parse(text: string, file = "program"): Program {
  const source = text.split(/\r\n|\n|\r/);
  const faults: Diagnostic[] = [];
  const report = (fault: Diagnostic): void => {
    if (faults.length < MOST_FAULTS) faults.push(fault);
  };
  const lines = tokenize(source);
  const reader = new ProgramReader(report, () => faults.length >= MOST_FAULTS);
  const program = reader.read(lines);
  if (program !== undefined) reader.reportFaults(program);
  if (faults.length > 0 || program === undefined) {
    faults.sort((a, b) => a.line - b.line || a.column - b.column);
    throw new ProgramError(source, faults, file);
  }
  return program;
}

/**
 * Reads one expression, as the right side of a statement: for patterns of rewrite rules.
 *
 * @throws {@link ProgramError} where it is faulty.
 */
export function parseExpression(text: string): Expression {
  const faults: Diagnostic[] = [];
  const report = (found: Diagnostic): void => {
    faults.push(found);
  };
  const [line] = tokenize([text]);
  const reader = new ProgramReader(report, () => false);
  const expression = line === undefined ? undefined : reader.readExpression(line);
  if (faults.length > 0 || expression === undefined) throw new ProgramError([text], faults, "expression");
  return expression;
}

/** A call on operands, and where in the text each of these stands. */
interface PlacedCall {
  readonly fn: FunctionRow;
  readonly args: readonly Operand[];
  readonly places: readonly Token[];
}

/** Where a line stopped making sense; caught at the line. */
class SyntaxFault extends Error {
  constructor(readonly fault: Diagnostic) {
    super(fault.message);
  }
}

class ProgramReader {
  readonly #report: (fault: Diagnostic) => void;
  readonly #full: () => boolean;
  readonly #slots = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #statements: Statement[] = [];
  /** For each statement, the tokens of its arguments. */
  readonly #places: (readonly Token[])[] = [];
  readonly #fresh = new Map<string, number>();
  /** Statements of which only the target and some of the variables that they read are known … */
  readonly #broken = new Set<number>();
  /** … because of calls of no known function, or of one with other arguments. */
  readonly #brokenCalls = new Set<Call>();
  #returned: readonly Token[] = [];
  #line: LogicalLine = [];
  #at = 0;
  #depth = 0;

  constructor(report: (fault: Diagnostic) => void, full: () => boolean) {
    this.#report = report;
    this.#full = full;
  }

  /** Reads a text; `undefined` where not even the parameters are known, or too much is faulty. */
  read(lines: readonly LogicalLine[]): Program | undefined {
    const first = lines[0]?.[0];
    if (first === undefined) {
      this.#report({ line: 1, column: 1, length: 1, message: "the text is empty: expected `def name(w, g, …):`" });
      return undefined;
    }
    const isHead = ([word]: LogicalLine): boolean => word?.kind === "name" && word.text === "def";
    const at = lines.findIndex(isHead);
    if (at !== 0) this.#reportAt(first, `expected \`def name(w, g, …):\` first, found ${describe(first)}`);
    const head = lines[at];
    const header = head === undefined ? undefined : this.#guarded(head, () => this.#header());
    const parameters = header?.parameters ?? [];
    const body = lines.slice(at + 1);
    // Names that the text uses are never taken for intermediate results.
    for (const line of body) for (const token of line) if (token.kind === "name") this.#fresh.set(token.text, 0);
    let outputs: readonly number[] | undefined;
    for (const line of body) {
      if (this.#full()) return undefined;
      const [word] = line;
      if (outputs !== undefined) {
        if (word !== undefined) this.#reportAt(word, `nothing may follow \`return\`, found ${describe(word)}`);
        break;
      }
      if (word?.kind === "name" && word.text === "return") {
        outputs = this.#guarded(line, () => this.#return(header && parameters)) ?? [];
      } else if (this.#guarded(line, () => this.#assignment()) === undefined) {
        this.#assignUnknown(line);
      }
    }
    const last = lines.at(-1)?.at(-1);
    if (outputs === undefined && last !== undefined) {
      this.#reportAt(last, "the program ends without `return update, …`");
    }
    if (header === undefined) return undefined;
    const states = stateSlots(parameters);
    if (states.length * (states.length + this.#statements.length) > MOST_STATES_BY_LINES) {
      const size = `${states.length} state variables and ${this.#statements.length} statements`;
      this.#reportAt(first, `${size} are more than symopt can check`);
      return undefined;
    }
    return {
      name: header.name,
      parameters,
      states,
      names: this.#names,
      statements: this.#statements,
      outputs: outputs ?? [],
    };
  }

  readExpression(line: LogicalLine): Expression | undefined {
    return this.#guarded(line, () => {
      const expression = this.#expression(0);
      this.#expectEnd();
      return expression;
    });
  }

  /** Reports what is wrong with the names and types of a program, as far as its syntax is in order. */
  reportFaults(program: Program): void {
    const { names, parameters, statements } = program;
    const assigned = new Set(statements.map(({ target }) => target));
    const known = new Set(parameters.map(({ name }) => name));
    let seen = 0;
    let suggestions = 0;
    for (const { statement, argument, message, unassigned } of findFaults(program, { broken: this.#broken })) {
      const token = (this.#places[statement] ?? this.#returned)[argument];
      if (token === undefined) continue;
      if (this.#full()) return;
      let hint = "";
      // A variable that is assigned further down is not misspelt.
      if (unassigned !== undefined && !assigned.has(unassigned) && suggestions < MOST_SUGGESTIONS) {
        for (; seen < statement; seen++) known.add(names[(statements[seen] as Statement).target] as string);
        suggestions++;
        const meant = known.size > MOST_COMPARED ? undefined : nearest(names[unassigned] as string, known);
        if (meant !== undefined) hint = `; did you mean \`${meant}\`?`;
      }
      this.#reportAt(token, message + hint);
    }
  }

  #guarded<T>(line: LogicalLine, read: () => T): T | undefined {
    this.#line = line;
    this.#at = 0;
    this.#depth = 0;
    return this.#guardedRest(read);
  }

  #guardedRest<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      this.#report(error.fault);
      return undefined;
    }
  }

  #header(): { readonly name: string; readonly parameters: readonly Parameter[] } {
    this.#expectWord("def", "`def name(w, g, …):`");
    const name = this.#expectName("the program's name").text;
    this.#expectSymbol("(");
    const parameters: Parameter[] = [];
    while (!this.#peekSymbol(")")) {
      if (parameters.length > 0) this.#expectSymbol(",", "`,` or `)`");
      if (this.#peekSymbol(")")) break;
      const token = this.#expectName("a parameter");
      const parameter = this.#parameter(token, parameters.length);
      if (this.#slots.has(parameter.name)) {
        this.#reportAt(token, `parameter \`${parameter.name}\` is already there`);
        continue;
      }
      this.#slot(parameter.name);
      parameters.push(parameter);
    }
    const close = this.#expectSymbol(")");
    if (parameters.length < 2) {
      throw fault(close, "expected at least two parameters, the weights and the gradient: `(w, g, …)`");
    }
    // The parameters are known: what is wrong with the rest of the line must not hide the faults below.
    this.#guardedRest(() => {
      this.#expectSymbol(":");
      this.#expectEnd();
    });
    return { name, parameters };
  }

  #parameter(token: Token, position: number): Parameter {
    const name = token.text;
    const input = SCALAR_INPUTS.find((candidate): candidate is ScalarInput => candidate === name);
    if (this.#peekSymbol("=")) {
      this.#at++;
      const value = this.#number();
      if (position >= 2 && input === undefined) return { kind: "hyperparameter", name, value };
      this.#reportAt(token, `\`${name}\` is supplied by training and cannot have a default`);
    }
    if (position < 2 && input !== undefined) {
      this.#reportAt(
        token, `the first two parameters are the weights and the gradient; \`${name}\` must come after them`,
      );
    }
    if (position === 0) return { kind: "weights", name };
    if (position === 1) return { kind: "gradient", name };
    return input === undefined ? { kind: "state", name } : { kind: "input", name: input };
  }

  #number(): number {
    const negative = this.#peekSymbol("-");
    if (negative) this.#at++;
    const token = this.#next();
    if (token.kind !== "number") throw fault(token, `expected a number, found ${describe(token)}`);
    const value = finite(token);
    return negative ? -value : value;
  }

  #assignment(): true {
    const token = this.#next();
    if (token.kind !== "name") {
      throw fault(token, `expected a statement \`variable = expression\` or \`return\`, found ${describe(token)}`);
    }
    if (token.text === "def") throw fault(token, "a second `def`: a text holds one program");
    this.#expectSymbol("=");
    const expression = this.#expression(0);
    this.#expectEnd();
    const call = this.#call(expression, token.text);
    this.#emit(this.#slot(token.text), call);
    return true;
  }

  /** A line that makes no sense still seems to assign the variable that it begins with. */
  #assignUnknown([token]: LogicalLine): void {
    if (token?.kind !== "name" || KEYWORDS.has(token.text)) return;
    this.#broken.add(this.#statements.length);
    this.#emit(this.#slot(token.text), { fn: COPY, args: [], places: [] });
  }

  #return(parameters: readonly Parameter[] | undefined): readonly number[] {
    this.#at++;
    const values: Expression[] = [this.#expression(0)];
    while (this.#peekSymbol(",")) {
      this.#at++;
      values.push(this.#expression(0));
    }
    this.#expectEnd();
    if (parameters === undefined) return [];
    const states = parameters.filter(({ kind }) => kind === "state").map(({ name }) => name);
    const wanted = states.length + 1;
    if (values.length !== wanted) {
      const list = states.slice(0, 10).map((name) => `, \`${name}\``).join("") + (states.length > 10 ? ", …" : "");
      throw fault(
        this.#line[0] as Token,
        `expected ${wanted} returned ${wanted === 1 ? "value" : "values"} (the update${list}), found ${values.length}`,
      );
    }
    this.#returned = values.map(({ token }) => token);
    return values.map((value, k) => {
      if (value.kind === "variable") return this.#slot(value.token.text);
      const base = states[k - 1] ?? "update";
      const call = this.#call(value, base);
      const slot = this.#freshSlot(base);
      this.#emit(slot, call);
      return slot;
    });
  }

  /** An expression whose operators all bind tighter than the given strength (precedence climbing). */
  #expression(strength: number): Expression {
    const opening = this.#peek();
    if (++this.#depth > DEEPEST) throw fault(opening, `the expression is nested more than ${DEEPEST} deep`);
    let left = this.#operand();
    for (;;) {
      const token = this.#peek();
      const binding = token.kind === "symbol" ? (BINDING[token.text] ?? 0) : 0;
      const operator = OPERATORS[token.text];
      if (binding <= strength || operator === undefined) break;
      this.#at++;
      const right = this.#expression(token.text === "**" ? binding - 1 : binding);
      const swapped = token.text === ">" || token.text === ">=";
      left = call(operator, swapped ? [right, left] : [left, right], token);
      if (binding === 1 && BINDING[this.#peek().text] === 1 && this.#peek().kind === "symbol") {
        throw fault(this.#peek(), "comparisons do not chain: write parentheses");
      }
    }
    this.#depth--;
    return left;
  }

  #operand(): Expression {
    const token = this.#next();
    if (token.kind === "number") return { kind: "constant", value: finite(token), token };
    if (token.kind === "symbol" && token.text === "(") {
      const inside = this.#expression(0);
      this.#expectSymbol(")");
      return inside;
    }
    if (token.kind === "symbol" && token.text === "-") {
      const negated = this.#expression(UNARY_BINDING - 1);
      return negated.kind === "constant"
        ? { kind: "constant", value: -negated.value, token }
        : call(NEGATIVE, [negated], token);
    }
    if (token.kind !== "name") throw fault(token, `expected a value, found ${describe(token)}`);
    if (KEYWORDS.has(token.text)) {
      throw fault(token, `expected a value, found the word \`${token.text}\``);
    }
    return this.#peekSymbol("(") ? this.#functionCall(token) : { kind: "variable", token };
  }

  #functionCall(token: Token): Expression {
    const open = this.#next();
    const args: Expression[] = [];
    while (!this.#peekSymbol(")")) {
      if (args.length > 0) this.#expectSymbol(",", "`,` or `)`");
      args.push(this.#expression(0));
    }
    this.#at++;
    const fn = findFunction(token.text);
    if (fn === undefined) {
      const meant = nearest(token.text, functionNames());
      const hint = meant === undefined ? "; `symopt rules --functions` lists them" : `; did you mean \`${meant}\`?`;
      return this.#brokenCall(token, `there is no function \`${clip(token.text)}\`${hint}`, args, token);
    }
    if (args.length !== fn.args.length) {
      const wanted = fn.args.length;
      const list = fn.args.map(({ name }) => name).join(", ");
      return this.#brokenCall(
        args.length > wanted ? (args[wanted]?.token ?? open) : token,
        `\`${token.text}(${list})\` takes ${wanted} ${wanted === 1 ? "argument" : "arguments"}, found ${args.length}`,
        args,
        token,
      );
    }
    return call(fn, args, token);
  }

  /** A call that is reported to be faulty, so that reading can go on behind it. */
  #brokenCall(place: Token, message: string, args: readonly Expression[], token: Token): Expression {
    this.#reportAt(place, message);
    const broken = call(COPY, args, token);
    this.#brokenCalls.add(broken);
    return broken;
  }

  /** An expression as one call on operands; inner calls are emitted into new variables named after `base`. */
  #call(expression: Expression, base: string): PlacedCall {
    if (expression.kind !== "call") {
      return { fn: COPY, args: [this.#flatten(expression, base)], places: [expression.token] };
    }
    const args = expression.args.map((arg) => this.#flatten(arg, base));
    // Only now are the inner calls emitted, and the next statement is this call's.
    if (this.#brokenCalls.has(expression)) this.#broken.add(this.#statements.length);
    return { fn: expression.fn, args, places: expression.args.map(({ token }) => token) };
  }

  #flatten(expression: Expression, base: string): Operand {
    if (expression.kind === "constant") return constant(expression.value);
    if (expression.kind === "variable") return variable(this.#slot(expression.token.text));
    const call = this.#call(expression, base);
    const slot = this.#freshSlot(base);
    this.#emit(slot, call);
    return variable(slot);
  }

  #emit(target: number, { fn, args, places }: PlacedCall): void {
    this.#statements.push({ target, fn, args });
    this.#places.push(places);
  }

  #slot(name: string): number {
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      slot = this.#names.length;
      this.#slots.set(name, slot);
      this.#names.push(name);
    }
    return slot;
  }

  #freshSlot(base: string): number {
    let count = this.#fresh.get(`${base}_`) ?? 0;
    let name: string;
    do name = `${base}_${++count}`;
    while (this.#fresh.has(name) || this.#slots.has(name));
    this.#fresh.set(`${base}_`, count);
    return this.#slot(name);
  }

  #peek(): Token {
    return this.#line[Math.min(this.#at, this.#line.length - 1)] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #peekSymbol(text: string): boolean {
    const token = this.#peek();
    return token.kind === "symbol" && token.text === text;
  }

  #expectSymbol(text: string, wanted = `\`${text}\``): Token {
    const token = this.#next();
    if (token.kind === "symbol" && token.text === text) return token;
    throw fault(token, `expected ${wanted}, found ${describe(token)}`);
  }

  #expectWord(word: string, wanted: string): void {
    const token = this.#next();
    if (token.kind !== "name" || token.text !== word) throw fault(token, `expected ${wanted}, found ${describe(token)}`);
  }

  #expectName(wanted: string): Token {
    const token = this.#next();
    if (token.kind !== "name") throw fault(token, `expected ${wanted}, found ${describe(token)}`);
    if (KEYWORDS.has(token.text)) throw fault(token, `expected ${wanted}, found the word \`${token.text}\``);
    return token;
  }

  #expectEnd(): void {
    const token = this.#peek();
    if (token.kind !== "end") throw fault(token, `expected the end of the line, found ${describe(token)}`);
  }

  #reportAt(token: Token, message: string): void {
    this.#report(diagnosticAt(token, message));
  }
}

function call(fn: FunctionRow, args: readonly Expression[], token: Token): Call {
  let height = 0;
  for (const arg of args) if (arg.kind === "call" && arg.height > height) height = arg.height;
  if (height >= HIGHEST) throw fault(token, `the expression is longer than ${HIGHEST} operations in a row`);
  return { kind: "call", fn, args, height: height + 1, token };
}

function finite(token: Token): number {
  const value = Number(token.text);
  if (Number.isFinite(value)) return value;
  throw fault(token, `the constant ${token.text.slice(0, 20)} is too large for a float64`);
}

function describe(token: Token): string {
  return token.kind === "end" ? "the end of the line" : `\`${printable(clip(token.text))}\``;
}

/** A name as messages quote it: a megabyte of it helps no one. */
function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function diagnosticAt(token: Token, message: string): Diagnostic {
  return { line: token.line, column: token.column, length: Math.max(1, token.text.length), message };
}

function fault(token: Token, message: string): SyntaxFault {
  return new SyntaxFault(diagnosticAt(token, message));
}
