import { describe, expect, it } from "vitest";
import { BAR_RULES } from "../../results/bar.js";
import { parseConfiguration, printConfiguration } from "../configuration/index.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { withTunedStarts } from "./tuned-starts.js";

async function startsOf(text: string): Promise<readonly string[]> {
  const configuration = await parseConfiguration(text);
  return withTunedStarts(configuration, configuration.tasks.search.map(referenceOf)).start.map(({ name }) => name);
}

describe("tuned starts", () => {
  it("are the rules of the bar as each was tuned for each search task, behind the others", async () => {
    const names = await startsOf("{ tasks: { search: [teacher, language], peers: false }, start: [sgd], startTuned: true }");
    expect(names).toEqual([
      "sgd",
      ...BAR_RULES.flatMap((rule) => [
        `${rule} tuned on teacher, 200 steps of 64`, `${rule} tuned on language, 150 steps of 8`,
      ]),
    ]);
  });

  it("keep to the limits", async () => {
    const names = await startsOf("{ tasks: { search: [teacher], peers: false }, limits: { state: 1 } }");
    expect(names.filter((name) => name.includes("tuned"))).toEqual([
      "lion tuned on teacher, 200 steps of 64", "nesterov tuned on teacher, 200 steps of 64",
    ]);
  });

  it("are not there where they are not asked for, and stand in a configuration that is printed", async () => {
    const configuration = await parseConfiguration("{ tasks: { search: [teacher], peers: false } }");
    expect(withTunedStarts({ ...configuration, startTuned: false }, []).start).toEqual(configuration.start);
    const whole = withTunedStarts(configuration, configuration.tasks.search.map(referenceOf));
    expect(await parseConfiguration(printConfiguration(whole))).toEqual(whole);
  });
});
