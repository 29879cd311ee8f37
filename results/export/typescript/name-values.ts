import type { Dataflow, Value } from "../dataflow.js";
import { type Names, camelCase, pascalCase } from "../identifier.js";

/** What results of primitives are called where the program has no name for them. */
const NOUNS: Readonly<Record<string, string>> = {
  add: "sum", subtract: "difference", multiply: "product", divide: "quotient", sqrt: "root", abs: "magnitude",
  maximum: "larger", minimum: "smaller", less: "isLess", lessEqual: "isAtMost", equal: "isEqual", select: "chosen",
  negate: "negated", interp: "mixed", log1pAbs: "logarithm",
};

/** Gives the values of a step the names that they have in JavaScript, each when it is first asked for. */
export class ValueNames {
  readonly #names: Names;
  readonly #flow: Dataflow;
  readonly #given = new Map<Value, string>();
  readonly #arrays = new Map<Value, string>();

  constructor(flow: Dataflow, names: Names) {
    this.#flow = flow;
    this.#names = names;
  }

  /** The name of a value; within a loop over an array, of its element. */
  of(value: Value): string {
    let name = this.#given.get(value);
    if (name === undefined) this.#given.set(value, (name = this.#names.take(this.#wanted(value))));
    return name;
  }

  /** The name of the elements of a tensor in the present array. */
  ofArray(value: Value): string {
    let name = this.#arrays.get(value);
    if (name === undefined) this.#arrays.set(value, (name = this.#names.take(`${this.of(value)}Values`)));
    return name;
  }

  #wanted(value: Value): string {
    const state = this.#flow.states.find(({ next }) => next === value);
    const { origin, args, name } = value;
    if (value === this.#flow.update && args.length > 0) return "update";
    if (state !== undefined && args.length > 0) return `next${pascalCase(state.name)}`;
    if (origin.kind === "input" && origin.input === "T") return "totalSteps";
    if (name !== "") return camelCase(name);
    const [x, y] = args;
    switch (origin.kind) {
      case "weights":
        return "w";
      case "fact":
        return origin.fact;
      case "reduce":
        if (x === undefined || origin.primitive === "arraySum") return "arraySum";
        return x === y ? `${this.#short(x)}Squares` : "arrayDot";
      case "total":
        return x?.args[0] === x?.args[1] && x?.args[0] !== undefined ? `${this.#short(x.args[0])}SquareSum` : "total";
      case "element": {
        if (origin.primitive === "subtract" && x?.origin.kind === "constant" && x.origin.value === 1 && y?.name) {
          return `oneMinus${pascalCase(y.name)}`;
        }
        return NOUNS[origin.primitive] ?? origin.primitive;
      }
      default:
        return "x";
    }
  }

  #short(value: Value): string {
    return value.name === "" ? "x" : camelCase(value.name);
  }
}
