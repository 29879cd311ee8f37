import { setMaxListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Executor } from "../../proxies/executor/executor.js";
import type { Entry } from "../../results/store/entry.js";
import type { Configuration } from "../configuration/configuration.js";
import { carryOut, repeatOf } from "./carry-out.js";
import { Lookahead } from "./lookahead.js";
import { type Plan, isTraining } from "./plan.js";
import type { ScoredProblem } from "./problem.js";
import { Programs } from "./programs.js";
import { Proposer } from "./proposer.js";
import { Repeats } from "./repeats.js";
import { SearchState } from "./state.js";

/** So many entries in a row without anything new to train mean that there is nothing new within reach. */
const EXHAUSTED = 100_000;

/** Entries that are proposed before others get a turn: signals, messages of workers. */
const TURN = 64;

/** Where the log of a run is kept. */
export interface Log {
  /** Keeps entries for good, all or none of them. */
  append(entries: readonly Entry[]): void;
  /** One of them. */
  entry(index: number): Entry | undefined;
  /** All of them, in order. */
  entries(): Iterable<Entry>;
}

/** What a search is given. */
export interface SearchOptions {
  readonly configuration: Configuration;
  readonly problems: readonly ScoredProblem[];
  readonly log: Log;
  readonly executor: Executor;
  /** Ends the search at once; what is committed stays. */
  readonly signal: AbortSignal;
  /** Told of every entry that is in the log already, as it is taken in. */
  readonly onTakenIn?: (entry: Entry) => void;
  /** Told of entries as they have been committed, in order. */
  readonly onCommit?: (entries: readonly Entry[]) => void;
}

/** Why a search ended: a limit of its budget, the signal, or since nothing new was found within reach. */
export type SearchEnd = "evaluations" | "steps" | "minutes" | "interrupted" | "exhausted";

/** What is remembered of an entry that later ones may repeat. */
type Original = Pick<Entry, "status" | "reason" | "fitness">;

/** An entry that is not committed yet. */
interface Pending {
  readonly plan: Plan;
  /** Its entry; of a repeat made when it is committed, since what it repeats is then. */
  readonly entry: Promise<Entry> | undefined;
  /** The same, once it is there. */
  ready?: Entry;
}

/**
 * A search over a log: it proposes, trains and commits, in order of index. What is in the log already is taken in
 * first, and nothing of it is trained again; so a search that was interrupted goes on as if it had not been.
 */
export class Search {
  readonly state: SearchState;
  readonly #options: SearchOptions;
  readonly #programs: Programs;
  readonly #proposer: Proposer;
  readonly #repeats = new Repeats();
  readonly #lookahead: Lookahead;
  readonly #originals = new Map<number, Original>();
  /** Planned, not committed. */
  readonly #pending: Pending[] = [];
  /** Committed, not applied to the state. */
  readonly #unapplied: Entry[] = [];
  /** The index of the next entry. */
  #next = 0;
  /** Candidates that were planned to be trained. */
  #evaluations = 0;
  #sinceTraining = 0;
  readonly #stop = new AbortController();

  /**
   * Takes in the log.
   *
   * @throws {@link ContractError} where it is of another configuration.
   */
  constructor(options: SearchOptions) {
    const { configuration, problems, log, onTakenIn } = options;
    this.#options = options;
    this.state = new SearchState(configuration, problems);
    this.#lookahead = new Lookahead(configuration.inFlight);
    this.#programs = new Programs((index) => log.entry(index)?.program ?? "");
    this.#proposer = new Proposer(configuration, problems, this.#programs, this.#repeats);
    for (const entry of log.entries()) {
      this.#catchUp(this.#due());
      this.#register(entry, isTraining(entry.repeats, entry.trainings));
      this.#committed(entry);
      onTakenIn?.(entry);
    }
  }

  /** How many entries the log has. */
  get length(): number {
    return this.#next - this.#pending.length;
  }

