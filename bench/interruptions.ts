import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { digestOf } from "../results/store/digest.js";
import type { EntryKind } from "../results/store/entry.js";
import { RunStore } from "../results/store/store.js";

// Whether a run is the same whatever happens to it: the digest of one searched with one worker, of one with two,
// and of one whose process is killed with SIGKILL again and again while it trains, then resumed.
//
//   npm run interruptions -- [--config FILE] [--evaluations N] [--kills N]

const COMMAND = fileURLToPath(new URL("../bin/symopt.js", import.meta.url));

/** Milliseconds between two looks at the log of a run that is to be killed. */
const LOOK = 5;

/** Kills that are to come amid a sweep, a confirmation or a challenge, at least. */
const LEAST_FOLLOW_UPS = 3;

const { values } = parseArgs({
  options: {
    config: { type: "string", default: "configs/quick.yaml" },
    evaluations: { type: "string", default: "400" },
    kills: { type: "string", default: "20" },
  },
});
const kills = Number(values.kills);
const folder = mkdtempSync(join(tmpdir(), "symopt-interruptions-"));

function searchArguments(run: string, workers: number): readonly string[] {
  return ["search", values.config, "--evaluations", values.evaluations, "--workers", String(workers), "--out", run];
}

/** Searches to the end; the digest. */
function searched(name: string, workers: number): string {
  const run = join(folder, name);
  const { status } = spawnSync(process.execPath, [COMMAND, ...searchArguments(run, workers)], { stdio: "ignore" });
  if (status !== 0) throw new Error(`The search ended with code ${status}.`);
  return digest(run);
}

function digest(run: string): string {
  const store = RunStore.read(run);
  try {
    return digestOf(store.entries());
  } finally {
    store.close();
  }
}

/** How many entries a run has; none while there is no run yet. */
function length(run: string): number {
  try {
    const store = RunStore.read(run);
    try {
      return store.length;
    } finally {
      store.close();
    }
  } catch {
    return 0;
  }
}

/**
 * Where a run is to be killed, by the number of its committed entries: spread over the log, every other time where
 * the next entry is a sweep, a confirmation or a challenge, which is then under way.
 *
 * @param kinds - What the entries of the undisturbed run are.
 */
function killPoints(kinds: readonly EntryKind[]): readonly number[] {
  const points: number[] = [];
  for (let k = 1; k <= kills; k++) {
    const least = Math.max((points.at(-1) ?? 0) + 1, Math.floor((k * kinds.length) / (kills + 1)));
    const found = kinds.findIndex((kind, index) => index >= least && (k % 2 === 1 || kind !== "candidate"));
    points.push(found === -1 ? least : found);
  }
  return points;
}

/** What each entry of a run is. */
function kindsOf(run: string): readonly EntryKind[] {
  const store = RunStore.read(run);
  try {
    return Array.from(store.entries(), ({ kind }) => kind);
  } finally {
    store.close();
  }
}

/** Kills a process as soon as its run has so many entries; whether it was still running then. */
async function killAt(child: ChildProcess, run: string, entries: number): Promise<boolean> {
  const ended = once(child, "exit");
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  while (isRunning() && length(run) < entries) await sleep(LOOK);
  const killed = child.kill("SIGKILL");
  await ended;
  return killed;
}

try {
  const one = searched("one", 1);
  const two = searched("two", 2);
  const run = join(folder, "killed");
  // What is under way when a process is killed is the next entry, which the undisturbed run has too.
  const kinds = kindsOf(join(folder, "one"));
  let done = 0;
  let amidFollowUps = 0;
  for (const point of killPoints(kinds)) {
    const args = done === 0 ? searchArguments(run, 2) : ["resume", run];
    const before = length(run);
    const wasRunning = await killAt(spawn(process.execPath, [COMMAND, ...args], { stdio: "ignore" }), run, point);
    const entries = length(run);
    const next = kinds[entries];
    const amid = next === undefined ? "after its end" : `amid a ${next}`;
    process.stderr.write(`killed at ${entries} entries, ${entries - before} of them new, ${amid}\n`);
    if (!wasRunning || entries === before || next === undefined) continue;
    done++;
    if (next !== "candidate") amidFollowUps++;
  }
  spawnSync(process.execPath, [COMMAND, "resume", run], { stdio: "ignore" });
  const killed = digest(run);
  process.stdout.write(
    `${length(run)} entries\n1 worker       ${one}\n2 workers      ${two}\nkilled ${done} times ${killed}\n` +
      `${amidFollowUps} of these amid a sweep, a confirmation or a challenge\n` +
      `${one === two && two === killed ? "all the same" : "NOT the same"}\n`,
  );
  const isShown = done === kills && amidFollowUps >= LEAST_FOLLOW_UPS;
  if (!isShown) process.stderr.write("too few kills hit what they were to hit: try again, or with more evaluations\n");
  process.exitCode = one === two && two === killed && isShown ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
