import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { DeviceLost, OutOfRoom } from "../../dist/src/engine/device-error.js";

// A trainer for the tests of the child process: what its lanes do is told by the thousands of their seeds.

const FAULTS = [
  () => undefined,
  () => { for (;;); },
  () => { throw new DeviceLost("The GPU fell off the bus."); },
  () => { process.exit(3); },
  () => { process.kill(process.pid, "SIGKILL"); },
  (attempt) => { if (attempt === 1) process.exit(1); },
  async () => { await sleep(60_000); },
  () => { throw new Error("A trainer that throws."); },
  () => { if (made > 2) process.exit(4); },
];

/** Lanes of the trainer that was made last. */
let made = 0;

/** Lanes that the device has room for. */
const ROOM = 4;

/** How often a training was begun. */
function attemptsOf(seed) {
  const path = join(process.env.SYMOPT_FAULTS, String(seed));
  return readFileSync(path, "utf8").length;
}

export default async function make({ horizon }, { lanes }) {
  if (lanes > ROOM) throw new OutOfRoom(`${lanes} lanes do not fit.`);
  made = lanes;
  const running = new Map();
  return {
    lanes,
    metrics: [],
    begin(lane, { seed }) {
      running.set(lane, { seed, steps: 0 });
      appendFileSync(join(process.env.SYMOPT_FAULTS, String(seed)), "x");
    },
    async advance(steps) {
      // What was submitted and told before is to be seen by the parent.
      await sleep(1);
      for (const { seed } of running.values()) await FAULTS[Math.floor(seed / 1000)]?.(attemptsOf(seed));
      return [...running].map(([lane, each]) => {
        each.steps += steps;
        if (each.steps > horizon) throw new Error("Too far.");
        return { lane, losses: Float32Array.from({ length: steps }, () => 1 / each.seed), ratios: [] };
      });
    },
    async evaluate(lanes) {
      return lanes.map((lane) => ({ lane, values: [1 / running.get(lane).seed], isFinite: true }));
    },
    end(lane) { running.delete(lane); },
    close() {},
  };
}
