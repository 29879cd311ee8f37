import { InputError } from "../../src/errors.js";
import type { RandomStream } from "../../src/random.js";
import { type TypedProgram, tryCheck } from "../check.js";
import { liveness } from "../liveness.js";
import { mutateConstant, mutateOnlyConstants } from "./constant.js";
import { crossOver } from "./crossover.js";
import { deleteStatement } from "./delete.js";
import { insertIdiom } from "./idiom.js";
import { insertStatement } from "./insert.js";
import { withinLimits } from "./limit.js";
import { modifyStatement } from "./modify.js";
import type { Attempt, Child } from "./mutation.js";
import { type MutationOptions, type Palette, paletteOf } from "./options.js";

/** A second parent, or what gives it: it is needed seldom, and may have to be parsed. */
export type Mate = TypedProgram | (() => TypedProgram);

/** How often a parent is tried before the mutation is given up. */
export const MOST_TRIES = 1000;

/**
 * A random child of a program. In mode `paper`: a statement inserted, deleted or modified in one argument, a
 * third each (arXiv 2302.06675). In the default mode: what {@link MutationOptions} weighs. A child that is
 * invalid or outside the limits is forgotten and the parent mutated again, from the choice of the kind on.
 * Redundant statements are kept: neutral steps let single mutations reach new programs.
 *
 * Equal streams give equal children. Time O(statements) a try, a few microseconds at 60 statements; usually
 * one or two tries.
 *
 * @param mate - Another program whose statements half of the idioms are taken from, or what gives it.
 * @throws {@link InputError} where the options are out of range, or 1,000 tries gave no child: the parent
 * lies outside the limits, or they leave no way from it.
 */
export function mutate(
  parent: TypedProgram,
  stream: RandomStream,
  options: MutationOptions,
  mate?: Mate,
): Child {
  const palette = paletteOf(options);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const child = accept(attempt(parent, palette, stream, mate), palette, tries);
    if (child !== undefined) return child;
  }
  throw exhausted(parent, palette);
}

/**
 * A random child that differs from its parent in numbers only, for the constants-only baseline: in three
 * quarters of the cases a constant or a hyperparameter's default (each equally likely) is scaled by
 * 2^N(0, 1), in one quarter the update by √2 or 1/√2. The latter appends a statement, once, to a program in
 * which no constant scales the whole update; otherwise the statements stay as they are.
 *
 * @throws {@link InputError} as {@link mutate}.
 */
export function mutateConstants(parent: TypedProgram, stream: RandomStream, options: MutationOptions): Child {
  const palette = paletteOf(options);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const child = accept(mutateOnlyConstants(parent, palette, stream), palette, tries);
    if (child !== undefined) return child;
  }
  throw exhausted(parent, palette);
}

function attempt(
  parent: TypedProgram,
  palette: Palette,
  stream: RandomStream,
  mate: Mate | undefined,
): Attempt | undefined {
  switch (stream.weighted(palette.weights)) {
    case 0:
      return modifyStatement(parent, palette, stream);
    case 1:
      return insertStatement(parent, palette, stream);
    case 2:
      return deleteStatement(parent, stream);
    case 3:
      return mutateConstant(parent, palette, stream);
    default:
      return mate !== undefined && stream.chance(0.5)
        ? crossOver(parent, typeof mate === "function" ? mate() : mate, palette, stream)
        : insertIdiom(parent, palette, stream);
  }
}

function accept(attempted: Attempt | undefined, palette: Palette, rejected: number): Child | undefined {
  if (attempted === undefined) return undefined;
  const typed = tryCheck(attempted.program);
  if (typed === undefined) return undefined;
  const live = liveness(attempted.program);
  return withinLimits(typed, live, palette) ? { typed, live, mutation: attempted.mutation, rejected } : undefined;
}

function exhausted({ program }: TypedProgram, { statements, states, cost }: Palette): InputError {
  const limits = [
    `at most ${statements} statements`,
    `${states} live state variables`,
    ...(cost === Infinity ? [] : [`a cost of ${cost} × AdamW's`]),
  ];
  return new InputError(
    "no-mutation",
    `No valid mutation of program "${program.name}" (${program.statements.length} statements) was found in ` +
      `${MOST_TRIES} tries within the limits (${limits.join(", ")}). Start from programs within the limits, ` +
      "or widen the limits, the functions or the weights of the mutations.",
  );
}
