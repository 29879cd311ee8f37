import type { Entry } from "../../results/store/entry.js";
import { ContractError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { mean } from "../../src/statistics.js";
import { Archive, FLOOR } from "../archive/archive.js";
import { Grid } from "../archive/grid.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Member, Population } from "../population/population.js";
import { FAILED, type Rank, rankOf } from "../population/rank.js";
import { QuantileWindow } from "../population/window.js";
import { challengeSeeds } from "../seeds.js";
import { bySeed } from "./by-seed.js";
import { type Best, wins } from "./champion.js";
import { type Estimate, Estimates, type Trained } from "./estimate.js";
import type { FollowUp } from "./follow-up.js";
import { Hurdles } from "./hurdles.js";
import { type RestartKind, Islands } from "./islands.js";
import { type ScoredProblem, meanDeviation } from "./problem.js";
import { staysInRace } from "./race.js";
import { Starts } from "./starts.js";

/**
 * What starting programs are scaled by besides: the learning rates that they are known with suit large models, and
 * are far too small for the proxies, so far that one step of two shows nothing.
 */
const START_FACTORS: readonly number[] = [4, 16, 64];

/** The first half of a challenge: what the best came to on the fresh seeds. */
interface Defence {
  readonly index: number;
  /** `undefined` where it failed. */
  readonly bySeed: readonly number[] | undefined;
  /** Whether nothing is known of it, since it was lost with its worker. */
  readonly isLost: boolean;
}

/**
 * All that a search knows, as a fold over the entries of its log in their order: two logs that agree up to an
 * entry give the same state there, however and when their entries came about.
 */
export class SearchState {
  readonly archive: Archive;
  readonly estimates = new Estimates();
  readonly hurdles: Hurdles;
  readonly #configuration: Configuration;
  readonly #problems: readonly ScoredProblem[];
  readonly #islands: Islands;
  /** What the latest distinct candidates came to: where the top begins. */
  readonly #ranks: QuantileWindow;
  readonly #followUps: FollowUp[] = [];
  readonly #starts = new Starts((index) => this.#fitnessOf(index));
  /** Candidates with a confirmation under way or wanted. */
  readonly #confirming = new Set<number>();
  /** Pairs of a challenger and the best that it met. */
  readonly #challenged = new Set<string>();
  #challenges = 0;
  /** The first half of a challenge, until its second half comes: what the best came to. */
  #defence: Defence | undefined;
  #best: Best | undefined;
  /** Entries that have been applied. */
  #applied = 0;
  #steps = 0;

  constructor(configuration: Configuration, problems: readonly ScoredProblem[]) {
    const { archive, hurdles } = configuration;
    this.#configuration = configuration;
    this.#problems = problems;
    this.archive = new Archive(new Grid(archive.measures));
    this.hurdles = new Hurdles(hurdles, problems);
    this.#ranks = new QuantileWindow(hurdles.window);
    this.#islands = new Islands(configuration, (kind) => this.#restartPoints(kind));
  }

  /** How many entries it knows. */
  get applied(): number {
    return this.#applied;
  }

  /** Training steps of these. */
  get steps(): number {
    return this.#steps;
  }

  /** The best so far; `undefined` before a starting program was trained to its end. */
  get best(): Best | undefined {
    return this.#best;
  }

  /** What is to be done next about candidates that did well, oldest first. */
  get followUps(): readonly FollowUp[] {
    return this.#followUps;
  }

  /** The population of an island. */
  population(island: number): Population {
    return this.#islands.population(island);
  }

  /** The best starting program, its update scaled as suits it best; `undefined` before one was trained. */
  get bestStart(): number | undefined {
    return this.#starts.best;
  }

  /** Whether an entry is a starting program or a scaled form of one. */
  isStart(index: number): boolean {
    return this.#starts.has(index);
  }

  /**
   * Takes the next follow-up away: it is an entry now.
   *
   * @param index - The place of the entry.
   * @throws {@link ContractError} where there is none.
   */
  takeFollowUp(index: number): FollowUp {
    const next = this.#followUps.shift();
    if (next === undefined) throw new ContractError(`Nothing that the log says led to its entry ${index}.`);
    return next;
  }

  /** Takes in the next entry of the log. */
  apply(entry: Entry): void {
    if (entry.index !== this.#applied) {
      throw new ContractError(`Entry ${this.#applied} of the log is to be applied, got ${entry.index}.`);
    }
    this.#applied++;
    this.#steps += entry.steps;
    switch (entry.kind) {
      case "candidate":
        this.#applyCandidate(entry);
        break;
      case "sweep":
        this.#applySweep(entry);
        break;
      case "confirmation":
        this.#applyConfirmation(entry);
        break;
      case "challenge":
        this.#applyChallenge(entry);
        break;
    }
    this.#islands.migrate(this.#applied);
  }

  #applyCandidate(entry: Entry): void {
    const { index, repeats, trainings } = entry;
    const isStart = index < this.#configuration.start.length;
    if (repeats === null && trainings.length > 0) {
      this.hurdles.add(entry);
      this.#ranks.add(this.#rankOf(entry));
    }
    if (repeats === null && entry.status === "trained") {
      this.#begin(entry);
      if (isStart) this.#addStart(index);
      const { sweep: { top }, start } = this.#configuration;
      if (isStart && top > 0 && start[index]?.tuned !== true) this.#sweep(index, START_FACTORS);
      if ((isStart && top > 0) || this.#isTop(index, top)) this.#sweep(index);
    }
    this.#join(entry, isStart);
    if (entry.source === "archive" && entry.subject !== null) this.#confirm(entry.subject, 1);
  }

  /**
   * The best starting program is the best until another beats it on fresh seeds.
   *
   * @param from - What it is a scaled form of. @default itself
   */
  #addStart(index: number, from = index): void {
    this.#starts.add(index, from);
    const { best } = this.#starts;
    if (best !== undefined && (this.#best === undefined || this.#starts.has(this.#best.index))) this.#crownStart(best);
  }

  /** A starting program is the best, without fresh seeds: it gets all of the usual, so that others can race with it. */
  #crownStart(index: number): void {
    this.#best = { index, bySeed: [] };
    if (this.#configuration.confirmation.race === "paired") this.#race(index);
  }

  /**
   * A scaled program takes part only where it is better than the candidate that it comes from; then it is scaled
   * again, until that helps no more. What scaling back would give is known already.
   */
  #applySweep(entry: Entry): void {
    const { index, repeats, status, fitness } = entry;
    const subject = entry.subject as number;
    if (repeats !== null || status !== "trained" || (fitness ?? FAILED) <= this.#fitnessOf(subject)) return;
    this.#begin(entry);
    const isStart = this.#starts.has(subject);
    if (isStart) this.#addStart(index, subject);
    this.#join(entry, isStart);
    this.#sweep(index);
  }

  #sweep(subject: number, factors: readonly number[] = this.#configuration.sweep.factors): void {
    for (const factor of factors) this.#followUps.push({ kind: "sweep", subject, factor });
  }

  #applyConfirmation({ subject, status, trainings }: Entry): void {
    const index = subject as number;
    this.#confirming.delete(index);
    // Of a fault nothing is known: the candidate stays what it was.
    if (status === "fault") return;
    if (status !== "trained") {
      this.#fail(index);
      return;
    }
    this.estimates.extend(index, bySeed(trainings));
    this.#reconsider(index);
    this.#race(index);
  }

  /** What failed on a further seed is worth nothing: it leaves the archive, and is no best. */
  #fail(index: number): void {
    this.estimates.fail(index);
    this.#islands.update(index, FAILED);
    this.archive.remove(index);
    this.#starts.reconsider(index);
    if (this.#best?.index !== index) return;
    const { best } = this.#starts;
    this.#best = undefined;
    if (best !== undefined) this.#crownStart(best);
  }

  /** Tells populations and archive of a new estimate. */
  #reconsider(index: number): void {
    const estimate = this.estimates.get(index);
    if (estimate === undefined || estimate.fitness === FAILED) return;
    const { fitness, error, measures, statements, island } = estimate;
    this.#islands.update(index, fitness);
    const standing = this.archive.update(index, { fitness, error });
    if (standing === "forgotten" && measures !== null && fitness > FLOOR) {
      this.archive.add({ index, fitness, error, statements, measures, island });
    }
  }

  #applyChallenge({ subject, status, trainings }: Entry): void {
    const scores = status === "trained" ? bySeed(trainings) : undefined;
    const defence = this.#defence;
    if (defence === undefined) {
      this.#defence = { index: subject as number, bySeed: scores, isLost: status === "fault" };
      return;
    }
    this.#defence = undefined;
    // Another may have become the best since; and where a half was lost with its worker nothing is decided.
    if (defence.index !== this.#best?.index || scores === undefined || defence.isLost) return;
    if (defence.bySeed === undefined || wins(scores, defence.bySeed)) {
      this.#best = { index: subject as number, bySeed: scores };
    }
  }

  /** What is known of a candidate that was just trained to its end. */
  #begin(entry: Entry): void {
    const { index, trainings, measures, statements, island } = entry;
    const scores = this.#problems.map((_, p) => trainings.find(({ problem }) => problem === p)?.score ?? 0);
    const { fitness, error } = this.estimates.begin(index, {
      bySeed: bySeed(trainings), scores, deviation: meanDeviation(this.#problems, scores), island, statements, measures,
    });
    if (measures !== null) this.archive.add({ index, fitness, error, statements, measures, island });
    this.#race(index);
  }

  /**
   * The top of the candidates is confirmed once; what stays in the race gets more seeds, until it has them all and
   * challenges the best.
   */
  #race(index: number): void {
    const { top, seeds, race } = this.#configuration.confirmation;
    const estimate = this.estimates.get(index);
    const isBest = race === "paired" && index === this.#best?.index;
    if (estimate === undefined || !(isBest || this.#isTop(index, top))) return;
    const trained = estimate.bySeed.length;
    if (trained > (seeds[0] ?? 1) && !this.#staysInRace(estimate)) return;
    if (trained < (seeds.at(-1) ?? 1)) this.#confirm(index, Infinity);
    else this.#challenge(index);
  }

  #staysInRace(estimate: Estimate & Trained): boolean {
    const best = this.#best?.index;
    if (best === undefined) return true;
    const rival = { bySeed: this.estimates.get(best)?.bySeed ?? [], sure: this.#sureFitness(best) };
    return staysInRace(this.#configuration.confirmation.race, estimate, rival);
  }

  /**
   * Wants a candidate trained on as many seeds as the next level has.
   *
   * @param most - Only where it has so many seeds, or fewer.
   */
  #confirm(index: number, most: number): void {
    const { seeds } = this.#configuration.confirmation;
    const estimate = this.estimates.get(index);
    // What failed on a seed would fail on it again.
    const now = estimate === undefined || estimate.fitness === FAILED ? Infinity : estimate.bySeed.length;
    const next = seeds.find((level) => level > now);
    if (next === undefined || now > Math.max(most, seeds[0] ?? 1) || this.#confirming.has(index)) return;
    this.#confirming.add(index);
    const wanted = Array.from({ length: next - now }, (_, k) => now + k + 1);
    this.#followUps.push({ kind: "confirmation", subject: index, seeds: wanted });
  }

  #challenge(index: number): void {
    const best = this.#best?.index;
    if (best === undefined) {
      // No starting program came to its end: then the first that has all its seeds is what others must beat.
      this.#best = { index, bySeed: [] };
      return;
    }
    if (best === index) return;
    const pair = `${index} ${best}`;
    const ahead = this.#fitnessOf(index) > this.#sureFitness(best);
    if (!ahead || this.#challenged.has(pair)) return;
    const seeds = challengeSeeds(this.#challenges, this.#configuration.confirmation.best);
    // Without fresh seeds nothing is sure any more, so the best stays what it is.
    if (seeds === undefined) return;
    this.#challenges++;
    this.#challenged.add(pair);
    this.#followUps.push(
      { kind: "challenge", subject: best, mate: index, seeds },
      { kind: "challenge", subject: index, mate: best, seeds },
    );
  }

  /** The fitness of the best on the seeds where it became it, which it was not chosen by; else as estimated. */
  #sureFitness(index: number): number {
    const scores = this.#best?.bySeed ?? [];
    return scores.length > 0 ? mean(scores) : this.#fitnessOf(index);
  }

  /** Whether a candidate is among the best part of the latest distinct ones. */
  #isTop(index: number, part: number): boolean {
    const bound = part > 0 ? this.#ranks.quantile(1 - part) : null;
    return bound !== null && this.#fitnessOf(index) > bound;
  }

  /** The estimate of a candidate's fitness; −∞ of what did not come to its end. */
  #fitnessOf(index: number): number {
    return this.estimates.get(index)?.fitness ?? FAILED;
  }

  #rankOf({ index, repeats, status, fitness }: Entry): Rank {
    return this.estimates.get(repeats ?? index)?.fitness ?? rankOf(status, fitness);
  }

  #join(entry: Entry, everywhere: boolean): void {
    const { index, statements, repeats, island } = entry;
    const member = { index, origin: repeats ?? index, rank: this.#rankOf(entry), statements };
    if (everywhere) this.#islands.joinAll(member, this.#copies());
    else this.#islands.join(member, island);
  }

  /** How many members of an island each starting program becomes. */
  #copies(): number {
    const { population, start } = this.#configuration;
    return population.fill ? Math.max(1, Math.floor(population.size / start.length)) : 1;
  }

  /** What a restarted island begins with; all of it is confirmed. */
  #restartPoints(kind: RestartKind): readonly Member[] {
    const points = this.#pointsOf(kind);
    for (const index of points) this.#confirm(index, 1);
    return points.map((index) => ({
      index, origin: index, rank: this.#fitnessOf(index), statements: this.estimates.get(index)?.statements ?? 0,
    }));
  }

  #pointsOf(kind: RestartKind): readonly number[] {
    const stream = new RandomStream(this.#configuration.seed, "search/restart", this.#applied);
    const best = this.#best?.index ?? 0;
    switch (kind) {
      case "best":
        return [best];
      case "library":
        return this.#starts.forms.length > 0 ? this.#starts.forms : [best];
      case "elite":
        return [this.archive.sample(stream)?.index ?? best];
    }
  }
}
