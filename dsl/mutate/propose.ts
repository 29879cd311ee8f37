import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import { liveness } from "../liveness.js";
import { withinLimits } from "./limit.js";
import { type Mate, mutate } from "./mutate.js";
import type { Child, Mutation } from "./mutation.js";
import { type MutationOptions, paletteOf } from "./options.js";
import { findScaleConstant, scaleTyped } from "./scale.js";

/** A child, and what its update was scaled by. */
export interface Proposal extends Child {
  /**
   * The factor that brought the update to its parent's size; `undefined` where the child was left as it was.
   */
  readonly factor: number | undefined;
}

const DEFAULTS: MutationOptions = {};

/** Sizes closer than this ratio are the same: a neutral child stays neutral, and so is found in the cache. */
const CLOSE = 1e-3;

/**
 * Multiplies a program's update by a constant: an existing constant or hyperparameter default that scales the
 * whole update, and nothing else live, is multiplied (exact in real arithmetic); where there is none, one
 * statement is appended.
 *
 * @param factor - Usually ‖update of the parent‖ / ‖update of the child‖ on the probe.
 * @param options - Whose limits the scaled program keeps to. @default the default limits
 * @returns The scaled program; `undefined` where the factor is not finite and positive, the constant would
 * come to lie beyond ±1e10, or the limits forbid the statement.
 */
export function normMatch(
  child: TypedProgram,
  factor: number,
  options: MutationOptions = DEFAULTS,
): TypedProgram | undefined {
  if (!(factor > 0 && factor < Infinity)) return undefined;
  const palette = paletteOf(options);
  const scaled = scaleTyped(child, factor, palette);
  if (scaled === undefined) return undefined;
  return scaled.program.statements.length === child.program.statements.length ||
    withinLimits(scaled, liveness(scaled.program), palette)
    ? scaled
    : undefined;
}

/**
 * A random child, in part of the cases (`options.normMatch`) with its update scaled to its parent's size,
 * since a good structure with the wrong scale would die. A child is left as it is where its size is the
 * parent's already, where its update has no size that can be matched, or where its mutation was itself one of
 * the update's scale, which matching would undo.
 *
 * @param updateSize - The size of a program's update on the probe.
 * @param mate - As that of {@link mutate}.
 * @throws as {@link mutate}.
 */
export function propose(
  parent: TypedProgram,
  stream: RandomStream,
  options: MutationOptions,
  updateSize: (typed: TypedProgram) => number,
  mate?: Mate,
): Proposal {
  const child = mutate(parent, stream, options, mate);
  const unmatched = { ...child, factor: undefined };
  // Drawn for every child, so that no draw of a stream depends on the probe.
  if (!stream.chance(paletteOf(options).normMatch) || scalesUpdate(child)) return unmatched;
  const factor = updateSize(parent) / updateSize(child.typed);
  if (Math.abs(factor - 1) < CLOSE) return unmatched;
  const typed = normMatch(child.typed, factor, options);
  return typed === undefined
    ? unmatched
    : { ...child, typed, live: liveness(typed.program), factor };
}

/** Whether a mutation only scaled the update, so that matching would give the parent again. */
function scalesUpdate({ typed, live, mutation }: Child): boolean {
  if (mutation.kind === "scale") return true;
  const changed = changedNumber(mutation);
  if (changed === undefined) return false;
  const found = findScaleConstant(typed.program, live);
  return found?.at === changed.at && found.argument === changed.argument;
}

function changedNumber(mutation: Mutation): { readonly at: number; readonly argument: number } | undefined {
  switch (mutation.kind) {
    case "constant":
      return mutation;
    case "hyperparameter":
      return { at: -1, argument: mutation.parameter };
    default:
      return undefined;
  }
}
