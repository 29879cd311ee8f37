import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import type { FinalProgram, RunStory } from "../../results/html/story.js";
import { requireProgram } from "../run/candidate.js";
import type { ReadRun } from "../run/read.js";
import { sizeOf } from "../run/report.js";
import { describeCandidate } from "../run/show.js";

/**
 * The program that a run came to: the winner of its selection or the best of its finalists, else the best of its
 * search; `null` before a program was trained to its end.
 */
export function finalProgram(
  run: ReadRun, { selection, ablation }: Pick<RunStory, "selection" | "ablation">,
): FinalProgram | null {
  const { state, store } = run;
  const { winner = null, finalists = [] } = selection?.verdict ?? {};
  const index = winner ?? finalists[0]?.index ?? state.best?.index;
  if (index === undefined) return null;
  const { text: raw, lineage, measures } = describeCandidate(run, index);
  const text = simplified(raw);
  return {
    index,
    role: winner !== null ? "selected" : finalists.length > 0 ? "finalist" : state.isStart(index) ? "start" : "best",
    raw, text,
    ablated: ablation?.index === index ? ablation.text : null,
    ...sizeOf(text),
    measures,
    lineage: lineage.map((step) => ({ ...step, text: requireProgram(store, step.index).program })),
  };
}

/** A program as pages show it. */
export function simplified(text: string): string {
  return print(simplify(parse(text)).program);
}
