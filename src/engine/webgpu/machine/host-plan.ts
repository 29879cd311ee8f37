import type { UpdateArray } from "../../update/array.js";
import { ELEMENT_PRIMITIVES } from "../../update/primitive.js";
import type { Residence } from "../../update/residence.js";
import { type UpdateRule, type UpdateValue, operandsOf } from "../../update/rule.js";
import type { HostOperand, HostPlan, HostStep } from "./host-program.js";

/** Plans what the host computes of a rule, and hands out what the device reads of it. */
export class HostPlanner {
  readonly #rule: UpdateRule;
  readonly #arrays: readonly UpdateArray[];
  readonly #residence: Residence;
  readonly #numbers: number[] = [];
  /** For each value that the host knows its place. */
  readonly #operands = new Map<number, HostOperand>();
  readonly #steps: HostStep[] = [];
  readonly #inputs: (HostPlan["inputs"][number])[] = [];
  readonly #stateAt: readonly (number | undefined)[];
  readonly #moving: readonly boolean[];
  readonly #tuning: HostPlan["tuning"];
  readonly #row: number[] = [];
  readonly #rowOf = new Map<number, number>();

  /** @param order - The narrow values that are computed, in order. */
  constructor(
    rule: UpdateRule, arrays: readonly UpdateArray[], residence: Residence, order: readonly number[], tuned: boolean,
  ) {
    this.#rule = rule;
    this.#arrays = arrays;
    this.#residence = residence;
    this.#moving = movingValues(rule, residence);
    if (tuned) {
      this.#tuning = { scale: this.#take(1), decay: this.#take(arrays.length) };
      for (let k = 0; k <= arrays.length; k++) this.#row.push(k);
    }
    this.#stateAt = rule.states.map(({ width }, k) =>
      residence.states[k] ? this.#take(width === 1 ? arrays.length : 1) : undefined,
    );
    rule.values.forEach((value, i) => { this.#leaf(value, i); });
    for (const i of order) if (residence.values[i]) this.#step(i);
  }

  /** What was planned, once the device has been given all that it reads. */
  plan(): HostPlan {
    const moves = this.#rule.states.flatMap(({ width, next }, k) => {
      const to = this.#stateAt[k];
      const count = width === 1 ? this.#arrays.length : 1;
      return to === undefined ? [] : [{ from: this.#operands.get(next) as HostOperand, to, count }];
    });
    return {
      numbers: Float64Array.from(this.#numbers),
      steps: this.#steps, inputs: this.#inputs, moves, tuning: this.#tuning, row: Int32Array.from(this.#row),
    };
  }

  /** Whether a value is the same in every step. */
  isStatic(i: number): boolean {
    return !(this.#moving[i] as boolean);
  }

  /** The numbers of a value that never changes. */
  staticNumbers(i: number): readonly number[] {
    const { at, stride } = this.#operands.get(i) as HostOperand;
    return this.#numbers.slice(at, at + (stride === 0 ? 1 : this.#arrays.length));
  }

  /** Where among the numbers of a step a value begins, which the device is given from now on. */
  rowPlace(i: number): number {
    const known = this.#rowOf.get(i);
    if (known !== undefined) return known;
    const { at, stride } = this.#operands.get(i) as HostOperand;
    const start = this.#row.length;
    const count = stride === 0 ? 1 : this.#arrays.length;
    for (let a = 0; a < count; a++) this.#row.push(at + a);
    this.#rowOf.set(i, start);
    return start;
  }

  #take(count: number): number {
    const at = this.#numbers.length;
    for (let k = 0; k < count; k++) this.#numbers.push(0);
    return at;
  }

  #leaf(value: UpdateValue, i: number): void {
    if (!this.#residence.values[i]) return;
    switch (value.kind) {
      case "input": {
        const at = this.#take(1);
        this.#operands.set(i, { at, stride: 0 });
        if (value.name !== "loss") this.#inputs.push([value.name, at]);
        return;
      }
      case "constant":
        this.#operands.set(i, { at: this.#numbers.push(value.value) - 1, stride: 0 });
        return;
      case "fact": {
        const at = this.#numbers.length;
        for (const array of this.#arrays) this.#numbers.push(array[value.fact]);
        this.#operands.set(i, { at, stride: 1 });
        return;
      }
      case "state":
        this.#operands.set(i, { at: this.#stateAt[value.state] as number, stride: value.width === 1 ? 1 : 0 });
        return;
      default:
    }
  }

  #step(i: number): void {
    const value = this.#rule.values[i] as UpdateValue;
    if (value.kind !== "element" && value.kind !== "total") return;
    const operands = operandsOf(value).map((operand) => this.#operands.get(operand) as HostOperand);
    const [x] = operands;
    const isWide = value.kind === "element" && operands.some(({ stride }) => stride === 1);
    const width = isWide ? this.#arrays.length : 1;
    const to = this.#take(width);
    this.#operands.set(i, { at: to, stride: isWide ? 1 : 0 });
    if (value.kind === "total") {
      const count = x?.stride === 1 ? this.#arrays.length : 1;
      this.#compute({ primitive: "total", to, count, operands }, i);
    } else {
      this.#compute({ primitive: value.primitive, to, count: width, operands }, i);
    }
  }

  /** Computes what never changes at once; all else is a step. */
  #compute(step: HostStep, i: number): void {
    if (!this.isStatic(i)) {
      this.#steps.push(step);
      return;
    }
    const numbers = this.#numbers;
    const { primitive, to, count, operands } = step;
    const at = (k: number, a: number): number => {
      const operand = operands[k];
      return operand === undefined ? 0 : (numbers[operand.at + a * operand.stride] as number);
    };
    if (primitive === "total") {
      let sum = 0;
      for (let a = 0; a < count; a++) sum += at(0, a);
      numbers[to] = sum;
      return;
    }
    const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
    for (let a = 0; a < count; a++) numbers[to + a] = f(at(0, a), at(1, a), at(2, a));
  }
}

/** Which values change from step to step: those of inputs, of state and of the device. */
function movingValues(rule: UpdateRule, residence: Residence): readonly boolean[] {
  const moving: boolean[] = [];
  rule.values.forEach((value, i) => {
    const isLeaf = value.kind === "constant" || value.kind === "fact";
    moving.push(
      !isLeaf && (!residence.values[i] || value.kind === "input" || value.kind === "state" ||
        operandsOf(value).some((operand) => moving[operand])),
    );
  });
  return moving;
}
