import type { Executor } from "../../proxies/executor/executor.js";
import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import { openExecutor } from "../../proxies/executor/open-executor.js";
import { quoted } from "../../results/path.js";
import type { RunProgress } from "../../results/run-progress.js";
import type { Entry } from "../../results/store/entry.js";
import { hasRun, makeFolder, requireWritable, takeAway } from "../../results/store/place.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import { symoptVersion } from "../../src/version.js";
import type { Configuration } from "../configuration/configuration.js";
import { printConfiguration } from "../configuration/print.js";
import { findReferences } from "../evolution/prepare.js";
import { Search, type SearchEnd } from "../evolution/search.js";
import { withTunedStarts } from "../evolution/tuned-starts.js";
import type { Reference } from "../reference/reference.js";
import { type RunContent, noteBudget, problemsOf, readContent } from "./content.js";
import { keepDevice } from "./device.js";
import { executorOf } from "./executor.js";
import { writeInto } from "./files.js";
import { FreshScores } from "./fresh.js";
import { type SearchEvent, bestReport } from "./progress.js";
import { requireSameTasks } from "./same-tasks.js";
import { Tally } from "./tally.js";

/** How the learning rate goes over every training. */
const USUAL_SCHEDULE = "cosine";

/** Options of {@link startRun} and {@link resumeRun}. */
export interface RunOptions {
  /** The folder of the run. */
  readonly folder: string;
  /** Worker threads. @default those of the configuration, else as many as the machine runs at once */
  readonly workers?: number;
  /** Where the caller wants a certain executor: a run that has another is refused. @default the run's */
  readonly executor?: ExecutorName | undefined;
  /** The version of symopt, for the run's file. @default that of this package */
  readonly version?: string;
  /** Ends the search at once; what is committed stays. */
  readonly signal: AbortSignal;
  /** Told of what happens. */
  readonly onEvent?: (event: SearchEvent) => void;
}

/** How a search ended. */
export interface RunEnd {
  readonly end: SearchEnd;
  /** Entries of the log. */
  readonly entries: number;
  /** Entries that were lost with their workers: a run with faults may not repeat. */
  readonly faults: number;
}

/**
 * Begins a run in a folder, and searches until its budget is spent or the signal says so.
 *
 * @throws {@link InputError} where there is a run already, the folder cannot be written to, or a task is not fit
 * to be searched on.
 */
export async function startRun(configuration: Configuration, options: RunOptions): Promise<RunEnd> {
  const { folder } = options;
  // Before references are measured, which may take minutes.
  if (hasRun(folder)) {
    throw new InputError("run-exists", `There is a run in ${folder} already: \`symopt resume ${quoted(folder)}\` goes on with it.`);
  }
  const made = makeFolder(folder);
  try {
    requireWritable(folder);
    return await begin(configuration, options);
  } catch (error) {
    // Where nothing was begun nothing stays.
    takeAway(made);
    throw error;
  }
}

/** Measures references that are not known, and begins a run with them in its folder, which is there. */
async function begin(configuration: Configuration, options: RunOptions): Promise<RunEnd> {
  const { folder, version = symoptVersion(), signal, onEvent } = options;
  const name = executorOf(configuration);
  const measure = (executor: Executor): Promise<readonly Reference[]> =>
    findReferences(executor, configuration.tasks.search, {
      signal,
      onProgress: (task, steps, total) => onEvent?.({ kind: "reference", task, steps, total }),
      onCeiling: (ceiling) => onEvent?.({ kind: "atCeiling", ...ceiling }),
    });
  const run = async (executor: Executor, references: readonly Reference[]): Promise<RunEnd> => {
    const content = { configuration: withTunedStarts(configuration, references), references };
    const store = RunStore.create(folder, {
      symopt: version, created: new Date().toISOString(), configuration: content,
    });
    try {
      writeInto(folder, { path: "config.yaml", text: printConfiguration(content.configuration) });
      return await search(store, content, executor, options);
    } finally {
      store.close();
    }
  };
  if (name === "wasm") {
    return withExecutor(name, configuration, options, async (executor) => run(executor, await measure(executor)));
  }
  // References are kept for all runs of the machine, so they are what they are everywhere.
  const references = await withExecutor("wasm", configuration, options, measure);
  return withExecutor(name, configuration, options, (executor) => run(executor, references));
}

/**
 * Goes on with a run, as if it had not been interrupted.
 *
 * @param budget - What it may take from now on in all, in place of what it was given. @default as it was
 * @throws {@link InputError} where there is no run, or it cannot be read or written.
 */
