import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Executor, Outcome, TrainingRequest } from "../proxies/executor/executor.js";
import { toBenchRow } from "../results/bench-report.js";
import { toWholeNumber } from "../results/number.js";
import { RunStore } from "../results/store/store.js";
import { RandomStream } from "../src/random.js";
import { parseConfiguration } from "../search/configuration/index.js";
import { Search } from "../search/evolution/search.js";
import { builtInReference } from "../search/reference/find.js";
import type { Reference } from "../search/reference/reference.js";
import { problemsOf } from "../search/run/content.js";
import type { Effort, Measured, Section } from "./section.js";

/** Candidates of the run, and of one that only shows that it runs. */
const CANDIDATES = { full: 1_000_000, quick: 5000 } as const;

/** Entries that must be taken in in a second: 10^6 in five. */
const BAR = 200_000;
/** Most bytes of an entry on disk. */
const ENTRY = 1200;
/** Most bytes of the process that takes the run in. */
const MEMORY = 1e9;

const CHILD = fileURLToPath(new URL("replay-child.js", import.meta.url));

/** A run of a million candidates is read from its beginning. Making it takes minutes. */
export const replay: Section = {
  name: "replay",
  title: "reading a run of a million candidates",
  isOptional: true,
  measure: measureReplay,
};

/** A run that nothing was trained for, so that it is there in minutes, read by a process of its own. */
async function measureReplay({ quick, rounds, signal }: Effort): Promise<Measured> {
  const parent = mkdtempSync(join(tmpdir(), "symopt-bench-"));
  const folder = join(parent, "run");
  try {
    const start = performance.now();
    await pretendRun(folder, quick ? CANDIDATES.quick : CANDIDATES.full, signal);
    const made = (performance.now() - start) / 1000;
    const reads = Array.from({ length: Math.min(rounds, 3) }, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [CHILD, folder], { encoding: "utf8" });
      if (status !== 0) throw new Error(`The process that reads the run ended with code ${status}: ${stderr}`);
      return JSON.parse(stdout) as { readonly seconds: number; readonly bytes: number; readonly entries: number };
    });
    const best = reads.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    const { entries, bytes } = best;
    const each = statSync(join(folder, "run.db")).size / entries;
    return {
      rows: [
        toBenchRow({
          name: "replay/entries", what: "entries of a run taken in, to go on with it", unit: "perSecond",
          measured: entries / best.seconds, bar: BAR,
          detail: `${toWholeNumber(entries)} in ${best.seconds.toFixed(2)} s, the best of ${reads.length}; a run that took ` +
            `${made.toFixed(0)} s to make without training`,
        }),
        toBenchRow({
          name: "replay/memory", what: "1 GB, of the memory that this takes", unit: "times",
          measured: MEMORY / bytes, bar: 1, detail: `${(bytes / 1e6).toFixed(0)} MB at most, Node and all`,
        }),
        toBenchRow({
          name: "replay/disk", what: "1,200 bytes, of what an entry takes on disk", unit: "times",
          measured: ENTRY / each, bar: 1, detail: `${each.toFixed(0)} bytes an entry`,
        }),
      ],
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Searches, with an executor that makes up its losses, until the log has so many candidates, repeats included. */
async function pretendRun(folder: string, candidates: number, signal: AbortSignal): Promise<void> {
  const configuration = await parseConfiguration("tasks: { peers: false, selection: [], sealed: [] }", {
    overrides: ["budget.evaluations=1000000000"],
  });
  const references = configuration.tasks.search.map((problem) => builtInReference(problem) as Reference);
  const content = { configuration, references };
  const log = RunStore.create(folder, { symopt: "bench", created: new Date().toISOString(), configuration: content });
  const executor: Executor = {
    lanes: 1, submit: (request) => Promise.resolve(outcomeOf(request)), close: () => Promise.resolve(),
  };
  const enough = new AbortController();
  let left = candidates;
  try {
    await new Search({
      configuration, problems: problemsOf(content), log, executor, signal: AbortSignal.any([signal, enough.signal]),
      onCommit: (entries) => {
        left -= entries.filter(({ kind }) => kind === "candidate").length;
        if (left <= 0) enough.abort();
      },
    }).run();
    signal.throwIfAborted();
  } finally {
    log.close();
  }
}

/** A loss that is better or worse by what the program is, and noisy by seed. */
function outcomeOf({ program, task, seed, hurdles = [] }: TrainingRequest): Outcome {
  const worth = 0.1 * new RandomStream(0, program).normal();
  const loss = 1 - worth + 0.02 * new RandomStream(seed, program + task.name).normal();
  const training = { loss, curve: new Float32Array(), ratios: [], metrics: {} };
  const passed = hurdles.findIndex((hurdle) => loss > hurdle.loss);
  const stop = hurdles[passed];
  if (stop !== undefined) {
    const losses = hurdles.slice(0, passed + 1).map(() => loss);
    return { kind: "stopped", ...training, hurdles: losses, spent: { steps: stop.step, seconds: 0.01, attempts: 1 } };
  }
  return {
    kind: "trained", ...training, hurdles: hurdles.map(() => loss),
    spent: { steps: task.horizon, seconds: 0.04, attempts: 1 },
  };
}
