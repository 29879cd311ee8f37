import { ContractError } from "../../errors.js";
import type { UpdateArray } from "../update/array.js";
import { liveValues } from "../update/live.js";
import { NEWTON_SCHULZ } from "../update/matrix.js";
import type { MatrixPrimitive } from "../update/primitive.js";
import { type Residence, residence } from "../update/residence.js";
import { type StepInput, type UpdateRule, type UpdateValue, type Width, operandsOf } from "../update/rule.js";
import { type Tfjs, type TfjsTensor, selectBackend } from "./library.js";
import {
  type HostValue,
  type PerLane,
  constantValue,
  factValue,
  hostElement,
  hostNumber,
  hostSpread,
  hostTotal,
  stepValue,
} from "./narrow.js";
import { tensorPrimitive } from "./primitive.js";
import type { TfjsPlace } from "./training.js";

/** What an update works on. */
export interface TfjsUpdateSpec {
  readonly place: TfjsPlace;
  /** The parameters as update rules see them, in the graph's order. */
  readonly arrays: readonly UpdateArray[];
}

/** The numbers of one step, each for all lanes or for each. */
export interface TfjsUpdateStep extends Readonly<Record<StepInput, PerLane>> {
  /** What the update is multiplied by. @default 1 */
  readonly scale?: PerLane;
  /**
   * What the weights are multiplied by and added to the update: a number for each array, or lane after lane
   * where lanes differ. @default none
   */
  readonly decay?: ArrayLike<number>;
}

/** Rules that move the weights of a training's lanes. */
export interface TfjsUpdate {
  /** Computes each lane's update, subtracts it from the weights, and moves the state on. */
  step(inputs: TfjsUpdateStep): void;
  /** A lane's state variables, in order: one number, one for each array, or one for each parameter. */
  readState(lane: number): readonly Float64Array[];
  /** Puts all state back to zero. */
  reset(): void;
  /** Frees every tensor. */
  dispose(): void;
}

/**
 * Makes update rules ready to run beside a training: one for all lanes, or one for each. Adjacent lanes of
 * the same rule are computed together. What only depends on the numbers of a step is float64 on the host, all
 * else float32 tensors; so reductions and what is made of them are less exact than the interpreter's float64.
 *
 * @throws {@link ContractError} where there is neither one rule nor one for each lane.
 */
export function createTfjsUpdate(
  rules: UpdateRule | readonly UpdateRule[],
  spec: TfjsUpdateSpec,
): TfjsUpdate {
  return new LanedUpdate(rules, spec);
}

class LanedUpdate implements TfjsUpdate {
  readonly #place: TfjsPlace;
  readonly #groups: readonly LaneGroup[];

