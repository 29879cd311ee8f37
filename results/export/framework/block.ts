import { TENSOR } from "../../../dsl/type.js";
import { type Expression, atom } from "../expression.js";
import type { Dialect } from "./dialect.js";
import { type Term, operationOf } from "./term.js";

/** More operations than these in one statement are hard to read. */
const MOST_OPERATIONS = 5;

/** How a language writes statements. */
export interface Syntax {
  /** Columns that its lines fill. */
  readonly columns: number;
  /** Columns of a statement beside a name and an expression. */
  readonly statement: number;
  /** Spaces of a level. */
  readonly indent: number;
  /** Whether a name may go to another value once the old one is not read any more. */
  readonly rebinds: boolean;
  /** A name of a program as the language spells it. */
  readonly name: (name: string) => string;
  /** What the next value of a state variable is called where its name is not free. */
  readonly next: (name: string) => string;
  /** The k-th variant of a name. */
  readonly variant: (name: string, k: number) => string;
  /** Gives a value its name. */
  readonly assignment: (name: string, value: Expression, indent: number) => readonly string[];
  /** Declares a name whose value a choice gives; nothing where names need not be declared. */
  readonly declaration: (name: string, indent: number) => readonly string[];
  /** Gives a value a name that was declared. */
  readonly reassignment: (name: string, value: Expression, indent: number) => readonly string[];
  /** A choice between lists of statements, which are indented already; `second` may be empty. */
  readonly choice: (
    test: Expression, first: readonly string[], second: readonly string[], indent: number,
  ) => readonly string[];
  /** The same where the test fails. */
  readonly unless: (test: Expression, body: readonly string[], indent: number) => readonly string[];
}

/** What a block of statements is to give. */
export interface BlockOptions {
  readonly syntax: Syntax;
  readonly dialect: Dialect;
  /** What it computes, arguments first. */
  readonly terms: readonly Term[];
  /** What must have a name after it, and which; empty where its own will do. */
  readonly outputs: ReadonlyMap<Term, string>;
  /** The names of what is there before it. */
  readonly names: ReadonlyMap<Term, string>;
  /** Names that it may not give, beside those of what is there and still read. */
  readonly reserved: ReadonlySet<string>;
  /** Spaces before each line. */
  readonly indent: number;
}

/** Statements in order, and what everything is called after them. */
export interface Block {
  readonly lines: readonly string[];
  readonly names: ReadonlyMap<Term, string>;
}

/** An assignment, or a choice between two lists of statements that ends with one. */
interface Statement {
  readonly term: Term;
  readonly branches?: readonly [readonly Statement[], readonly Statement[]];
}

/**
 * Writes terms as statements. What is read once moves into what reads it while that stays short; a choice that the
 * host can make is made before what only one side needs is computed. Variables are called what the program calls
 * them; where the language has it so, a name goes to another value once the old one is not read any more.
 */
export function writeBlock(options: BlockOptions): Block {
  return new BlockWriter(options).write();
}

class BlockWriter {
  readonly #options: BlockOptions;
  readonly #readers = new Map<Term, Term[]>();
  readonly #here: ReadonlySet<Term>;
  readonly #inlined = new Set<Term>();
  readonly #branching = new Map<Term, readonly [ReadonlySet<Term>, ReadonlySet<Term>]>();
  readonly #names: Map<Term, string>;
  /** Which term a name stands for at this point. */
  readonly #bound = new Map<string, Term>();

  constructor(options: BlockOptions) {
    this.#options = options;
    this.#here = new Set(options.terms);
    this.#names = new Map(options.names);
    for (const [term, name] of options.names) this.#bound.set(name, term);
    for (const term of options.terms) {
      for (const arg of term.args) this.#readers.set(arg, [...(this.#readers.get(arg) ?? []), term]);
    }
  }

