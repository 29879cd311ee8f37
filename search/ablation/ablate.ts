import type { Program } from "../../dsl/program.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { print } from "../../dsl/text/print.js";
import type { Executor } from "../../proxies/executor/executor.js";
import type {
  AblatedPart, AblationReport, JointRemoval, MeasuredWorth,
} from "../../results/ablation-report.js";
import { ContractError, InputError } from "../../src/errors.js";
import { MOST_SEEDS, SEEDS, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { groupsOf } from "./group.js";
import { MARGIN } from "./margin.js";
import { planWithin } from "./plan.js";
import { judge, looksOf } from "./race.js";
import { slopeAt } from "./slope.js";
import { type AblationProblem, type Contender, LEAST_SCALES, MOST_SCALES, Trials } from "./trials.js";
import { type Variant, partsOf, variantsOf, without } from "./variant.js";
import { worthOf } from "./worth.js";

/** Pairs of a part alone: enough to plan what may go together, which is then verified on others. */
const SCREENING_PAIRS = 16;

/** Of these, the first, after which a part that is clearly worth the margin is given up. */
const FIRST_PAIRS = 8;

/** Fewer pairs would hardly ever decide that something may go. */
const FEWEST_PAIRS = 8;

/** Pairs that may decide by default, and the most that there are seeds for besides those of screening. */
const SEEDS_BY_DEFAULT = 256;
const MOST_PAIRS = MOST_SEEDS - SCREENING_PAIRS;

/** By how many standard errors the worth of a part may be better than it seems, for it to be planned with. */
const HOPE = 2;

/** Seeds that the scale of a part's absence is tuned on, where the part is tried alone and where it is verified. */
const RETUNING_SEEDS = { alone: 3, together: 8 } as const;

/** The code of the error that is thrown where the whole program fails on a task. */
export const UNTRAINABLE = "untrainable";

/** Options of {@link ablate}. */
export interface AblationOptions {
  readonly program: Program;
  /** What the report calls the program. @default the program's own name */
  readonly name?: string;
  /** What parts are tried on: at least one. */
  readonly problems: readonly AblationProblem[];
  /** Settings of scale and decay that are tried for the whole program. @default 24 */
  readonly trials?: number | undefined;
  /** Pairs of trainings on each problem that may decide, 2 to 984; a budget may allow fewer. @default 256 */
  readonly seeds?: number | undefined;
  /** Octaves of speed-up that a part must be worth to stay: above 0. @default 0.02 */
  readonly margin?: number | undefined;
  /**
   * Training steps that may be spent, never exceeded: what is not decided by then stays.
   * @default as many as it takes
   */
  readonly budget?: number | undefined;
  /** Takes everything back: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far each stage is. */
  readonly onProgress?: ((stage: string, done: number, total: number) => void) | undefined;
}

/** A part that was tried alone. */
interface Screened {
  readonly variant: Variant;
  readonly worth: MeasuredWorth;
  /** Whether it may go together with others: it is not clearly worth the margin. */
  readonly open: boolean;
}

/** What holds of some parts: the plan that was verified, and those that were refused alone. */
interface Held {
  readonly chosen: readonly Screened[];
  readonly refused: readonly Screened[];
}

/**
 * Simplifies a program by training it without its parts. First it is rewritten exactly, and its scale and decay are
 * tuned. Then, in rounds: each part alone is tried without on a few seeds, its scale tuned anew; what may go together
 * is planned from that, as if what parts are worth added up; the plan is verified on other seeds, as many as it takes,
 * against the whole program or, where that was better, what was left of it by an earlier plan. What the program trains
 * better without goes first, so that its gain pays for nothing. A plan that does not hold loses its costliest part. It
 * ends where nothing more can be dropped.
 *
 * So parts that are worth the margin or more together are dropped by one verification in twenty at most, and what all
 * that is dropped is worth together is below the margin. The bound allows for the looks at the seeds, see
 * `looksOf`; not for the noise of the reference's curve, which turns losses into octaves, nor of tuning.
 *
 * A function of its options and of outcomes, repeatable to the bit for any number of lanes: an executor that remembers
 * outcomes resumes it.
 *
 * @throws {@link InputError} where the whole program cannot be trained on a problem.
 */
export async function ablate(executor: Executor, options: AblationOptions): Promise<AblationReport> {
  const { problems, seeds = SEEDS_BY_DEFAULT, margin = MARGIN } = options;
  if (problems.length === 0 || !(margin > 0)) {
    throw new ContractError(`An ablation takes a problem and a margin above 0, got ${problems.length} and ${margin}.`);
  }
  if (!Number.isSafeInteger(seeds) || seeds < 2 || seeds > MOST_PAIRS) {
    throw new ContractError(`An ablation takes 2 to ${MOST_PAIRS} seeds, got ${seeds}.`);
  }
  const ablation = new Ablation(executor, options);
  try {
    return await ablation.run();
  } finally {
    ablation.stop();
  }
}

class Ablation {
  readonly #name: string;
  readonly #exact: Program;
  readonly #trials: number;
  #seeds: number;
  readonly #margin: number;
  readonly #budget: number;
  readonly #onProgress: (stage: string, done: number, total: number) => void;
  readonly #bench: Trials;
  #onTraining: () => void = () => undefined;
  /** By how much the loss on each problem falls with an octave of training, about where the whole program gets to. */
  #slopes: readonly number[] = [];
  /** What is left is verified against this. */
  #base: Contender | undefined;
  #current: Contender | undefined;
  /** What has been dropped since the base is worth, at least 0. */
  #lost = 0;
  readonly #rows = new Map<string, AblatedPart>();
  readonly #removals: JointRemoval[] = [];
  /** Keys of what is kept for good. */
  readonly #settled = new Set<string>();
  /** Programs that were verified and did not hold, as text. */
  readonly #refused = new Set<string>();
  /** Keys of what the budget left no steps to verify. */
  readonly #unverified = new Set<string>();
  /** What it left no steps to try. */
  #untried: readonly Variant[] = [];

  constructor(executor: Executor, options: AblationOptions) {
    const { program, name = program.name, problems, trials = 24, seeds = SEEDS_BY_DEFAULT, margin = MARGIN } = options;
    const { budget = Infinity, signal, onProgress = () => undefined } = options;
    this.#name = name;
    this.#exact = simplify(program).program;
    this.#trials = trials;
    this.#seeds = seeds;
    this.#margin = margin;
    this.#budget = budget;
    this.#onProgress = onProgress;
    this.#bench = new Trials(executor, problems, { signal, onTraining: () => { this.#onTraining(); } });
  }

  async run(): Promise<AblationReport> {
    const whole = await this.#tuneWhole();
    if (whole === undefined) return this.#report(undefined, this.#exact, undefined);
    this.#base = this.#current = whole;
    this.#seeds = this.#affordableSeeds();
    for (let round = 1; await this.#round(round, this.#base, this.#current); round++);
    return this.#report(whole, this.#current.program, this.#current);
  }

  stop(): void {
    this.#bench.stop();
  }

  /** The whole program, tuned; `undefined` where the budget does not suffice to drop a single part afterwards. */
  async #tuneWhole(): Promise<Contender | undefined> {
    const { round, problems } = this.#bench;
    const { together } = RETUNING_SEEDS;
    const tuning = TUNING_SEEDS.length * this.#trials * round + retuningCost(round, together) + SCREENING_PAIRS * round;
    this.#untried = variantsOf(this.#exact);
    const dropping = this.#trialCost() + this.#reserve(Math.min(this.#seeds, FEWEST_PAIRS));
    if (tuning + dropping > this.#budget) return undefined;
    let done = 0;
    // Scales at an edge take a few more.
    const usual = (TUNING_SEEDS.length * this.#trials + LEAST_SCALES * together) * problems.length;
    this.#onTraining = () => { this.#onProgress("tuning", Math.min(++done, usual), usual); };
    const whole = await this.#bench.tune(this.#exact, this.#trials, together);
    this.#onTraining = () => undefined;
    whole.rates.forEach((rate, k) => {
      if (rate === undefined) throw untrainable(this.#name, problems[k] as AblationProblem);
    });
    this.#slopes = await Promise.all(problems.map(async ({ reference }, k) =>
      slopeAt(reference, await this.#bench.meanLoss(whole, k, seedsOf(SEEDS.scoring, SCREENING_PAIRS)))));
    return whole;
  }

  /** Whether something was dropped. */
  async #round(round: number, base: Contender, current: Contender): Promise<boolean> {
    const screened = await this.#screen(round, current);
    for (const { variant, worth } of screened) {
      this.#rows.set(variant.key, { part: variant.part, instead: variant.instead, worth, verdict: "kept" });
    }
    const candidates = screened.filter(({ open }) => open);
    const held = await this.#firstThatHolds(candidates, (chosen) => this.#verify(round, chosen, base, current));
    for (const { variant } of held.refused) this.#settled.add(variant.key);
    if (held.chosen.length === 0) return false;
    for (const { variant: { part, instead, key }, worth } of held.chosen) {
      this.#rows.set(key, { part, instead, worth, verdict: "dropped" });
    }
    return true;
  }

  /**
   * Tries parts alone, in order: what the budget allows where something can be verified afterwards. Where a constant
   * cannot do with so few digits, it is tried with more.
   */
  async #screen(round: number, current: Contender): Promise<readonly Screened[]> {
    const each = this.#trialCost();
    const after = this.#reserve();
    const screened: Screened[] = [];
    for (;;) {
      const done = new Set(screened.map(({ variant }) => variant.key));
      this.#untried = variantsOf(current.program, this.#settled).filter(({ key }) => !done.has(key));
      const affordable = Math.max(0, Math.floor((this.#budget - this.#bench.steps - after) / each));
      const batch = this.#untried.slice(0, affordable);
      if (batch.length === 0) return screened;
      const total = screened.length + this.#untried.length;
      let count = screened.length;
      screened.push(...await Promise.all(batch.map(async (variant) => {
        const result = await this.#screenOne(variant, current);
        this.#onProgress(`round ${round}, parts alone`, ++count, total);
        return result;
      })));
      for (const { variant, worth, open } of screened) {
        // What fails now may work when something else is gone.
        if (!open && worth.mean < Infinity) this.#settled.add(variant.key);
      }
    }
  }

  async #screenOne(variant: Variant, current: Contender): Promise<Screened> {
    const contender = await this.#bench.retune(variant.program, current, RETUNING_SEEDS.alone);
    const first = await this.#worth(contender, current, seedsOf(SEEDS.scoring, FIRST_PAIRS));
    const isHopeless = first.mean - HOPE * first.error >= this.#margin || first.mean === Infinity;
    const worth = isHopeless ? first : await this.#worth(contender, current, seedsOf(SEEDS.scoring, SCREENING_PAIRS));
    return { variant, worth, open: worth.mean - HOPE * worth.error < this.#margin };
  }

  /** Whether what is left without some parts, all at once, is surely not slower by the margin: then it is kept. */
  async #verify(
    round: number, chosen: readonly Screened[], base: Contender, current: Contender,
  ): Promise<boolean> {
    const left = without(current.program, chosen.flatMap(({ variant }) => variant.edits));
    // Different plans may leave the same.
    if (left === undefined || this.#refused.has(print(left))) return false;
    if (this.#bench.steps + this.#verificationCost() > this.#budget) {
      chosen.forEach(({ variant }) => this.#unverified.add(variant.key));
      return false;
    }
    const contender = await this.#bench.retune(left, current, RETUNING_SEEDS.together);
    const looks = looksOf(this.#seeds);
    const last = looks.at(-1) as (typeof looks)[number];
    for (const look of looks) {
      const worth = await this.#worth(contender, base, seedsOf(SEEDS.scoring, look.pairs, SCREENING_PAIRS), look.risk);
      this.#onProgress(`round ${round}, ${chosen.length} together`, look.pairs, last.pairs);
      const verdict = judge(worth, this.#margin, last);
      if (verdict === "open" && look !== last) continue;
      const dropped = verdict === "less";
      this.#removals.push({ parts: chosen.map(({ variant }) => variant.key), worth, dropped });
      if (!dropped) {
        this.#refused.add(print(left));
        return false;
      }
      this.#current = contender;
      // Measured against what is better: else a gain could pay for parts that are worth something.
      if (worth.mean < 0) this.#base = contender;
      this.#lost = Math.max(0, worth.mean);
      return true;
    }
    throw new ContractError("A race has looks, and the last one ends it.");
  }

  async #worth(
    contender: Contender, base: Contender, seeds: readonly number[], risk?: number,
  ): Promise<MeasuredWorth> {
    const [own, whole] = await Promise.all(
      [contender, base].map((one) => this.#bench.slowness(one, this.#slopes, seeds)),
    ) as [readonly number[], readonly number[]];
    return worthOf(own, whole, risk);
  }

  /** As many pairs as decide without a budget; else as half of what is left allows, so that parts are tried too. */
  #affordableSeeds(): number {
    const { round, steps } = this.#bench;
    const left = (this.#budget - steps) / 2 - retuningCost(round, RETUNING_SEEDS.together);
    return Math.min(this.#seeds, Math.max(FEWEST_PAIRS, Math.floor(left / (2 * round))));
  }

  /** Steps of trying without a part at most. */
  #trialCost(): number {
    const { round } = this.#bench;
    return retuningCost(round, RETUNING_SEEDS.alone) + SCREENING_PAIRS * round;
  }

  /** Steps that are kept for after trying without parts: of a verification, and of what was tried last. */
  #reserve(pairs = this.#seeds): number {
    return this.#verificationCost(pairs) + SCREENING_PAIRS * this.#bench.round;
  }

  /** Steps of a verification at most: of the base too, where it has not been trained on these seeds. */
  #verificationCost(pairs = this.#seeds): number {
    const { round } = this.#bench;
    return retuningCost(round, RETUNING_SEEDS.together) + 2 * pairs * round;
  }

  /**
   * The first plan that holds. What a program clearly trains better without goes first and for itself, so that its gain
   * pays for nothing else.
   */
  async #firstThatHolds(
    candidates: readonly Screened[], verify: (chosen: readonly Screened[]) => Promise<boolean>,
  ): Promise<Held> {
    const gains = candidates.filter(({ worth }) => worth.mean < -worth.error);
    const first = await this.#hold(gains, verify);
    if (first.chosen.length > 0 || gains.length === candidates.length) return first;
    const second = await this.#hold(candidates.filter((candidate) => !gains.includes(candidate)), verify);
    return { chosen: second.chosen, refused: [...first.refused, ...second.refused] };
  }

  /** The first plan that holds: one that does not loses its costliest part, tried alone if nothing else holds. */
  async #hold(
    candidates: readonly Screened[], verify: (chosen: readonly Screened[]) => Promise<boolean>,
  ): Promise<Held> {
    const refused: Screened[] = [];
    const later: Screened[] = [];
    let rest = candidates;
    for (;;) {
      const chosen = this.#planOf(rest);
      if (chosen.length === 0) break;
      if (await verify(chosen)) return { chosen, refused };
      const costliest = chosen.reduce((a, b) => (b.worth.mean > a.worth.mean ? b : a));
      (chosen.length === 1 ? refused : later).push(costliest);
      rest = rest.filter((candidate) => candidate !== costliest);
    }
    for (const one of later.toReversed()) {
      if (await verify([one])) return { chosen: [one], refused };
      refused.push(one);
    }
    return { chosen: [], refused };
  }

  /** What gains most of what may be worth less than what is left of the margin: each counts a standard error less. */
  #planOf(candidates: readonly Screened[]): readonly Screened[] {
    const groups = groupsOf(candidates, ({ variant }) => variant.edits);
    const choices = groups.map((group) => group.map((item) => {
      return { item, gain: item.variant.gain, cost: Math.max(0, item.worth.mean - item.worth.error) };
    }));
    return planWithin(choices, this.#margin - this.#lost).map(({ item }) => item);
  }

  #report(whole: Contender | undefined, left: Program, current: Contender | undefined): AblationReport {
    const { problems, trainings, steps } = this.#bench;
    const there = partsOf(left);
    const rate = (of: Contender | undefined, k: number) => of?.rates[k] ?? { scale: 1, decay: 0 };
    return {
      name: this.#name,
      level: "ablate",
      statements: { before: this.#exact.statements.length, after: left.statements.length },
      state: { before: this.#exact.states.length, after: left.states.length },
      margin: this.#margin,
      tasks: problems.map(({ problem, flat }, k) => ({
        name: problem.name, size: problem.size, horizon: problem.horizon, batch: problem.batch, flat,
        scale: { before: rate(whole, k).scale, after: rate(current, k).scale },
        decay: { before: rate(whole, k).decay, after: rate(current, k).decay },
      })),
      parts: [...this.#rows.values()].map((row) =>
        row.verdict === "kept" && !there.has(row.part) ? { ...row, verdict: "gone" } : row),
      removals: this.#removals,
      untried: [...new Set([...this.#unverified, ...this.#untried.map(({ key }) => key)])],
      trainings,
      steps,
      exact: print(this.#exact),
      text: print(left),
    };
  }
}

/** Steps of tuning a scale at most. */
function retuningCost(round: number, seeds: number): number {
  return MOST_SCALES * seeds * round;
}

function untrainable(name: string, { problem }: AblationProblem): InputError {
  return new InputError(
    UNTRAINABLE,
    `${name} fails on task "${problem.name}" however its scale and decay are tuned, so there is nothing to compare ` +
      "with. Choose other tasks with --task.",
  );
}
