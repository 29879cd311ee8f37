import { type TypedProgram, check } from "../dsl/check.js";
import { probe as probeProgram, probeUpdateSize } from "../dsl/probe/probe.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { toBenchRow } from "../results/bench-report.js";
import { toShortNumber } from "../results/number.js";
import { seconds } from "./clock.js";
import { median } from "./median.js";
import type { Effort, Measured, Section } from "./section.js";

/** How often a program is probed, times the rounds. */
const TIMES = 15;

/** The probe, which every structurally new program goes through before any training. */
export const probe: Section = {
  name: "probe",
  title: "fingerprint and measures of a program",
  measure: measureProbe,
};

function measureProbe({ rounds }: Effort): Measured {
  const start = check(parse(adamwPaper.text));
  const adamw = milliseconds(TIMES * rounds, () => probeProgram(start));
  const size = milliseconds(TIMES * rounds, () => probeUpdateSize(start));
  const library = rules.map(({ text }): TypedProgram => check(parse(text)));
  const each = library.map((typed) => milliseconds(rounds, () => probeProgram(typed)));
  const mean = each.reduce((sum, time) => sum + time, 0) / each.length;
  return {
    rows: [toBenchRow({
      name: "probe/adamw",
      what: "probe of the starting AdamW",
      unit: "milliseconds",
      measured: adamw,
      bar: null,
      detail: `fingerprint and measures; mean of the library ${toShortNumber(mean)} ms; the update's size alone, ` +
        `for norm-matching, ${toShortNumber(size)} ms`,
    })],
  };
}

/** The median time of a call, after as many to warm up. */
function milliseconds(rounds: number, run: () => unknown): number {
  const times = Array.from({ length: 2 * rounds }, () => seconds(run) * 1000);
  return median(times.slice(rounds));
}
