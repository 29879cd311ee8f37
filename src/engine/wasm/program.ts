import { ContractError } from "../../errors.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { writeKernel } from "./compile.js";
import { PAGE, type WasmFunction, type WasmMemory, createMemory, instantiate } from "./host.js";
import { type LoweredGraph, type Placement, lowerGraph } from "./lower.js";
import { type MemoryPlan, planMemory } from "./memory.js";
import { ModuleBuilder } from "./module.js";

/** What a program computes. */
export interface ProgramSpec {
  /** Tensors that are read after the program has run. */
  readonly outputs: readonly Tensor[];
  /** Places that it fills with the tensors that lie there. @default none */
  readonly fills?: readonly string[];
}

/** Programs that share a memory and the places in it. */
export interface ProgramsSpec {
  /** By name, tensors that lie one after another in one flat buffer that every program sees. */
  readonly places: Readonly<Record<string, readonly Tensor[]>>;
  readonly programs: Readonly<Record<string, ProgramSpec>>;
  /** Whether matrix products multiply and add in one; only where the machine can. @default false */
  readonly fused?: boolean;
}

interface Compiled {
  readonly lowered: LoweredGraph;
  readonly plan: MemoryPlan;
  readonly run: WasmFunction;
}

/** Graphs compiled to WebAssembly, over one memory; running them allocates nothing. */
export class Programs {
  readonly memory: WasmMemory;
  /** Bytes in use, from address 0. */
  readonly size: number;
  readonly #programs: ReadonlyMap<string, Compiled>;
  /** Where the inputs and parameters of places are, whether a program reads them or not. */
  readonly #placed: ReadonlyMap<Tensor, Placement>;
  readonly #lengths: Readonly<Record<string, number>>;

  /** Compiles programs. Takes milliseconds to tens of milliseconds. */
  constructor({ places, programs, fused = false }: ProgramsSpec) {
    const lengths = Object.entries(places).map(([name, tensors]) => [name, lengthOf(tensors)] as const);
    this.#lengths = Object.fromEntries(lengths);
    const results = new Set(Object.values(programs).flatMap(({ fills = [] }) => fills));
    const read = Object.fromEntries(Object.entries(places).filter(([name]) => !results.has(name)));
    this.#placed = placeAll(read, []).placements;
    const planned = Object.entries(programs).map(([name, { outputs, fills = [] }]) => {
      const filled = Object.fromEntries(fills.map((place) => [place, places[place] ?? []]));
      const { placements, copies } = placeAll({ ...read, ...filled }, fills);
      const roots = [...fills.flatMap((place) => places[place] ?? []), ...outputs];
      const lowered = lowerGraph(roots, this.#lengths, placements, copies);
      const kept = new Set(outputs.map((tensor) => lowered.views.get(tensor)?.buffer ?? -1));
      // The first page is left free, so that no tensor is at address 0.
      return { name, lowered, plan: planMemory(lowered, PAGE, kept) };
    });
    const builder = new ModuleBuilder();
    for (const { name, lowered, plan } of planned) writeProgram(builder, name, lowered, plan, fused);
    this.size = Math.max(...planned.map(({ plan }) => plan.size));
    this.memory = createMemory(Math.ceil(this.size / PAGE));
    const functions = instantiate(builder.finish(1), this.memory);
    this.#programs = new Map(
      planned.map(({ name, lowered, plan }) => [name, { lowered, plan, run: functions[name] as WasmFunction }]),
    );
  }

  /** A program, to be run as often as wanted. */
  program(name: string): WasmFunction {
    return this.#compiled(name).run;
  }

  /** Where a place lies: its byte address, and how many elements it holds. */
  place(name: string): { readonly address: number; readonly length: number } {
    // Places come first in every plan, so they lie the same in all.
    const [any] = [...this.#programs.values()] as [Compiled];
    const { lowered, plan } = any;
    const id = lowered.buffers.findIndex((buffer) => buffer.fixed === name);
    return { address: plan.addresses[id] as number, length: this.#lengths[name] as number };
  }

  /**
   * The byte address of a tensor that lies in a place, or that a program reads from outside or leaves there,
   * row-major.
   *
   * @throws {@link ContractError} where it is neither.
   */
  address(program: string, tensor: Tensor): number {
    const placed = this.#placed.get(tensor);
    if (placed !== undefined) return this.place(placed.name).address + placed.offset * 4;
    const { lowered, plan } = this.#compiled(program);
    const view = lowered.views.get(tensor);
    if (view === undefined) throw new ContractError("Only inputs and outputs of a compiled graph can be reached.");
    return (plan.addresses[view.buffer] as number) + view.offset * 4;
  }

  #compiled(name: string): Compiled {
    const compiled = this.#programs.get(name);
    if (compiled === undefined) throw new ContractError(`No program is called "${name}".`);
    return compiled;
  }
}

/** A tensor's elements in a memory. */
export function elementsAt(memory: WasmMemory, address: number, tensor: Tensor): Float32Array | Int32Array {
  const size = sizeOf(tensor.shape);
  return tensor.element === "i32"
    ? new Int32Array(memory.buffer, address, size)
    : new Float32Array(memory.buffer, address, size);
}

function lengthOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

interface Placed {
  readonly placements: ReadonlyMap<Tensor, Placement>;
  /** Further places of tensors that have one already. */
  readonly copies: readonly (readonly [Tensor, Placement])[];
}

/** Gives the tensors of places theirs: those that are read from outside, and those of places that are filled. */
function placeAll(places: ProgramsSpec["places"], fills: readonly string[]): Placed {
  const placements = new Map<Tensor, Placement>();
  const copies: (readonly [Tensor, Placement])[] = [];
  for (const [name, tensors] of Object.entries(places)) {
    let offset = 0;
    for (const tensor of tensors) {
      const filled = fills.includes(name);
      const outside = tensor.operation.kind === "input" || tensor.operation.kind === "parameter";
      // A gradient that is an input, a parameter or another one's gradient too is copied to its place.
      if (filled && (outside || placements.has(tensor))) copies.push([tensor, { name, offset }]);
      else if (filled || outside) placements.set(tensor, { name, offset });
      offset += sizeOf(tensor.shape);
    }
  }
  return { placements, copies };
}

/** A function a kernel: one function of everything is too large for the host's compiler to optimize well. */
function writeProgram(
  builder: ModuleBuilder, name: string, lowered: LoweredGraph, plan: MemoryPlan, fused: boolean,
): void {
  const kernels = lowered.kernels.map((kernel, i) =>
    builder.function(`${name}.${i}`, [], [], (f) => {
      writeKernel(f, kernel, (buffer) => plan.addresses[buffer] as number, fused);
    }),
  );
  builder.function(name, [], [], (f) => { for (const kernel of kernels) f.call(kernel); });
}
