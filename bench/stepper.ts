import { type CompiledUpdate, compileUpdate } from "../src/engine/wasm/update.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { type UpdateArray, updateArrays } from "../src/engine/update/array.js";
import { type CompiledTraining, compileTraining } from "../src/engine/wasm/training.js";
import { startRule } from "./candidate.js";
import { BATCHES, type Problem, type ProblemData } from "./problem.js";

/** Bytes by which the memories of two candidates are moved against each other. */
const SHIFT = 64;
/** So many places there are, gone round. */
const PLACES = 4096;

/** Trains one candidate after the other on a problem, as a worker does: the model is compiled once. */
export class Stepper {
  readonly #problem: Problem;
  readonly #data: ProblemData;
  readonly #training: CompiledTraining;
  readonly #arrays: readonly UpdateArray[];
  #update: CompiledUpdate | undefined;
  #candidates = 0;
  #at = 0;

  /** @param fused - Whether matrix products multiply and add in one. */
  constructor(problem: Problem, data: ProblemData, fused = false) {
    this.#problem = problem;
    this.#data = data;
    this.#training = compileTraining({ graph: problem.graph, loss: problem.loss, fused });
    this.#arrays = updateArrays(problem.graph.parameters);
    this.#training.reserve(updateRoom(startRule(), this.#arrays) + SHIFT * PLACES);
  }

  /**
   * Reads and compiles a candidate, and starts from the first weights. Each works in a place of its own, so
   * that its code differs from those before it: the host keeps the machine code of what it has seen.
   */
  begin(): void {
    const { place } = this.#training;
    const room = place.room + SHIFT * (this.#candidates++ % PLACES);
    this.#update = compileUpdate(startRule(), { ...place, room, arrays: this.#arrays });
    this.#training.parameters.set(this.#data.weights);
    this.#at = 0;
  }

  /** One step: the loss before it. */
  step(): number {
    const batch = this.#at++ % BATCHES;
    for (const [name, tensor] of this.#problem.inputs) {
      const input = this.#training.input(tensor);
      const data = this.#data.inputs.get(name) as Float32Array;
      input.set(data.subarray(batch * input.length, (batch + 1) * input.length));
    }
    const loss = this.#training.differentiate();
    this.#update?.step({ lr: 1, t: this.#at, T: 1e6, loss });
    return loss;
  }
}
