import { join, relative } from "node:path";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import type { FinalProgram, RunStory } from "../../results/html/story.js";
import { tunedSetting } from "../export/finalist.js";
import { requireProgram } from "../run/candidate.js";
import type { ReadRun } from "../run/read.js";
import { sizeOf } from "../run/report.js";
import { describeCandidate } from "../run/show.js";

/**
 * The program that a run came to: the winner of its selection or the best of its finalists, else the best of its
 * search; `null` before a program was trained to its end. Where a discovery came to the same candidate, it is what that
 * discovery left of it: no ablation besides changes what was judged.
 */
export function finalProgram(
  run: ReadRun, { selection, discovery }: Pick<RunStory, "selection" | "discovery">,
): FinalProgram | null {
  const { state, store } = run;
  const { winner = null, finalists = [] } = selection?.verdict ?? {};
  const index = winner ?? finalists[0]?.index ?? state.best?.index;
  if (index === undefined) return null;
  const { text: raw, lineage, measures } = describeCandidate(run, index);
  const exact = simplified(raw);
  const found = discovery?.program?.index === index ? discovery.program : null;
  const text = found?.text ?? exact;
  return {
    index,
    role: winner !== null ? "selected" : finalists.length > 0 ? "finalist" : state.isStart(index) ? "start" : "best",
    raw, exact, text,
    ablated: found?.ablated ?? false,
    // Of what ablation left, the comparison of the whole candidate says nothing.
    setting: found?.setting ?? (found?.ablated === true ? null : tunedSetting(store.notes(), index) ?? null),
    modules: found === null || discovery === null ? [] : modulesIn(store.folder, discovery),
    ...sizeOf(text),
    measures,
    lineage: lineage.map((step) => ({ ...step, text: requireProgram(store, step.index).program })),
  };
}

/** What a discovery wrote, in the run's folder as it is named now: it may have been another one then. */
function modulesIn(folder: string, { modules, folder: before }: DiscoveryReport): readonly string[] {
  return modules.map((path) => join(folder, relative(before, path)));
}

/** A program as pages show it. */
export function simplified(text: string): string {
  return print(simplify(parse(text)).program);
}
