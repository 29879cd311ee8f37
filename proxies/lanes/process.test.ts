import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ContractError, InputError } from "../../src/errors.js";
import { ExecutorClosed, type Outcome } from "../executor/executor.js";
import { LocalExecutor } from "../executor/local.js";
import { requestOf } from "./pretend.arbitrary.js";
import { LanesExecutor, type LanesExecutorOptions } from "./process.js";
import type { TrainerSource } from "./trainer-source.js";

/** Child processes cannot run TypeScript, so they are tested as they are installed: built. */
const ENTRY = new URL("../../dist/proxies/lanes/child.js", import.meta.url);
const MODULE = fileURLToPath(new URL("faults.js", import.meta.url));

/** What a training does by the thousands of its seed: the list in `faults.js`. */
const HANGS = 1000;
const LOSES_DEVICE = 2000;
const EXITS = 3000;
const IS_KILLED = 4000;
const CRASHES_ONCE = 5000;
const TAKES_LONG = 6000;
const THROWS = 7000;
/** Wherever there are more than two lanes. */
const EXITS_IN_MANY = 8000;

/** TensorFlow itself is installed where it could be downloaded. */
const HAS_TENSORFLOW = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"].some(isInstalled);

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

let folder = "";
const opened: LanesExecutor[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-lanes-"));
  process.env["SYMOPT_FAULTS"] = folder;
});
afterEach(async () => {
  for (const executor of opened.splice(0)) await executor.close();
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
});
afterAll(() => {
  delete process.env["SYMOPT_FAULTS"];
  if (folder !== "") rmSync(folder, { recursive: true });
});

async function open(options: Partial<LanesExecutorOptions> = {}): Promise<LanesExecutor> {
  const executor = await LanesExecutor.open({
    source: { kind: "module", path: MODULE }, lanes: 4, entry: ENTRY, ...options,
  });
  opened.push(executor);
  return executor;
}

/** How often a training was begun. */
function attemptsOf(seed: number): number {
  return readFileSync(join(folder, String(seed)), "utf8").length;
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether a process that is nobody's child any more computes: where nobody waits for it, it stays as a zombie. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const path = `/proc/${pid}/stat`;
  return !existsSync(path) || !/\) [ZX] /.test(readFileSync(path, "utf8"));
}

/** Waits for what a child does, however busy the machine is, yet not for ever: a test that hangs says less. */
async function until(holds: () => boolean): Promise<void> {
  await vi.waitUntil(holds, { interval: 5, timeout: 20_000 });
}

function submit(executor: LanesExecutor, seeds: readonly number[]): Promise<readonly Outcome[]> {
  return Promise.all(seeds.map((seed, index) => executor.submit(requestOf(index, { seed }))));
}

