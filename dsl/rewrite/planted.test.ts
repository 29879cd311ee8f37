import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { tryCheck } from "../check.js";
import { compareBehaviour } from "../compare.js";
import type { Program } from "../program.js";
import { rules } from "../rules/index.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { EDIT_NAMES, type Planted, plant } from "./planted.arbitrary.js";
import { simplify } from "./simplify.js";

const PROGRAMS = 1000;

interface Attempt extends Planted {
  readonly rule: string;
  readonly original: Program;
  /** The original, simplified. */
  readonly simplest: Program;
  readonly found: Program;
  /** How many statements more than the original's simplest form. */
  readonly over: number;
}

/** Library rules behind 2 to 12 edits each, simplified. */
function attempts(seed: number): readonly Attempt[] {
  const originals = rules.map(({ name, text }) => {
    const original = parse(text);
    return { name, original, simplest: simplify(original).program };
  });
  return Array.from({ length: PROGRAMS }, (_, k): Attempt => {
    const random = new RandomStream(seed, "planted", k);
    const { name, original, simplest } = originals[k % originals.length] as (typeof originals)[number];
    const planted = plant(original, 2 + random.integer(11), random);
    const found = simplify(planted.program).program;
    const over = found.statements.length - simplest.statements.length;
    return { ...planted, rule: name, original, simplest, found, over };
  });
}

describe("planted programs", () => {
  const all = attempts(1);

  it("shrink to within one statement of what they hide, 95 in 100 and more", () => {
    const within = all.filter(({ over }) => over <= 1);
    const missed = new Map<string, number>();
    for (const { edits, over } of all) {
      if (over > 1) for (const edit of new Set(edits)) missed.set(edit, (missed.get(edit) ?? 0) + 1);
    }
    const worst = [...missed].sort(([, a], [, b]) => b - a).slice(0, 5).map(([edit, count]) => `${edit} (${count})`);
    // eslint-disable-next-line no-console -- the rate is to be read, not only held to its bound
    console.log(
      `planted programs: ${(100 * within.length) / PROGRAMS} % within one statement, ` +
        `${(100 * all.filter(({ over }) => over <= 0).length) / PROGRAMS} % as short; ` +
        `edits of those that are not: ${worst.join(", ") || "none"}`,
    );
    expect(within.length / PROGRAMS).toBeGreaterThanOrEqual(0.95);
  });

  it("are valid, much longer than what they hide, and made with every kind of edit", () => {
    const used = new Set(all.flatMap(({ edits }) => edits));
    expect(EDIT_NAMES.filter((name) => !used.has(name))).toEqual([]);
    let added = 0;
    for (const { program, original } of all) {
      expect(tryCheck(program), print(program)).toBeDefined();
      added += program.statements.length - original.statements.length;
    }
    expect(added / PROGRAMS).toBeGreaterThan(7);
  });

  // An epsilon of 1e-16 does not survive that 10 is added and taken away again, so a few edits do change something.
  const changes = all.map(
    ({ original, program }, seed) => compareBehaviour(original, program, { steps: 8, seed }).relative.value,
  );

  it("hide behind edits that change little but rounding, but for 3 in 100", () => {
    expect(changes.filter((change) => !(change <= 0.01)).length / PROGRAMS).toBeLessThan(0.03);
  });

  it("move, simplified, as what they hide does, or come closer to it than they did", () => {
    const apart = all.flatMap(({ rule, edits, simplest, found }, seed) => {
      const difference = compareBehaviour(simplest, found, { steps: 8, seed }).relative.value;
      return difference <= Math.max(1e-4, 2 * (changes[seed] as number)) ? [] : [{ rule, edits, difference }];
    });
    expect(apart).toEqual([]);
  });
});
