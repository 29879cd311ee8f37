import type { Program } from "../../dsl/program.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { print } from "../../dsl/text/print.js";
import type { Executor } from "../../proxies/executor.js";
import type { AblatedPart, AblationReport, JointRemoval } from "../../results/ablation-report.js";
import { ContractError, InputError } from "../../src/errors.js";
import { mean } from "../../src/statistics.js";
import { groupsOf } from "./group.js";
import { MARGIN } from "./margin.js";
import { planWithin } from "./plan.js";
import { type Verdict, type Worth, judge, looksOf, worthOf } from "./race.js";
import { slopeAt } from "./slope.js";
import { type AblationProblem, type Contender, Trials } from "./trials.js";
import { type Variant, variantsOf, without } from "./variant.js";

/** Pairs of a part alone, at most: enough to plan what may go together, which is then verified. */
const SCREENING = 16;

/** Options of {@link ablate}. */
export interface AblationOptions {
  /** What the report calls the program. */
  readonly name: string;
  /** What parts are tried on. */
  readonly problems: readonly AblationProblem[];
  /** Pairs of trainings on each problem that may decide: at least 2. @default 128 */
  readonly seeds?: number;
  /** Settings of scale and decay that are tried for the whole program. @default 24 */
  readonly trials?: number;
  /** Whether only rewrites that keep every bit are made. @default false */
  readonly strict?: boolean;
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every training how many there have been, and what is going on. */
  readonly onProgress?: (trainings: number, doing: string) => void;
}

/** What is dropped or not, for the time being. */
interface Screened {
  readonly variant: Variant;
  readonly worth: Worth;
  readonly verdict: Verdict;
}

/**
 * Simplifies a program by training it without its parts. First it is rewritten exactly, and its scale and decay are
 * tuned. Then, in rounds: each part alone is tried without on the first seeds; what may go together is planned from
 * that, as if what parts are worth added up; the plan is verified on as many seeds as it takes, against the whole
 * program or, where that was better, what was left of it by an earlier plan. A plan that does not hold loses its
 * costliest part. It ends where nothing more can be dropped. So a part that is worth the margin or more goes by
 * mistake once in twenty verifications at most, and what all that is dropped is worth together is below the margin.
 *
 * A function of its options and of what the executor trains, repeatable to the bit for any number of lanes.
 *
 * @throws {@link InputError} where the whole program cannot be trained on a problem.
 */
export async function ablate(
  executor: Executor, program: Program, options: AblationOptions,
): Promise<AblationReport> {
  const { name, problems, seeds = 128, trials = 24, strict = false, signal, onProgress } = options;
  let doing = "";
  const bench = new Trials(executor, problems, {
    ...(signal === undefined ? {} : { signal }),
    onTraining: (trainings) => { onProgress?.(trainings, doing); },
  });
  const exact = simplify(program, { strict }).program;
  doing = "tuning the whole program";
  const whole = await bench.tune(exact, trials);
  whole.rates.forEach((rate, k) => {
    if (rate === undefined) throw untrainable(name, problems[k] as AblationProblem);
  });
  let base = await baselineOf(bench, problems, whole);
  let current = whole;
  const rows = new Map<string, AblatedPart>();
  const removals: JointRemoval[] = [];
  const settled = new Set<string>();
  for (let round = 1; ; round++) {
    const variants = variantsOf(current.program, { strict, except: settled });
    doing = `round ${round}, each of ${variants.length} parts alone`;
    const screened = await Promise.all(variants.map(async (variant): Promise<Screened> => {
      const contender = await bench.retune(variant.program, current);
      const { worth, verdict } = await race(bench, problems, contender, base, seeds, SCREENING);
      return { variant, worth, verdict };
    }));
    for (const { variant, worth, verdict } of screened) {
      rows.set(variant.key, { part: variant.part, instead: variant.instead, worth, verdict: "kept" });
      if (verdict === "not-less" && worth.mean < Infinity) settled.add(variant.key);
    }
    const verify = async (chosen: readonly Screened[]): Promise<Contender | undefined> => {
      const edits = chosen.flatMap(({ variant }) => variant.edits);
      const left = without(current.program, edits, strict);
      if (left === undefined) return undefined;
      const contender = await bench.retune(left, current);
      const { worth, verdict } = await race(bench, problems, contender, base, seeds, seeds);
      removals.push({ parts: chosen.map(({ variant }) => variant.key), worth, dropped: verdict === "less" });
      if (verdict !== "less") return undefined;
      // Measured against what is better: else a gain could pay for parts that are worth something.
      if (worth.mean < 0) base = await baselineOf(bench, problems, contender);
      return contender;
    };
    doing = `round ${round}, what may go together`;
    const found = await firstThatHolds(screened.filter(({ verdict }) => verdict !== "not-less"), verify);
    for (const { variant } of found.refused) settled.add(variant.key);
    if (found.contender === undefined) break;
    for (const { variant, verdict } of screened) {
      const row = rows.get(variant.key) as AblatedPart;
      const isDropped = found.chosen.some((other) => other.variant.key === variant.key);
      // It is tried again if it is still there.
      if (isDropped || verdict !== "not-less") rows.set(variant.key, { ...row, verdict: isDropped ? "dropped" : "gone" });
    }
    current = found.contender;
  }
  const rate = (contender: Contender, k: number) => contender.rates[k] ?? { scale: 0, decay: 0 };
  return {
    name,
    level: "ablate",
    statements: { before: exact.statements.length, after: current.program.statements.length },
    state: { before: exact.states.length, after: current.program.states.length },
    margin: MARGIN,
    tasks: problems.map(({ problem, flat }, k) => ({
      name: problem.name, size: problem.size, horizon: problem.horizon, batch: problem.batch, flat,
      scale: { before: rate(whole, k).scale, after: rate(current, k).scale },
      decay: { before: rate(whole, k).decay, after: rate(current, k).decay },
    })),
    parts: [...rows.values()],
    removals,
    trainings: bench.trainings,
    exact: print(exact),
    text: print(current.program),
  };
}

