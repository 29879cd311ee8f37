import { SCALAR, TENSOR } from "../../../dsl/type.js";
import { COLUMNS } from "../comment.js";
import { type Expression, atom, call } from "../expression.js";
import { writeBlock } from "../framework/block.js";
import { scalarsBefore } from "../framework/scalars.js";
import type { StepState } from "../framework/step.js";
import { type Term, isOfArray } from "../framework/term.js";
import type { Walk } from "../framework/walk.js";
import { camelCase, propertyNames } from "../identifier.js";
import { statement } from "../statement.js";
import type { TfjsRule } from "./rule.js";
import { ScriptNames, TYPESCRIPT_SYNTAX as syntax, mentions } from "./syntax.js";

/** The options as properties, by their names in the step. */
export function optionProperties({ naming }: TfjsRule): ReadonlyMap<string, string> {
  return propertyNames(naming.options.map(({ name }) => name), ["learningRate", "peakLearningRate", "totalSteps", "role"]);
}

/** The body of the method that updates the variables. */
export function writeApply(tfjs: TfjsRule): readonly string[] {
  return new ApplyWriter(tfjs).lines();
}

class ApplyWriter {
  readonly #tfjs: TfjsRule;
  /** Scalars that are there, and their names. */
  readonly #scalars: Map<Term, string>;
  /** Lists of what a walk computes of each variable and a later one reads. */
  readonly #kept: ReadonlyMap<Term, { readonly name: string; readonly list: string }>;
  /** What statements may not be called. */
  readonly #taken: Set<string>;