  write(): Block {
    const { terms, indent } = this.#options;
    for (const term of terms) this.#findBranches(term);
    this.#findInlined(terms);
    const waiting = terms.filter((term) => this.#mayWait(term));
    const statements = this.#statements([...terms.filter((term) => !waiting.includes(term)), ...waiting]);
    const order = flat(statements);
    this.#nameAll(order);
    return { lines: this.#lines(statements, indent), names: this.#names };
  }

  /** Whether nothing here reads a value whose name stands for an older one: it comes last, when that has been read. */
  #mayWait(term: Term): boolean {
    return !this.#readers.has(term) && this.#bound.has(this.#nameOf(term));
  }

  /** Finds what only one side of a choice needs, where the host can make that choice and it is worth while. */
  #findBranches(term: Term): void {
    const [condition, x, y] = term.args;
    if (operationOf(term) !== "select" || condition === undefined || x === undefined || y === undefined) return;
    if (!this.#options.dialect.isHost(condition)) return;
    const sides = [this.#only(term, x), this.#only(term, y)] as const;
    const isLong = sides.some((side) => [...side].filter(({ type }) => type === TENSOR).length > 1);
    if (isLong) this.#branching.set(term, sides);
  }

  /** What nothing needs but one argument of a term. */
  #only(term: Term, side: Term): ReadonlySet<Term> {
    const only = new Set<Term>();
    if (term.args.filter((arg) => arg === side).length !== 1) return only;
    for (const candidate of this.#options.terms.toReversed()) {
      if (!this.#here.has(candidate) || this.#options.outputs.has(candidate) || candidate.id >= term.id) continue;
      const readers = this.#readers.get(candidate) ?? [];
      if (readers.length === 0) continue;
      if (readers.every((reader) => only.has(reader) || (reader === term && candidate === side))) only.add(candidate);
    }
    return only;
  }

  /** Decides which terms move into their readers. */
  #findInlined(terms: readonly Term[]): void {
    const { outputs, indent, syntax } = this.#options;
    for (const term of terms) {
      for (const arg of new Set(term.args)) if (this.#mayInline(arg, term)) this.#inlined.add(arg);
      // What is longest moves out again until the rest fits.
      const width = indent + this.#nameOf(term).length + syntax.statement;
      const isLong = (): boolean =>
        width + this.#expression(term).text.length > syntax.columns || this.#operations(term) > MOST_OPERATIONS;
      while (isLong()) {
        const inside = this.#insideOf(term);
        if (inside.length === 0) break;
        const longest = inside.reduce((a, b) => (this.#weight(a) >= this.#weight(b) ? a : b));
        this.#inlined.delete(longest);
      }
    }
    for (const term of outputs.keys()) this.#inlined.delete(term);
  }

  #mayInline(arg: Term, reader: Term): boolean {
    if (!this.#here.has(arg) || this.#options.outputs.has(arg) || this.#branching.has(arg)) return false;
    if ((this.#readers.get(arg) ?? []).length !== 1) return false;
    if (this.#branching.has(reader)) return reader.args[0] === arg;
    return !readsTwice(reader, arg);
  }

  /** The arguments of a term that have moved into it, and theirs. */
  #insideOf(term: Term): readonly Term[] {
    return term.args.filter((arg) => this.#inlined.has(arg)).flatMap((arg) => [arg, ...this.#insideOf(arg)]);
  }

  /** How much a statement sheds with a term; of what is long enough, the outermost goes. */
  #weight(term: Term): number {
    return Math.min(this.#expression(term).text.length, 50);
  }

  #operations(term: Term): number {
    return 1 + this.#insideOf(term).length;
  }

  #statements(terms: readonly Term[]): readonly Statement[] {
    const inBranches = new Set<Term>();
    for (const term of terms) {
      const sides = this.#branching.get(term);
      if (sides === undefined || inBranches.has(term)) continue;
      for (const only of [...sides[0], ...sides[1]]) inBranches.add(only);
    }
    return terms.flatMap((term): Statement[] => {
      if (this.#inlined.has(term) || inBranches.has(term)) return [];
      const sides = this.#branching.get(term);
      if (sides === undefined) return [{ term }];
      const [x, y] = sides.map((side) => this.#statements(terms.filter((other) => side.has(other)))) as
        [readonly Statement[], readonly Statement[]];
      return [{ term, branches: [x, y] }];
    });
  }

  /** Gives every statement's value a name that no value has which is still read. */
  #nameAll(order: readonly Statement[]): void {
    const { outputs, reserved, syntax } = this.#options;
    const lastRead = new Map<Term, number>();
    order.forEach((statement, at) => {
      for (const term of this.#readsOf(statement.term)) lastRead.set(term, at);
    });
    for (const term of outputs.keys()) lastRead.set(term, Infinity);
    order.forEach(({ term }, at) => {
      if (this.#names.has(term)) return;
      const isFree = (name: string): boolean => {
        const bound = this.#bound.get(name);
        if (reserved.has(name)) return false;
        if (bound === undefined || bound === term) return true;
        return syntax.rebinds && (lastRead.get(bound) ?? -1) <= at;
      };
      const name = freeName(this.#nameOf(term), isFree, (outputs.get(term) ?? "") !== "", syntax);
      this.#names.set(term, name);
      this.#bound.set(name, term);
    });
  }

  /** What a statement reads by name. */
  #readsOf(term: Term): readonly Term[] {
    return term.args.flatMap((arg) => (this.#inlined.has(arg) ? this.#readsOf(arg) : [arg]));
  }

  #nameOf(term: Term): string {
    const asked = this.#options.outputs.get(term) ?? "";
    if (asked !== "") return asked;
    return this.#options.syntax.name(term.name === "" ? NAMES[operationOf(term) ?? ""] ?? "value" : term.name);
  }

  #expression(term: Term): Expression {
    return this.#options.dialect.call(term, term.args.map((arg) => this.#reference(arg)));
  }

  #reference(term: Term): Expression {
    if (this.#inlined.has(term)) return this.#expression(term);
    const name = this.#names.get(term);
    if (name !== undefined) return atom(name);
    return this.#options.dialect.given(term) ?? atom(this.#nameOf(term));
  }

  #lines(statements: readonly Statement[], indent: number): readonly string[] {
    const { dialect, syntax } = this.#options;
    return statements.flatMap(({ term, branches }): readonly string[] => {
      const name = this.#names.get(term) as string;
      if (branches === undefined) return syntax.assignment(name, this.#expression(term), indent);
      const [condition, x, y] = term.args as [Term, Term, Term];
      const test = dialect.test(condition, this.#reference(condition));
      const first = this.#side(name, term, branches[0], x, indent + syntax.indent);
      const second = this.#side(name, term, branches[1], y, indent + syntax.indent);
      const choice = first.length === 0
        ? syntax.unless(test, second, indent) : syntax.choice(test, first, second, indent);
      return [...syntax.declaration(name, indent), ...choice];
    });
  }

  /** One side of a choice as statements, the last of which gives the choice its name. */
  #side(name: string, choice: Term, body: readonly Statement[], value: Term, indent: number): readonly string[] {
    const { dialect, syntax } = this.#options;
    const last = body.at(-1);
    const isOwn = last?.term === value && last.branches === undefined;
    const before = this.#lines(isOwn ? body.slice(0, -1) : body, indent);
    const side = dialect.side(choice, value, isOwn ? this.#expression(value) : this.#reference(value));
    return side.text === name ? before : [...before, ...syntax.reassignment(name, side, indent)];
  }
}

/** Whether a text has an argument twice, so that it must be a name. */
function readsTwice(reader: Term, arg: Term): boolean {
  const operation = operationOf(reader);
  return operation === "square" || (operation === "interp" && reader.args[2] === arg);
}

function flat(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => [...(statement.branches ?? []).flatMap(flat), statement]);
}

/** A name that is free: best the one asked for; of state, that of its next value. */
function freeName(name: string, isFree: (name: string) => boolean, isState: boolean, syntax: Syntax): string {
  const base = isState && !isFree(name) ? syntax.next(name) : name;
  if (isFree(base)) return base;
  for (let k = 2; ; k++) if (isFree(syntax.variant(base, k))) return syntax.variant(base, k);
}

/** What is called what, where the program has no name for it. */
const NAMES: Readonly<Record<string, string>> = {
  add: "total", subtract: "difference", multiply: "product", divide: "ratio", interp: "average", sqrt: "root",
  oneMinusPower: "correction", select: "chosen", maximum: "larger", minimum: "smaller", treeDot: "inner_product", norm: "length",
};
