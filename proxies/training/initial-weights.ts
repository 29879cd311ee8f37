import { InputError } from "../../src/errors.js";
import type { Graph } from "../../src/engine/graph/graph.js";
import { type UpdateArray, updateArrays } from "../../src/engine/update/array.js";
import { RandomStream } from "../../src/random.js";
import type { ArrayCache } from "./examples.js";
import type { Pretraining, Problem } from "../problem/task.js";
import { definitionOf } from "../problem/task-source.js";

/** The weights that a pretraining leaves, flat; `undefined` where it does not come to its end. */
export type Pretrain = (problem: Problem, pretraining: Pretraining) => Float32Array | undefined;

/** What a trainer's weights belong to. */
export interface InitialWeightsSpec {
  readonly problem: Problem;
  /** The model of the problem. */
  readonly graph: Graph;
  /** What tells its problem apart in the cache. */
  readonly name: string;
  readonly cache: ArrayCache;
  readonly pretrain: Pretrain;
}

/** What trainings of a problem start from, kept in a cache: the same for every trainer, to the bit. */
export class InitialWeights {
  readonly #spec: InitialWeightsSpec;
  readonly #arrays: readonly UpdateArray[];
  readonly #length: number;

  constructor(spec: InitialWeightsSpec) {
    this.#spec = spec;
    this.#arrays = updateArrays(spec.graph.parameters);
    this.#length = this.#arrays.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * The weights of a seed, flat, in the graph's order: not to be changed.
   *
   * @throws {@link InputError} where the task's pretraining diverges or does not fit.
   */
  of(seed: number): Float32Array {
    const { name, cache } = this.#spec;
    return cache.get(`${name} weights ${seed}`, 4 * this.#length, () => this.#make(seed));
  }

  #make(seed: number): Float32Array {
    const { problem, graph } = this.#spec;
    const pretrained = this.#pretrained();
    const weights = pretrained?.slice() ?? new Float32Array(this.#length);
    const random = new RandomStream(seed, `weights ${problem.task.name}`);
    graph.parameters.forEach(({ operation }, k) => {
      const { offset, size } = this.#arrays[k] as UpdateArray;
      if (operation.kind !== "parameter") return;
      const { initial, role } = operation;
      if (pretrained !== undefined && role !== "head") return;
      for (let i = offset; i < offset + size; i++) {
        weights[i] = initial.kind === "fill" ? initial.value : initial.deviation * random.normal();
      }
    });
    return weights;
  }

  /** What was trained beforehand, kept in the cache and trained again where it is gone from there. */
  #pretrained(): Float32Array | undefined {
    const { problem, name, cache, pretrain } = this.#spec;
    const { pretraining } = definitionOf(problem);
    if (pretraining === undefined) return undefined;
    return cache.get(`${name} pretrained`, 4 * this.#length, () => {
      const of = `The pretraining of task "${problem.task.name}" ×${problem.size}`;
      const weights = pretrain(problem, pretraining);
      if (weights === undefined) {
        throw new InputError("bad-task", `${of} diverges at scale ${pretraining.scale}. Choose a smaller one.`);
      }
      if (weights.length === this.#length) return weights;
      const counts = `${weights.length} weights, but the task ${this.#length}`;
      throw new InputError("bad-task", `${of} has ${counts}. Give both sources fields of the same shapes and symbols.`);
    });
  }
}