  constructor(tfjs: TfjsRule) {
    this.#tfjs = tfjs;
    const { naming, walks } = tfjs;
    this.#scalars = new Map([...naming.given].filter(([term]) => !isOfArray(term)));
    const names = new ScriptNames([...naming.reserved, ...naming.states]);
    this.#kept = new Map(walks.flatMap(({ kept }) => kept).map((term) => {
      const name = names.take(term.name === "" ? "value" : term.name);
      return [term, { name, list: names.take(`kept ${name}`) }];
    }));
    this.#taken = new Set(names.taken);
  }

  lines(): readonly string[] {
    const { walks, step: { states }, naming, reads, name } = this.#tfjs;
    const walked = walks.flatMap((walk, k) => this.#walk(walk, walks.slice(k + 1)));
    const scalarStates = states.flatMap(({ type }, k) => (type === SCALAR ? [this.#field(k)] : []));
    const written = states.flatMap((state, k) => (state.type === SCALAR ? this.#write(state, this.#field(k)) : []));
    const text = [...walked, ...written].join("\n");
    const usesSchedule = mentions(text, "schedule");
    const options = optionProperties(this.#tfjs);
    const read = [
      ...naming.options.filter((option) => mentions(text, option.name)).map((option) => {
        const property = options.get(option.name) as string;
        return property === option.name ? property : `${property}: ${option.name}`;
      }),
      ...(mentions(text, "steps") ? ["totalSteps: steps"] : []),
      ...(mentions(text, "peak") || usesSchedule ? ["peakLearningRate: peak"] : []),
    ];
    return [
      ...(reads.loss ? [
        "    const loss = this.#loss;",
        "    if (loss === undefined) throw new Error(\"This rule needs the loss.\");",
      ] : []),
      ...destructured(read, "this.options", 4),
      ...(mentions(text, "lr") || usesSchedule ? ["    const lr = this.#learningRate;"] : []),
      ...(usesSchedule ? ["    const schedule = lr === 0 ? 0 : lr / peak;"] : []),
      ...(mentions(text, "t") ? ["    const t = this.iterations + 1;"] : []),
      "    const named = Array.isArray(gradients)",
      "      ? gradients",
      "      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));",
      "    tf.tidy(() => {",
      ...scalarStates.map((field) => line(`const ${field} = `, `slot(this.#${field}, 0, "${name}/${field}", [])`, 6)).flat(),
      ...this.#arrays(),
      ...walked,
      ...written,
      "    });",
    ];
  }

  /** The list of variables that have a gradient, each with its state. */
  #arrays(): readonly string[] {
    const { naming, step: { states }, reads } = this.#tfjs;
    const w = naming.weights;
    const fields = states.flatMap(({ type }, k) => (type === SCALAR ? [] : [{ field: this.#field(k), type }]));
    const slots = fields.flatMap(({ field, type }) =>
      line(`const ${field} = `, `slot(this.#${field}, index, \`\${name}/${field}\`, ${type === TENSOR ? `${w}.shape` : "[]"})`, 8));
    const role = reads.role ? line("const role = ", `this.#role(name, ${w}.shape)`, 8) : [];
    const gradient = naming.gradient === "tensor" ? "tensor" : `${naming.gradient}: tensor`;
    const item = [w, gradient, ...(reads.role ? ["role"] : []), ...fields.map(({ field }) => field)];
    const last = `        return tensor == null ? [] : [{ ${item.join(", ")} }];`;
    return [
      fields.length > 0
        ? "      const arrays = named.flatMap(({ name, tensor }, index) => {"
        : "      const arrays = named.flatMap(({ name, tensor }) => {",
      `        const ${w} = tf.engine().registeredVariables[name]!;`,
      ...role, ...slots,
      ...(last.length <= COLUMNS ? [last] : [
        "        return tensor == null",
        "          ? []",
        ...brokenList(item),
      ]),
      "      });",
    ];
  }

  #field(k: number): string {
    return this.#tfjs.naming.states[k] as string;
  }

  /** What comes before a walk, and the walk. */
  #walk(walk: Walk, later: readonly Walk[]): readonly string[] {
    const { naming, step: { states, update } } = this.#tfjs;
    const before = this.#before(walk, later);
    const names = new Map<Term, string>(this.#scalars);
    for (const [term, name] of naming.given) if (isOfArray(term)) names.set(term, name);
    for (const k of walk.restored) names.set((states[k] as StepState).after, this.#field(k));
    for (const term of walk.fetched) names.set(term, this.#kept.get(term)?.name ?? "");
    const block = writeBlock({
      syntax, dialect: this.#tfjs.dialect, terms: walk.inside, names, indent: 8,
      reserved: new Set([...this.#taken, ...this.#scalars.values()]),
      outputs: new Map(walk.insideOutputs.map((term) => {
        const k = walk.written.find((n) => states[n]?.after === term);
        return [term, k === undefined ? "" : this.#field(k)];
      })),
    });
    const reference = (term: Term): Expression => this.#tensor(term, block.names);
    const sums = walk.sums.map((sum) => {
      const name = naming.sums.get(sum) as string;
      const product = call("dot", ...sum.args.map(reference));
      return { name, add: line(`${name} = `, call("tf.add", atom(name), product).text, 8) };
    });
    const kept = walk.kept.map((term) => `        ${this.#kept.get(term)?.list ?? ""}.push(${reference(term).text});`);
    const stores = walk.written.flatMap((k) => this.#write(states[k] as StepState, this.#field(k), block.names));
    // What is another state variable's old value is taken before that is written.
    const w = naming.weights;
    const body = [
      ...block.lines,
      ...sums.flatMap(({ add }) => add), ...kept,
      ...stores.toSorted((a, b) => Number(b.trimStart().startsWith("const")) - Number(a.trimStart().startsWith("const"))),
      ...(walk.isLast ? line(`${w}.assign(`, `${call("tf.sub", atom(w), reference(update)).text})`, 8) : []),
    ];
    if (body.length === 0) return before;
    const text = body.join("\n");
    const fields = [w, naming.gradient, "role", ...naming.states].filter((name, k, all) =>
      mentions(text, name) && all.indexOf(name) === k && !this.#isScalarState(name));
    const fetched = walk.fetched.map((term) => this.#kept.get(term)).filter((each) => each !== undefined);
    const reads = fetched.filter(({ name }) => mentions(text, name)).map(({ name, list }) => `        const ${name} = ${list}[a]!;`);
    return [
      ...before,
      ...sums.map(({ name }) => `      let ${name}: tf.Tensor = tf.scalar(0);`),
      ...walk.kept.map((term) => `      const ${this.#kept.get(term)?.list ?? ""}: tf.Tensor[] = [];`),
      ...heading(fields, reads.length > 0),
      ...reads,
      ...body,
      "      }",
    ];
  }

  #isScalarState(name: string): boolean {
    const { naming, step: { states } } = this.#tfjs;
    return states.some(({ type }, k) => type === SCALAR && naming.states[k] === name);
  }

  /** Scalars that a walk or what follows it reads and that are not there yet. */
  #before(walk: Walk, later: readonly Walk[]): readonly string[] {
    const { dialect, naming, step: { states } } = this.#tfjs;
    const { terms, outputs } = scalarsBefore(walk, later, this.#scalars, { states, names: naming.states });
    const block = writeBlock({
      syntax, dialect, terms, outputs, names: this.#scalars, indent: 6, reserved: this.#taken,
    });
    for (const term of terms) {
      const name = block.names.get(term);
      if (name !== undefined) this.#scalars.set(term, name);
    }
    return block.lines;
  }

  #tensor(term: Term, names: ReadonlyMap<Term, string>): Expression {
    const { dialect } = this.#tfjs;
    const name = names.get(term);
    return dialect.tensor(term, name === undefined ? dialect.given(term) ?? atom(camelCase(term.name)) : atom(name));
  }

  /** Gives a state variable its new value. */
  #write(
    { before, after, type }: StepState, field: string, names: ReadonlyMap<Term, string> = this.#scalars,
  ): readonly string[] {
    if (before === after) return [];
    const indent = type === SCALAR ? 6 : 8;
    const value = this.#tensor(after, names);
    if (after.origin.kind !== "state") return line(`${field}.assign(`, `${value.text})`, indent);
    const copy = syntax.next(field);
    return [...line(`const ${copy} = `, `tf.clone(${value.text})`, indent), ...line(`${field}.assign(`, `${copy})`, indent)];
  }
}

function line(start: string, text: string, indent: number): readonly string[] {
  const whole = statement(start, text, indent).split("\n");
  return whole.map((part) => `${" ".repeat(indent)}${part}`);
}

/** Takes properties of an object apart. */
function destructured(names: readonly string[], from: string, indent: number): readonly string[] {
  if (names.length === 0) return [];
  const space = " ".repeat(indent);
  const head = `${space}const { ${names.join(", ")} } =`;
  if (head.length + from.length + 2 <= COLUMNS) return [`${head} ${from};`];
  if (head.length <= COLUMNS) return [head, `${space}  ${from};`];
  return [`${space}const {`, ...names.map((name) => `${space}  ${name},`), `${space}} = ${from};`];
}

/** The head of a walk. */
function heading(fields: readonly string[], isCounted: boolean): readonly string[] {
  const item = `{ ${fields.join(", ")} }`;
  const head = isCounted ? `for (const [a, ${item}] of arrays.entries()) {` : `for (const ${item} of arrays) {`;
  if (head.length + 6 <= COLUMNS) return [`      ${head}`];
  if (isCounted) {
    return ["      for (const [", "        a,", `        ${item},`, "      ] of arrays.entries()) {"];
  }
  return ["      for (const {", ...fields.map((field) => `        ${field},`), "      } of arrays) {"];
}

function brokenList(items: readonly string[]): readonly string[] {
  const inside = `          : [{ ${items.join(", ")} }];`;
  if (inside.length <= COLUMNS) return [inside];
  return ["          : [", "              {", ...items.map((item) => `                ${item},`), "              },", "            ];"];
}
