import type { TypedProgram } from "../dsl/check.js";
import { hashProgram } from "../dsl/hash.js";
import { simplify } from "../dsl/rewrite/simplify.js";
import { type BenchRow, toBenchRow } from "../results/bench-report.js";
import { toShortNumber } from "../results/number.js";
import { mean } from "../src/statistics.js";
import { seconds } from "./clock.js";
import { median } from "./median.js";

const LEAST_STATEMENTS = 20;
const MOST_PROGRAMS = 200;

/** Simplifies programs of 20 statements or more out of evolved populations, none of a structure twice. */
export function measureSimplify(populations: readonly (readonly TypedProgram[])[]): BenchRow {
  const distinct = new Map<string, TypedProgram["program"]>();
  for (const { program } of populations.flat()) {
    if (program.statements.length >= LEAST_STATEMENTS) distinct.set(hashProgram(program), program);
  }
  const all = [...distinct.values()];
  const chosen = all.filter((_, i) => i % Math.ceil(all.length / MOST_PROGRAMS) === 0);
  const after = chosen.map((program) => simplify(program).program.statements.length);
  const times = chosen.map((program) => seconds(() => simplify(program)) * 1000);
  return toBenchRow({
    name: "simplify/exact",
    what: "simplifying an evolved program",
    unit: "milliseconds",
    measured: median(times),
    bar: null,
    detail: `${chosen.length} programs of ${mean(chosen.map(({ statements }) => statements.length)).toFixed(1)} ` +
      `statements, ${mean(after).toFixed(1)} afterwards; mean ${toShortNumber(mean(times))} ms, most ` +
      `${toShortNumber(Math.max(...times))} ms`,
  });
}