  constructor(rules: UpdateRule | readonly UpdateRule[], { place, arrays }: TfjsUpdateSpec) {
    const { lanes } = place;
    const each = "length" in rules ? rules : Array.from({ length: lanes }, () => rules);
    if (each.length !== lanes) {
      throw new ContractError(`${lanes} lanes need a rule each, got ${each.length} rules.`);
    }
    if (arrays.length !== place.weights.length) {
      throw new ContractError(`${place.weights.length} parameters are described by ${arrays.length} arrays.`);
    }
    this.#place = place;
    selectBackend(place.tf, place.backend);
    const starts = each.flatMap((rule, lane) => (rule === each[lane - 1] ? [] : [lane]));
    this.#groups = starts.map((first, k) => {
      const count = (starts[k + 1] ?? lanes) - first;
      return new LaneGroup(place, arrays, each[first] as UpdateRule, first, count);
    });
  }

  step(inputs: TfjsUpdateStep): void {
    const { tf, backend, weights, gradients, lanes } = this.#place;
    if (gradients.length !== weights.length) throw new ContractError("Nothing is differentiated yet.");
    selectBackend(tf, backend);
    const isWhole = this.#groups.length === 1;
    const moved = tf.tidy(() => {
      const parts = this.#groups.map((group) => {
        const own = (tensor: TfjsTensor): TfjsTensor =>
          isWhole ? tensor : tf.slice(tensor, [group.first], [group.count]);
        return group.step(inputs, weights.map(own), gradients.map(own));
      });
      if (isWhole) return parts[0] as TfjsTensor[];
      return weights.map((_, a) => tf.concat(parts.map((part) => part[a] as TfjsTensor), 0));
    });
    if (moved.some(({ shape }) => shape[0] !== lanes)) throw new ContractError("An update lost a lane.");
    this.#place.replace(moved);
  }

  readState(lane: number): readonly Float64Array[] {
    selectBackend(this.#place.tf, this.#place.backend);
    const group = this.#groups.find(({ first, count }) => lane >= first && lane < first + count);
    if (group === undefined) throw new ContractError(`There is no lane ${lane}.`);
    return group.readState(lane - group.first);
  }

  reset(): void {
    selectBackend(this.#place.tf, this.#place.backend);
    for (const group of this.#groups) group.reset();
  }

  dispose(): void {
    for (const group of this.#groups) group.dispose();
  }
}

/**
 * A value of a group's lanes: on the host; narrow on the backend, [lanes, 1 or arrays]; or for each array a
 * tensor with the lanes axis in front.
 */
type GroupValue =
  | { readonly kind: "host"; readonly value: HostValue }
  | { readonly kind: "narrow"; readonly tensor: TfjsTensor }
  | { readonly kind: "wide"; readonly tensors: readonly TfjsTensor[] };

/** Adjacent lanes that run the same rule. */
class LaneGroup {
  readonly first: number;
  readonly count: number;
  readonly #place: TfjsPlace;
  readonly #tf: Tfjs;
  readonly #arrays: readonly UpdateArray[];
  readonly #shapes: readonly (readonly number[])[];
  readonly #rule: UpdateRule;
  readonly #live: readonly number[];
  readonly #residence: Residence;
  #states: readonly GroupValue[];

  constructor(
    place: TfjsPlace,
    arrays: readonly UpdateArray[],
    rule: UpdateRule,
    first: number,
    count: number,
  ) {
    this.#place = place;
    this.#tf = place.tf;
    this.#arrays = arrays;
    this.#shapes = place.weights.map(({ shape }) => [count, ...shape.slice(1)]);
    this.#rule = rule;
    this.#live = liveValues(rule);
    this.#residence = residence(rule);
    this.first = first;
    this.count = count;
    this.#states = this.#zeros();
  }

  /** Computes the moved weights and moves the state on. To be called in `tf.tidy`. */
  step(
    inputs: TfjsUpdateStep,
    weights: readonly TfjsTensor[],
    gradients: readonly TfjsTensor[],
  ): TfjsTensor[] {
    const tf = this.#tf;
    const values: GroupValue[] = [];
    const scalars = new Map<number, TfjsTensor>();
    const run: Step = { inputs, weights, gradients, values, scalars };
    for (const i of this.#live) values[i] = this.#value(run, this.#rule.values[i] as UpdateValue, i);
    const { update, states } = this.#rule;
    const decay = inputs.decay === undefined ? undefined : this.#decay(inputs.decay);
    const scale = inputs.scale === undefined ? undefined : this.#host("scale", inputs.scale);
    const moved = weights.map((w, a) => {
      let change = this.#wide(run, values[update] as GroupValue, a);
      if (scale !== undefined) change = tf.mul(this.#wide(run, scale, a), change);
      if (decay !== undefined) change = tf.add(change, tf.mul(this.#wide(run, decay, a), w));
      return tf.sub(w, change);
    });
    const next = states.map(({ width, next: i }) => this.#widened(run, values[i] as GroupValue, width));
    this.#keepStates(next, [...weights, ...gradients]);
    return moved;
  }

  readState(lane: number): readonly Float64Array[] {
    return this.#states.map((state): Float64Array => {
      if (state.kind === "host") {
        const { numbers, width } = state.value;
        return numbers.slice(lane * width, (lane + 1) * width);
      }
      const tensors = state.kind === "narrow" ? [state.tensor] : state.tensors;
      const parts = tensors.map((tensor) => {
        const size = tensor.size / this.count;
        return [...tensor.dataSync().subarray(lane * size, (lane + 1) * size)];
      });
      return Float64Array.from(parts.flat());
    });
  }

  reset(): void {
    this.dispose();
    this.#states = this.#zeros();
  }

  dispose(): void {
    this.#tf.dispose(this.#states.flatMap(tensorsOf));
    this.#states = [];
  }

  #zeros(): readonly GroupValue[] {
    const tf = this.#tf;
    const made: TfjsTensor[] = [];
    const zeros = (shape: readonly number[]): TfjsTensor => {
      const tensor = tf.zeros([...shape]);
      made.push(tensor);
      return tensor;
    };
    try {
      return this.#rule.states.map(({ width }, k): GroupValue => {
        const numbers = width === 0 ? 1 : this.#arrays.length;
        if (width === 2) return { kind: "wide", tensors: this.#shapes.map(zeros) };
        if (!this.#residence.states[k]) return { kind: "narrow", tensor: zeros([this.count, numbers]) };
        return { kind: "host", value: { numbers: new Float64Array(this.count * numbers), width: numbers } };
      });
    } catch (error) {
      // There is no memory for all of them.
      tf.dispose(made);
      throw error;
    }
  }

  /** Takes over the next state, of which some tensors may be another's; the old one is freed. */
  #keepStates(next: readonly GroupValue[], others: readonly TfjsTensor[]): void {
    const tf = this.#tf;
    const old = this.#states.flatMap(tensorsOf);
    // One that lives on elsewhere, or as two state variables, is held once for each of them.
    const taken = new Set([...old, ...others]);
    const own = (tensor: TfjsTensor): TfjsTensor => {
      const owned = taken.has(tensor) ? tf.clone(tensor) : tensor;
      taken.add(owned);
      return tf.keep(owned);
    };
    this.#states = next.map((state): GroupValue => {
      switch (state.kind) {
        case "host":
          return state;
        case "narrow":
          return { kind: "narrow", tensor: own(state.tensor) };
        case "wide":
          return { kind: "wide", tensors: state.tensors.map(own) };
      }
    });
    tf.dispose(old);
  }

  #value(run: Step, value: UpdateValue, i: number): GroupValue {
    const tf = this.#tf;
    const { backend } = this.#place;
    const operands = operandsOf(value).map((operand) => run.values[operand] as GroupValue);
    switch (value.kind) {
      case "weights":
        return { kind: "wide", tensors: run.weights };
      case "gradient":
        return { kind: "wide", tensors: run.gradients };
      case "input":
        return this.#host(value.name, run.inputs[value.name]);
      case "constant":
        return { kind: "host", value: constantValue(value.value, this.count) };
      case "fact":
        return { kind: "host", value: factValue(value.fact, this.#arrays, this.count) };
      case "state":
        return this.#states[value.state] as GroupValue;
      case "element":
        if (this.#residence.values[i]) {
          const host = operands.map((operand) => hostOf(operand));
          return { kind: "host", value: hostElement(value.primitive, host, this.count) };
        }
        if (value.width < 2) {
          const tensors = operands.map((operand) => this.#narrow(operand));
          return { kind: "narrow", tensor: tensorPrimitive(tf, backend, value.primitive, tensors) };
        }
        return {
          kind: "wide",
          tensors: this.#arrays.map((_, a) => {
            const tensors = operands.map((operand) => this.#wide(run, operand, a));
            return tensorPrimitive(tf, backend, value.primitive, tensors);
          }),
        };
      case "reduce": {
        const sums = this.#arrays.map((_, a) => {
          const [x, y] = operands.map((operand) => this.#wide(run, operand, a)) as [TfjsTensor, TfjsTensor?];
          const terms = y === undefined ? x : tf.mul(x, y);
          return tf.sum(tf.reshape(terms, [this.count, -1]), 1);
        });
        return { kind: "narrow", tensor: tf.stack(sums, 1) };
      }
      case "total": {
        const [operand] = operands as [GroupValue];
        if (operand.kind === "host") return { kind: "host", value: hostTotal(operand.value, this.count) };
        return { kind: "narrow", tensor: tf.sum(this.#narrow(operand), 1, true) };
      }
      case "matrix": {
        const [x, norm] = operands as [GroupValue, GroupValue?];
        return {
          kind: "wide",
          tensors: this.#arrays.map((array, a) => {
            const divisor = norm === undefined ? undefined : this.#wide(run, norm, a);
            return matrixFunction(tf, value.primitive, this.#wide(run, x, a), array, divisor);
          }),
        };
      }
    }
  }

  #host(name: string, given: PerLane): GroupValue {
    return { kind: "host", value: stepValue(name, given, this.first, this.count) };
  }

  #decay(given: ArrayLike<number>): GroupValue {
    const width = this.#arrays.length;
    const { lanes } = this.#place;
    if (given.length !== width && given.length !== lanes * width) {
      const needed = `${width} arrays in ${lanes} lanes need ${width} or ${lanes * width}`;
      throw new ContractError(`decay has ${given.length} numbers; ${needed}.`);
    }
    const start = given.length === width ? 0 : this.first * width;
    const numbers = Float64Array.from({ length: this.count * width }, (_, i) =>
      given[given.length === width ? i % width : start + i] as number);
    return { kind: "host", value: { numbers, width } };
  }

  /** A narrow value on the backend: [lanes, 1 or arrays]. */
  #narrow(value: GroupValue): TfjsTensor {
    if (value.kind === "narrow") return value.tensor;
    const { numbers, width } = hostOf(value);
    return this.#tf.tensor(Float32Array.from(numbers), [this.count, width]);
  }

  /** What a value is for an array: a tensor that broadcasts to the array's, rounded once. */
  #wide(run: Step, value: GroupValue, a: number): TfjsTensor {
    const tf = this.#tf;
    const perLane = (this.#shapes[a] as readonly number[]).map((_, axis) => (axis === 0 ? this.count : 1));
    switch (value.kind) {
      case "wide":
        return value.tensors[a] as TfjsTensor;
      case "narrow": {
        const { tensor } = value;
        const own = tensor.shape[1] === 1 ? tensor : tf.slice(tensor, [0, a], [this.count, 1]);
        return tf.reshape(own, perLane);
      }
      case "host": {
        const ofLane = (lane: number): number => hostNumber(value.value, lane, a);
        const numbers = Float32Array.from({ length: this.count }, (_, lane) => ofLane(lane));
        const [first = 0] = numbers;
        if (!numbers.every((number) => Object.is(number, first))) return tf.tensor(numbers, perLane);
        let scalar = run.scalars.get(first);
        if (scalar === undefined || first === 0) run.scalars.set(first, (scalar = tf.scalar(first)));
        return scalar;
      }
    }
  }

  /** A value with the width of a state variable. */
  #widened(run: Step, value: GroupValue, width: Width): GroupValue {
    const tf = this.#tf;
    const arrays = this.#arrays.length;
    if (width === 2) {
      if (value.kind === "wide") return value;
      const fill = (shape: readonly number[], a: number): TfjsTensor =>
        tf.mul(tf.ones([...shape]), this.#wide(run, value, a));
      return { kind: "wide", tensors: this.#shapes.map(fill) };
    }
    if (value.kind === "host") {
      return { kind: "host", value: width === 0 ? value.value : hostSpread(value.value, arrays, this.count) };
    }
    if (value.kind === "wide" || width === 0 || value.tensor.shape[1] === arrays) return value;
    return { kind: "narrow", tensor: tf.mul(tf.ones([this.count, arrays]), value.tensor) };
  }
}

/** What a step computes with. */
interface Step {
  readonly inputs: TfjsUpdateStep;
  readonly weights: readonly TfjsTensor[];
  readonly gradients: readonly TfjsTensor[];
  /** Values so far, by their index. */
  readonly values: readonly GroupValue[];
  /** Numbers that are tensors already. */
  readonly scalars: Map<number, TfjsTensor>;
}

function tensorsOf(value: GroupValue): TfjsTensor[] {
  switch (value.kind) {
    case "host":
      return [];
    case "narrow":
      return [value.tensor];
    case "wide":
      return [...value.tensors];
  }
}

function hostOf(value: GroupValue): HostValue {
  if (value.kind === "host") return value.value;
  throw new ContractError("A value of the backend is not on the host.");
}

/** A matrix function of one array in all lanes, [lanes, …]. */
function matrixFunction(
  tf: Tfjs,
  primitive: MatrixPrimitive,
  x: TfjsTensor,
  { rows, cols, ndim }: UpdateArray,
  norm: TfjsTensor | undefined,
): TfjsTensor {
  const [lanes = 1] = x.shape;
  const matrices = tf.reshape(x, [lanes, rows, cols]);
  switch (primitive) {
    case "rowMean":
    case "colMean": {
      const mean = tf.mean(matrices, primitive === "rowMean" ? 2 : 1, true);
      return tf.reshape(tf.mul(tf.onesLike(matrices), mean), x.shape);
    }
    case "orthogonalize": {
      if (ndim < 2 || norm === undefined) return tf.clone(x);
      const scaled = tf.mul(x, tf.div(1, tf.add(norm, NEWTON_SCHULZ.epsilon)));
      return tf.reshape(orthogonal(tf, tf.reshape(scaled, [lanes, rows, cols]), rows > cols), x.shape);
    }
  }
}

/** Newton–Schulz steps on matrices of norm at most 1, on the side with fewer rows. */
function orthogonal(tf: Tfjs, x: TfjsTensor, isTall: boolean): TfjsTensor {
  const { a, b, c, steps } = NEWTON_SCHULZ;
  let current = isTall ? tf.transpose(x, [0, 2, 1]) : x;
  for (let step = 0; step < steps; step++) {
    const gram = tf.matMul(current, current, false, true);
    const polynomial = tf.add(tf.mul(b, gram), tf.mul(c, tf.matMul(gram, gram)));
    current = tf.add(tf.mul(a, current), tf.matMul(polynomial, current));
  }
  return isTall ? tf.transpose(current, [0, 2, 1]) : current;
}
