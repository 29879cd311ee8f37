import { pathToFileURL } from "node:url";
import { type TypedProgram, check } from "../dsl/check.js";
import { hashProgram } from "../dsl/hash.js";
import { type StepInputs, createInterpreter } from "../dsl/interpret.js";
import { createLayout } from "../dsl/layout.js";
import { countLive, liveness, livenessInOneStep } from "../dsl/liveness.js";
import { type MutationMode, type MutationOptions, NORM_MATCH, propose } from "../dsl/mutate/index.js";
import { probe, probeUpdateSize } from "../dsl/probe/probe.js";
import { PROBE_LAYOUT } from "../dsl/probe/stream.js";
import { prune } from "../dsl/prune.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import { toBenchRow } from "../results/bench-report.js";
import { RandomStream } from "../src/random.js";
import type { Effort, Measured, Section } from "./section.js";
import { measureSimplify } from "./simplify.js";

/** Programs that share a fingerprint with an earlier one of another structure, and what became of them. */
export interface FingerprintRepeats {
  readonly count: number;
  /** How many update differently on longer, more demanding inputs: what the fingerprint cannot tell apart. */
  readonly collisions: number;
  /** How many of these are told apart only because just one of the two stays finite. */
  readonly notFinite: number;
  /** How many of these are alike as soon as `lr`, `t`, `T` and `loss` are what the probe shows of them. */
  readonly onlyByInputs: number;
  /** How many update differently only where some gradients are exactly zero; not among the collisions. */
  readonly onlyAtZeros: number;
}

/** A program that shares a fingerprint with another and behaves differently: the texts of both, pruned. */
export interface Collision {
  readonly first: string;
  readonly second: string;
  /** Largest relative difference of an update. */
  readonly apart: number;
}

/** Seconds on proposing, norm-matching included; hashes; the probe; the stand-in fitness; collisions. */
export interface Spent {
  readonly propose: number;
  readonly hash: number;
  readonly probe: number;
  readonly fitness: number;
  readonly collisions: number;
}

/** Means over a population: its statements, and the shares of them that are dead. */
export interface PopulationFigures {
  readonly statements: number;
  readonly redundantInOneStep: number;
  readonly redundantAcrossSteps: number;
  /** The largest fitness; the starting program has {@link RepeatsResult.startFitness}. */
  readonly best: number;
}

/** What an evolution without training showed of the two caches. */
export interface RepeatsResult {
  readonly mode: MutationMode;
  readonly programs: number;
  /** How many searches they come from, each with caches of its own. */
  readonly searches: number;
  readonly seconds: number;
  /** Seconds spent on each part. */
  readonly spent: Spent;
  /** Mutations tried for a child, the one that gave it included. */
  readonly triesPerChild: number;
  /** Children whose update was scaled to their parent's. */
  readonly normMatched: number;
  /** Children whose structural hash was seen before. */
  readonly structuralRepeats: number;
  /** The same among the last tenth of the children, and how many these are. */
  readonly lastTenth: { readonly programs: number; readonly structuralRepeats: number };
  /** Programs without measures among the structurally new: not finite, or no update at all. */
  readonly withoutMeasures: number;
  /** Fingerprint repeats among the structurally new programs that have measures. */
  readonly measured: FingerprintRepeats;
  /** The same among those without: they are never trained. */
  readonly unmeasured: FingerprintRepeats;
  /** The last population of each search. */
  readonly populations: readonly PopulationFigures[];
  readonly startFitness: number;
  /** Resident memory at the end. */
  readonly megabytes: number;
  readonly examples: readonly Collision[];
}

/** Options of {@link repeatsBench}. */
interface RepeatsOptions {
  /** How many children are proposed. @default 1,000,000 */
  readonly programs?: number;
  /** @default "default" */
  readonly mode?: MutationMode;
  /** @default 1 */
  readonly seed?: number;
  /** Is handed the last population of each search, for other measurements. */
  readonly onPopulation?: (programs: readonly TypedProgram[]) => void;
}

