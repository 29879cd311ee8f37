import { cpus, loadavg } from "node:os";
import type { BenchReport, BenchRow } from "../results/bench-report.js";
import { InputError } from "../src/errors.js";
import { bandwidth } from "./bandwidth.js";
import { gpu } from "./gpu/gpu.js";
import { probe } from "./probe.js";
import { products } from "./products.js";
import { proposals } from "./proposals.js";
import { repeats } from "./repeats.js";
import { replay } from "./replay.js";
import { searchShare } from "./search-share.js";
import type { Effort, Section } from "./section.js";
import { training } from "./training.js";
import { workers } from "./workers.js";

/** How a benchmark is run. */
export interface BenchOptions {
  /** Names of the sections that are run. @default all but those that take minutes */
  readonly only?: readonly string[] | undefined;
  /** Whether it is only to show that everything runs, in seconds. @default false */
  readonly quick?: boolean | undefined;
  /** Ends it between two turns. @default never */
  readonly signal?: AbortSignal | undefined;
  /** Told how many sections are done, and of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Every section, in the order in which they run. */
export const SECTIONS: readonly Section[] = [
  training, products, bandwidth, proposals, workers, searchShare, probe, repeats, replay, gpu,
];

const FULL = { quick: false, rounds: 7, seconds: 0.5 };
const QUICK = { quick: true, rounds: 3, seconds: 0.1 };

/**
 * Measures how fast this machine is: one section after the other, and in each what is compared takes turns.
 * About two minutes; 20 s where it is quick.
 *
 * @throws {@link InputError} where there is no such section, or SYMOPT_PYTHON names no Python that runs.
 */
export async function runBench(options: BenchOptions = {}): Promise<BenchReport> {
  const { only, quick = false, signal = new AbortController().signal, onProgress } = options;
  const chosen = choose(only);
  const effort: Effort = { ...(quick ? QUICK : FULL), signal };
  const cores = cpus();
  const [before = 0] = loadavg();
  const start = performance.now();
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  for (const [done, section] of chosen.entries()) {
    onProgress?.(done, chosen.length);
    signal.throwIfAborted();
    const measured = await section.measure(effort);
    rows.push(...measured.rows);
    notes.push(...measured.notes ?? []);
  }
  const [after = 0] = loadavg();
  return {
    machine: { cpu: cores[0]?.model ?? "unknown", cores: cores.length, node: process.version, load: [before, after] },
    quick,
    seconds: (performance.now() - start) / 1000,
    rows,
    notes,
  };
}

function choose(only: readonly string[] | undefined): readonly Section[] {
  if (only === undefined) return SECTIONS.filter(({ isOptional }) => isOptional !== true);
  const unknown = only.find((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown !== undefined) {
    throw new InputError(
      "unknown-section",
      `the benchmark has no part \`${unknown}\`; it has ${SECTIONS.map(({ name }) => name).join(", ")}`,
    );
  }
  return SECTIONS.filter(({ name }) => only.includes(name));
}
