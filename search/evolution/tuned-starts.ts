import { check } from "../../dsl/check.js";
import { parse } from "../../dsl/text/parse.js";
import { BAR_RULES } from "../../results/bar.js";
import type { Configuration, StartingProgram } from "../configuration/configuration.js";
import { excess } from "../configuration/start.js";
import type { Reference } from "../reference/reference.js";
import { librarySubject } from "../subject.js";
import { tunedProgram } from "../tuned-program.js";

/**
 * A configuration that starts from the rules of the bar too, as they were tuned for each search task, where it asks
 * for them: what is known is not searched for. Those outside its limits are left out.
 *
 * @param references - Of its search tasks, in their order.
 */
export function withTunedStarts(configuration: Configuration, references: readonly Reference[]): Configuration {
  if (!configuration.startTuned) return configuration;
  const { limits, start } = configuration;
  const tuned = BAR_RULES.flatMap((rule) => {
    const subject = librarySubject(rule);
    return references.flatMap(({ task, horizon, batch, bar }): readonly StartingProgram[] => {
      const program = tunedProgram(subject, bar[rule].setting);
      const fits = program !== undefined && excess(check(parse(program)), limits) === undefined;
      return fits ? [{ name: `${rule} tuned on ${task}, ${horizon} steps of ${batch}`, program, tuned: true }] : [];
    });
  });
  return { ...configuration, start: [...start, ...tuned], startTuned: false };
}
