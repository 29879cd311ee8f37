import { ContractError } from "../../errors.js";
import { gradients } from "../graph/gradient.js";
import type { Graph } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import { canFuse } from "./fused.js";
import { PAGE, type WasmFunction, type WasmMemory } from "./host.js";
import { MatrixFunctions } from "./matrix-functions.js";
import { Programs, elementsAt } from "./program.js";
import type { UpdatePlace } from "./room.js";

/** What is trained: a graph and the tensors of it that matter. */
export interface TrainingSpec {
  readonly graph: Graph;
  /** A single number: what the gradients are of. */
  readonly loss: Tensor;
  /** Single numbers that an evaluation computes besides the loss. @default none */
  readonly metrics?: readonly Tensor[];
  /**
   * Whether the graph's matrix products multiply and add in one, rounding once: faster on processors that fuse, and
   * equal to the bit on all of these. @default false
   */
  readonly fused?: boolean;
}

/** A graph compiled for training: gradients, and evaluation without them, over one memory. */
export interface CompiledTraining {
  /** Computes the gradients of the present inputs and parameters, and gives the loss. */
  differentiate(): number;
  /** Computes the loss, then the metrics, of the present inputs and parameters. */
  evaluate(): readonly number[];
  /** All parameters, flat, in the graph's order. */
  readonly parameters: Float32Array;
  /** All gradients, flat, in the same order; valid after `differentiate`. */
  readonly gradients: Float32Array;
  /** Where an input is written before a step. */
  input(tensor: Tensor): Float32Array | Int32Array;
  /** Where an update rule may work, see `compileUpdate`; which arrays there are, the caller knows. */
  readonly place: Omit<UpdatePlace, "arrays">;
  /** Makes sure of so many bytes of room. All arrays handed out before are void if the memory had to grow. */
  reserve(bytes: number): void;
}

/**
 * Compiles a graph for training. Takes tens of milliseconds; done once for a task in a worker.
 *
 * @throws {@link ContractError} where products are to be fused and cannot be.
 */
export function compileTraining({ graph, loss, metrics = [], fused = false }: TrainingSpec): CompiledTraining {
  if (fused && !canFuse()) throw new ContractError("This machine does not fuse multiplications and additions.");
  const { parameters } = graph;
  const programs = new Programs({
    fused,
    places: {
      inputs: graph.tensors.filter(({ operation }) => operation.kind === "input"),
      parameters,
      gradients: gradients(graph, loss, parameters),
    },
    programs: {
      differentiate: { outputs: [loss], fills: ["gradients"] },
      evaluate: { outputs: [loss, ...metrics] },
    },
  });
  return new WasmTraining(programs, loss, metrics);
}

class WasmTraining implements CompiledTraining {
  readonly place: CompiledTraining["place"];
  readonly #programs: Programs;
  readonly #memory: WasmMemory;
  readonly #differentiate: WasmFunction;
  readonly #evaluate: WasmFunction;
  /** Where the numbers are that the programs leave, in elements from address 0. */
  readonly #lossAt: number;
  readonly #outputsAt: readonly number[];
  #floats: Float32Array;

  constructor(programs: Programs, loss: Tensor, metrics: readonly Tensor[]) {
    this.#programs = programs;
    this.#memory = programs.memory;
    this.#differentiate = programs.program("differentiate");
    this.#evaluate = programs.program("evaluate");
    this.#lossAt = programs.address("differentiate", loss) / 4;
    this.#outputsAt = [loss, ...metrics].map((tensor) => programs.address("evaluate", tensor) / 4);
    this.#floats = new Float32Array(this.#memory.buffer);
    this.place = {
      memory: this.#memory,
      weights: programs.place("parameters").address,
      gradients: programs.place("gradients").address,
      room: programs.size,
      matrixFunctions: new MatrixFunctions(this.#memory),
    };
  }

  get parameters(): Float32Array {
    return this.#flat("parameters");
  }

  get gradients(): Float32Array {
    return this.#flat("gradients");
  }

  differentiate(): number {
    this.#differentiate();
    return this.#floats[this.#lossAt] as number;
  }

  evaluate(): readonly number[] {
    this.#evaluate();
    return this.#outputsAt.map((at) => this.#floats[at] as number);
  }

  input(tensor: Tensor): Float32Array | Int32Array {
    if (tensor.operation.kind !== "input") throw new ContractError("Only inputs of the graph are written to.");
    return elementsAt(this.#memory, this.#programs.address("differentiate", tensor), tensor);
  }

  reserve(bytes: number): void {
    const missing = this.place.room + bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE));
    this.#floats = new Float32Array(this.#memory.buffer);
  }

  #flat(place: string): Float32Array {
    const { address, length } = this.#programs.place(place);
    return new Float32Array(this.#memory.buffer, address, length);
  }
}
