import { check } from "../../dsl/check.js";
import { staticCost } from "../../dsl/cost.js";
import { countLive, liveness } from "../../dsl/liveness.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { evaluationsOf, repeatShare } from "../../results/run-progress.js";
import type { RunBestReport, RunReport, RunTaskReport } from "../../results/run-report.js";
import { writerOf } from "../../results/store/lock.js";
import type { ConfiguredProblem } from "../configuration/configuration.js";
import type { Reference } from "../reference/reference.js";
import { devicesOf } from "./device.js";
import { bestReport } from "./progress.js";
import type { ReadRun } from "./read.js";

/** What there is to say of a run as a whole. */
export function toRunReport(run: ReadRun): RunReport {
  const { store, content: { configuration, references }, state, counts, entries, digest, problems } = run;
  const { folder, header: { symopt, format, created }, length } = store;
  const { archive } = state;
  return {
    folder, symopt, format, created,
    writer: writerOf(folder) ?? null,
    ended: endOf(run),
    length, entries, digest,
    seed: configuration.seed,
    mode: configuration.mode,
    devices: devicesOf(store.notes()),
    budget: configuration.budget,
    evaluations: evaluationsOf(counts),
    counts,
    repeats: repeatShare(counts),
    falseRejections: counts.spared === 0 ? null : counts.falselyStopped / counts.spared,
    start: { programs: configuration.start.length, best: startName(run) },
    best: toBest(run),
    archive: {
      cells: archive.grid.size, filled: archive.filled, coverage: archive.coverage, qdScore: archive.qdScore(),
    },
    tasks: configuration.tasks.search.map((problem, k) =>
      toTask(problem, references[k] as Reference, problems[k]?.bar ?? NaN),
    ),
  };
}

/** Why it ended, where nothing was committed since. */
function endOf({ store }: ReadRun): string | null {
  const last = store.notes().findLast(({ kind }) => kind === "ended");
  if (last?.at !== store.length) return null;
  const { end } = last.data as { readonly end?: unknown };
  return typeof end === "string" ? end : null;
}

/** What the best starting program is called. A sweep made it where its update is scaled. */
function startName({ store, state, content }: ReadRun): string | null {
  let index = state.bestStart;
  for (let entry; index !== undefined && (entry = store.entry(index)) !== undefined;) {
    if (entry.subject === null) {
      const { name = entry.change } = content.configuration.start[index] ?? {};
      return index === state.bestStart ? name : `${name}, its update scaled`;
    }
    index = entry.subject;
  }
  return null;
}

function toBest(run: ReadRun): RunBestReport | null {
  const best = bestReport(run);
  const entry = best === null ? undefined : run.store.entry(best.index);
  if (best === null || entry === undefined) return null;
  const { program: text, change } = entry;
  return { ...best, ...sizeOf(text), change, text, simplified: print(simplify(parse(text)).program) };
}

/** How large a program is: its statements, live state variables and static cost. */
export function sizeOf(text: string): Pick<RunBestReport, "statements" | "state" | "cost"> {
  const typed = check(parse(text));
  const live = liveness(typed.program);
  return {
    statements: typed.program.statements.length, state: countLive(live.states), cost: staticCost(typed, live),
  };
}

function toTask(
  { name, family, size, horizon, batch }: ConfiguredProblem, { curve, bar }: Reference, score: number,
): RunTaskReport {
  const [rule = "", best] = Object.entries(bar).toSorted(([, a], [, b]) => a.loss - b.loss)[0] ?? [];
  return {
    task: name, family, size, horizon, batch,
    reference: curve.find((point) => point.horizon === horizon)?.loss ?? NaN,
    bar: { rule, loss: best?.loss ?? NaN, score },
  };
}