/** A search is as long as those of the paper at most; there is one more for each further 200,000 programs. */
const LONGEST_SEARCH = 200_000;
const POPULATION = 1000;
const TOURNAMENT = 2;
/** Updates further apart than this, relative to the larger of the two in a step, are different. */
const DIFFERENT = 1e-3;
/** Programs of a run that only shows that everything runs. */
const QUICK_PROGRAMS = 4000;
/** How many collisions are kept to be looked at. */
const EXAMPLES = 10;

/** One program of the population. */
interface Individual {
  readonly typed: TypedProgram;
  readonly fitness: number;
  /** The size of its update on the probe, once it was asked for. */
  size: number | undefined;
}

/** Knows how often mutation was tried: the choice of a kind is the one weighted draw of a try. */
class CountingStream extends RandomStream {
  tries = 0;

  override weighted(weights: readonly number[]): number {
    this.tries++;
    return super.weighted(weights);
  }
}

/** A clock that tells what was spent on what. */
class Stopwatch {
  readonly spent = { propose: 0, hash: 0, probe: 0, fitness: 0, collisions: 0 };
  #last = performance.now();

  /** Ends what was going on. */
  lap(on: keyof Spent): void {
    const now = performance.now();
    this.spent[on] += (now - this.#last) / 1000;
    this.#last = now;
  }
}

/**
 * Regularized evolution (population 1,000, tournaments of 2, oldest out) from the paper's starting AdamW,
 * without training a network: a program's fitness is how far it gets in 50 steps on a noisy quadratic, so
 * that what lives on descends, as in a search; −∞ where the probe has no measures. (A random number for each
 * fingerprint will not do: it ends in programs whose update is a constant.) Programs of a fingerprint that
 * was seen take over its fitness. Counts how many programs each of the two caches would spare, and how often
 * the fingerprint's would be wrong.
 */
function repeatsBench(options: RepeatsOptions = {}): RepeatsResult {
  const { programs = 1_000_000, mode = "default", seed = 1, onPopulation } = options;
  const start = check(parse(findRule("adamw-paper")?.text ?? ""));
  const tally = new Tally();
  const searches = Math.ceil(programs / LONGEST_SEARCH);
  const began = performance.now();
  const populations = Array.from({ length: searches }, (_, index) => {
    const born = Math.floor((programs * index) / searches);
    const children = Math.floor((programs * (index + 1)) / searches) - born;
    const draw = new CountingStream(seed, `bench/repeats/${mode}`, index);
    const population = search(start, children, mode, draw, tally);
    tally.tries += draw.tries;
    onPopulation?.(population.map(({ typed }) => typed));
    return describePopulation(population);
  });
  return {
    mode,
    programs,
    searches,
    seconds: (performance.now() - began) / 1000,
    spent: tally.watch.spent,
    triesPerChild: tally.tries / programs,
    normMatched: tally.normMatched,
    structuralRepeats: tally.structuralRepeats,
    lastTenth: tally.lastTenth,
    withoutMeasures: tally.withoutMeasures,
    measured: tally.measured,
    unmeasured: tally.unmeasured,
    populations,
    startFitness: descend(start),
    megabytes: process.memoryUsage().rss / 2 ** 20,
    examples: tally.examples,
  };
}

/** One search; returns its last population. */
function search(
  start: TypedProgram,
  children: number,
  mode: MutationMode,
  draw: RandomStream,
  tally: Tally,
): readonly Individual[] {
  const mutation: MutationOptions = { mode, normMatch: mode === "paper" ? 0 : NORM_MATCH };
  const cache = new Cache(tally);
  const first = { typed: start, fitness: cache.fitness(start), size: undefined };
  const population: Individual[] = Array.from({ length: POPULATION }, () => ({ ...first }));
  const lastTenth = children - Math.floor(children / 10);
  let repeatsBefore = tally.structuralRepeats;
  for (let i = 0; i < children; i++) {
    if (i === lastTenth) repeatsBefore = tally.structuralRepeats;
    const parent = tournament(population, draw);
    const mate = tournament(population, draw);
    const size = (typed: TypedProgram): number =>
      typed === parent.typed ? (parent.size ??= probeUpdateSize(typed)) : probeUpdateSize(typed);
    const { typed, factor } = propose(parent.typed, draw, mutation, size, mate.typed);
    if (factor !== undefined) tally.normMatched++;
    tally.watch.lap("propose");
    // The oldest lies where the next one goes.
    population[i % POPULATION] = { typed, fitness: cache.fitness(typed), size: undefined };
  }
  tally.lastTenth.programs += children - lastTenth;
  tally.lastTenth.structuralRepeats += tally.structuralRepeats - repeatsBefore;
  return population;
}

function tournament(population: readonly Individual[], draw: RandomStream): Individual {
  let best = population[draw.integer(POPULATION)] as Individual;
  for (let i = 1; i < TOURNAMENT; i++) {
    const other = population[draw.integer(POPULATION)] as Individual;
    if (other.fitness > best.fitness) best = other;
  }
  return best;
}

function describePopulation(population: readonly Individual[]): PopulationFigures {
  const mean = (of: (program: TypedProgram["program"]) => number): number =>
    population.reduce((sum, { typed }) => sum + of(typed.program), 0) / population.length;
  const statements = mean((program) => program.statements.length);
  return {
    statements,
    redundantInOneStep: 1 - mean((program) => countLive(livenessInOneStep(program).statements)) / statements,
    redundantAcrossSteps: 1 - mean((program) => countLive(liveness(program).statements)) / statements,
    best: Math.max(...population.map(({ fitness }) => fitness)),
  };
}

type Count = { -readonly [Key in keyof FingerprintRepeats]: FingerprintRepeats[Key] };

function noRepeats(): Count {
  return { count: 0, collisions: 0, notFinite: 0, onlyByInputs: 0, onlyAtZeros: 0 };
}

/** What is counted over all searches. */
class Tally {
  tries = 0;
  normMatched = 0;
  structuralRepeats = 0;
  withoutMeasures = 0;
  readonly lastTenth = { programs: 0, structuralRepeats: 0 };
  readonly measured = noRepeats();
  readonly unmeasured = noRepeats();
  readonly examples: Collision[] = [];
  readonly watch = new Stopwatch();
}

/** The program that had a fingerprint first. */
interface First {
  /** Its text, pruned: the smallest thing that runs. */
  readonly text: string;
  readonly fitness: number;
}

/** What a search has seen, by structure and by behaviour. */
class Cache {
  readonly #tally: Tally;
  readonly #byHash = new Map<string, number>();
  readonly #byFingerprint = new Map<string, First>();
  readonly #traces = new Map<string, Trace>();

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** A program's fitness: as remembered, or else by its behaviour. */
  fitness(typed: TypedProgram): number {
    const { watch } = this.#tally;
    const live = liveness(typed.program);
    const hash = hashProgram(typed.program, live);
    const known = this.#byHash.get(hash);
    watch.lap("hash");
    if (known !== undefined) {
      this.#tally.structuralRepeats++;
      return known;
    }
    const { fingerprint, measures } = probe(typed, live);
    watch.lap("probe");
    if (measures === undefined) this.#tally.withoutMeasures++;
    let first = this.#byFingerprint.get(fingerprint);
    if (first === undefined) {
      const pruned = prune(typed.program, live);
      first = { text: print(pruned), fitness: measures === undefined ? -Infinity : descend(check(pruned)) };
      this.#byFingerprint.set(fingerprint, first);
      watch.lap("fitness");
    } else {
      const count = measures === undefined ? this.#tally.unmeasured : this.#tally.measured;
      this.#compare(fingerprint, first.text, typed, count);
      watch.lap("collisions");
    }
    this.#byHash.set(hash, first.fitness);
    return first.fitness;
  }

