import { z } from "zod";
import type { ComparisonReport } from "../../results/comparison-report.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import type { CurvesReport, KeptAblation, Opening, RunStory } from "../../results/html/story.js";
import type { SelectionReport } from "../../results/selection-report.js";
import type { RunNote } from "../../results/store/header.js";

/** The kind of the note that keeps learning curves. */
export const CURVES = "curves";

/** The kind of the note that sealed families were opened. */
const SEALED = "sealed";

const texts = z.array(z.string());
const anything = z.array(z.looseObject({}));
const octaves = z.looseObject({ mean: z.number(), low: z.number(), high: z.number() });
const gain = octaves.extend({ byTask: z.array(octaves) });
const families = z.looseObject({ tasks: anything, seeds: z.number(), overBar: gain, overAdamw: gain });
const candidate = z.looseObject({ score: z.number(), error: z.number(), fitness: z.number() });
const finalist = z.looseObject({ overBar: gain, lower: z.number(), p: z.number() });

/** What of a note pages rely on: what has another shape was written by another version, and is left out. */
const SHAPES = {
  selection: z.looseObject({
    stages: z.array(z.looseObject({ tasks: texts, candidates: z.array(candidate) })),
    verdict: z.looseObject({ tasks: anything, finalists: z.array(finalist) }),
  }),
  comparison: z.looseObject({
    rules: anything, tasks: z.array(z.looseObject({ rules: anything })), overall: anything, seeds: z.array(z.number()),
  }),
  discovery: z.looseObject({ selection: families.nullable(), sealed: families.nullable() }),
  ablation: z.looseObject({ index: z.number(), parts: anything, removals: anything, untried: texts, text: z.string() }),
  curves: z.looseObject({
    index: z.number(), seeds: z.array(z.number()), tasks: z.array(z.looseObject({ steps: z.array(z.number()) })),
  }),
} as const;

const OPENING = z.looseObject({ candidate: z.number(), tasks: texts });

/** What notes hold, by their kind. */
interface Reports {
  readonly selection: SelectionReport;
  readonly comparison: ComparisonReport;
  readonly discovery: DiscoveryReport;
  readonly ablation: KeptAblation;
  readonly curves: CurvesReport;
}

/** What a run's notes say of what came after its search: the latest of each kind. */
export function readNotes(
  notes: readonly RunNote[],
): Pick<RunStory, "selection" | "comparison" | "discovery" | "ablation" | "curves" | "openings" | "remarks"> {
  return {
    selection: latest(notes, "selection"),
    comparison: latest(notes, "comparison"),
    discovery: latest(notes, "discovery"),
    ablation: latest(notes, "ablation"),
    curves: latest(notes, CURVES),
    openings: notes.flatMap(({ kind, data }): readonly Opening[] =>
      kind === SEALED && OPENING.safeParse(data).success ? [data as Opening] : []),
    remarks: notes.filter(({ kind }) => kind !== SEALED && !Object.hasOwn(SHAPES, kind)),
  };
}

function latest<Kind extends keyof Reports>(notes: readonly RunNote[], kind: Kind): Reports[Kind] | null {
  const found = notes.findLast((note) => note.kind === kind && SHAPES[kind].safeParse(note.data).success);
  return found === undefined ? null : (found.data as Reports[Kind]);
}
