import { printable } from "../dsl/text/diagnostic.js";
import { type Octaves, scoreText } from "./estimate.js";
import { counted, toShortNumber, toSignedNumber } from "./number.js";

/**
 * On which side of a score or a gain the true one lies, where something of it is where scores end: `slower`, below;
 * `faster`, above; `null` where nothing is, or both may be.
 */
export type Beyond = "slower" | "faster" | null;

/** What a program gains on one task over the best of some rules there. */
export interface GainOnTask extends Octaves {
  readonly task: string;
  /** The best of these rules. */
  readonly rival: string;
  /** Whether its setting is one that was known, and not the one that the comparison tuned. */
  readonly known: boolean;
  /** Where the score of one of the two ends on a seed; an older version did not tell. */
  readonly beyond?: Beyond | undefined;
  /**
   * On how many seeds of how many both scores lie at the same end: there they count as equal, whatever they are. `null`
   * where they do on none; an older version did not tell.
   */
  readonly both?: { readonly end: number; readonly seeds: number; readonly of: number } | null | undefined;
}

/** The mean over tasks of what a program gains over the best of some rules on each. */
export interface RivalGain extends Octaves {
  /** As of the tasks; `null` too where two scores on one of them lie at the same end. An older version did not tell. */
  readonly beyond?: Beyond | undefined;
  readonly byTask: readonly GainOnTask[];
}

/** What stands before a number that the true one lies beyond. */
export function beyondMark(beyond: Beyond | undefined): string {
  return beyond === "faster" ? "≥ " : beyond === "slower" ? "≤ " : "";
}

/** On which side the true mean lies of several scores. */
export function beyondAny(sides: readonly (Beyond | undefined)[]): Beyond {
  const [isBelow, isAbove] = [sides.includes("slower"), sides.includes("faster")];
  return isBelow === isAbove ? null : isBelow ? "slower" : "faster";
}

/** Why a gain on a task is not known, where on every seed both scores are where scores end; else `undefined`. */
export function unknownGainText(
  { low, high, both, beyond }: Pick<GainOnTask, "low" | "high" | "both" | "beyond">,
): string | undefined {
  if (both === undefined && beyond === undefined) {
    // An older version's, which has no other reason to find no difference on any seed but one program under two names.
    return low === 0 && high === 0 ? "equal on every seed, as where scores end" : undefined;
  }
  return both && both.seeds === both.of ? `both beyond ${endText(both.end)}, where scores end` : undefined;
}

/** On how many seeds it is not known, where that is so on some. */
export function partlyUnknownText({ both }: Pick<GainOnTask, "both">): string | undefined {
  return both && both.seeds < both.of
    ? `both beyond ${endText(both.end)} on ${both.seeds} of ${counted(both.of, "seed")}` : undefined;
}

/** A gain on a task with its interval, as far as it is known where scores end. */
export function gainText(gain: GainOnTask): string {
  const partly = partlyUnknownText(gain);
  return unknownGainText(gain) ?? markedText(gain) + (partly === undefined ? "" : `, ${partly}`);
}

/** How far a program is ahead of a rule on a task, in words that follow `over`. */
export function rivalText(gain: GainOnTask, how: "brief" | "whole"): string {
  const { task, rival, mean } = gain;
  const [unknown, partly] = [unknownGainText(gain), partlyUnknownText(gain)];
  if (unknown !== undefined) return `${rival} by an unknown gain on ${printable(task)} (${unknown})`;
  const by = how === "whole" ? markedText(gain) : `${beyondMark(sideOf(gain))}${toSignedNumber(mean)}`;
  return `${rival} by ${by} on ${printable(task)}${partly === undefined ? "" : ` (${partly})`}`;
}

/** A gain on a task and what it is over, briefly, as in `+0.41 over muon`. */
export function briefGainText(gain: GainOnTask | undefined): string {
  if (gain === undefined) return "";
  const { mean, rival } = gain;
  const mark = partlyUnknownText(gain) === undefined ? beyondMark(sideOf(gain)) : "about ";
  if (unknownGainText(gain) === undefined) return `${mark}${toSignedNumber(mean)} over ${rival}`;
  return gain.both ? `both beyond ${endText(gain.both.end)}: ${rival}` : `as ${rival} on every seed`;
}

/** A gain over several tasks with its interval; over one, as far as it is known there. */
export function meanGainText(gain: RivalGain): string {
  const { mean, low, high, byTask: [only, ...others] } = gain;
  return only === undefined || others.length > 0 ? markedText(gain) : gainText({ ...only, mean, low, high });
}

function markedText(gain: Octaves & { readonly beyond?: Beyond | undefined }): string {
  const { mean, low, high } = gain;
  const mark = beyondMark(sideOf(gain));
  // Without noise there is no interval where scores end.
  return mark + scoreText(mark !== "" && low === high ? { mean, error: null } : { mean, low, high });
}

/** On which side the true gain lies; of an older version's, where no seed differs from another. */
function sideOf({ mean, low, high, beyond }: Octaves & { readonly beyond?: Beyond | undefined }): Beyond {
  if (beyond !== undefined) return beyond;
  return low < high || mean === 0 ? null : mean > 0 ? "faster" : "slower";
}

function endText(end: number): string {
  return `${end > 0 ? "+" : ""}${toShortNumber(end)}`;
}
