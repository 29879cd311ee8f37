import type { TopCandidate, TopReport } from "../../results/top-report.js";
import { mean } from "../../src/statistics.js";
import { judge } from "./judge.js";
import type { ReadRun } from "./read.js";
import { sizeOf } from "./report.js";

/** The best candidates of a run by their scores, at most so many of them; of equals the simpler first. */
export function topOf(run: ReadRun, count: number): TopReport {
  const { store, state, problems } = run;
  const known = [...state.estimates.entries()].flatMap(([index, { statements }]) => {
    const judged = judge(index, run);
    return judged === undefined || judged.mean === -Infinity ? [] : [{ index, statements, judged }];
  });
  known.sort((a, b) => b.judged.mean - a.judged.mean || a.statements - b.statements || a.index - b.index);
  return {
    folder: store.folder,
    trained: known.length,
    bar: mean(problems.map(({ bar }) => bar)),
    candidates: known.slice(0, count).map(({ index, judged }, k): TopCandidate => {
      const { change = "", program: text = "" } = store.entry(index) ?? {};
      const { mean: score, error, seeds, confirmed } = judged;
      return {
        rank: k + 1, index, best: index === state.best?.index, score, error, seeds, confirmed, ...sizeOf(text), change,
        text,
      };
    }),
  };
}
