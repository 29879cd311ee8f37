import { ContractError } from "../../errors.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import type { TrainingSpec } from "../wasm/training.js";
import type { TfjsBackend } from "./backend.js";
import { type Tfjs, type TfjsTensor, loadTfjs, selectBackend } from "./library.js";
import { type LoweredGraph, lowerGraph, requireDependence } from "./lower.js";

/** What is trained, on which backend and how many candidates side by side. */
export interface TfjsTrainingSpec extends TrainingSpec {
  readonly backend: TfjsBackend;
  /** How many candidates are trained side by side. */
  readonly lanes: number;
  /** Inputs of which every lane has its own; all lanes share the others. @default none */
  readonly laneInputs?: readonly Tensor[];
}

/** The weights and gradients of a training, for an update rule to work on. */
export interface TfjsPlace {
  readonly tf: Tfjs;
  readonly backend: TfjsBackend;
  readonly lanes: number;
  /** The parameters, in the graph's order, each with the lanes axis in front. */
  readonly weights: readonly TfjsTensor[];
  /** Their gradients, of the same shapes. */
  readonly gradients: readonly TfjsTensor[];
  /** Puts other weights in place of the present ones, which are freed. */
  replace(weights: readonly TfjsTensor[]): void;
}

/** A graph that TensorFlow.js trains, several candidates side by side. */
export interface TfjsTraining {
  readonly lanes: number;
  /** Computes the gradients of the present inputs and parameters, and gives the loss of each lane. */
  differentiate(): Float32Array;
  /** Computes, for each lane, the loss, then the metrics, of the present inputs and parameters. */
  evaluate(): readonly (readonly number[])[];
  /** As `differentiate`, but leaves the losses on the backend, [lanes]: the caller frees them. */
  differentiated(): TfjsTensor;
  /** As `evaluate`, but leaves the values on the backend, [lanes, values]: the caller frees them. */
  evaluated(): TfjsTensor;
  /**
   * Where an input is written before a step; lane after lane where every lane has its own.
   *
   * @throws {@link ContractError} where the tensor is no input of the graph.
   */
  input(tensor: Tensor): Float32Array | Int32Array;
  /** A lane's parameters, flat, in the graph's order: a copy. */
  readParameters(lane: number): Float32Array;
  /** Sets a lane's parameters, flat, in the graph's order. */
  writeParameters(lane: number, values: ArrayLike<number>): void;
  /** A lane's gradients, flat, in the same order: a copy; valid after `differentiate`. */
  readGradients(lane: number): Float32Array;
  /** Where an update rule works: see `createTfjsUpdate`. */
  readonly place: TfjsPlace;
  /** Frees every tensor. */
  dispose(): void;
}

/**
 * Prepares a graph to be trained by TensorFlow.js, its parameters zero at first. TensorFlow.js differentiates
 * what it has computed itself, so this executor can tell whether another one's gradients are right.
 *
 * @throws {@link InputError} where TensorFlow.js is not installed.
 * @throws {@link ContractError} where the loss does not depend on one of the parameters.
 */
export async function createTfjsTraining(spec: TfjsTrainingSpec): Promise<TfjsTraining> {
  const { graph, loss, lanes } = spec;
  if (!Number.isInteger(lanes) || lanes < 1) {
    throw new ContractError(`${lanes} lanes cannot be trained; lanes are counted by integers from 1.`);
  }
  if (sizeOf(loss.shape) !== 1) {
    throw new ContractError(`The loss is a single number, not of shape [${loss.shape.join(", ")}].`);
  }
  requireDependence(loss, graph.parameters);
  return new LanedTraining(await loadTfjs(spec.backend), spec);
}

class LanedTraining implements TfjsTraining, TfjsPlace {
  readonly tf: Tfjs;
  readonly backend: TfjsBackend;
  readonly lanes: number;
  readonly #parameters: readonly Tensor[];
  readonly #loss: LoweredGraph;
  readonly #all: LoweredGraph;
  readonly #outputs: readonly Tensor[];
  readonly #inputs: ReadonlyMap<Tensor, Float32Array | Int32Array>;
  readonly #laneInputs: ReadonlySet<Tensor>;
  #weights: readonly TfjsTensor[];
  #gradients: readonly TfjsTensor[] = [];

