import type { Tensor } from "../graph/tensor.js";
import { Programs, elementsAt } from "./program.js";

/** What a compiled graph is made of. */
export interface GraphSpec {
  /**
   * The parameters to be trained, laid out one after another in one flat buffer, in this order. One that the graph
   * reads and that is not among them is reached as an input is.
   */
  readonly parameters: readonly Tensor[];
  /** Their gradients, in the same order, laid out likewise. @default none */
  readonly gradients?: readonly Tensor[];
  /** Other tensors to be read after a step, such as the loss. */
  readonly outputs: readonly Tensor[];
}

/** A graph that runs as WebAssembly, in a memory of its own, allocating nothing in a step. */
export interface CompiledGraph {
  /** Computes the gradients and the outputs. */
  run(): void;
  /** All parameters, flat: to be read and written. */
  readonly parameters: Float32Array;
  /** All gradients, flat. */
  readonly gradients: Float32Array;
  /** Where an input is written before a step. */
  input(tensor: Tensor): Float32Array | Int32Array;
  /** An output's elements, row-major, after a step. */
  output(tensor: Tensor): Float32Array;
  /** Bytes in use. */
  readonly size: number;
}

/** Compiles a graph. Takes milliseconds; done once for a task. */
export function compileGraph({ parameters, gradients = [], outputs }: GraphSpec): CompiledGraph {
  const programs = new Programs({
    places: { parameters, gradients },
    programs: { run: { outputs, fills: ["gradients"] } },
  });
  const { memory, size } = programs;
  const flat = (place: string): Float32Array => {
    const { address, length } = programs.place(place);
    return new Float32Array(memory.buffer, address, length);
  };
  const elements = (tensor: Tensor): Float32Array | Int32Array =>
    elementsAt(memory, programs.address("run", tensor), tensor);
  return {
    run: programs.program("run"),
    parameters: flat("parameters"),
    gradients: flat("gradients"),
    input: elements,
    output: (tensor) => elements(tensor) as Float32Array,
    size,
  };
}