  #compare(fingerprint: string, first: string, typed: TypedProgram, count: Count): void {
    count.count++;
    const pruned = prune(typed.program);
    const one = this.#traceOf(fingerprint, first);
    const other = check(pruned);
    const apart = largestDifference(one.plain, run(other, PLAIN));
    if (apart > DIFFERENT) {
      count.collisions++;
      if (apart === Infinity) count.notFinite++;
      if (largestDifference(run(check(parse(first)), TAME), run(other, TAME)) <= DIFFERENT) {
        count.onlyByInputs++;
      }
      // Spread over the run, so that not all come from one corner of it.
      const { measured, examples } = this.#tally;
      if (count === measured && Math.log2(count.collisions) % 1 === 0) {
        examples.push({ first, second: print(pruned), apart });
        if (examples.length > EXAMPLES) examples.shift();
      }
    } else if (largestDifference(one.zeros, run(other, ZEROS)) > DIFFERENT) count.onlyAtZeros++;
  }

  /** The trace of the program that had a fingerprint first; those asked for last are kept. */
  #traceOf(fingerprint: string, text: string): Trace {
    const trace = this.#traces.get(fingerprint) ?? traceBoth(check(parse(text)));
    this.#traces.delete(fingerprint);
    this.#traces.set(fingerprint, trace);
    if (this.#traces.size > MOST_TRACES) {
      for (const oldest of this.#traces.keys()) {
        this.#traces.delete(oldest);
        break;
      }
    }
    return trace;
  }
}