function untrainable(name: string, { problem }: AblationProblem): InputError {
  return new InputError(
    "untrainable",
    `${name} fails on task "${problem.name}" however its scale and decay are tuned, so there is nothing to compare ` +
      "with. Choose other tasks with --task.",
  );
}

/** What holds of some candidates: the plan that was verified. */
interface Held {
  readonly contender: Contender | undefined;
  readonly chosen: readonly Screened[];
  /** Those that were refused alone. */
  readonly refused: readonly Screened[];
}

/** The first plan that holds: one that does not loses its costliest part, tried alone if nothing else holds. */
async function firstThatHolds(
  candidates: readonly Screened[], verify: (chosen: readonly Screened[]) => Promise<Contender | undefined>,
): Promise<Held> {
  const refused: Screened[] = [];
  const later: Screened[] = [];
  let rest = candidates;
  for (;;) {
    const chosen = planOf(rest);
    if (chosen.length === 0) break;
    const contender = await verify(chosen);
    if (contender !== undefined) return { contender, chosen, refused };
    const costliest = chosen.reduce((a, b) => (b.worth.mean > a.worth.mean ? b : a));
    (chosen.length === 1 ? refused : later).push(costliest);
    rest = rest.filter((candidate) => candidate !== costliest);
  }
  for (const one of later.toReversed()) {
    const contender = await verify([one]);
    if (contender !== undefined) return { contender, chosen: [one], refused };
    refused.push(one);
  }
  return { contender: undefined, chosen: [], refused };
}

/** What gains most of what may be worth less than the margin together: each counts a standard error less, from 0. */
function planOf(candidates: readonly Screened[]): readonly Screened[] {
  const groups = groupsOf(candidates, ({ variant }) => variant.edits);
  const choices = groups.map((group) => group.map((item) => {
    return { item, gain: item.variant.gain, cost: Math.max(0, item.worth.mean - item.worth.error) };
  }));
  return planWithin(choices, MARGIN).map(({ item }) => item);
}

/** What others are compared with: its losses are turned into octaves by the references' slopes there. */
interface Baseline {
  readonly contender: Contender;
  readonly slopes: readonly number[];
}

async function baselineOf(
  bench: Trials, problems: readonly AblationProblem[], contender: Contender,
): Promise<Baseline> {
  const [few = 0] = looksOf(SCREENING);
  const slopes = await Promise.all(problems.map(async ({ reference }, k) => {
    const losses = (await bench.losses(contender, k, few)).filter(Number.isFinite);
    return slopeAt(reference, mean(losses));
  }));
  return { contender, slopes };
}

/** Adds pairs until they decide, or until there are so many. */
async function race(
  bench: Trials, problems: readonly AblationProblem[], contender: Contender, base: Baseline, most: number,
  until: number,
): Promise<{ readonly worth: Worth; readonly verdict: Verdict }> {
  const looks = looksOf(most);
  for (const [k, pairs] of looks.entries()) {
    const worth = worthOf(await differencesOf(bench, problems, contender, base, pairs), most);
    const verdict = judge(worth, MARGIN, most);
    if (verdict !== "open" || (looks[k + 1] ?? Infinity) > until) return { worth, verdict };
  }
  throw new ContractError("A race has looks, and the last one ends it.");
}

/** For each seed, by how many octaves the contender is slower: the mean over problems. */
async function differencesOf(
  bench: Trials, problems: readonly AblationProblem[], contender: Contender, base: Baseline, pairs: number,
): Promise<readonly number[]> {
  const differences = await Promise.all(problems.map(async (_, k) => {
    const [own, others] = await Promise.all([
      bench.losses(contender, k, pairs), bench.losses(base.contender, k, pairs),
    ]);
    return own.map((loss, seed) => {
      const other = others[seed] as number;
      // Where the whole program fails no part of it is to blame.
      return other === Infinity ? 0 : (loss - other) / (base.slopes[k] as number);
    });
  }));
  return Array.from({ length: pairs }, (_, seed) => mean(differences.map((of) => of[seed] as number)));
}
