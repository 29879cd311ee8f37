import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchRow, toBenchRow } from "../results/bench-report.js";
import { toShortNumber } from "../results/number.js";
import { canFuse } from "../src/engine/wasm/fused.js";
import { repeat, seconds } from "./clock.js";
import { median } from "./median.js";
import { type Contender, AGREED, enter, takeTurn } from "./peers/contender.js";
import { type PeerLibrary, findPeers } from "./peers/library.js";
import type { PeerTime } from "./peers/peer.js";
import { type Problem, drawData, mlpProblem, transformerProblem, writeProblem } from "./problem.js";
import type { Effort, Measured, Section } from "./section.js";
import { Stepper } from "./stepper.js";

/** Steps of a candidate's training, over which its compiling is spread: those of a proxy. */
const HORIZON = 200;

/** How much faster a step must be than in a library. */
const BARS = {
  mlp: { pytorch: 4, tfjs: 12 },
  transformer: { pytorch: 2, tfjs: 8 },
} as const;

/** Training steps, against other libraries that train the same. */
export const training: Section = {
  name: "training",
  title: "training steps, against PyTorch, JAX and TensorFlow.js",
  measure: measureTraining,
};

/** What a candidate takes, in milliseconds. */
interface OwnTimes {
  /** A step, compiling spread over the training. */
  readonly step: number;
  /** A step when everything has run often. */
  readonly settled: number;
  readonly compile: number;
}

async function measureTraining(effort: Effort): Promise<Measured> {
  const libraries = findPeers();
  const rows: BenchRow[] = [];
  for (const problem of [mlpProblem(), transformerProblem()]) {
    rows.push(...await measureProblem(problem, libraries, effort));
  }
  const notes = libraries.map(({ title, command, advice = "" }) =>
    command === undefined ? `${title}: ${advice}` : `${title}, one thread: ${command.command}`);
  return { rows, notes };
}

async function measureProblem(
  problem: Problem,
  libraries: readonly PeerLibrary[],
  { rounds, seconds: turn, signal }: Effort,
): Promise<readonly BenchRow[]> {
  const data = drawData(problem);
  const stepper = new Stepper(problem, data);
  const fusing = canFuse() ? new Stepper(problem, data, true) : undefined;
  const loss = lossAfter(stepper, AGREED);
  const folder = mkdtempSync(join(tmpdir(), "symopt-peer-"));
  let contenders: Contender[] = [];
  try {
    writeProblem(folder, problem, data);
    contenders = await Promise.all(libraries.map((library) => enter(library, folder, loss)));
    trainOnce(stepper);
    if (fusing !== undefined) trainOnce(fusing);
    const own: OwnTimes[] = [];
    const fused: OwnTimes[] = [];
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted();
      own.push(ownTimes(stepper, turn));
      if (fusing !== undefined) fused.push(ownTimes(fusing, turn));
      for (const [k, contender] of contenders.entries()) contenders[k] = await takeTurn(contender, turn);
    }
    return [...toRows(problem, loss, own, contenders), fusedRow(problem, own, fused)];
  } finally {
    await Promise.all(contenders.flatMap((contender) => ("peer" in contender ? [contender.peer.end()] : [])));
    rmSync(folder, { recursive: true });
  }
}

function lossAfter(stepper: Stepper, steps: number): number {
  let loss = NaN;
  stepper.begin();
  for (let i = 0; i < steps; i++) loss = stepper.step();
  return loss;
}

/** Trains a candidate from its text on: milliseconds of compiling it, and of all. */
function trainOnce(stepper: Stepper): { readonly compile: number; readonly all: number } {
  const start = performance.now();
  stepper.begin();
  const compile = performance.now() - start;
  for (let i = 0; i < HORIZON; i++) stepper.step();
  return { compile, all: performance.now() - start };
}

