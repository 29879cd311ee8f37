import fc from "fast-check";
import type { Coupling, Measures } from "../../dsl/probe/probe.js";
import type { Entry, EntryTraining } from "./entry.js";
import type { NewRunHeader } from "./header.js";

/** A header for tests. */
export const HEADER: NewRunHeader = {
  symopt: "0.1.0", engine: "wasm", created: "2026-01-01T00:00:00.000Z", configuration: { seed: 1, tasks: ["digits"] },
};

const PROGRAM = "def sgd(w, g, lr):\n  update = g * lr\n  return update\n";

/** An entry of a program that was trained on three problems. */
export function entryLike(index: number): Entry {
  return {
    index,
    kind: "candidate",
    island: 2,
    subject: index === 0 ? null : index - 1,
    mate: null,
    source: index === 0 ? null : "population",
    change: `argument 2 of statement ${index % 9}: m → update`,
    program: PROGRAM,
    hash: "0123456789abcdef",
    fingerprint: "fedcba9876543210",
    measures: {
      liveState: 0, scaleExponent: 1, averagingLength: 1, noiseResponse: 2.58496, coupling: "coordinate",
      updateSize: 0.1,
    },
    repeats: null,
    repeatOf: null,
    status: "trained",
    reason: null,
    fitness: -1 / 3,
    trainings: [0, 1, 2].map((problem) => ({
      problem, seed: 1, loss: 0.1 * (problem + 1), score: -0.25, steps: 150, hurdles: [2.3, 1.1],
    })),
    spared: false,
    statements: 1,
    redundant: 0,
    cost: 0.3,
    invalid: 3,
    steps: 450,
    seconds: 0.0123,
  };
}

/** Entries of these indices. */
export function entriesLike(from: number, count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, i) => entryLike(from + i));
}

const PLAIN = { noNullPrototype: true };
const natural = fc.maxSafeNat();
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
// Texts as they come: any script, line breaks, NUL.
const text = fc.string({ unit: "binary", maxLength: 60 });
/** A program's text, or any other: some that compression makes shorter, some that it does not. */
export const programText = fc.oneof(text, fc.array(
  fc.oneof(fc.constantFrom("m = interp(g, m, beta1)", "update = sign(update_1)", "v_1 = square(g)"), text),
  { maxLength: 12 },
).map((lines) => `def candidate(w, g, m, v, lr):\n${lines.map((line) => `  ${line}\n`).join("")}`));
const identifier = fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), text);

const training: fc.Arbitrary<EntryTraining> = fc.record({
  problem: natural,
  seed: natural,
  loss: fc.option(finite),
  score: fc.option(finite),
  steps: natural,
  hurdles: fc.array(finite, { maxLength: 4 }),
}, PLAIN);

const measures: fc.Arbitrary<Measures> = fc.record({
  liveState: finite,
  scaleExponent: finite,
  averagingLength: finite,
  noiseResponse: finite,
  coupling: fc.constantFrom<Coupling[]>("coordinate", "array", "matrix", "tree"),
  updateSize: finite,
}, PLAIN);

// One less than the largest integer, since what may be absent is written with one added.
const optional = fc.option(fc.maxSafeNat().map((n) => Math.max(0, n - 1)));

/** Any entry of an index, as the types allow it. */
export function entryArbitrary(index: number): fc.Arbitrary<Entry> {
  return fc.record({
    index: fc.constant(index),
    kind: fc.constantFrom<Entry["kind"][]>("candidate", "sweep", "confirmation", "challenge"),
    island: natural,
    subject: optional,
    mate: optional,
    source: fc.constantFrom<Entry["source"][]>(null, "population", "archive"),
    change: text,
    program: programText,
    hash: identifier,
    fingerprint: fc.option(identifier),
    measures: fc.option(measures),
    repeats: optional,
    repeatOf: fc.constantFrom<Entry["repeatOf"][]>(null, "structure", "behaviour"),
    status: fc.constantFrom<Entry["status"][]>("trained", "stopped", "failed", "fault"),
    reason: fc.option(text),
    fitness: fc.option(finite),
    trainings: fc.array(training, { maxLength: 4 }),
    spared: fc.boolean(),
    statements: natural,
    redundant: natural,
    cost: finite,
    invalid: natural,
    steps: natural,
    seconds: finite,
  }, PLAIN);
}

/** A run's worth of any entries. */
export const entriesArbitrary: fc.Arbitrary<readonly Entry[]> = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => entryArbitrary(index))));
