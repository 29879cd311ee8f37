import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { LanesExecutor } from "../../proxies/lanes/process.js";
import { type Device, type TrainerSource, openTrainers } from "../../proxies/lanes/trainer-source.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { WorkerPool } from "../../proxies/pool/pool.js";
import type { BenchRow } from "../../results/bench-report.js";
import { InputError } from "../../src/errors.js";
import { type PeerRates, measurePeer } from "../peers/candidates.js";
import { AGREED } from "../peers/contender.js";
import { type PeerLibrary, findCandidatePeers } from "../peers/library.js";
import { type Problem, drawData, writeProblem } from "../problem.js";
import type { Effort, Measured, Section } from "../section.js";
import { Stepper } from "../stepper.js";
import { type Climbed, bestRung, climbLadder } from "./climbed.js";
import { type Figures, toRows } from "./figures.js";
import { type Mix, ROUND } from "./mix.js";
import { type Rate, compareOutcomes, faultsIn, trainMix } from "./rate.js";
import { type Work, works } from "./work.js";

const SOURCE: TrainerSource = { kind: "webgpu" };

/** Workers that the bar is about, as on the machine that it was written on. */
const WORKERS = 2;

/** How much of everything there is. */
interface Extent {
  /** Lanes that are filled first, and at most. */
  readonly least: number;
  readonly most: number;
  /** Seconds that the trainings of a rung may take. */
  readonly rung: number;
  /** Times that the executor's lanes are filled. */
  readonly fills: number;
  /** Seconds of the `wasm` executor, and of each form of a peer. */
  readonly seconds: number;
  /** Most steps of a training. */
  readonly steps: number;
}

const FULL: Extent = { least: 16, most: 4096, rung: 6, fills: 2, seconds: 3, steps: Infinity };
const QUICK: Extent = { least: 16, most: 64, rung: 2, fills: 1, seconds: 0.5, steps: 20 };
/** On a processor that plays a GPU, whose figures mean little: it gains little from many lanes. */
const SOFTWARE: Extent = { ...QUICK, least: 4, most: 16, rung: 15, steps: 10 };

/** Candidates side by side on a GPU, against the `wasm` executor and against PyTorch and JAX on the same GPU. */
export const gpu: Section = {
  name: "gpu",
  title: "candidates in lanes on a GPU, against wasm, PyTorch and JAX",
  isOptional: true,
  measure: measureGpu,
};

async function measureGpu({ quick, signal }: Effort): Promise<Measured> {
  const found = await findDevice();
  if ("failure" in found) {
    const nothing = { device: undefined, climbed: { rungs: [], ...found }, executor: found, wasm: [], peers: [] };
    return { rows: works().flatMap((work) => toRows(work, nothing)) };
  }
  const { isGpu } = found;
  const extent = quick ? QUICK : FULL;
  const bench = new GpuBench(found, isGpu ? extent : SOFTWARE, findCandidatePeers(isGpu ? "cuda" : "cpu"), signal);
  const rows: BenchRow[] = [];
  for (const work of works()) rows.push(...await bench.measure(work));
  const notes = [
    `GPU: ${found.name}`,
    "a candidate of ours is trained and judged, its program read and compiled; peers train AdamW in float32, without " +
      "judging it, on 40 batches that lie on the device",
    ...(isGpu ? [] : ["the GPU is played by a processor, and trainings are cut short: the figures mean little"]),
  ];
  return { rows, notes };
}

/** What WebGPU computes on, or why there is nothing. */
async function findDevice(): Promise<Device | { readonly failure: string }> {
  try {
    return (await openTrainers(SOURCE)).device;
  } catch (error) {
    if (error instanceof InputError) return { failure: error.message };
    throw error;
  }
}

/** Measures one work after the other on one device. */
class GpuBench {
  readonly #device: Device;
  readonly #extent: Extent;
  readonly #libraries: readonly PeerLibrary[];
  readonly #signal: AbortSignal;

