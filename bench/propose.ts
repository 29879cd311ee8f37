import { pathToFileURL } from "node:url";
import { type TypedProgram, check, tryCheck } from "../dsl/check.js";
import { hashProgram } from "../dsl/hash.js";
import { liveness } from "../dsl/liveness.js";
import { type Child, type MutationOptions, MOST_STATEMENTS, mutate, normMatch } from "../dsl/mutate/index.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { RandomStream } from "../src/random.js";
import { median } from "./median.js";

/** One line of the benchmark. */
export interface ProposeTiming {
  readonly what: string;
  /** Programs per second, on one core: the median of the rounds. */
  readonly perSecond: number;
}

/** What the benchmark of the proposals measured. */
export interface ProposeResult {
  /** Statements of the population's programs: fewest, mean, most. */
  readonly lengths: { readonly least: number; readonly mean: number; readonly most: number };
  readonly timings: readonly ProposeTiming[];
}

const POPULATION = 1000;
const DRIFT = 200_000;
const BATCH = 20_000;
const ROUNDS = 9;
const OPTIONS: MutationOptions = { limits: { cost: 50 } };

/**
 * Measures what a proposal costs before any training, over a population of mixed length that evolved from the
 * paper's starting AdamW under a random fitness: mutation by itself (which checks and computes liveness, and
 * tries again where a child is invalid), check, liveness and structural hash by themselves, and all together.
 */
export function proposeBench(): ProposeResult {
  const population = evolve();
  const lengths = population.map(({ program }) => program.statements.length);
  const children = population.flatMap((parent, i) =>
    Array.from({ length: BATCH / POPULATION }, (_, k) =>
      mutate(parent, stream("children", i * 1000 + k), OPTIONS),
    ),
  );
  const draw = stream("measured");
  const parentOf = (i: number): TypedProgram => population[i % POPULATION] as TypedProgram;
  const childOf = (i: number): Child => children[i] as Child;
  const work: readonly (readonly [what: string, run: (i: number) => number])[] = [
    ["propose + check + liveness + hash", (i) => hashOf(mutate(parentOf(i), draw, OPTIONS, parentOf(i + 1)))],
    [
      "propose (mutate checks and finds liveness)",
      (i) => size(mutate(parentOf(i), draw, OPTIONS, parentOf(i + 1))),
    ],
    ["propose in mode `paper`", (i) => size(mutate(parentOf(i), draw, PAPER))],
    ["check alone", (i) => tryCheck(childOf(i).typed.program)?.types.length ?? 0],
    ["liveness alone", (i) => liveness(childOf(i).typed.program).states.length],
    ["hash alone", (i) => hashOf(childOf(i))],
    [
      "norm-match by a known factor, alone",
      (i) => normMatch(childOf(i).typed, 2, OPTIONS)?.types.length ?? 0,
    ],
  ];
  const rounds = work.map((): number[] => []);
  // What is measured must be consumed.
  let sink = 0;
  // Interleaved, so that a noisy machine is noisy for all; the first two rounds warm up.
  for (let round = -2; round < ROUNDS; round++) {
    for (const [k, [, run]] of work.entries()) {
      const start = performance.now();
      for (let i = 0; i < BATCH; i++) sink += run(i);
      if (round >= 0) rounds[k]?.push((BATCH / (performance.now() - start)) * 1000);
    }
  }
  if (!Number.isFinite(sink)) throw new RangeError("unreachable: the sink is a sum of lengths");
  return {
    lengths: {
      least: Math.min(...lengths),
      mean: lengths.reduce((sum, length) => sum + length, 0) / lengths.length,
      most: Math.max(...lengths),
    },
    timings: work.map(([what], k) => ({ what, perSecond: median(rounds[k] ?? []) })),
  };
}

/** Prints the result, a line a measurement. */
export function printProposeBench({ lengths, timings }: ProposeResult): readonly string[] {
  return [
    `population of ${POPULATION}: ${lengths.least} to ${lengths.most} statements, mean ${lengths.mean.toFixed(1)}`,
    ...timings.map(
      ({ what, perSecond }) => `${what.padEnd(48)} ${Math.round(perSecond).toLocaleString("en")} programs/s`,
    ),
  ];
}

const PAPER: MutationOptions = { mode: "paper" };

function stream(purpose: string, index = 0): RandomStream {
  return new RandomStream(1, `bench/propose/${purpose}`, index);
}

/**
 * Programs drifted from the starting AdamW under a random fitness. There is one small population for each
 * limit of length, 10 to 60, in which a random program is replaced by a child of another, again and again;
 * insertions are frequent, so that most programs grow to their limit and all lengths are there.
 */
function evolve(): readonly TypedProgram[] {
  const draw = stream("evolve");
  const start = check(parse(findRule("adamw-paper")?.text ?? ""));
  const limits = Array.from(
    { length: MOST_STATEMENTS - start.program.statements.length },
    (_, i): MutationOptions => ({
      weights: { insert: 0.5, delete: 0.15 },
      limits: { ...OPTIONS.limits, statements: start.program.statements.length + 1 + i },
    }),
  );
  const population: TypedProgram[] = Array.from({ length: POPULATION }, () => start);
  for (let i = 0; i < DRIFT; i++) {
    const place = draw.integer(POPULATION);
    const group = place % limits.length;
    const size = Math.ceil((POPULATION - group) / limits.length);
    const parent = population[group + limits.length * draw.integer(size)] as TypedProgram;
    population[place] = mutate(parent, draw, limits[group] as MutationOptions).typed;
  }
  return population;
}

function size({ live }: Child): number {
  return live.statements.length;
}

function hashOf({ typed, live }: Child): number {
  return hashProgram(typed.program, live).length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const line of printProposeBench(proposeBench())) console.log(line);
}