function ownTimes(stepper: Stepper, turn: number): OwnTimes {
  const trainings: ReturnType<typeof trainOnce>[] = [];
  repeat(turn, () => { trainings.push(trainOnce(stepper)); });
  // The last candidate's code has run for a training: now it is as fast as it gets.
  const settled = seconds(() => { for (let i = 0; i < HORIZON; i++) stepper.step(); });
  return {
    step: median(trainings.map(({ all }) => all)) / HORIZON,
    compile: median(trainings.map(({ compile }) => compile)),
    settled: (settled * 1000) / HORIZON,
  };
}

function toRows(
  { name, title }: Problem,
  loss: number,
  own: readonly OwnTimes[],
  contenders: readonly Contender[],
): readonly BenchRow[] {
  const step = median(own.map((times) => times.step));
  const compile = median(own.map((times) => times.compile));
  const settled = median(own.map((times) => times.settled));
  const byName = (prefix: string): readonly Contender[] =>
    contenders.filter(({ library }) => library.name.startsWith(prefix));
  const against = (key: string, peers: readonly Contender[], label: string, bar: number | null): BenchRow => {
    const ratios = peers.flatMap((peer) => ("peer" in peer ? [[ratioOf(peer.times, own), peer] as const] : []));
    // Against the best of them: where it is left behind least.
    const [best] = ratios.sort(([a], [b]) => a - b);
    return toBenchRow({
      name: `training/${name}/${key}`,
      what: `${title} step, against ${label}`,
      unit: "times",
      measured: best === undefined ? null : best[0],
      bar,
      detail: peers.map((peer) => told(peer, step, loss)).join(". "),
    });
  };
  return [
    against("pytorch", byName("pytorch"), "PyTorch eager", BARS[name].pytorch),
    against("tfjs", byName("tfjs"), "the best TensorFlow.js", BARS[name].tfjs),
    against("jax", byName("jax"), "JAX, jit", null),
    toBenchRow({
      name: `training/${name}/compile`,
      what: `${title}, compiling, of a training of ${HORIZON} steps`,
      unit: "share",
      measured: compile / (step * HORIZON),
      bar: null,
      detail: `${toShortNumber(compile)} ms to read, check and compile the rule; a step ${toShortNumber(step)} ms ` +
        `with it, ${toShortNumber(settled)} ms once everything has run often`,
    }),
  ];
}

/** What `wasm:fused` makes of a step. */
function fusedRow({ name, title }: Problem, own: readonly OwnTimes[], fused: readonly OwnTimes[]): BenchRow {
  const ratios = fused.map(({ step }, round) => (own[round]?.step ?? NaN) / step);
  return toBenchRow({
    name: `training/${name}/fused`,
    what: `${title} step, with fused multiply-adds`,
    unit: "times",
    measured: ratios.length === 0 ? null : median(ratios),
    bar: null,
    detail: ratios.length === 0
      ? "this machine does not fuse multiplications and additions"
      : `as fast as without: ${toShortNumber(median(fused.map(({ step }) => step)))} ms, else ` +
        `${toShortNumber(median(own.map(({ step }) => step)))} ms`,
  });
}

/** How many times as long as ours a step takes: the median of the rounds. */
function ratioOf(times: readonly PeerTime[], own: readonly OwnTimes[]): number {
  return median(times.map(({ milliseconds }, round) => milliseconds / (own[round]?.step ?? NaN)));
}

function told(contender: Contender, step: number, loss: number): string {
  const { library: { title } } = contender;
  if (!("peer" in contender)) return `${title}: ${contender.reason}`;
  const { times, losses } = contender;
  const theirs = median(times.map(({ milliseconds }) => milliseconds));
  const form = times.at(-1)?.form;
  const its = losses.map((each) => each.toFixed(6)).join(" and ");
  return `${title}${form === undefined ? "" : `, ${form},`} ${toShortNumber(theirs)} ms, ours ${toShortNumber(step)} ms; ` +
    `loss after ${AGREED} steps ${its}, ours ${loss.toFixed(6)}`;
}
