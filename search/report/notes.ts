import { z } from "zod";
import type { ComparisonReport } from "../../results/comparison-report.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import type { CurvesReport, KeptAblation, RunStory } from "../../results/html/story.js";
import type { SelectionReport } from "../../results/selection-report.js";
import type { RunNote } from "../../results/store/header.js";
import { type Opening, SEALED, openingSchema, reusedBy } from "../discovery/opening.js";

/** The kind of the note that keeps learning curves. */
export const CURVES = "curves";

const texts = z.array(z.string());
const anything = z.array(z.looseObject({}));
const octaves = z.looseObject({ mean: z.number(), low: z.number(), high: z.number() });
const gain = octaves.extend({ byTask: z.array(octaves) });
const families = z.looseObject({ tasks: anything, seeds: z.number(), overBar: gain, overAdamw: gain });
const candidate = z.looseObject({ score: z.number(), error: z.number(), fitness: z.number(), failed: z.number() });
// In notes of an older version the fitness is null too where it failed later: JSON has no infinity.
const champion = z.looseObject({
  index: z.number(), at: z.number(), fitness: z.number().nullable(), score: z.number(), error: z.number(),
});
const finalist = z.looseObject({ overBar: gain, overAdamw: gain, failed: z.number() });
const discovered = z.looseObject({ index: z.number(), text: z.string(), ablated: z.boolean() });

/** What of a note pages rely on: what has another shape was written by another version, and is a remark alone. */
const SHAPES = {
  selection: z.looseObject({
    stages: z.array(z.looseObject({ tasks: texts, candidates: z.array(candidate) })),
    overfitting: z.looseObject({ points: z.array(champion), since: z.number().nullable() }).nullable(),
    verdict: z.looseObject({ tasks: anything, judged: z.number(), finalists: z.array(finalist) }),
  }),
  comparison: z.looseObject({
    rules: anything, tasks: z.array(z.looseObject({ rules: anything })), overall: anything, seeds: z.array(z.number()),
  }),
  discovery: z.looseObject({
    folder: z.string(), program: discovered.nullable(), selection: families.nullable(), sealed: families.nullable(),
    modules: texts,
  }),
  ablation: z.looseObject({
    index: z.number(), parts: anything, removals: anything, untried: texts, exact: z.string(), text: z.string(),
  }),
  curves: z.looseObject({
    index: z.number(), seeds: z.array(z.number()), tasks: z.array(z.looseObject({ steps: z.array(z.number()) })),
  }),
  [SEALED]: openingSchema,
} as const;

/** What notes hold, by their kind. */
interface Reports {
  readonly selection: SelectionReport;
  readonly comparison: ComparisonReport;
  readonly discovery: DiscoveryReport;
  readonly ablation: KeptAblation;
  readonly curves: CurvesReport;
  readonly [SEALED]: Opening;
}

/** What a run's notes say of what came after its search: the latest of each kind, and all that may be of several. */
export function readNotes(
  notes: readonly RunNote[],
): Pick<RunStory, "selection" | "comparison" | "discovery" | "ablations" | "curves" | "openings" | "remarks"> {
  const latest = <Kind extends keyof Reports>(kind: Kind): Reports[Kind] | null => allOf(notes, kind).at(-1) ?? null;
  return {
    selection: latest("selection"),
    comparison: latest("comparison"),
    discovery: latest("discovery"),
    ablations: distinct(allOf(notes, "ablation")),
    curves: latest(CURVES),
    openings: openingsIn(notes),
    remarks: notes.filter((note) => !(Object.keys(SHAPES) as (keyof Reports)[]).some((kind) => isOf(kind, note))),
  };
}

function allOf<Kind extends keyof Reports>(notes: readonly RunNote[], kind: Kind): readonly Reports[Kind][] {
  return notes.filter((note) => isOf(kind, note)).map(({ data }) => data as Reports[Kind]);
}

/** The openings of sealed families; where an older version did not tell which were reused, those before tell it. */
function openingsIn(notes: readonly RunNote[]): RunStory["openings"] {
  return allOf(notes, SEALED).map((opening, k, all) => {
    // Of several tasks that are of fewer families it is not known which is whose.
    const { families = [] } = opening;
    const isKnown = families.length === 1 || families.length === opening.tasks.length;
    const tasks = opening.tasks.map((name, j) => ({ name, family: isKnown ? (families[j] ?? families[0] ?? "") : "" }));
    return { ...opening, reused: opening.reused ?? reusedBy(all.slice(0, k), opening.program, tasks) };
  });
}

/** Whether a note is of a kind, and says of it what pages rely on. */
function isOf(kind: keyof Reports, note: RunNote): boolean {
  return note.kind === kind && SHAPES[kind].safeParse(note.data).success;
}

/** Each once: what goes on where it was interrupted may keep the same again. */
function distinct<T>(data: readonly T[]): readonly T[] {
  return [...new Map(data.map((each) => [JSON.stringify(each), each])).values()];
}