export async function resumeRun(options: RunOptions, budget: Partial<Configuration["budget"]> = {}): Promise<RunEnd> {
  const store = RunStore.open(options.folder);
  try {
    const before = readContent(store);
    requireUsualSchedule(before, options.folder);
    const executor = executorOf(before.configuration);
    requireSame(executor, options);
    await requireSameTasks(before, options.folder);
    const changed = Object.keys(budget).length > 0;
    if (changed) noteBudget(store, { ...before.configuration.budget, ...budget });
    const content = changed ? readContent(store) : before;
    const { configuration } = content;
    return await withExecutor(executor, configuration, options, (opened) => search(store, content, opened, options));
  } finally {
    store.close();
  }
}

/** Refuses a run of an older version whose trainings had another schedule than all have now. */
function requireUsualSchedule({ configuration }: RunContent, folder: string): void {
  const { schedule = USUAL_SCHEDULE }: Configuration & { readonly schedule?: string } = configuration;
  if (schedule === USUAL_SCHEDULE) return;
  throw new InputError(
    "older-run",
    `${folder} was searched with the schedule \`${schedule}\`, which this version of symopt does not have any more: begin a ` +
      `new run from it with \`symopt search --from ${quoted(folder)}\`.`,
  );
}

/** Refuses to go on with another executor than that of the run. */
function requireSame(own: ExecutorName, { folder, executor = own }: RunOptions): void {
  if (executor === own) return;
  throw new InputError(
    "other-executor",
    `${folder} was begun on the executor \`${own}\` and cannot go on with \`${executor}\`, whose outcomes are not the same to the ` +
      `bit: leave --executor out, or begin a new run from it with \`symopt search --executor ${executor} --from ${quoted(folder)}\`.`,
  );
}

async function withExecutor<T>(
  name: ExecutorName, { workers, lanes }: Configuration, options: RunOptions, work: (executor: Executor) => Promise<T>,
): Promise<T> {
  // No limit of cost: what is proposed keeps to it, and the rules of the bar need not.
  const executor = await openExecutor(name, {
    workers: options.workers ?? workers ?? undefined, lanes,
    onLost: (index, reason) => options.onEvent?.({ kind: "lost", index, reason }),
    onFewerLanes: (fewer, reason) => options.onEvent?.({ kind: "fewerLanes", lanes: fewer, reason }),
    signal: options.signal,
  });
  try {
    return await work(executor);
  } finally {
    await executor.close();
  }
}

/** Searches on with what is in a store, which it leaves open. */
async function search(
  store: RunStore, content: RunContent, executor: Executor, options: RunOptions,
): Promise<RunEnd> {
  const { folder, signal, onEvent } = options;
  const { configuration } = content;
  const problems = problemsOf(content);
  const change = keepDevice(store, executorOf(configuration), executor);
  if (change !== undefined) onEvent?.({ kind: "otherDevice", ...change });
  const tally = new Tally();
  const fresh = new FreshScores();
  const takeIn = (entry: Entry): void => {
    tally.add(entry);
    fresh.add(entry);
  };
  const running = new Search({
    configuration, problems, log: store, executor, signal,
    onTakenIn: takeIn,
    onCommit: (entries) => {
      entries.forEach(takeIn);
      onEvent?.({ kind: "committed", entries, progress });
      tellBest();
    },
  });
  const { state } = running;
  const knowledge = { content, problems, state, fresh };
  const progress = (): RunProgress => ({
    counts: tally.counts,
    best: bestReport(knowledge),
    archive: { cells: state.archive.grid.size, filled: state.archive.filled, qdScore: state.archive.qdScore() },
  });
  let last = state.best?.index;
  const tellBest = (): void => {
    if (state.best?.index === last) return;
    last = state.best?.index;
    const best = bestReport(knowledge);
    if (best !== null) onEvent?.({ kind: "best", best });
  };
  onEvent?.({
    kind: "begun", folder, entries: running.length, budget: configuration.budget,
    workers: executor.lanes, progress: progress(),
  });
  const end = await running.run();
  const { length: programs } = configuration.start;
  if (end !== "interrupted" && store.length < programs) {
    onEvent?.({ kind: "endedEarly", tried: store.length, programs });
  }
  store.note("ended", store.length, { end });
  return { end, entries: store.length, faults: tally.counts.faults + tally.counts.followUpFaults };
}
