import { SCALAR } from "../../../dsl/type.js";
import { COLUMNS } from "../python/assignment.js";
import { writeBlock } from "../framework/block.js";
import { atom, call } from "../python/expression.js";
import { PYTHON } from "../python/syntax.js";
import { PythonNames } from "../python/name.js";
import { scalarsBefore } from "../framework/scalars.js";
import type { StepState } from "../framework/step.js";
import { type Term, closure, isOfArray, isTruth, operationOf } from "../framework/term.js";
import { type Walk, isSum } from "../framework/walk.js";
import type { OptaxRule } from "./rule.js";

/** The functions that are mapped over the arrays, by the place of the walk. */
const WALKS = ["first_walk", "second_walk", "third_walk"];

/** The function that turns gradients into updates. */
export function writeUpdate(optax: OptaxRule): readonly string[] {
  const { reads, names } = optax;
  const loss = reads.loss ? ["*", "value: Any", "**extra_args: Any"] : [];
  const head = "    def update_fn(";
  const parameters = ["updates: Any", `state: ${names.state}`, "params: Any = None", ...loss];
  const line = `${head}${parameters.join(", ")}) -> Any:`;
  return [
    ...(line.length <= COLUMNS ? [line] : [head, ...writeParameters(parameters), "    ) -> Any:"]),
    ...(reads.loss ? ["        del extra_args", "        loss = value"] : []),
    "        if params is None:",
    '            raise ValueError("This transformation needs params in every update.")',
    "        count = state.count + 1",
    ...new UpdateWriter(optax).lines(),
  ];
}

function writeParameters(parameters: readonly string[]): readonly string[] {
  const line = `        ${parameters.join(", ")}`;
  // Black leaves no comma after **.
  return line.length <= COLUMNS ? [line] : parameters.map((parameter) => `        ${parameter},`);
}

/** What a function that is mapped over arrays takes. */
interface MappedParameter {
  /** `undefined` of the weights where nothing reads their values. */
  readonly term: Term | undefined;
  /** What the function calls it. */
  readonly local: string;
  /** The tree that it is an array of. */
  readonly tree: string;
}

/** The name of a parameter in its function. */
function named({ term, local }: MappedParameter): readonly (readonly [Term, string])[] {
  return term === undefined ? [] : [[term, local]];
}

class UpdateWriter {
  readonly #optax: OptaxRule;
  /** Scalars that have been computed, and what is there before. */
  readonly #scalars: Map<Term, string>;
  /** Trees that have been computed, and their names. */
  readonly #trees = new Map<Term, string>();
  readonly #treeNames: PythonNames;

  constructor(optax: OptaxRule) {
    this.#optax = optax;
    const { naming, step: { states }, ofTree } = optax;
    this.#scalars = new Map(naming.given);
    states.forEach(({ before }, k) => {
      if (ofTree.has(before)) this.#scalars.set(before, `state.${naming.states[k] ?? ""}`);
    });
    const trees = naming.states.filter((_, k) => states[k]?.type !== SCALAR);
    this.#treeNames = new PythonNames([...naming.reserved, ...trees]);
  }

