import { counted } from "../../results/number.js";
import type { SearchEvent } from "../../search/run/progress.js";

/** What is said where a search ended before all of its starting programs were tried. */
export function endedEarlyText({ tried, programs }: Extract<SearchEvent, { kind: "endedEarly" }>): string {
  const untried = programs - tried;
  return `${counted(untried, "starting program", "starting programs")} of ${programs} ` +
    `${untried === 1 ? "was" : "were"} not tried, since the budget was spent before: the best starting program is only ` +
    "the best of those that were";
}
