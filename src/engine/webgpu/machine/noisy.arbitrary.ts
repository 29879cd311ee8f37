import { type Layout, ARRAY_ROLES } from "../../../../dsl/layout.js";
import { colMean, createOrthogonalization, rowMean } from "../../../../dsl/matrix.js";
import { arrayDot, arraySum } from "../../../../dsl/reduction.js";
import type { RandomStream } from "../../../random.js";
import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../../update/primitive.js";
import type { UpdateRule, UpdateValue } from "../../update/rule.js";
import type { LaneStep } from "./machine.arbitrary.js";

/** What is exact in float32, or off by nothing but what its operands are off. */
const EXACT: ReadonlySet<ElementPrimitive> = new Set([
  "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy", "negate", "abs", "sign", "floor",
]);

/** A relative error of some roundings to float32. */
const NOISE = 4e-7;

type Numbers = Float32Array | Float64Array;

/**
 * A rule computed with random errors of the size of a few roundings, in float32 throughout: where two such runs part,
 * what the rule gives is a matter of rounding, and no executor can be held to it.
 */
export class NoisyRule {
  readonly #rule: UpdateRule;
  readonly #layout: Layout;
  /** Factors that are off by the noise, used one after another. */
  readonly #factors: Float64Array;
  #used = 0;
  /** For each parameter its array. */
  readonly #arrayOf: Uint16Array;
  #states: readonly Numbers[];

  constructor(rule: UpdateRule, layout: Layout, random: RandomStream) {
    this.#rule = rule;
    this.#layout = layout;
    this.#factors = Float64Array.from({ length: 4099 }, () => 1 + NOISE * (2 * random.uniform() - 1));
    this.#arrayOf = new Uint16Array(layout.size);
    layout.arrays.forEach(({ offset, size }, a) => { this.#arrayOf.fill(a, offset, offset + size); });
    this.#states = rule.states.map(({ width }) => new Float64Array(this.#length(width)));
  }

  /** The update of a step. */
  step(w: Float32Array, step: LaneStep): Float32Array {
    const found: Numbers[] = [];
    for (const value of this.#rule.values) found.push(this.#value(value, found, w, step));
    const { states, update } = this.#rule;
    this.#states = states.map(({ width, next }) => this.#widened(found[next] as Numbers, this.#length(width)));
    return Float32Array.from(this.#widened(found[update] as Numbers, this.#layout.size));
  }

  #value(value: UpdateValue, found: readonly Numbers[], w: Float32Array, step: LaneStep): Numbers {
    const { arrays, size } = this.#layout;
    const length = this.#length(value.width);
    switch (value.kind) {
      case "weights":
        return w;
      case "gradient":
        return step.g;
      case "input":
        return Float64Array.of(step[value.name]);
      case "state":
        return this.#states[value.state] as Numbers;
      case "constant":
        return Float64Array.of(value.value);
      case "fact":
        return Float64Array.from(arrays, (array) => ({
          size: array.size, ndim: array.shape.length, rows: array.rows, cols: array.cols,
          role: ARRAY_ROLES.indexOf(array.role),
        })[value.fact]);
      case "element": {
        const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[value.primitive];
        const [x, y, z] = value.operands.map((operand) => this.#widened(found[operand] as Numbers, length));
        const exact = EXACT.has(value.primitive);
        const out = new Float64Array(length);
        for (let i = 0; i < length; i++) {
          out[i] = this.#noise(f(x?.[i] as number, y?.[i] as number, z?.[i] as number), exact);
        }
        return out;
      }
      case "reduce": {
        const [x, y] = value.operands.map((operand) => Float32Array.from(found[operand] as Numbers));
        return Float64Array.from(arrays, (array) => {
          const sum = y === undefined ? arraySum(x as Float32Array, array) : arrayDot(x as Float32Array, y, array);
          return this.#noise(sum, false);
        });
      }
      case "total": {
        const addends = [...(found[value.operands[0] as number] as Numbers)];
        return Float64Array.of(this.#noise(addends.reduce((sum, x) => sum + x, 0), false));
      }
      case "matrix": {
        const x = Float32Array.from(found[value.operands[0] as number] as Numbers);
        const out = new Float32Array(size);
        arrays.forEach((array, a) => {
          if (value.primitive === "rowMean") rowMean(out, x, array);
          else if (value.primitive === "colMean") colMean(out, x, array);
          else createOrthogonalization(array)(out, x, (found[value.operands[1] as number] as Numbers)[a] as number);
        });
        return out.map((y) => this.#noise(y, false));
      }
    }
  }

  #noise(x: number, exact: boolean): number {
    if (exact) return Math.fround(x);
    this.#used = (this.#used + 1) % this.#factors.length;
    return Math.fround(x * (this.#factors[this.#used] as number));
  }

  /** Numbers with one for each place, from as many, one, or one for each array. */
  #widened(from: Numbers, length: number): Numbers {
    if (from.length === length) return from;
    if (from.length === 1) return new Float64Array(length).fill(from[0] as number);
    const out = new Float64Array(length);
    for (let i = 0; i < length; i++) out[i] = from[this.#arrayOf[i] as number] as number;
    return out;
  }

  #length(width: number): number {
    return [1, this.#layout.arrays.length, this.#layout.size][width] as number;
  }
}
