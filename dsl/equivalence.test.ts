import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/random.js";
import { type TypedProgram, check, tryCheck } from "./check.js";
import { REWRITE_NAMES, disguise } from "./equivalence.arbitrary.js";
import { type ProgramHash, createHasher, hashProgram } from "./hash.js";
import { type StepInputs, createInterpreter } from "./interpret.js";
import { createLayout } from "./layout.js";
import { type MutationOptions, mutate, randomProgram } from "./mutate/index.js";
import type { Parameter, Program, Statement } from "./program.js";
import { programs } from "./program.arbitrary.js";
import { prune } from "./prune.js";
import { rules } from "./rules/index.js";
import { parse } from "./text/parse.js";
import { print } from "./text/print.js";

/** How many pairs of programs of equal hash there are at least, of either origin. */
const PAIRS = 50_000;
const MUTANTS = 20_000;
const TIMEOUT = 300_000;

const LAYOUT = createLayout([
  { name: "kernel", shape: [2, 3], role: "matrix" },
  { name: "bias", shape: [2], role: "vector" },
  { name: "scale", shape: [], role: "vector" },
]);

/**
 * Inputs of five steps: ordinary numbers at first, then zeros of both signs and the edges of the range, and
 * in the last step what is not finite; later steps would show little but NaN.
 */
const STEPS: readonly StepInputs[] = Array.from({ length: 5 }, (_, k) => {
  const random = new RandomStream(3, "equivalence/inputs", k);
  const special = [[], [], [0, -0], [1e-40, 0, -1e20, 1, -0], [Infinity, 1, 0, NaN, -Infinity]][k] ?? [];
  const draw = (_: unknown, i: number): number => {
    const ordinary = random.normal();
    return special[(i * 5 + k) % LAYOUT.size] ?? ordinary;
  };
  return {
    w: Float32Array.from({ length: LAYOUT.size }, (_, i) => (k < 4 ? random.normal() : draw(_, i + 4))),
    g: Float32Array.from({ length: LAYOUT.size }, draw),
    lr: 1 - k / 5,
    t: k + 1,
    T: 5,
    loss: 2 / (k + 1),
  };
});

const NAN_WORD = 0x7fc00000;

/** The bits of a program's updates over the steps, from zero state; all NaNs are equal. */
function updateBits(typed: TypedProgram): Int32Array {
  const interpreter = createInterpreter(typed, LAYOUT);
  const updates = new Float32Array(STEPS.length * LAYOUT.size);
  STEPS.forEach((inputs, k) => {
    updates.set(interpreter.step(inputs), k * LAYOUT.size);
  });
  const bits = new Int32Array(updates.buffer);
  updates.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = NAN_WORD;
  });
  return bits;
}

function sameBits(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, i) => word === b[i]);
}

/** Whether the updates of the first two steps, of ordinary inputs, are numbers and not all the same. */
function isTelling(bits: Int32Array): boolean {
  const early = bits.subarray(0, 2 * LAYOUT.size);
  return !early.includes(NAN_WORD) && early.some((word) => word !== early[0]);
}

/** A program that is run when it is asked for, once. */
class Specimen {
  /** The text, with variables named by their place: what differs in names only has the same. */
  readonly text: string;
  #typed: TypedProgram | undefined;
  #bits: Int32Array | undefined;

  constructor(typed: TypedProgram) {
    this.#typed = typed;
    this.text = textOf(typed.program);
  }

  get bits(): Int32Array {
    if (this.#typed !== undefined) {
      this.#bits = updateBits(this.#typed);
      // The pools are large, and the program is not needed any more.
      this.#typed = undefined;
    }
    return this.#bits as Int32Array;
  }
}

function textOf(program: Program): string {
  const names = program.names.map((name, slot) =>
    program.parameters[slot]?.kind === "input" ? name : `x${slot}`,
  );
  const parameters = program.parameters.map((parameter, slot): Parameter =>
    parameter.kind === "input" ? parameter : { ...parameter, name: names[slot] as string },
  );
  return print({ ...program, name: "f", parameters, names });
}

function prunedText(text: string): string {
  return textOf(prune(parse(text)));
}

/** One pair in so many is looked at closely. */
const SAMPLED = 20;

/** Prints a figure that the tests are there to find. */
function tell(...lines: readonly string[]): void {
  // eslint-disable-next-line no-console -- how much was compared is part of what a test of a promise says
  console.log(lines.join(" "));
}

type Hasher = (program: Program) => ProgramHash;

/** Holds what behaves differently though its hash is equal, of all programs that it is shown. */
class Comparison {
  readonly #hash: Hasher;
  readonly #first = new Map<ProgramHash, Specimen>();
  /** How many programs there were whose hash an earlier one of another text had. */
  pairs = 0;
  /** How many of these were looked at closely, and how many differ in more than names and dead code. */
  sampled = 0;
  sampledBeyondDeadCode = 0;
  /** How many pairs have updates of ordinary numbers, not NaN from the start or zero throughout. */
  telling = 0;
  readonly counterexamples: string[] = [];

