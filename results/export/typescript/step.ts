import { ARRAY_WISE, SCALAR, TENSOR } from "../../../dsl/type.js";
import { COLUMNS } from "../comment.js";
import type { Dataflow, ExportFact, Value } from "../dataflow.js";
import { type Expression, atom, call, literal, operation } from "../expression.js";
import { JAVASCRIPT_WORDS, Names } from "../identifier.js";
import { statement } from "../statement.js";
import { EXACT, arithmetic, asNumber, isNotZero, isQuestion } from "./arithmetic.js";
import { ValueNames } from "./name-values.js";
import { type Place, type Reader, type Write, isLeaf, samePlace, scheduleOf } from "./schedule.js";
import { type SupportName, SUPPORT_NAMES } from "./support.js";
import { Unsigned } from "./unsigned.js";

/** The body of a step, as TypeScript, and what it needs. */
export interface WrittenStep {
  readonly lines: readonly string[];
  readonly support: ReadonlySet<SupportName>;
  /** What of each array it asks. */
  readonly facts: ReadonlySet<ExportFact>;
}

/** Names that variables of a step must not take. */
const RESERVED: readonly string[] = [
  ...JAVASCRIPT_WORDS, ...SUPPORT_NAMES, "f32", "weights", "gradients", "a", "i", "values",
];

/** Whether a reader of a value is a write. */
function isWrite(reader: Reader): reader is Write {
  return "place" in reader;
}

/** Whether a value exists once for each element: within a loop over them. */
function isInLoop({ type, origin }: Value): boolean {
  return type === TENSOR && origin.kind === "element";
}

/** Writes the statements of a step: loops over the arrays, and in them over their elements. */
export class StepWriter {
  readonly #flow: Dataflow;
  readonly #schedule: ReturnType<typeof scheduleOf>;
  readonly #unsigned: Unsigned;
  readonly #names: ValueNames;
  readonly #taken: Names;
  readonly #fields: readonly string[];
  readonly #properties: ReadonlyMap<string, string>;
  readonly #support = new Set<SupportName>();
  readonly #facts = new Set<ExportFact>();
  /** Values without a name: what reads them has them in its expression. */
  readonly #inlined = new Set<Value>();
  readonly #expressions = new Map<Value, Expression>();
  /** Names of the arrays of arrays that carry tensors and array-wise values from level to level. */
  readonly #carried = new Map<Value, string>();

  /**
   * @param fields - The private fields that hold state, in the order of the program's state variables.
   * @param properties - What options are called in `this.options`, by their names in the program.
   */
  constructor(flow: Dataflow, fields: readonly string[], properties: ReadonlyMap<string, string>) {
    this.#flow = flow;
    this.#fields = fields;
    this.#properties = properties;
    this.#schedule = scheduleOf(flow);
    this.#unsigned = new Unsigned(flow);
    this.#taken = new Names(RESERVED);
    this.#names = new ValueNames(flow, this.#taken);
  }