  constructor(device: Device, extent: Extent, libraries: readonly PeerLibrary[], signal: AbortSignal) {
    this.#device = device;
    this.#extent = extent;
    this.#libraries = libraries;
    this.#signal = signal;
  }

  /** All rows of a work. */
  async measure(work: Work): Promise<readonly BenchRow[]> {
    const { least, most, rung, steps } = this.#extent;
    const reference = { ...work.reference, horizon: Math.min(work.reference.horizon, steps) };
    const request = { source: SOURCE, reference, least, most, seconds: rung };
    const climbed = await climbLadder(request, { signal: this.#signal });
    const cores = availableParallelism();
    const two = await this.#trainOnWasm(reference, WORKERS);
    const all = cores > WORKERS ? [await this.#trainOnWasm(reference, cores)] : [];
    const wasm = [two, ...all].map(({ perSecond }, k) => ({ workers: k === 0 ? WORKERS : cores, perSecond }));
    const executor = await this.#trainInLanes(reference, climbed, two);
    const peers = work.peers === undefined ? [] : await this.#trainInPeers(work.peers, reference.horizon);
    return toRows(work, { device: this.#device, climbed, executor, wasm, peers });
  }

  /** The `wasm` executor, on as many candidates as it trains in the time, and on a round of the library at least. */
  async #trainOnWasm(reference: ProblemReference, workers: number): Promise<Rate> {
    const pool = new WorkerPool({ workers });
    try {
      // Builds the task and makes its data.
      await trainMix(pool, reference, "adamw", workers, this.#signal);
      const { perSecond } = await trainMix(pool, reference, "adamw", 2 * workers, this.#signal);
      const rounds = Math.ceil((perSecond * this.#extent.seconds) / ROUND);
      return await trainMix(pool, reference, "spread", rounds * ROUND, this.#signal);
    } finally {
      await pool.close();
    }
  }

  /** What a search gets of as many lanes as did best. */
  async #trainInLanes(reference: ProblemReference, climbed: Climbed, wasm: Rate): Promise<Figures["executor"]> {
    const best = bestRung(climbed);
    if (best === undefined) return { failure: climbed.failure ?? "nothing was trained in lanes" };
    const { lanes } = best;
    const count = Math.max(ROUND, this.#extent.fills * lanes);
    const train = (mix: Mix): Promise<Rate> => trainMix(executor, reference, mix, count, this.#signal);
    const executor = await LanesExecutor.open({ source: SOURCE, lanes });
    try {
      // Whatever is prepared once is prepared here.
      await trainMix(executor, reference, "spread", Math.max(ROUND, lanes), this.#signal);
      const spread = await train("spread");
      const adamw = await train("adamw");
      return {
        lanes, spread: spread.perSecond, adamw: adamw.perSecond,
        refused: count - spread.outcomes.size, faults: faultsIn(spread.outcomes),
        likeness: compareOutcomes(spread.outcomes, wasm.outcomes),
      };
    } catch (error) {
      this.#signal.throwIfAborted();
      return { failure: error instanceof Error ? error.message : String(error) };
    } finally {
      await executor.close();
    }
  }

  /** Has each library train candidates, one library after the other. */
  async #trainInPeers(problem: Problem, steps: number): Promise<readonly PeerRates[]> {
    const { seconds, most } = this.#extent;
    const data = drawData(problem);
    const stepper = new Stepper(problem, data);
    let loss = NaN;
    stepper.begin();
    for (let step = 0; step < AGREED; step++) loss = stepper.step();
    const folder = mkdtempSync(join(tmpdir(), "symopt-peer-"));
    try {
      writeProblem(folder, problem, data);
      const found: PeerRates[] = [];
      for (const library of this.#libraries) {
        this.#signal.throwIfAborted();
        found.push(await measurePeer(library, folder, loss, { steps, seconds, most }));
      }
      return found;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