  constructor(hash: Hasher) {
    this.#hash = hash;
  }

  add(program: Program, specimen: Specimen): void {
    const hash = this.#hash(program);
    const first = this.#first.get(hash);
    if (first === undefined) {
      this.#first.set(hash, specimen);
      return;
    }
    if (this.pairs++ % SAMPLED === 0) {
      this.sampled++;
      if (prunedText(first.text) !== prunedText(specimen.text)) this.sampledBeyondDeadCode++;
    }
    if (isTelling(specimen.bits)) this.telling++;
    if (!sameBits(first.bits, specimen.bits)) this.counterexamples.push(`${first.text}\n${specimen.text}`);
  }
}

/** A hash that takes a − b for b − a: what the tests below must find out. */
const brokenHash: Hasher = createHasher({
  commutative: (fn) => fn.commutative || fn.name === "subtract",
});

/** Programs of different texts, compared under the true hash and under the broken one. */
class Comparisons {
  readonly sound = new Comparison(hashProgram);
  readonly broken = new Comparison(brokenHash);
  readonly #specimens = new Map<string, Specimen>();

  add(typed: TypedProgram): Specimen {
    const specimen = new Specimen(typed);
    const known = this.#specimens.get(specimen.text);
    if (known !== undefined) return known;
    this.#specimens.set(specimen.text, specimen);
    this.sound.add(typed.program, specimen);
    this.broken.add(typed.program, specimen);
    return specimen;
  }

  /** What all tests of pairs ask for: enough pairs, no difference, and that the broken hash shows some. */
  expectSound(what: string): void {
    const { sound, broken } = this;
    const beyond = Math.round((100 * sound.sampledBeyondDeadCode) / sound.sampled);
    const telling = Math.round((100 * sound.telling) / sound.pairs);
    tell(
      `${sound.pairs} pairs of programs of equal hash, ${what}; ${beyond} % of them differ in more than`,
      `names and dead code, ${telling} % have updates of ordinary numbers:`,
      `${sound.counterexamples.length} differ in an update; with the arguments of - sorted`,
      `${broken.pairs} pairs, of which ${broken.counterexamples.length} differ`,
    );
    expect(sound.pairs).toBeGreaterThanOrEqual(PAIRS);
    expect(sound.telling).toBeGreaterThan(PAIRS / 2);
    expect(sound.counterexamples.slice(0, 3)).toEqual([]);
    expect(broken.counterexamples.length).toBeGreaterThan(0);
  }
}

const LIBRARY = rules.map(({ text }) => check(parse(text)));

/** Where an evolution starts and how it goes on. */
interface Habitat {
  readonly starts: readonly TypedProgram[];
  readonly options: MutationOptions;
}

/** In the small ones, of few functions, the same is often reached in two ways, or nearly the same. */
const HABITATS: readonly Habitat[] = [24, 5].flatMap((statements) =>
  (["default", "paper"] as const).map((mode): Habitat => ({
    starts: LIBRARY.filter(({ program }) => program.statements.length <= statements / 2),
    options: {
      mode,
      limits: { statements, ...(statements === 5 && { functions: ["add", "subtract", "max", "sqrt"] }) },
    },
  })),
);

/** A program of the library or a random one, in part of the cases after some mutations. */
function anyProgram(random: RandomStream, arbitrary: readonly TypedProgram[]): TypedProgram {
  let typed = random.pick<() => TypedProgram>([
    () => random.pick(LIBRARY),
    () => random.pick(arbitrary),
    () => randomProgram(random, { length: { least: 4, most: 16 } }),
  ])();
  const options: MutationOptions = { limits: { statements: 60, states: 6 } };
  for (let rest = random.integer(3); rest > 0; rest--) typed = mutate(typed, random, options).typed;
  return typed;
}

/** The program with the arguments of one call of two exchanged: mostly it means something else. */
function exchanged({ program }: TypedProgram, random: RandomStream): TypedProgram | undefined {
  const places = program.statements.flatMap(({ fn, args }, i) =>
    !fn.commutative && args.length === 2 ? [i] : [],
  );
  if (places.length === 0) return undefined;
  const at = random.pick(places);
  const statement = program.statements[at] as Statement;
  const args = statement.args.toReversed();
  return tryCheck({ ...program, statements: program.statements.with(at, { ...statement, args }) });
}

/** How many programs live at a time, and how many are born. */
const POPULATION = 100;
const CHILDREN = 4000;
/** After so many children other programs are the fit ones, so that none takes over for good. */
const SEASON = 500;

/**
 * The last population of a regularized evolution from a program of the library, by turns in both modes and
 * with both kinds of fitness: a random number for each program, or one for each behaviour.
 */
