import type { RunCounts } from "../../results/run-counts.js";
import { Digest } from "../../results/store/digest.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import { SearchState } from "../evolution/state.js";
import { problemsOf, readContent } from "./content.js";
import { FreshScores } from "./fresh.js";
import type { RunKnowledge } from "./judge.js";
import { Tally } from "./tally.js";

/** A program that was the best of a run for a while. */
export interface Champion {
  /** Its place in the log. */
  readonly index: number;
  /** How many entries the log had when it became the best. */
  readonly at: number;
}

/** A run that was read, whether or not another process goes on with it. */
export interface ReadRun extends RunKnowledge {
  /** Open for reading: close it when nothing more is asked of it. */
  readonly store: RunStore;
  readonly counts: RunCounts;
  /** All that were the best for a while, in order. */
  readonly bests: readonly Champion[];
  /** How many entries were read. */
  readonly entries: number;
  /** SHA-256 of these entries but for timings, as 64 hexadecimal digits. */
  readonly digest: string;
}

/** Options of {@link readRun}. */
export interface ReadOptions {
  /** How many entries count, from the first: the run as it was then. @default all */
  readonly entries?: number | undefined;
}

/**
 * Reads a run from its beginning to what is committed by now, and all that follows from its entries. Takes time
 * in their number.
 *
 * @throws {@link InputError} where there is no run, it cannot be read, or has fewer entries than are asked for.
 */
export function readRun(folder: string, options: ReadOptions = {}): ReadRun {
  const store = RunStore.read(folder);
  try {
    return replay(store, options);
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Reads a run, does something with it and closes it. */
export function withRun<T>(folder: string, use: (run: ReadRun) => T, options: ReadOptions = {}): T {
  const run = readRun(folder, options);
  try {
    return use(run);
  } finally {
    run.store.close();
  }
}

function replay(store: RunStore, { entries: wanted = Infinity }: ReadOptions): ReadRun {
  const content = readContent(store);
  const problems = problemsOf(content);
  const state = new SearchState(content.configuration, problems);
  const [tally, fresh, digest] = [new Tally(), new FreshScores(), new Digest()];
  const bests: Champion[] = [];
  if (wanted > 0) {
    for (const entry of store.entries()) {
      if (entry.kind !== "candidate") state.takeFollowUp(entry.index);
      state.apply(entry);
      tally.add(entry);
      fresh.add(entry);
      digest.add(entry);
      const best = state.best?.index;
      if (best !== undefined && best !== bests.at(-1)?.index) bests.push({ index: best, at: state.applied });
      if (state.applied === wanted) break;
    }
  }
  const entries = state.applied;
  if (wanted < Infinity && entries < wanted) {
    throw new InputError("too-few-entries", `${store.folder} has ${entries} entries so far, and not ${wanted}.`);
  }
  return {
    store, content, problems, state, fresh, entries, bests, counts: tally.counts, digest: digest.hex(),
  };
}
