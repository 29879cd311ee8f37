import { z } from "zod";
import type { DocumentedScore } from "../../results/export/documentation.js";
import type { TunedSetting } from "../../results/export/setting.js";
import { type Beyond, partlyUnknownText, unknownGainText } from "../../results/gain.js";
import { counted } from "../../results/number.js";
import { standingOf } from "../../results/selection-report.js";
import type { RunNote } from "../../results/store/header.js";
import { notesOf } from "../run/note.js";
import { nameOf } from "../selection/verdict.js";

/** A number of octaves with its interval. */
const OCTAVES = {
  mean: z.number(), low: z.number(), high: z.number(), beyond: z.enum(["slower", "faster"]).nullable().optional(),
} as const;

/** Gains on tasks, as they are read. */
const GAINS = z.array(z.object({
  ...OCTAVES, task: z.string(),
  both: z.object({ end: z.number(), seeds: z.number(), of: z.number() }).nullable().optional(),
})).readonly();

/** What is read of the note of a selection; one of another version may have something else there. */
const SELECTION = z.object({
  verdict: z.object({
    tasks: z.array(z.object({ name: z.string(), size: z.number() })),
    trials: z.number(),
    seeds: z.number(),
    finalists: z.array(z.object({
      index: z.number(),
      overBar: z.object({ ...OCTAVES, byTask: GAINS }),
    })),
  }),
});

/** What is read of the note of a comparison. */
const COMPARISON = z.object({
  tasks: z.array(z.object({
    name: z.string().optional(),
    size: z.number().optional(),
    rules: z.array(z.object({
      name: z.string(),
      setting: z.object({
        scale: z.number(), decay: z.number(), referenceSize: z.number(),
        hyperparameters: z.record(z.string(), z.number()),
      }),
    })).readonly(),
  })).readonly(),
});

/** The scores of a finalist against the bar, of all tasks together and of each; none of what was none. */
export function selectionScores(notes: readonly RunNote[], index: number): readonly DocumentedScore[] {
  const verdict = notesOf(notes, "selection", SELECTION).at(-1)?.verdict;
  const finalist = verdict?.finalists.find((each) => each.index === index);
  if (verdict === undefined || finalist === undefined) return [];
  const { tasks, trials, seeds } = verdict;
  const { overBar } = finalist;
  const how = `${counted(seeds, "fresh seed")}, tuned by ${counted(trials, "trial")}, the bar by that or more`;
  return [
    {
      on: `${counted(tasks.length, "task")} of families that the search never trained on`,
      what: `log2 speed-up over the best rule of the bar on each, ${how}${boundText(overBar.beyond)}:`,
      mean: overBar.mean, interval: overBar.low < overBar.high ? [overBar.low, overBar.high] : null,
    },
    ...gainScores(overBar.byTask, tasks),
  ];
}

/** What a program gains over the bar on each of some tasks; where it is below for sure, that is said in words. */
export function gainScores(
  gains: z.infer<typeof GAINS>, tasks: readonly { readonly name: string; readonly size: number }[],
): readonly DocumentedScore[] {
  return gains.map((gain): DocumentedScore => {
    const { task, mean, low, high } = gain;
    const size = tasks.find(({ name }) => name === task)?.size;
    const isBelow = standingOf({ overBar: gain, failed: 0 }) === "below";
    const [unknown, partly] = [unknownGainText(gain), partlyUnknownText(gain)];
    const how = unknown === undefined
      ? [...(partly === undefined ? [] : [`, ${partly}`]), boundText(gain.beyond), ...(isBelow ? [", below it for sure"] : [])].join("")
      : `, ${unknown}, which counts as`;
    return {
      on: `${task}${size === undefined ? "" : ` ×${size}`}`,
      what: `log2 speed-up over the bar${how === "" ? "" : `${how}:`}`, mean,
      interval: unknown === undefined && low < high ? [low, high] : null,
    };
  });
}

/** What is said of a gain that the true one lies beyond. */
export function boundText(beyond: Beyond | undefined): string {
  return beyond === "faster" ? ", at least" : beyond === "slower" ? ", at most" : "";
}

/** The setting that a finalist was tuned to, as the latest comparison has it; `undefined` of what was no finalist. */
export function tunedSetting(notes: readonly RunNote[], index: number): TunedSetting | undefined {
  const comparison = notesOf(notes, "comparison", COMPARISON).at(-1);
  return comparison === undefined ? undefined : settingIn(comparison, index);
}

/**
 * The setting that a finalist was tuned to on one of the tasks of a comparison: that of the middle scale, whole,
 * since its numbers were tuned together. `undefined` of what was no finalist.
 */
export function settingIn({ tasks }: z.infer<typeof COMPARISON>, index: number): TunedSetting | undefined {
  const settings = tasks
    .flatMap(({ name: task, size = 1, rules }) => rules.filter(({ name }) => name === nameOf(index))
      .map(({ setting }) => ({ ...setting, task: task === undefined ? undefined : `${task} ×${size}` })))
    .toSorted((a, b) => a.scale - b.scale);
  // The lower of the two in the middle, where there are two.
  const middle = settings[Math.ceil(settings.length / 2) - 1];
  if (middle === undefined) return undefined;
  const { scale, decay, referenceSize, hyperparameters, task } = middle;
  return { scale, decay: decay * referenceSize, hyperparameters, ...(task === undefined ? {} : { task }) };
}
