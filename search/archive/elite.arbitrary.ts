import fc from "fast-check";
import type { Coupling, Measures } from "../../dsl/probe/probe.js";
import type { Elite } from "./elite.js";
import { Grid } from "./grid.js";
import type { ArchiveEvent } from "./history.js";

/** Few cells, so that candidates meet. */
export const SMALL_GRID = new Grid([{ name: "liveState", edges: [1] }, { name: "coupling" }]);

/** The measures of AdamW, about. */
export const MEASURES: Measures = {
  liveState: 2, scaleExponent: 0, averagingLength: 9.4, noiseResponse: 1.46, coupling: "coordinate", updateSize: 6e-4,
};

/** A candidate in the cell of AdamW. */
export function elite(
  index: number, fitness: number, error: number, statements = 8, change: Partial<Measures> = {},
): Elite {
  return { index, fitness, error, statements, measures: { ...MEASURES, ...change } };
}

/** Round numbers, so that bounds meet and candidates tie; now and then an error that is not known. */
const estimates = fc.record({
  fitness: fc.integer({ min: -8, max: 8 }).map((x) => x / 4),
  error: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 6 }).map((x) => x / 4) },
    { weight: 1, arbitrary: fc.constant(Infinity) },
  ),
});

/** Measures within the cells of {@link SMALL_GRID}. */
const measures: fc.Arbitrary<Measures> = fc
  .record({
    liveState: fc.nat(1),
    coupling: fc.constantFrom<Coupling>("coordinate", "array", "matrix", "tree"),
  })
  .map((change) => ({ ...MEASURES, ...change }));

/** Candidates with the indices 0, 1, …, often as many as may be; all in one cell where so asked. */
export function elites(maxLength: number, { oneCell = false } = {}): fc.Arbitrary<readonly Elite[]> {
  const place = oneCell ? fc.constant(MEASURES) : measures;
  const statements = fc.integer({ min: 1, max: 6 });
  return fc
    .array(fc.record({ estimate: estimates, statements, measures: place }), { maxLength, size: "max" })
    .map((drawn) => drawn.map(({ estimate, ...rest }, index) => ({ index, ...estimate, ...rest })));
}

/** A later estimate of an earlier candidate; `null` where it failed. */
const news = fc.record({ of: fc.nat(59), estimate: fc.option(estimates, { freq: 4 }) });

/** What may happen to an archive, in the order of a log: candidates, and later news of earlier ones. */
export const histories: fc.Arbitrary<readonly ArchiveEvent[]> = elites(60).chain((candidates) =>
  fc
    .array(fc.option(news, { nil: undefined, freq: 2 }), { minLength: candidates.length, maxLength: candidates.length })
    .map((updates) =>
      candidates.map((candidate, at): ArchiveEvent => {
        const update = updates[at];
        if (update === undefined || update.of >= at) return { kind: "add", at, elite: candidate };
        const { of: index, estimate } = update;
        return estimate === null ? { kind: "remove", at, index } : { kind: "update", at, index, estimate };
      }),
    ),
);