describe("a child process", () => {
  test("trains what is submitted, and says what computes", async () => {
    const executor = await open();
    expect(executor.device).toEqual({ name: MODULE, isGpu: false });
    const outcomes = await submit(executor, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    outcomes.forEach((outcome, k) => {
      expect(outcome).toMatchObject({ kind: "trained", loss: 1 / (k + 1), spent: { steps: 12, attempts: 1 } });
    });
    expect(executor.replaced).toBe(0);
  });

  test("refuses what is the user's fault, and goes on", async () => {
    const executor = await open();
    const bad = executor.submit(requestOf(1, { program: "def broken(" }));
    await expect(bad).rejects.toThrow(InputError);
    await expect(executor.submit(requestOf(1, { seed: 0.5 }))).rejects.toThrow(ContractError);
    expect((await executor.submit(requestOf(1))).kind).toBe("trained");
  });

  test("uses fewer lanes where there is no room for all", async () => {
    const outcomes = await submit(await open({ lanes: 9 }), [1, 2, 3, 4, 5, 6]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => "trained"));
  });

  test("that is killed in mid-training is replaced, and nothing is lost", async () => {
    const lost: (readonly [number, string])[] = [];
    const executor = await open({ onLost: (index, reason) => lost.push([index, reason]) });
    const { pid } = executor;
    const back = new AbortController();
    const long = executor.submit(requestOf(0, { seed: TAKES_LONG }), { signal: back.signal });
    const others = Promise.all([1, 2, 3, 4, 5].map((seed) => executor.submit(requestOf(seed, { seed }))));
    await until(() => readdirSync(folder).includes(String(TAKES_LONG)));
    await sleep(20);
    process.kill(pid as number, "SIGKILL");
    await until(() => lost.length > 0);
    back.abort(new Error("enough"));
    await expect(long).rejects.toThrow("enough");
    expect((await others).map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => "trained"));
    expect(lost.map(([index]) => index).toSorted()).toEqual([0, 1, 2, 3]);
    expect(lost[0]?.[1]).toMatch(/SIGKILL/);
    expect(isAlive(pid)).toBe(false);
  });

  test.each([
    ["loses its device", LOSES_DEVICE, /fell off the bus/],
    ["exits", EXITS, /exit code 3/],
    ["is killed by its driver", IS_KILLED, /SIGKILL/],
    ["throws", THROWS, /A trainer that throws/],
  ])("that %s with one candidate again and again finds which, and faults no other", async (_, fault, reason) => {
    const executor = await open();
    const outcomes = await submit(executor, [1, 2, fault, 4, 5, 6, 7]);
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds).toEqual(["trained", "trained", "fault", "trained", "trained", "trained", "trained"]);
    expect(outcomes[2]).toMatchObject({ message: expect.stringMatching(reason) as string, spent: { steps: 12 } });
    expect(executor.replaced).toBeLessThanOrEqual(3);
  });

  test("that is lost once tries again, and says so", async () => {
    const [outcome] = await submit(await open(), [CRASHES_ONCE]);
    expect(outcome).toMatchObject({ kind: "trained", spent: { attempts: 2 } });
    expect(attemptsOf(CRASHES_ONCE)).toBe(2);
  });

  test("that hangs is ended", async () => {
    const executor = await open({ setup: 1 });
    const { pid } = executor;
    const outcomes = await submit(executor, [HANGS, 2]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["fault", "trained"]);
    expect(outcomes[0]).toMatchObject({ message: "It gave no sign of life for more than 1.00 s." });
    expect(isAlive(pid)).toBe(false);
  });

  test("that hangs is ended however much is submitted meanwhile", async () => {
    const lost: number[] = [];
    const executor = await open({ setup: 1, onLost: (index) => lost.push(index) });
    const hanging = executor.submit(requestOf(0, { seed: HANGS }));
    let submissions = 0;
    while (lost.length === 0 && submissions < 40) {
      void executor.submit(requestOf(++submissions));
      await sleep(100);
    }
    expect(lost[0]).toBe(0);
    expect((await hanging).kind).toBe("fault");
  });

  test("that is lost with many candidates together has fewer lanes from then on", async () => {
    const fewer: (readonly [number, string])[] = [];
    const executor = await open({ onFewerLanes: (lanes, reason) => fewer.push([lanes, reason]) });
    const outcomes = await submit(executor, [1, 2, 3, 4].map((seed) => EXITS_IN_MANY + seed));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["trained", "trained", "trained", "trained"]);
    expect(fewer).toEqual([[2, "Its process ended by exit code 4."]]);
    expect(executor.replaced).toBe(2);
  });

  test("that is lost whatever it trains is given up, and so is all that waits", async () => {
    const executor = await open();
    const trainings = Array.from({ length: 40 }, (_, k) => executor.submit(requestOf(k, { seed: EXITS + k })));
    const ends = await Promise.allSettled(trainings);
    const lost = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    expect(lost.length).toBeGreaterThan(30);
    for (const error of lost) expect(error).toBe(lost[0]);
    const message = expect.stringMatching(/lost 7 times in a row, .*exit code 3/) as string;
    expect(lost[0]).toMatchObject({ code: "executor-lost", message });
    await expect(executor.submit(requestOf(1))).rejects.toBe(lost[0]);
    expect(isAlive(executor.pid)).toBe(false);
  });

  test.skipIf(process.platform === "win32")("ends with its parent, though it hangs", async () => {
    const code = `
      import { LanesExecutor } from ${JSON.stringify(new URL("process.js", ENTRY).href)};
      const source = { kind: "module", path: ${JSON.stringify(MODULE)} };
      const executor = await LanesExecutor.open({ source, lanes: 1 });
      void executor.submit(${JSON.stringify(requestOf(0, { seed: HANGS }))});
      console.log(executor.pid);
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
    const [told] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(told.toString());
    await until(() => readdirSync(folder).includes(String(HANGS)));
    await sleep(50);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isRunning(pid));
  });

  test("leaves the lane of what is taken back to others", async () => {
    const executor = await open({ lanes: 1 });
    const back = new AbortController();
    const waiting = executor.submit(requestOf(5), { signal: back.signal });
    const other = executor.submit(requestOf(6));
    back.abort(new Error("second thoughts"));
    await expect(waiting).rejects.toThrow("second thoughts");
    expect((await other).kind).toBe("trained");
  });

  test("ends when the executor is closed, though it trains", async () => {
    const executor = await open();
    const { pid } = executor;
    const running = executor.submit(requestOf(1, { seed: TAKES_LONG }));
    await until(() => readdirSync(folder).includes(String(TAKES_LONG)));
    await executor.close();
    await expect(running).rejects.toThrow(ExecutorClosed);
    await expect(executor.submit(requestOf(2))).rejects.toThrow(ExecutorClosed);
    expect(isAlive(pid)).toBe(false);
  });

  test.skipIf(HAS_TENSORFLOW)("that lacks what it needs says how to install it", async () => {
    const missing = open({ source: { kind: "tfjs", backend: "tensorflow" } });
    await expect(missing).rejects.toThrow(/tfjs-node-gpu.* is not installed.*npm install .*@tensorflow\/tfjs-node-gpu@/);
  });

  test("that cannot start says why", async () => {
    await expect(open({ source: { kind: "module", path: "/there/is/none.js" } })).rejects.toThrow(/before it is ready/);
    const out = new AbortController();
    const late = open({ signal: out.signal });
    out.abort(new Error("It takes too long."));
    await expect(late).rejects.toThrow("It takes too long.");
    await expect(open({ lanes: 0 })).rejects.toThrow(/lanes, from 1, got 0/);
    await expect(open({ factor: 3 })).rejects.toThrow(/at least 20/);
    await expect(open({ entry: new URL("nothing.js", ENTRY) })).rejects.toThrow(/npm run build/);
  });
});

const SOURCES: readonly TrainerSource[] = [
  { kind: "tfjs", backend: "wasm" }, { kind: "tfjs", backend: "webgpu" }, { kind: "webgpu" },
];

test.for(SOURCES)(
  "a real model trains in a child as it does here: $kind $backend",
  { timeout: 120_000 },
  async (source, { skip }) => {
    let executor: LanesExecutor;
    try {
      executor = await open({ source, lanes: 2 });
    } catch (error) {
      // Without a GPU, or a processor that plays one, there is nothing to test.
      const needsGpu = source.kind === "webgpu" || (source.kind === "tfjs" && source.backend === "webgpu");
      if (error instanceof InputError && needsGpu) skip(error.message);
      throw error;
    }
    const here = new LocalExecutor();
    const requests = [1, 2, 3].map((seed) =>
      requestOf(seed, { seed, scale: 0.1, task: { name: "glyph-mlp", size: 1, horizon: 20, batch: 8 } }));
    const outcomes = await Promise.all(requests.map((request) => executor.submit(request)));
    for (const [k, request] of requests.entries()) {
      const [known, found] = [await here.submit(request), outcomes[k]];
      if (known.kind !== "trained" || found?.kind !== "trained") throw new Error("Nothing was trained.");
      expect(Math.abs(found.loss - known.loss)).toBeLessThanOrEqual(1e-3 * known.loss);
    }
  },
);
