import type { UpdateArray } from "../update/array.js";
import type { ElementPrimitive } from "../update/primitive.js";
import type { UpdateRule, UpdateValue } from "../update/rule.js";
import { type Stage, planStages } from "../update/stage.js";
import type { WasmMemory } from "./host.js";
import type { MatrixFunctions } from "./matrix-functions.js";
import { orthogonalizeScratch } from "./matrix.js";

/** Where an update rule works: a memory that holds weights and gradients, and room of its own. */
export interface UpdatePlace {
  readonly memory: WasmMemory;
  /** Byte address of the flat weights. */
  readonly weights: number;
  /** Byte address of the flat gradients. */
  readonly gradients: number;
  /** First byte of the room that the rule may use. */
  readonly room: number;
  /** The arrays, one after another without gaps. */
  readonly arrays: readonly UpdateArray[];
  /** What other rules that work in this memory have compiled already. @default nothing */
  readonly matrixFunctions?: MatrixFunctions;
}

/** How many bytes a rule needs beside weights and gradients. */
export function updateRoom(rule: UpdateRule, arrays: readonly UpdateArray[]): number {
  return new UpdateRoom(rule, arrays, 0).end;
}

/** The extra costs of primitives that are no single instruction, in multiplications. */
const PRIMITIVE_COST: Partial<Record<ElementPrimitive, number>> = {
  divide: 4, sqrt: 4, power: 30, sin: 16, cos: 16, tan: 20,
};
const CHEAP: ReadonlySet<ElementPrimitive> = new Set([
  "add", "subtract", "multiply", "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy", "negate",
  "abs", "sign", "floor",
]);

function laneCost(value: UpdateValue): number {
  if (value.kind !== "element") return 0;
  return PRIMITIVE_COST[value.primitive] ?? (CHEAP.has(value.primitive) ? 1 : 12);
}

/** Bytes of an entry of the table of arrays: its first byte in the flat buffer, its elements. */
export const ENTRY = 8;
/** For each remainder of 8, the masks of the two vectors that hold it. */
const MASKS = 8 * 32;

/** Where everything of a rule lies in its room. */
export class UpdateRoom {
  readonly stages: readonly Stage[];
  /** Byte addresses of the masks, the table of arrays, each array's decay, the scale of the update. */
  readonly masks: number;
  readonly table: number;
  readonly decay: number;
  readonly scale: number;
  /** For each value that has a place, its byte address. */
  readonly address: readonly (number | undefined)[];
  readonly stateAddress: readonly number[];
  /** How many weights there are. */
  readonly size: number;
  /** Room of the largest matrix function. */
  readonly scratch: number;
  /** First byte after all of it. */
  readonly end: number;

  constructor(rule: UpdateRule, arrays: readonly UpdateArray[], room: number) {
    this.stages = planStages(rule, laneCost);
    this.size = arrays.reduce((sum, array) => sum + array.size, 0);
    let at = Math.ceil(room / 64) * 64;
    const take = (bytes: number): number => {
      const start = at;
      at += Math.ceil(bytes / 64) * 64;
      return start;
    };
    this.masks = take(MASKS);
    this.table = take(arrays.length * ENTRY);
    this.decay = take(arrays.length * 8);
    this.scale = take(8);
    const narrow = (width: 0 | 1): number => take(width === 0 ? 8 : arrays.length * 8);
    const tensor = (): number => take(this.size * 4 + 64);
    this.stateAddress = rule.states.map(({ width }) => (width === 2 ? tensor() : narrow(width)));
    const kept = new Set(this.stages.flatMap((stage) => stage.kept));
    this.address = rule.values.map((value, i) => {
      if (value.kind === "state") return this.stateAddress[value.state];
      if (value.width < 2) return narrow(value.width as 0 | 1);
      return value.kind === "matrix" || kept.has(i) ? tensor() : undefined;
    });
    const orthogonalizes = rule.values.some(
      (value) => value.kind === "matrix" && value.primitive === "orthogonalize",
    );
    this.scratch = take(orthogonalizes ? 4 * Math.max(...arrays.map(orthogonalizeScratch)) : 0);
    this.end = at;
  }

  /** Byte address of a tensor's elements. */
  tensorAddress(i: number, { kind }: UpdateValue, { weights, gradients }: UpdatePlace): number {
    if (kind === "weights") return weights;
    if (kind === "gradient") return gradients;
    return this.address[i] as number;
  }

  /** Writes what passes read: the table of arrays and the masks; decay is none. */
  prepare({ buffer }: WasmMemory, arrays: readonly UpdateArray[]): void {
    const table = new Int32Array(buffer, this.table, arrays.length * 2);
    arrays.forEach(({ offset, size }, a) => { table.set([offset * 4, size], a * 2); });
    const masks = new Int32Array(buffer, this.masks, MASKS / 4);
    masks.forEach((_, i) => { masks[i] = i % 8 < Math.floor(i / 8) ? -1 : 0; });
    new Float64Array(buffer, this.decay, arrays.length).fill(0);
  }
}
