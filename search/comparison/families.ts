import type { OverallSpeedUp } from "../../results/comparison-report.js";
import { type Sampled, hierarchicalBootstrap } from "../../src/bootstrap.js";
import { RandomStream } from "../../src/random.js";
import { mean } from "../../src/statistics.js";
import { RESAMPLES, leastFamilies } from "./effort.js";
import { type Match, reportMatch, sampledSpeedUp } from "./judge.js";

/**
 * The geometric mean of a program's speed-ups, families counting alike, with its interval by a bootstrap of families
 * and seeds. A speed-up that is beyond the horizons counts as their end in the mean; in the lower end of the interval
 * one that is not reached counts as the mirror image of the other end. The interval is of 95 % for all programs that
 * are compared (Bonferroni), as the p-values of single tasks are corrected for them.
 *
 * @param matches - The program's, on all tasks.
 * @param familyOf - The family of a match's task.
 * @param place - Which program it is.
 * @param place.index - Its place among those that are compared: its stream of random numbers.
 * @param place.programs - How many these are.
 */
export function overallSpeedUp(
  matches: readonly Match[], familyOf: (match: Match) => string,
  { index, programs }: { readonly index: number; readonly programs: number },
): OverallSpeedUp {
  const families = [...new Set(matches.map(familyOf))];
  const groups = families.map((family) => matches.filter((match) => familyOf(match) === family).map(sampledSpeedUp));
  const stream = new RandomStream(1, "search/comparison/families", index);
  const { low, high } = hierarchicalBootstrap(groups, { resamples: RESAMPLES, stream, intervals: programs });
  const speedUps = matches.map((match) => reportMatch(match, 1).speedUp.value);
  const octaves = mean(groups.map((group) => mean(group.map(wholeEstimate))));
  return {
    name: matches[0]?.entrant.contender.subject.name ?? "",
    families: groups.length,
    tasks: matches.length,
    octaves, low, high,
    judged: programs,
    notReached: speedUps.filter(({ beyond }) => beyond === "slower").length,
    beyondHorizons: speedUps.filter(({ beyond }) => beyond === "faster").length,
    verdict: groups.length < leastFamilies(programs) ? "few-families" : low > 0 ? "beats" : high < 0 ? "worse" : "undecided",
  };
}

/** The quantity of all observations; where it is not reached, the most that it may be. */
function wholeEstimate({ count, estimate }: Sampled): number {
  return estimate(Array.from({ length: count }, (_, k) => k)).high;
}
