import { printable } from "../dsl/text/diagnostic.js";
import { scoreText } from "./estimate.js";
import type { BestReport } from "./run-progress.js";

/** What of a run tells how its best compares with the bar. */
interface JudgedRun {
  readonly best: Pick<BestReport, "overBar" | "confirmed" | "seeds"> | null;
  readonly tasks: readonly { readonly family: string }[];
}

/** What is said where nothing was found. */
export function startWords({ best, programs }: { readonly best: string | null; readonly programs: number }): string {
  const which = programs === 1 ? "the starting program" : "the best starting program";
  return `Nothing was found that is surely better than ${which}, ${printable(best ?? "")}:`;
}

/** What may be said of the best and the bar, and what not. */
export function barWords({ best, tasks }: JudgedRun): string {
  if (best === null) return "";
  const { overBar, confirmed, seeds } = best;
  const families = [...new Set(tasks.map(({ family }) => printable(family)))].join(", ");
  if (!confirmed || !(overBar.mean - overBar.error > 0)) {
    return "Nothing that was found is above the bar for sure.";
  }
  return (
    `It is above the bar by ${scoreText(overBar)} over ${seeds} seeds of the tasks that it was evolved on ` +
    `(${families}). That says nothing of other families of tasks: it has seen none.`
  );
}
