import { durationText } from "./duration.js";
import { scoreText } from "./estimate.js";
import { counted, percent, toWholeNumber } from "./number.js";
import type { RunCounts } from "./run-counts.js";

/** A difference of two scores, in octaves, with half the width of its 95 % interval. */
export interface Gain {
  readonly mean: number;
  readonly error: number;
}

/** The best rule of a run so far. */
export interface BestReport {
  /** Its place in the log. */
  readonly index: number;
  /** Mean score: log2 speed-up over tuned AdamW. */
  readonly score: number;
  /** Half the width of the 95 % interval of the score. */
  readonly error: number;
  /** Seeds that the score is the mean of, for each problem. */
  readonly seeds: number;
  /** Whether it beat the best before it on fresh seeds; a starting program did not have to. */
  readonly confirmed: boolean;
  /** Its score less that of the best starting program; `null` where it is a starting program itself. */
  readonly overStart: Gain | null;
  /** Its score less the bar: the mean over tasks of the best of the rules of the bar, each tuned. */
  readonly overBar: Gain;
}

/** How far an archive is filled. */
export interface ArchiveProgress {
  readonly cells: number;
  readonly filled: number;
  readonly qdScore: number;
}

/** Where a run stands. */
export interface RunProgress {
  readonly counts: RunCounts;
  /** `null` before a starting program was trained. */
  readonly best: BestReport | null;
  readonly archive: ArchiveProgress;
}

/** How fast a run is. */
export interface Pace {
  /** Programs that were proposed in a second. */
  readonly generated: number;
  /** Programs that were trained in a second, stopped and failed ones included. */
  readonly trained: number;
  /** Seconds that are left of the budget as it goes; `null` where that cannot be told. */
  readonly left: number | null;
}

/** Candidates that were trained, to the end or not: what a budget counts. */
export function evaluationsOf({ trained, stopped, failed, faults }: RunCounts): number {
  return Object.values(failed).reduce((sum, count) => sum + count, trained + stopped + faults);
}

/** The share of the candidates that were known already; 0 where there are none. */
export function repeatShare({ candidates, structuralRepeats, behaviouralRepeats }: RunCounts): number {
  return candidates === 0 ? 0 : (structuralRepeats + behaviouralRepeats) / candidates;
}

/** How a run goes, in a line or two for a terminal or a log. */
export function formatProgress({ counts, best, archive }: RunProgress, pace: Pace): readonly string[] {
  const { candidates, redundancy } = counts;
  const speed = [
    `${toWholeNumber(candidates)} generated ${rateText(pace.generated)}`,
    `${toWholeNumber(evaluationsOf(counts))} trained ${rateText(pace.trained)}`,
    `repeats ${percent(repeatShare(counts))}`,
    `redundant ${percent(redundancy)}`,
    `archive ${archive.filled} of ${archive.cells}`,
    ...(pace.left === null ? [] : [`${durationText(pace.left)} left`]),
  ];
  return [speed.join(", "), ...(best === null ? [] : [`best: ${formatBest(best)}`])];
}

/** The best of a run, on one line: never without the bar. */
export function formatBest({ index, score, error, seeds, confirmed, overStart, overBar }: BestReport): string {
  const kind = overStart === null ? "starting program" : "candidate";
  return [
    `${kind} ${index}, score ${scoreText({ mean: score, error })}`,
    ...(overStart === null ? [] : [`over the start ${scoreText(overStart)}`]),
    `over the bar ${scoreText(overBar)}`,
    `${counted(seeds, confirmed ? "fresh seed" : "seed")}${confirmed ? "" : ", unconfirmed"}`,
  ].join(", ");
}

function rateText(perSecond: number): string {
  return `(${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s)`;
}