  /** The whole body, each line indented by so much. */
  write(indent: string): WrittenStep {
    const { end } = this.#schedule;
    // Leaves first, so that names of the program's parameters stay what they are.
    for (const value of this.#flow.values) if (isLeaf(value) && value.origin.kind !== "constant") this.#names.of(value);
    for (const value of this.#flow.values) this.#express(value);
    const body: string[] = [];
    for (let level = 0; level <= end.level; level++) {
      body.push(...this.#scalars(level));
      body.push(...this.#totals(level + 1), ...this.#carriers(level), ...this.#pass(level));
    }
    body.push(...this.#scalarWrites());
    const lines = [...this.#openings(), ...body].map((line) => line.replace(/^(?=.)/gm, indent));
    return { lines, support: this.#support, facts: this.#facts };
  }

  // Expressions.

  /** Finds the expression of a value, and which of its operands stand in it whole. */
  #express(value: Value): void {
    if (isLeaf(value) || value.origin.kind === "total") return;
    const candidates = [...new Set(value.args)].filter((arg) => this.#canInline(arg, value));
    for (const candidate of candidates) this.#inlined.add(candidate);
    let expression = this.#render(value);
    const room = this.#room(value);
    while (expression.text.length > room && candidates.length > 0) {
      candidates.sort((a, b) => this.#expressionOf(a).text.length - this.#expressionOf(b).text.length);
      this.#inlined.delete(candidates.pop() as Value);
      expression = this.#render(value);
    }
    this.#expressions.set(value, expression);
  }

  /** How many columns its expression may fill: those of a line, less the declaration. */
  #room(value: Value): number {
    const name = value.name === "" ? 12 : value.name.length + 5;
    return COLUMNS - (isInLoop(value) ? 8 : value.type === SCALAR ? 4 : 6) - "const  = ;".length - name;
  }

  /** Whether a value may stand in the expression of what reads it: the only reader, and at the same moment. */
  #canInline(value: Value, reader: Value): boolean {
    const { readersOf, placeOf } = this.#schedule;
    if (value.origin.kind !== "element" || readersOf(value).length !== 1) return false;
    if (reader.origin.kind !== "element" || value.type !== reader.type) return false;
    if (value.type !== SCALAR && !samePlace(placeOf(value), placeOf(reader))) return false;
    return !(value.origin.primitive === "select" && reader.origin.primitive === "select");
  }

  #expressionOf(value: Value): Expression {
    return this.#expressions.get(value) as Expression;
  }

  /** What computes a value; of an element of an array, rounded. */
  #render(value: Value, isStored = false): Expression {
    const { origin, args } = value;
    const [x] = args as [Value];
    const support = (name: SupportName): void => {
      this.#support.add(name);
    };
    switch (origin.kind) {
      case "reduce": {
        const name = origin.primitive === "arraySum" ? "sum" : "dot";
        support(name);
        return call(name, ...args.map((arg) => atom(this.#arrayOf(arg))));
      }
      case "matrix": {
        support(origin.primitive);
        const facts: ExportFact[] = origin.primitive === "orthogonalize" ? ["rows", "cols", "ndim"] : ["rows", "cols"];
        for (const fact of facts) this.#facts.add(fact);
        return call(origin.primitive, atom(this.#arrayOf(x)), ...facts.map((fact) => atom(this.#factName(fact))));
      }
      case "element": {
        const { primitive } = origin;
        // √|x| is √x where x has no sign.
        if (primitive === "abs" && this.#unsigned.has(x)) return this.#read(x, value);
        const operands = args.map((arg, k) => {
          if (primitive !== "select" || k > 0) return this.#read(arg, value, primitive === "interp" && k === 2);
          return this.#isQuestion(arg) ? this.#readRaw(arg) : isNotZero(this.#read(arg, value));
        });
        const result = primitive === "power" && isPlainPower(args as [Value, Value])
          ? operation(operands[0] as Expression, "**", operands[1] as Expression) : arithmetic(primitive, operands, support);
        if (isQuestion(primitive)) return this.#isQuestion(value) ? result : asNumber(result);
        const isRounded = isInLoop(value) && !EXACT.has(primitive) && !isStored;
        return isRounded || (value.type !== TENSOR && this.#isRounded(value)) ? call("f32", result) : result;
      }
      default:
        return this.#read(x, value);
    }
  }

  /** A value as another's expression reads it: rounded where a narrow one meets a tensor. */
  #read(value: Value, reader: Value, isRaw = false): Expression {
    const { origin } = value;
    const meets = isInLoop(reader) && value.type !== TENSOR && !isRaw;
    if (origin.kind === "constant") {
      const number = literal(origin.value);
      return meets && Math.fround(origin.value) !== origin.value ? call("f32", number) : number;
    }
    if (this.#isQuestion(value)) return asNumber(this.#readRaw(value));
    const text = this.#readRaw(value);
    return meets && !this.#isRounded(value) && !isWhole(value) ? call("f32", text) : text;
  }

  #readRaw(value: Value): Expression {
    if (this.#inlined.has(value)) return this.#expressionOf(value);
    if (value.origin.kind === "fact") this.#facts.add(value.origin.fact);
    return atom(this.#names.of(value));
  }

  /** Whether a value is a boolean: a question that only choices ask. */
  #isQuestion(value: Value): boolean {
    const { origin } = value;
    if (origin.kind === "fact") return origin.fact === "decayed";
    if (origin.kind !== "element" || !isQuestion(origin.primitive)) return false;
    return this.#schedule.readersOf(value).every((reader) => !isWrite(reader) && reader.origin.kind === "element" &&
      reader.origin.primitive === "select" && !reader.args.includes(value, 1));
  }

  /** Whether a narrow value is only read by tensors, so that it is rounded where it is declared. */
  #isRounded(value: Value): boolean {
    const { origin } = value;
    if (value.type === TENSOR || origin.kind === "total" || origin.kind === "constant") return false;
    if (origin.kind === "input" || origin.kind === "fact" || this.#isQuestion(value)) return false;
    return this.#schedule.readersOf(value).every((reader) =>
      !isWrite(reader) && isInLoop(reader) &&
      !(reader.origin.kind === "element" && reader.origin.primitive === "interp" && reader.args[2] === value));
  }

  #factName(fact: ExportFact): string {
    const known = this.#flow.values.find(({ origin }) => origin.kind === "fact" && origin.fact === fact);
    return known === undefined ? fact : this.#names.of(known);
  }

  #declare(value: Value): string {
    const name = this.#names.of(value);
    return statement(`const ${name} = `, this.#expressionOf(value).text, isInLoop(value) ? 8 : value.type === SCALAR ? 4 : 6);
  }

  // Statements.

  /** What is read once, before all: options, state that is one number. */
  #openings(): readonly string[] {
    const plain: string[] = [];
    const lines: string[] = [];
    for (const value of this.#flow.values) {
      const { origin } = value;
      if (origin.kind === "option") {
        const name = this.#names.of(value);
        const property = this.#properties.get(origin.option.name) as string;
        if (this.#isRounded(value)) lines.push(`const ${name} = f32(this.options.${property});`);
        else plain.push(name === property ? name : `${property}: ${name}`);
      } else if (origin.kind === "state" && value.type === SCALAR) {
        const field = `this.#${this.#fields[origin.index] as string}`;
        lines.push(`const ${this.#names.of(value)} = ${this.#isRounded(value) ? `f32(${field})` : field};`);
      } else if (origin.kind === "input" && origin.input === "t") {
        lines.push("this.#t += 1;", `const ${this.#names.of(value)} = this.#t;`);
      } else if (origin.kind === "input" && origin.input === "T") {
        const name = this.#names.of(value);
        plain.push(name === "totalSteps" ? name : `totalSteps: ${name}`);
      }
    }
    if (plain.length === 0) return lines;
    const head = `const { ${plain.join(", ")} } =`;
    const room = COLUMNS - 4 - head.length;
    if (room >= " this.options;".length) return [`${head} this.options;`, ...lines];
    if (room >= 0) return [head, "  this.options;", ...lines];
    return ["const {", ...plain.map((name) => `  ${name},`), "} = this.options;", ...lines];
  }

  #scalars(level: number): readonly string[] {
    return this.#flow.values
      .filter((value) => value.type === SCALAR && value.origin.kind === "element" && !this.#inlined.has(value) &&
        this.#schedule.placeOf(value).level === level && !this.#isInlinedInWrite(value))
      .map((value) => this.#declare(value));
  }

  /** The sums that a pass over the arrays adds up. */
  #totals(level: number): readonly string[] {
    return this.#totalsOf(level).map((value) => `let ${this.#names.of(value)} = 0;`);
  }

  #totalsOf(level: number): readonly Value[] {
    return this.#flow.values.filter(
      (value) => value.origin.kind === "total" && this.#schedule.placeOf(value).level === level);
  }

  /** Declares what this level computes for later ones. */
  #carriers(level: number): readonly string[] {
    return this.#flow.values.flatMap((value): string[] => {
      if (isLeaf(value) || value.type === SCALAR || this.#schedule.placeOf(value).level !== level) return [];
      if (!this.#isCarried(value)) return [];
      const name = this.#taken.take(`${this.#names.of(value)}OfArrays`);
      this.#carried.set(value, name);
      if (value.type === ARRAY_WISE) return [`const ${name} = weights.map(() => ${this.#isQuestion(value) ? "false" : "0"});`];
      if (value.origin.kind === "matrix") return [`const ${name}: Float32Array[] = [];`];
      return [statement(`const ${name} = `, "weights.map((values) => new Float32Array(values.length))", 4)];
    });
  }

  /** Whether a value is read in a later level than it is computed in. */
  #isCarried(value: Value): boolean {
    const { readersOf, placeOf } = this.#schedule;
    const place = placeOf(value);
    if (value.type === TENSOR && value.origin.kind === "element" && this.#homeOf(value) !== undefined) return false;
    return readersOf(value).some((reader) => {
      if (!isWrite(reader) && reader.origin.kind === "total") return false;
      return (isWrite(reader) ? reader.place : placeOf(reader)).level !== place.level;
    });
  }

  /** The write of state that keeps a value for later readers as well. */
  #homeOf(value: Value): Write | undefined {
    const place = this.#schedule.placeOf(value);
    return this.#schedule.writes.find((write) =>
      write.value === value && write.state >= 0 && write.type === TENSOR && samePlace(write.place, place));
  }

  /** Whether a value of a loop has to be kept as an array: it is read by another loop, or as a whole. */
  #isKept(value: Value): boolean {
    const { readersOf, placeOf } = this.#schedule;
    const place = placeOf(value);
    return readersOf(value).some((reader) =>
      isWrite(reader) ? !samePlace(reader.place, place) : !isInLoop(reader) || !samePlace(placeOf(reader), place));
  }

  /** A pass over the arrays. */
  #pass(level: number): readonly string[] {
    const { end, placeOf, writes } = this.#schedule;
    const stages = Math.max(0, ...this.#flow.values.flatMap((value) => {
      const place = placeOf(value);
      return place.level === level && value.type !== SCALAR ? [place.stage] : [];
    }), ...(level === end.level ? [end.stage] : []));
    const body: string[] = [];
    for (let stage = 0; stage <= stages; stage++) {
      const place = { level, stage };
      for (const value of this.#flow.values) {
        if (!isLeaf(value) && value.type !== SCALAR && !isInLoop(value) && samePlace(placeOf(value), place)) {
          body.push(...this.#narrow(value));
        }
      }
      body.push(...this.#loop(place));
    }
    for (const value of this.#totalsOf(level + 1)) {
      body.push(`${this.#names.of(value)} += ${this.#read(value.args[0] as Value, value).text};`);
    }
    if (level === end.level) {
      for (const { value, state, type } of writes) {
        if (type !== ARRAY_WISE) continue;
        body.push(`this.#${this.#fields[state] as string}[a] = ${this.#plain(value).text};`);
      }
    }
    if (body.length === 0) return [];
    const lines = [...this.#arraysRead(level, body.join("\n")), ...body].map((line) => line.replace(/^(?=.)/gm, "  "));
    return ["for (let a = 0; a < weights.length; a++) {", ...lines, "}"];
  }

  /** An array-wise value, or a matrix function. */
  #narrow(value: Value): readonly string[] {
    const carrier = this.#carried.get(value);
    const keep = carrier === undefined ? [] : [`${carrier}[a] = ${this.#names.of(value)};`];
    if (value.type === ARRAY_WISE) {
      if (this.#inlined.has(value)) return [];
      return [this.#declare(value), ...keep];
    }
    const name = this.#names.ofArray(value);
    const line = statement(`const ${name} = `, this.#expressionOf(value).text, 6);
    return [line, ...(carrier === undefined ? [] : [`${carrier}[a] = ${name};`])];
  }

  /** A loop over the elements of an array; none where nothing is to be done. */
  #loop(place: Place): readonly string[] {
    const { placeOf, writes } = this.#schedule;
    const computed = this.#flow.values.filter((value) => isInLoop(value) && samePlace(placeOf(value), place));
    const written = writes.filter((write) => write.type === TENSOR && samePlace(write.place, place));
    const kept = computed.filter((value) => this.#isKept(value) && this.#homeOf(value) === undefined);
    if (computed.length === 0 && written.length === 0) return [];
    const local = kept.filter((value) => !this.#carried.has(value));
    const before = local.map((value) => `const ${this.#names.ofArray(value)} = new Float32Array(wValues.length);`);
    const statements: string[] = [];
    for (const value of computed) {
      if (this.#inlined.has(value) || this.#isInlinedInWrite(value)) continue;
      if (this.#isOnlyKept(value)) {
        const stored = this.#render(value, true).text;
        statements.push(statement(`${this.#names.ofArray(value)}[i] = `, stored, 8));
        continue;
      }
      statements.push(this.#declare(value));
      if (kept.includes(value)) statements.push(`${this.#names.ofArray(value)}[i] = ${this.#names.of(value)};`);
    }
    const stores = written.map((write) => this.#store(write));
    const reads = this.#elementsRead([...statements, ...stores].join("\n"), computed);
    return [
      ...before.map((line) => line.replace("wValues", this.#weightsName())),
      `for (let i = 0; i < ${this.#weightsName()}.length; i++) {`,
      ...[...reads, ...statements, ...stores].map((line) => line.replace(/^(?=.)/gm, "  ")),
      "}",
    ];
  }

  /** Whether a value is read by other loops or as a whole only, and by nothing in its own loop. */
  #isOnlyKept(value: Value): boolean {
    const place = this.#schedule.placeOf(value);
    return this.#homeOf(value) === undefined && this.#schedule.readersOf(value).every((reader) =>
      isWrite(reader) ? !samePlace(reader.place, place)
        : !isInLoop(reader) || !samePlace(this.#schedule.placeOf(reader), place));
  }

  /** The write at the end of a loop. */
  #store({ value, state }: Write): string {
    if (state < 0) {
      const w = this.#names.of(this.#weights());
      return statement(`${this.#weightsName()}[i] = `, operation(atom(w), "-", this.#plain(value)).text, 8);
    }
    const target = this.#stateArray(state);
    const isStored = this.#isInlinedInWrite(value);
    const text = isStored ? this.#render(value, true).text : this.#plain(value).text;
    return statement(`${target}[i] = `, text, 8);
  }

  /** Whether a write is all that reads a value, so that its expression stands there. */
  #isInlinedInWrite(value: Value): boolean {
    const readers = this.#schedule.readersOf(value);
    const [write] = readers;
    if (readers.length !== 1 || write === undefined || !isWrite(write) || value.origin.kind !== "element") return false;
    if (write.state < 0 && this.#expressionOf(value).text.length > 45) return false;
    return value.type === SCALAR || (value.type === TENSOR && samePlace(write.place, this.#schedule.placeOf(value)));
  }

  /** A value as a write reads it. */
  #plain(value: Value): Expression {
    if (value.origin.kind === "constant") return literal(value.origin.value);
    if (this.#isInlinedInWrite(value)) return this.#expressionOf(value);
    return this.#isQuestion(value) ? asNumber(this.#readRaw(value)) : this.#readRaw(value);
  }

  #scalarWrites(): readonly string[] {
    return this.#schedule.writes.flatMap(({ value, state, type }) =>
      type === SCALAR ? [statement(`this.#${this.#fields[state] as string} = `, this.#plain(value).text, 4)] : []);
  }

  /** Declares the arrays and the array-wise values from elsewhere that the body of a pass reads. */
  #arraysRead(level: number, body: string): readonly string[] {
    const { placeOf } = this.#schedule;
    const facts = [...new Set([...this.#facts])].filter((fact) => mentions(body, this.#factName(fact)));
    const fields = facts.map((fact) => {
      const name = this.#factName(fact);
      return name === fact ? fact : `${fact}: ${name}`;
    });
    const lines = fields.length === 0 ? [] : [`const { ${fields.join(", ")} } = this.#arrays[a]!;`];
    const declared = new Set<string>();
    const declare = (name: string, from: string): void => {
      if (!mentions(body, name) || declared.has(name)) return;
      declared.add(name);
      lines.push(`const ${name} = ${from};`);
    };
    declare(this.#weightsName(), "weights[a]!");
    for (const value of this.#flow.values) {
      const { origin, type } = value;
      if (origin.kind === "gradient") declare(this.#names.ofArray(value), "gradients[a]!");
      if (origin.kind === "state" && type === ARRAY_WISE) {
        const field = `this.#${this.#fields[origin.index] as string}[a]!`;
        declare(this.#names.of(value), this.#isRounded(value) ? `f32(${field})` : field);
      }
      const carrier = this.#carried.get(value);
      if (carrier === undefined) continue;
      if (type === TENSOR) {
        if (placeOf(value).level !== level || value.origin.kind !== "matrix") {
          declare(this.#names.ofArray(value), `${carrier}[a]!`);
        }
      } else if (placeOf(value).level !== level) {
        declare(this.#names.of(value), `${carrier}[a]!`);
      }
    }
    this.#flow.states.forEach(({ type }, index) => {
      if (type === TENSOR) declare(this.#stateArray(index), `this.#${this.#fields[index] as string}[a]!`);
    });
    return lines;
  }

  /** Declares the elements from elsewhere that the body of a loop reads. */
  #elementsRead(body: string, computed: readonly Value[]): readonly string[] {
    return this.#flow.values.flatMap((value) => {
      if (value.type !== TENSOR || computed.includes(value) || !mentions(body, this.#names.of(value))) return [];
      return [`const ${this.#names.of(value)} = ${this.#arrayOf(value)}[i]!;`];
    });
  }

  /** The array that a tensor from elsewhere is read from. */
  #arrayOf(value: Value): string {
    const home = isInLoop(value) ? this.#homeOf(value) : undefined;
    if (home !== undefined) return this.#stateArray(home.state);
    return this.#names.ofArray(value);
  }

  /** The name of the array of a state variable. */
  #stateArray(index: number): string {
    const old = this.#flow.values.find(({ origin }) => origin.kind === "state" && origin.index === index);
    if (old !== undefined) return this.#names.ofArray(old);
    const next = this.#flow.states[index]?.next as Value;
    return this.#names.ofArray(next);
  }

  #weights(): Value {
    const known = this.#flow.values.find(({ origin }) => origin.kind === "weights");
    return known ?? this.#missingWeights;
  }

  /** Stands for the weights where the rule does not read them. */
  readonly #missingWeights: Value = { id: -1, type: TENSOR, origin: { kind: "weights" }, args: [], name: "" };

  #weightsName(): string {
    return this.#names.ofArray(this.#weights());
  }
}

/** Whether a float64 of a kind is always a float32 as well. */
function isWhole({ origin }: Value): boolean {
  return origin.kind === "fact";
}

/** Whether a power is as JavaScript has it, for which that of 1 to infinity or NaN is NaN. */
function isPlainPower([{ origin }, exponent]: readonly [Value, Value]): boolean {
  return (origin.kind === "constant" && Math.abs(origin.value) !== 1) || staysFinite(exponent);
}

/** Whether a number is finite for certain: it is given, or comes of such numbers by sums. */
function staysFinite({ origin, args }: Value): boolean {
  switch (origin.kind) {
    case "constant":
      return Math.abs(origin.value) < 1e300;
    case "input":
      return origin.input === "t" || origin.input === "T";
    case "option":
    case "fact":
      return true;
    case "element":
      return ["add", "subtract", "negate"].includes(origin.primitive) && args.every(staysFinite);
    default:
      return false;
  }
}

/** Whether a code has a name in it. */
function mentions(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w.$#])${name}\\b`).test(code);
}