  /** Searches until the budget is spent or the signal says so. */
  async run(): Promise<SearchEnd> {
    const { signal } = this.#options;
    const either = AbortSignal.any([signal, this.#stop.signal]);
    // Every training that is under way listens.
    setMaxListeners(0, either);
    const deadline = this.#deadline();
    try {
      for (let turn = 0; ; turn++) {
        while (this.length < this.#due()) await this.#commit();
        this.#catchUp(this.#due());
        const end = this.#end(deadline);
        if (end !== undefined) {
          while (this.#pending.length > 0) await this.#commit();
          return end;
        }
        this.#plan(either);
        if (turn % TURN === 0) {
          await nextTurn();
          either.throwIfAborted();
        }
      }
    } catch (error) {
      if (signal.aborted) return "interrupted";
      throw error;
    } finally {
      this.#stop.abort();
    }
  }

  #plan(signal: AbortSignal): void {
    const { executor, problems } = this.#options;
    const plan = this.#proposer.plan(this.#next, this.state);
    this.#programs.remember(plan.facts.index, plan.facts.program);
    this.#register(plan.facts, isTraining(plan.facts.repeats, plan.trainings));
    const entry = plan.facts.repeats === null
      ? carryOut(plan, { executor, problems, signal })
      : undefined;
    const pending: Pending = { plan, entry };
    // Where it fails the search ends as it comes to commit it; until then nobody waits for it.
    entry?.then((done) => { pending.ready = done; }, () => undefined);
    this.#pending.push(pending);
  }

  /** What follows from an entry before its outcome is known. */
  #register(facts: Pick<Entry, "index" | "kind" | "hash" | "fingerprint" | "repeats">, trains: boolean): void {
    if (facts.kind !== "candidate") this.state.takeFollowUp(facts.index);
    this.#repeats.add(facts);
    this.#sinceTraining++;
    if (trains) {
      this.#lookahead.add(facts.index);
      this.#sinceTraining = 0;
      if (facts.kind === "candidate") this.#evaluations++;
    }
    this.#next = facts.index + 1;
  }

  /** Waits for the oldest pending entry, then commits it and all after it that are ready as well. */
  async #commit(): Promise<void> {
    await this.#pending[0]?.entry;
    const ready: Entry[] = [];
    for (const { plan, entry, ready: done } of this.#pending) {
      const next = entry === undefined ? this.#repeat(plan) : done;
      if (next === undefined) break;
      this.#remember(next);
      ready.push(next);
    }
    this.#options.log.append(ready);
    this.#pending.splice(0, ready.length);
    this.#unapplied.push(...ready);
    this.#options.onCommit?.(ready);
  }

  #repeat(plan: Plan): Entry {
    return repeatOf(plan, this.#originals.get(plan.facts.repeats as number) as Original);
  }

  #committed(entry: Entry): void {
    this.#remember(entry);
    this.#unapplied.push(entry);
  }

  #remember({ index, repeats, status, reason, fitness }: Entry): void {
    if (repeats === null) this.#originals.set(index, { status, reason, fitness });
  }

  /** How many entries must be applied before the next is proposed: all starting programs, once these are through. */
  #due(): number {
    const { length } = this.#options.configuration.start;
    return this.#next < length ? 0 : Math.max(length, this.#lookahead.due);
  }

  #catchUp(due: number): void {
    let taken = 0;
    while (this.state.applied < due) this.state.apply(this.#unapplied[taken++] as Entry);
    this.#unapplied.splice(0, taken);
  }

  #deadline(): number {
    const { minutes } = this.#options.configuration.budget;
    return minutes === null ? Infinity : performance.now() + 60_000 * minutes;
  }

  #end(deadline: number): SearchEnd | undefined {
    const { evaluations, steps } = this.#options.configuration.budget;
    if (evaluations !== null && this.#evaluations >= evaluations) return "evaluations";
    if (steps !== null && this.state.steps >= steps) return "steps";
    if (this.#sinceTraining >= EXHAUSTED) return "exhausted";
    return performance.now() >= deadline ? "minutes" : undefined;
  }
}