const MOST_TRACES = 2000;

/** The updates of a program on the demanding inputs, step after step: with and without gradients of zero. */
interface Trace {
  readonly plain: Float32Array;
  readonly zeros: Float32Array;
}

/** Arrays of every role again, none of a shape that the probe has. */
const LAYOUT = createLayout([
  { name: "tokens", shape: [4, 3], role: "embedding" },
  { name: "attention", shape: [4, 4], role: "matrix" },
  { name: "gain", shape: [5], role: "vector" },
  { name: "temperature", shape: [], role: "vector" },
  { name: "output", shape: [3, 3], role: "head" },
]);

const STEPS = 60;

/**
 * What a short training would give: the probe sees 12 steps of a horizon of 1,000 and three orders of
 * magnitude, these are a whole horizon of 60 steps with warm-up and decay and seven orders of magnitude.
 */
const PLAIN = demandingSteps();

/** The same, but one gradient in ten is exactly zero, as those of unseen tokens and dead units are. */
const ZEROS = PLAIN.map((inputs, k): StepInputs => {
  const random = new RandomStream(2, "bench/repeats/zeros", k);
  return { ...inputs, g: inputs.g.map((g) => (random.chance(0.1) ? 0 : g)) };
});

function demandingSteps(): readonly StepInputs[] {
  const random = new RandomStream(2, "bench/repeats/inputs");
  const coordinates = Array.from({ length: LAYOUT.size }, () => ({
    scale: 10 ** (-5 + 7 * random.uniform()),
    mean: 0.3 * random.normal(),
    start: 0.2 * random.normal(),
  }));
  const weights = coordinates.map(({ start }) => start);
  return Array.from({ length: STEPS }, (_, k): StepInputs => {
    const progress = k / STEPS;
    const size = 1 + 2 * (1 - progress);
    coordinates.forEach((_, i) => (weights[i] = (weights[i] as number) + 0.02 * random.normal()));
    return {
      w: Float32Array.from(weights),
      g: Float32Array.from(
        coordinates,
        ({ scale, mean }) => size * scale * (mean * (1 - progress) + random.normal()),
      ),
      lr: Math.min(1, (k + 1) / 5) * 0.5 * (1 + Math.cos(Math.PI * progress)),
      t: k + 1,
      T: STEPS,
      loss: 1 + 3 * (1 - progress) + 0.1 * random.normal(),
    };
  });
}

/** The same with the scalar inputs as the probe has them: a learning rate near its peak, far from the end. */
const TAME = PLAIN.map((inputs, k): StepInputs => {
  const progress = k / STEPS;
  return { ...inputs, lr: 1 - progress / 2, t: 1 + (k % 12), T: 1000, loss: 1 / (1 + progress) };
});