  constructor(tf: Tfjs, { graph, loss, metrics = [], backend, lanes, laneInputs = [] }: TfjsTrainingSpec) {
    this.tf = tf;
    this.backend = backend;
    this.lanes = lanes;
    this.#parameters = graph.parameters;
    this.#laneInputs = new Set(laneInputs);
    this.#outputs = [loss, ...metrics];
    this.#loss = lowerGraph(tf, { backend, outputs: [loss], lanes, laneInputs: this.#laneInputs });
    this.#all = lowerGraph(tf, { backend, outputs: this.#outputs, lanes, laneInputs: this.#laneInputs });
    const inputs = graph.tensors.filter(({ operation }) => operation.kind === "input");
    this.#inputs = new Map(inputs.map((tensor) => {
      const size = sizeOf(tensor.shape) * (this.#laneInputs.has(tensor) ? lanes : 1);
      return [tensor, tensor.element === "i32" ? new Int32Array(size) : new Float32Array(size)];
    }));
    // All or none: where there is no memory for one, the others are freed.
    this.#weights = tf.tidy(() => this.#parameters.map(({ shape }) => tf.zeros([lanes, ...shape])));
  }

  get place(): TfjsPlace {
    return this;
  }

  get weights(): readonly TfjsTensor[] {
    return this.#weights;
  }

  get gradients(): readonly TfjsTensor[] {
    return this.#gradients;
  }

  replace(weights: readonly TfjsTensor[]): void {
    this.tf.dispose([...this.#weights]);
    this.#weights = weights;
  }

  differentiate(): Float32Array {
    return this.#taken(this.differentiated());
  }

  evaluate(): readonly (readonly number[])[] {
    const values = this.#taken(this.evaluated());
    const width = this.#outputs.length;
    return Array.from({ length: this.lanes }, (_, lane) => [...values.subarray(lane * width, (lane + 1) * width)]);
  }

  differentiated(): TfjsTensor {
    const { tf } = this;
    selectBackend(tf, this.backend);
    const { value, grads } = tf.tidy(() => {
      const inputs = this.#uploaded();
      // Lanes do not touch each other, so the gradient of the sum of their losses is that of each.
      const losses = (...weights: TfjsTensor[]): TfjsTensor =>
        tf.reshape(this.#loss.run(this.#leaves(inputs, weights))[0] as TfjsTensor, [this.lanes]);
      return tf.valueAndGrads(losses)([...this.#weights]);
    });
    tf.dispose([...this.#gradients]);
    this.#gradients = grads;
    return value;
  }

  evaluated(): TfjsTensor {
    const { tf, lanes } = this;
    selectBackend(tf, this.backend);
    return tf.tidy(() => {
      const outputs = this.#all.run(this.#leaves(this.#uploaded(), this.#weights));
      // What does not depend on the lane is one number for all.
      const ofLanes = (output: TfjsTensor): TfjsTensor => tf.mul(tf.ones([lanes]), tf.reshape(output, [-1]));
      const hasLanes = (k: number): boolean => this.#all.hasLanes(this.#outputs[k] as Tensor);
      return tf.stack(outputs.map((output, k) => (hasLanes(k) ? tf.reshape(output, [lanes]) : ofLanes(output))), 1);
    });
  }

  input(tensor: Tensor): Float32Array | Int32Array {
    const values = this.#inputs.get(tensor);
    if (values === undefined) throw new ContractError("Only inputs of the graph are written to.");
    return values;
  }

  readParameters(lane: number): Float32Array {
    return this.#read(this.#weights, lane);
  }

  writeParameters(lane: number, values: ArrayLike<number>): void {
    this.#requireLane(lane);
    const { tf } = this;
    const total = this.#parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (values.length !== total) {
      throw new ContractError(`A lane has ${total} parameters, got ${values.length}.`);
    }
    selectBackend(tf, this.backend);
    const flat = Float32Array.from(values);
    let offset = 0;
    this.replace(tf.tidy(() => this.#weights.map((weights, k) => {
      const { shape } = this.#parameters[k] as Tensor;
      const size = sizeOf(shape);
      const own = tf.tensor(flat.subarray(offset, offset + size), [1, ...shape]);
      offset += size;
      const before = tf.slice(weights, [0], [lane]);
      const after = tf.slice(weights, [lane + 1], [this.lanes - lane - 1]);
      return tf.concat([before, own, after].filter(({ size: length }) => length > 0), 0);
    })));
  }

  readGradients(lane: number): Float32Array {
    if (this.#gradients.length < this.#parameters.length) {
      throw new ContractError("Nothing is differentiated yet.");
    }
    return this.#read(this.#gradients, lane);
  }

  dispose(): void {
    this.tf.dispose([...this.#weights, ...this.#gradients]);
    this.#weights = [];
    this.#gradients = [];
    this.#loss.dispose();
    this.#all.dispose();
  }

  #read(tensors: readonly TfjsTensor[], lane: number): Float32Array {
    this.#requireLane(lane);
    selectBackend(this.tf, this.backend);
    const parts = tensors.map((tensor) => {
      const size = tensor.size / this.lanes;
      return tensor.dataSync().subarray(lane * size, (lane + 1) * size);
    });
    const flat = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const part of parts) {
      flat.set(part, offset);
      offset += part.length;
    }
    return flat;
  }

  #requireLane(lane: number): void {
    if (Number.isInteger(lane) && lane >= 0 && lane < this.lanes) return;
    throw new ContractError(`There is no lane ${lane}; there are ${this.lanes}, counted from 0.`);
  }

  /** The numbers of a tensor, which is freed. */
  #taken(tensor: TfjsTensor): Float32Array {
    const values = Float32Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  }

  /** The inputs as tensors, which the caller frees. */
  #uploaded(): ReadonlyMap<Tensor, TfjsTensor> {
    return new Map([...this.#inputs].map(([tensor, values]) => {
      const shape = this.#laneInputs.has(tensor) ? [this.lanes, ...tensor.shape] : [...tensor.shape];
      return [tensor, this.tf.tensor(values, shape, tensor.element === "i32" ? "int32" : "float32")];
    }));
  }

  #leaves(
    inputs: ReadonlyMap<Tensor, TfjsTensor>,
    weights: readonly TfjsTensor[],
  ): ReadonlyMap<Tensor, TfjsTensor> {
    const parameters = this.#parameters.map((tensor, k) => [tensor, weights[k] as TfjsTensor] as const);
    return new Map([...inputs, ...parameters]);
  }
}
