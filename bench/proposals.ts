import { type TypedProgram, check, tryCheck } from "../dsl/check.js";
import { hashProgram } from "../dsl/hash.js";
import { liveness } from "../dsl/liveness.js";
import { type Child, type MutationOptions, MOST_STATEMENTS, mutate, normMatch } from "../dsl/mutate/index.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { toBenchRow } from "../results/bench-report.js";
import { toWholeNumber } from "../results/number.js";
import { RandomStream } from "../src/random.js";
import { seconds } from "./clock.js";
import { median } from "./median.js";
import type { Effort, Measured, Section } from "./section.js";

const POPULATION = 1000;
const DRIFT = 200_000;
const BATCH = 20_000;
/** How much less is done where it is only to show that everything runs. */
const QUICKER = 5;
const WARM_UP = 2;
const OPTIONS: MutationOptions = { limits: { cost: 50 } };
const PAPER: MutationOptions = { mode: "paper" };

/** Programs per second and core that must be proposed, checked and hashed. */
const BAR = 100_000;

/** What a proposal costs before any training. */
export const proposals: Section = {
  name: "proposals",
  title: "propose, check and hash programs",
  measure: measureProposals,
};

/**
 * Measures what a proposal costs before any training, over a population of mixed length that evolved from the
 * paper's starting AdamW under a random fitness: mutation by itself (which checks and computes liveness, and
 * tries again where a child is invalid), check, liveness and structural hash by themselves, and all together.
 */
function measureProposals({ quick, rounds: count }: Effort): Measured {
  const population = evolve(quick ? DRIFT / QUICKER : DRIFT);
  const batch = quick ? BATCH / QUICKER : BATCH;
  const lengths = population.map(({ program }) => program.statements.length);
  const children = population.flatMap((parent, i) =>
    Array.from({ length: batch / POPULATION }, (_, k) =>
      mutate(parent, stream("children", i * 1000 + k), OPTIONS),
    ),
  );
  const draw = stream("measured");
  const parentOf = (i: number): TypedProgram => population[i % POPULATION] as TypedProgram;
  const childOf = (i: number): Child => children[i] as Child;
  const all = (i: number): number => hashOf(mutate(parentOf(i), draw, OPTIONS, parentOf(i + 1)));
  const parts: readonly (readonly [what: string, run: (i: number) => number])[] = [
    ["proposing alone", (i) => size(mutate(parentOf(i), draw, OPTIONS, parentOf(i + 1)))],
    ["proposing in mode `paper`", (i) => size(mutate(parentOf(i), draw, PAPER))],
    ["check", (i) => tryCheck(childOf(i).typed.program)?.types.length ?? 0],
    ["liveness", (i) => liveness(childOf(i).typed.program).states.length],
    ["hash", (i) => hashOf(childOf(i))],
    ["norm-match by a known factor", (i) => normMatch(childOf(i).typed, 2, OPTIONS)?.types.length ?? 0],
  ];
  const work = [all, ...parts.map(([, run]) => run)];
  const rounds = work.map((): number[] => []);
  // What is measured must be consumed.
  let sink = 0;
  // Interleaved, so that a noisy machine is noisy for all.
  for (let round = -WARM_UP; round < count; round++) {
    for (const [k, run] of work.entries()) {
      const took = seconds(() => { for (let i = 0; i < batch; i++) sink += run(i); });
      if (round >= 0) rounds[k]?.push(batch / took);
    }
  }
  if (!Number.isFinite(sink)) throw new RangeError("unreachable: the sink is a sum of lengths");
  const [together = NaN, ...each] = rounds.map(median);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    rows: [toBenchRow({
      name: "proposals/all",
      what: "propose + check + hash, on one core",
      unit: "perSecond",
      measured: together,
      bar: BAR,
      detail: `programs of ${Math.min(...lengths)} to ${Math.max(...lengths)} statements, ${mean.toFixed(1)} on ` +
        `average; ${parts.map(([what], k) => `${what} ${toWholeNumber(Math.round(each[k] ?? NaN))}/s`).join(", ")}`,
    })],
  };
}

function stream(purpose: string, index = 0): RandomStream {
  return new RandomStream(1, `bench/propose/${purpose}`, index);
}

/**
 * Programs drifted from the starting AdamW under a random fitness. There is one small population for each
 * limit of length, 10 to 60, in which a random program is replaced by a child of another, again and again;
 * insertions are frequent, so that most programs grow to their limit and all lengths are there.
 */
function evolve(drift: number): readonly TypedProgram[] {
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
  for (let i = 0; i < drift; i++) {
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