function run(typed: TypedProgram, steps: readonly StepInputs[]): Float32Array {
  const interpreter = createInterpreter(typed, LAYOUT);
  const updates = new Float32Array(STEPS * LAYOUT.size);
  steps.forEach((inputs, k) => {
    updates.set(interpreter.step(inputs), k * LAYOUT.size);
  });
  return updates;
}

function traceBoth(typed: TypedProgram): Trace {
  return { plain: run(typed, PLAIN), zeros: run(typed, ZEROS) };
}

const DESCENT_STEPS = 50;

/** A quadratic of 39 coordinates, of curvatures over two orders of magnitude, and noise in its gradients. */
const QUADRATIC = (() => {
  const random = new RandomStream(3, "bench/repeats/quadratic");
  const { size } = PROBE_LAYOUT;
  return {
    curvature: Float64Array.from({ length: size }, () => 10 ** (-2 * random.uniform())),
    // As far away as the starting program goes in 50 steps.
    start: Float32Array.from({ length: size }, () => 0.3 * random.normal()),
    target: Float64Array.from({ length: size }, () => 0.02 * random.normal()),
    noise: Array.from({ length: DESCENT_STEPS }, () =>
      Float64Array.from({ length: size }, () => 0.01 * random.normal()),
    ),
  };
})();

/** How often a program halves the quadratic in 50 steps; −∞ where it ends no lower than it began. */
function descend(typed: TypedProgram): number {
  const { curvature, start, target, noise } = QUADRATIC;
  const interpreter = createInterpreter(typed, PROBE_LAYOUT);
  const w = start.slice();
  const g = new Float32Array(w.length);
  const distance = (i: number): number => (w[i] as number) - (start[i] as number) - (target[i] as number);
  const loss = (): number =>
    w.reduce((sum, _, i) => sum + 0.5 * (curvature[i] as number) * distance(i) ** 2, 0);
  const before = loss();
  for (let k = 0; k < DESCENT_STEPS; k++) {
    for (let i = 0; i < g.length; i++) {
      g[i] = (curvature[i] as number) * (distance(i) + ((noise[k] as Float64Array)[i] as number));
    }
    const progress = k / DESCENT_STEPS;
    const lr = 0.5 * (1 + Math.cos(Math.PI * progress));
    const update = interpreter.step({ w, g, lr, t: k + 1, T: DESCENT_STEPS, loss: loss() });
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - (update[i] as number);
  }
  const halvings = Math.log2(before / loss());
  return halvings > 0 ? halvings : -Infinity;
}

/** The largest ‖a − b‖ / max(‖a‖, ‖b‖) of a step; infinite where only one of the two is finite somewhere. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let start = 0; start < a.length; start += LAYOUT.size) {
    let squares = 0;
    let squaresA = 0;
    let squaresB = 0;
    for (let i = start; i < start + LAYOUT.size; i++) {
      const x = a[i] as number;
      const y = b[i] as number;
      // Equal infinities and NaNs have no difference, and must not make the norms infinite.
      if (!Number.isFinite(x) && Object.is(x, y)) continue;
      if (!Number.isFinite(x) || !Number.isFinite(y)) return Infinity;
      squares += (x - y) * (x - y);
      squaresA += x * x;
      squaresB += y * y;
    }
    if (squares > 0) largest = Math.max(largest, Math.sqrt(squares / Math.max(squaresA, squaresB)));
  }
  return largest;
}

/** What the caches spare, over 10^6 programs: minutes. */
export const repeats: Section = {
  name: "repeats",
  title: "what the caches spare, over 10^6 programs; and simplify, on programs that evolved",
  isOptional: true,
  measure: measureRepeats,
};