  lines(): readonly string[] {
    const { walks, step: { states }, naming, names, reads } = this.#optax;
    const kinds = new Set(walks.flatMap(({ given }) => [...given].map(({ origin }) => origin.kind)));
    const body = walks.flatMap((walk, k) => this.#walk(walk, k));
    const fields = states.map((state, k) => `${naming.states[k] ?? ""}=${this.#after(state)}`);
    const result = `        return updates, ${names.state}(${["count=count", ...fields].join(", ")})`;
    return [
      ...(states.some(({ after }) => after.origin.kind === "gradient") ? ["        gradients = updates"] : []),
      ...(kinds.has("rate") || kinds.has("schedule")
        ? ["        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate"] : []),
      ...(kinds.has("schedule") ? ["        schedule = lr / jnp.where(lr == 0, 1, peak)"] : []),
      ...(reads.t ? ["        t = count.astype(float)"] : []),
      ...body,
      ...(result.length <= COLUMNS ? [result] : [
        `        return updates, ${names.state}(`,
        ...["count=count", ...fields].map((field) => `            ${field},`),
        "        )",
      ]),
    ];
  }

  /** What comes before a walk, the function that it maps, the walk, and the sums of what it made. */
  #walk(walk: Walk, index: number): readonly string[] {
    const { walks, naming } = this.#optax;
    const scalars = this.#before(walk, walks.slice(index + 1));
    const results = this.#results(walk);
    const mapped = results.length === 0 && !walk.isLast ? [] : this.#mapped(walk, index, results);
    const sums = walk.sums.map((sum) => {
      const [x, y] = sum.args.map((arg) => this.#tree(arg)) as [string, string];
      return `        ${naming.sums.get(sum) ?? ""} = _tree_dot(${x}, ${y})`;
    });
    return [...scalars, ...mapped, ...sums];
  }

  /** Scalars of the whole tree that a walk or what follows it reads and that are not there yet. */
  #before(walk: Walk, later: readonly Walk[]): readonly string[] {
    const { dialect, naming, step: { states } } = this.#optax;
    const { terms, outputs } = scalarsBefore(walk, later, this.#scalars, { states, names: naming.states });
    const block = writeBlock({
      syntax: PYTHON, dialect, terms, outputs, names: this.#scalars, indent: 8,
      reserved: new Set([...this.#treeNames.taken, ...this.#scalars.values()]),
    });
    for (const term of terms) {
      const name = block.names.get(term);
      if (name !== undefined) this.#scalars.set(term, name);
    }
    return block.lines;
  }

  /** What a walk gives beside the update, as trees. */
  #results(walk: Walk): readonly Term[] {
    const { step: { states } } = this.#optax;
    const written = walk.written.map((k) => (states[k] as StepState).after);
    const summed = walk.sums.flatMap(({ args }) => args);
    const made = [...written, ...walk.kept, ...summed].filter((term) =>
      operationOf(term) !== undefined && isOfArray(term) && !this.#trees.has(term));
    return [...new Set(made)];
  }

  /** A function of one array, and its call for all. */
  #mapped(walk: Walk, index: number, results: readonly Term[]): readonly string[] {
    const { dialect, naming, walks, step: { states, update }, reads } = this.#optax;
    const name = walks.length === 1 ? "step" : WALKS[index] ?? `walk_${index + 1}`;
    const parameters = this.#parameters(walk);
    const outputs = new Map(walk.insideOutputs.map((term) => {
      const k = walk.written.find((n) => states[n]?.after === term);
      return [term, k === undefined ? "" : naming.states[k] as string];
    }));
    const outer = [...this.#scalars].filter(([term]) => !parameters.some((parameter) => parameter.term === term));
    const block = writeBlock({
      syntax: PYTHON, dialect, terms: walk.inside, outputs, indent: 12,
      names: new Map([...outer, ...parameters.flatMap(named)]),
      reserved: new Set([...naming.reserved, ...outer.map(([, text]) => text)]),
    });
    const reference = (term: Term): string => {
      const expression = atom(block.names.get(term) ?? (dialect.given(term) ?? atom("")).text);
      return dialect.numeric(term, expression).text;
    };
    const usesRole = reads.role && /\brole\b/.test(block.lines.join("\n"));
    const trees = [
      ...parameters.map(({ tree }) => tree), ...(usesRole ? ["_roles(roles, params)"] : []),
    ];
    const returned = results.map((term) =>
      this.#isStrong(term) && walk.written.some((k) => states[k]?.after === term)
        ? call("jnp.asarray", atom(reference(term)), atom(`${naming.weights}.dtype`)).text : reference(term));
    const targets = results.map((term) => this.#target(term));
    if (walk.isLast) {
      returned.unshift(`-${reference(update)}`);
      targets.unshift("updates");
    }
    const locals = [...parameters.map(({ local }) => `${local}: Any`), ...(usesRole ? ["role: Any"] : [])];
    return [
      "",
      ...defined(name, locals),
      ...block.lines,
      ...wrapped(`            return ${returned.join(", ")}`, "            return (", returned),
      "",
      ...mappedCall(targets, name, trees),
    ];
  }

  /** The arrays that a function takes: the weights always, all else as it is read. */
  #parameters(walk: Walk): readonly MappedParameter[] {
    const { naming, step: { states, update }, ofTree } = this.#optax;
    const given = [...walk.given];
    const weights = given.find(({ origin }) => origin.kind === "weights");
    const gradient = given.find(({ origin }) => origin.kind === "gradient");
    const isRead = (term: Term): boolean => walk.inside.some(({ args }) => args.includes(term))
      || this.#results(walk).includes(term) || (walk.isLast && update === term);
    return [
      { term: weights, local: naming.weights, tree: "params" },
      ...(gradient !== undefined && isRead(gradient) ? [{ term: gradient, local: naming.gradient, tree: "updates" }] : []),
      ...states.flatMap(({ before }, k) => (isRead(before) && !ofTree.has(before)
        ? [{ term: before, local: naming.states[k] as string, tree: `state.${naming.states[k] ?? ""}` }] : [])),
      ...[...walk.restored.map((k) => (states[k] as StepState).after), ...walk.fetched].map((term) => {
        const tree = this.#tree(term);
        return { term, local: tree, tree };
      }),
    ];
  }

  /** The name of a tree that a walk makes. */
  #target(term: Term): string {
    const { naming, step: { states } } = this.#optax;
    const k = states.findIndex(({ after }) => after === term);
    const name = k >= 0 ? naming.states[k] as string : this.#treeNames.take(term.name === "" ? "value" : term.name);
    this.#trees.set(term, name);
    return name;
  }

  /** A tree: of what is given, or made by a walk. */
  #tree(term: Term): string {
    const { naming } = this.#optax;
    switch (term.origin.kind) {
      case "weights":
        return "params";
      case "gradient":
        return "updates";
      case "state":
        return `state.${naming.states[term.origin.index] ?? ""}`;
      default:
        return this.#trees.get(term) ?? this.#scalars.get(term) ?? "";
    }
  }

  /** A state variable after the step. */
  #after({ after, type }: StepState): string {
    // By now the updates are what the walk made of them.
    if (after.origin.kind === "gradient") return "gradients";
    if (type !== SCALAR) return this.#tree(after);
    const { dialect } = this.#optax;
    const text = this.#scalars.get(after) ?? (dialect.given(after) ?? atom("")).text;
    return after.origin.kind === "state" ? text : call("jnp.asarray", atom(text), atom("float")).text;
  }

