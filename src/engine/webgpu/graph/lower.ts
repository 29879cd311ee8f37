import { ContractError } from "../../../errors.js";
import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import type { Kernel, Region } from "../kernel.js";
import { type Group, groupItems, wavesOf } from "./group.js";
import { chooseItems, isGiven } from "./item.js";
import type { Memory } from "./memory.js";
import { type Part, joinParts } from "./part.js";
import { prepareGraph } from "./prepare.js";
import { writeProduct } from "./product.js";
import { planRoom } from "./room.js";
import { writeRows } from "./rows.js";

/** What kernels are made of. */
export interface GraphSpec {
  /** The parameters, which lie one after another in the weights. */
  readonly parameters: readonly Tensor[];
  /** Tensors that the kernels leave one after another in the gradients. @default none */
  readonly gradients?: readonly Tensor[];
  /** Other tensors to be read after the kernels have run, such as the loss. */
  readonly outputs: readonly Tensor[];
  /** What an example batch is made of, one field after another. */
  readonly inputs: readonly Tensor[];
  /**
   * Whether what can be computed at once is one kernel: a dispatch less for each, which matters on a GPU. Software
   * adapters take many seconds to compile such kernels, and their dispatches cost little.
   *
   * @default true
   */
  readonly isJoined?: boolean;
  /** Where everything lies in a lane. */
  readonly at: {
    readonly weights: Region;
    readonly gradients?: Region;
    /** The first float that is free. */
    readonly room: number;
  };
}

/** A graph as kernels, to be run one after another. */
export interface LoweredGraph {
  readonly kernels: readonly Kernel[];
  /** Where each output lies, in floats from the start of a lane. */
  readonly outputs: readonly number[];
  /** The first float of a lane behind all that the kernels write. */
  readonly end: number;
}

/**
 * Turns what the gradients and outputs need of a graph into kernels. Takes tens of milliseconds; done once for a task.
 *
 * @throws {@link ContractError} where a tensor is given by none of the parameters and inputs, or is too large.
 */
export function lowerGraph(spec: GraphSpec): LoweredGraph {
  const { gradients = [], outputs, at } = spec;
  const roots = prepareGraph([...gradients, ...outputs]);
  const [filled, kept] = [roots.slice(0, gradients.length), roots.slice(gradients.length)];
  const items = chooseItems(roots);
  const groups = groupItems(items);
  const waves = wavesOf(groups, items);
  const steps = waves.map((wave) => wave.flatMap((k) => (groups[k] as Group).items));
  const places = flatPlaces(filled, at.gradients, "gradients");
  const { offsets, end } = planRoom(steps, items, places, kept, at.room);
  const memory = memoryOf(spec, items.order, offsets);
  const parts = groups.map((group) => {
    const label = labelOf(group);
    return group.kind === "product" ? writeProduct(group, memory, label) : writeRows(group, items, memory, label);
  });
  const kernels = waves.flatMap((wave) => {
    const own = wave.map((k) => parts[k] as Part);
    const apart = spec.isJoined === false ? own.map((part) => [part]) : [own];
    return apart.flatMap((together) => joinParts(together, memory.batchWords));
  });
  return { kernels, outputs: kept.map((tensor) => offsets.get(tensor) as number), end };
}

/** Tensors one after another in a region. */
function flatPlaces(tensors: readonly Tensor[], region: Region | undefined, what: string): Map<Tensor, number> {
  const places = new Map<Tensor, number>();
  let offset = 0;
  for (const tensor of tensors) {
    places.set(tensor, (region?.offset ?? 0) + offset);
    offset += sizeOf(tensor.shape);
  }
  if (tensors.length > 0 && region?.length !== offset) {
    throw new ContractError(`The ${what} take ${offset} floats, but ${region?.length ?? 0} are given to them.`);
  }
  return places;
}

/** Where all that kernels read lies: leaves are found by their names, as roots are of a graph made anew. */
function memoryOf(
  { parameters, inputs, at }: GraphSpec, items: readonly Tensor[], offsets: ReadonlyMap<Tensor, number>,
): Memory {
  const weights = byName(flatPlaces(parameters, at.weights, "parameters"));
  const fields = new Map<string, number>();
  let batchWords = 0;
  for (const input of inputs) {
    fields.set(nameOf(input), batchWords);
    batchWords += sizeOf(input.shape);
  }
  const arena = new Map(offsets);
  const examples = new Map<Tensor, number>();
  const seen = new Set<Tensor>();
  const visit = (tensor: Tensor): void => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    tensor.operands.forEach(visit);
    if (!isGiven(tensor)) return;
    const name = nameOf(tensor);
    const [places, known] = tensor.operation.kind === "parameter" ? [arena, weights] : [examples, fields];
    const place = known.get(name);
    if (place === undefined) throw new ContractError(`"${name}" is none of the parameters and inputs that are given.`);
    places.set(tensor, place);
  };
  items.forEach(visit);
  return { arena, inputs: examples, batchWords };
}

function byName(places: ReadonlyMap<Tensor, number>): ReadonlyMap<string, number> {
  return new Map([...places].map(([tensor, place]) => [nameOf(tensor), place]));
}

function nameOf({ id, operation }: Tensor): string {
  return operation.kind === "parameter" || operation.kind === "input" ? operation.name : `${id}`;
}

function labelOf({ kind, items }: Group): string {
  const parts = [...new Set(items.map(({ operation }) => {
    return operation.kind === "unary" || operation.kind === "binary" || operation.kind === "reduce"
      ? operation.fn
      : operation.kind;
  }))];
  return `${kind}: ${parts.join(", ")}`;
}