function measureRepeats({ quick }: Effort): Measured {
  const populations: (readonly TypedProgram[])[] = [];
  const results = (["default", "paper"] as const).map((mode) => repeatsBench({
    ...(quick ? { programs: QUICK_PROGRAMS } : {}),
    mode,
    onPopulation: (programs) => { populations.push(programs); },
  }));
  const rows = results.map(({ mode, programs, structuralRepeats, measured, unmeasured }) => toBenchRow({
    name: `repeats/${mode}`,
    what: `spared by both caches, mode ${mode}`,
    unit: "share",
    measured: (structuralRepeats + measured.count + unmeasured.count) / programs,
    bar: null,
    detail: `of ${number(programs)} children`,
  }));
  return { rows: [...rows, measureSimplify(populations)], notes: results.flatMap(printRepeatsBench) };
}

/** Prints the result, a line a figure. */
function printRepeatsBench(result: RepeatsResult): readonly string[] {
  const { programs, searches, seconds, spent, populations, structuralRepeats, lastTenth } = result;
  const { measured, unmeasured, withoutMeasures } = result;
  const fresh = programs - structuralRepeats;
  const repeats = measured.count + unmeasured.count;
  const line = (what: string, figure: string): string => `  ${what.padEnd(56)} ${figure}`;
  const share = (what: string, part: number, whole: number): string => line(what, percent(part, whole));
  const figures = (what: string, of: (population: PopulationFigures) => number, unit: string): string =>
    line(what, spread(populations.map(of), unit));
  const times = Object.entries(spent).map(([what, time]) => `${what} ${(time as number).toFixed(0)} s`);
  return [
    `mode ${result.mode}: ${number(programs)} programs, ${searches === 1 ? "1 search" : `${searches} searches`}, ` +
      `${seconds.toFixed(0)} s, ${number(programs / seconds)}/s (${times.join(", ")})`,
    line("mutations tried for a child", result.triesPerChild.toFixed(2)),
    share("children norm-matched", result.normMatched, programs),
    share("structural repeats, of all children", structuralRepeats, programs),
    share("  of the last tenth of each search", lastTenth.structuralRepeats, lastTenth.programs),
    share("without measures, of the structurally new", withoutMeasures, fresh),
    share("fingerprint repeats, of the structurally new", repeats, fresh),
    share("  among those with measures", measured.count, fresh - withoutMeasures),
    share("collisions, of fingerprint repeats with measures", measured.collisions, measured.count),
    share("  because only one of the two stays finite", measured.notFinite, measured.count),
    share("  alike where lr, t, T, loss are as on the probe", measured.onlyByInputs, measured.count),
    share("alike but at gradients of exactly zero", measured.onlyAtZeros, measured.count),
    share("collisions, of those without measures", unmeasured.collisions, unmeasured.count),
    share("spared by both caches, of all children", structuralRepeats + repeats, programs),
    figures("statements of the last population", ({ statements }) => statements, ""),
    figures("  redundant in one step", ({ redundantInOneStep }) => 100 * redundantInOneStep, " %"),
    figures("  redundant across steps", ({ redundantAcrossSteps }) => 100 * redundantAcrossSteps, " %"),
    figures("best fitness", ({ best }) => best, `, the start's ${result.startFitness.toFixed(1)}`),
    line("memory", `${result.megabytes.toFixed(0)} MB`),
  ];
}

/** A mean, and the standard deviation where there are several. */
function spread(values: readonly number[], unit: string): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return `${mean.toFixed(1)}${unit}`;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${mean.toFixed(1)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(1)}${unit}`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? "–" : ((100 * part) / whole).toFixed(2)} % (${number(part)} of ${number(whole)})`;
}

// By itself, with other numbers of programs and seeds: node dist/bench/repeats.js [PROGRAMS [MODE [SEED]]] [--examples]
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const words = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
  const [programs = "1000000", mode, seed = "1"] = words;
  const both: readonly MutationMode[] = ["default", "paper"];
  const modes = both.includes(mode as MutationMode) ? [mode as MutationMode] : both;
  for (const each of modes) {
    const result = repeatsBench({ programs: Number(programs), mode: each, seed: Number(seed) });
    for (const line of printRepeatsBench(result)) console.log(line);
    if (!process.argv.includes("--examples")) continue;
    for (const { first, second, apart } of result.examples) {
      console.log(`\napart by ${apart}:\n${first}\n${second}`);
    }
  }
}