  /** Whether a value may be wider than the weights: it is made of numbers that JAX takes for float32 or float64. */
  #isStrong(term: Term): boolean {
    return closure([term], isSum).some((other) => {
      const { kind } = other.origin;
      if (kind === "rate" || kind === "schedule" || kind === "input") return true;
      if (kind === "state" || kind === "call") return !isOfArray(other) ? kind === "state" : isTruth(other) || isReduced(other);
      return false;
    });
  }
}

/** Whether a value is one number an array, made by JAX. */
function isReduced({ type, origin }: Term): boolean {
  return type === 1 && origin.kind !== "fact" && origin.kind !== "decayed";
}

function defined(name: string, parameters: readonly string[]): readonly string[] {
  const line = `        def ${name}(${parameters.join(", ")}) -> Any:`;
  if (line.length <= COLUMNS) return [line];
  return [`        def ${name}(`, ...parameters.map((parameter) => `            ${parameter},`), "        ) -> Any:"];
}

function mappedCall(targets: readonly string[], name: string, trees: readonly string[]): readonly string[] {
  const [head, args] = targets.length === 1
    ? [`        ${targets[0] ?? ""} = jax.tree_util.tree_map(`, [name, ...trees]]
    : [`        ${targets.join(", ")} = _map(`, [name, String(targets.length), ...trees]];
  const line = `${head}${args.join(", ")})`;
  if (line.length <= COLUMNS) return [line];
  const opened = head.length > COLUMNS
    ? ["        (", ...targets.map((target) => `            ${target},`), `        ) = ${head.slice(head.indexOf("= ") + 2)}`]
    : [head];
  return [...opened, ...args.map((arg) => `            ${arg},`), "        )"];
}

/** A line, or its items a line each where it is too long. */
function wrapped(line: string, head: string, items: readonly string[]): readonly string[] {
  if (line.length <= COLUMNS) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  return [head, ...items.map((item) => `${indent}    ${item},`), `${indent})`];
}