function evolve(index: number, comparisons = new Comparisons()): readonly TypedProgram[] {
  const random = new RandomStream(1, "equivalence/evolve", index);
  const { starts, options } = HABITATS[index % HABITATS.length] as Habitat;
  const start = random.pick(starts);
  const population = Array.from({ length: POPULATION }, () => ({ typed: start, fitness: 0 }));
  for (let i = 0; i < CHILDREN; i++) {
    const [parent, other, mate] = [random.pick(population), random.pick(population), random.pick(population)];
    const fitter = other.fitness > parent.fitness ? other : parent;
    const { typed } = mutate(fitter.typed, random, options, mate.typed);
    const specimen = comparisons.add(typed);
    const fitness = index % 8 < 4 ? random.uniform() : fitnessOf(specimen.bits, Math.floor(i / SEASON));
    population[i % POPULATION] = { typed, fitness };
  }
  return population.map(({ typed }) => typed);
}

/** A random number for each behaviour and season; what gives NaN on ordinary inputs is the least fit. */
function fitnessOf(bits: Int32Array, season: number): number {
  if (bits.subarray(0, 3 * LAYOUT.size).includes(NAN_WORD)) return -1;
  const digest = bits.reduce((hash, word) => Math.imul(hash ^ word, 0x9e3779b1), 1);
  return new RandomStream(season, "equivalence/fitness", digest).uniform();
}

describe("programs of equal hash", { timeout: TIMEOUT }, () => {
  it("behave the same where one is the other rewritten, and a broken hash is found out", () => {
    const comparisons = new Comparisons();
    const random = new RandomStream(1, "equivalence/rewrite");
    const arbitrary = fc.sample(programs(), { numRuns: 1000, seed: 1 }).map((program) => check(program));
    const uses = new Map<string, number>();
    for (let near = 0; comparisons.sound.pairs - near < PAIRS;) {
      const typed = anyProgram(random, arbitrary);
      const hash = hashProgram(typed.program);
      comparisons.add(typed);
      for (let i = 0; i < 6; i++) {
        const { typed: other, rewrites } = disguise(typed, random);
        if (hashProgram(other.program) !== hash) {
          expect.fail(`another hash, rewritten:\n${print(typed.program)}\n${print(other.program)}`);
        }
        comparisons.add(other);
        for (const name of rewrites) uses.set(name, (uses.get(name) ?? 0) + 1);
      }
      // No rewrite, but close to one: the sound hash must tell it apart, unless the call is dead.
      const { pairs } = comparisons.sound;
      const other = exchanged(typed, random);
      if (other !== undefined) comparisons.add(other);
      near += comparisons.sound.pairs - pairs;
    }
    comparisons.expectSound("one the other rewritten");
    expect(Math.min(...REWRITE_NAMES.map((name) => uses.get(name) ?? 0))).toBeGreaterThan(10_000);
  });

  it("behave the same in evolved populations, and a broken hash is found out", () => {
    const comparisons = new Comparisons();
    for (let index = 0; comparisons.sound.pairs < PAIRS; index++) evolve(index, comparisons);
    comparisons.expectSound("found in evolved populations");
  });
});

describe("a mutant", () => {
  it("has its parent's hash only where it behaves the same", { timeout: TIMEOUT }, () => {
    const random = new RandomStream(1, "equivalence/mutants");
    const counts = { neutral: 0, changed: 0, alike: 0 };
    const options: MutationOptions = { limits: { statements: 60, states: 6 } };
    const evolved = HABITATS.flatMap((_, index) => evolve(index));
    for (let rest = MUTANTS; rest > 0;) {
      const parents = random.chance(0.7) ? LIBRARY : evolved;
      const parent = random.pick(parents);
      const hash = hashProgram(parent.program);
      const text = textOf(parent.program);
      const bits = updateBits(parent);
      for (let k = 0; k < 50; k++) {
        const mutant = mutate(parent, random, options, random.pick(parents)).typed;
        if (textOf(mutant.program) === text) continue;
        rest--;
        const alike = sameBits(updateBits(mutant), bits);
        const sameHash = hashProgram(mutant.program) === hash;
        if (sameHash && !alike) {
          expect.fail(`equal in hash, not in update:\n${print(parent.program)}\n${print(mutant.program)}`);
        }
        if (sameHash) counts.neutral++;
        else if (alike) counts.alike++;
        else counts.changed++;
      }
    }
    tell(
      `mutants: ${counts.changed} behave differently and have another hash, ${counts.neutral} have the same`,
      `hash and behave the same, ${counts.alike} behave the same though their hash is another`,
    );
    expect(counts.changed).toBeGreaterThan(MUTANTS / 4);
    expect(counts.neutral).toBeGreaterThan(MUTANTS / 10);
  });
});
