import { describe, expect, it } from "vitest";
import { ContractError } from "./errors.js";
import { RandomStream } from "./random.js";

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

/** Pearson's statistic of counts that should all be equal. */
function chiSquare(counts: readonly number[]): number {
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

/** How many standard deviations a chi-square statistic is from its mean. */
function excess(counts: readonly number[]): number {
  const freedom = counts.length - 1;
  return (chiSquare(counts) - freedom) / Math.sqrt(2 * freedom);
}

function tally(n: number, draws: readonly number[]): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const value of draws) counts[value] = (counts[value] as number) + 1;
  return counts;
}

describe("a stream", () => {
  it("begins with the same numbers for ever", () => {
    const stream = new RandomStream(42, "mutation", 7);
    expect(draw(4, () => stream.bits())).toEqual([3265323217, 24757929, 296065908, 1144232970]);
    expect(stream.uniform()).toBe(0.12256513057027518);
    expect(stream.normal()).toBe(1.9076409926685196);
    expect(draw(8, () => stream.integer(10))).toEqual([5, 1, 0, 5, 1, 3, 0, 6]);
    expect(draw(8, () => stream.weighted([1, 2, 3]))).toEqual([1, 0, 0, 2, 2, 2, 0, 2]);
  });

  it("is the same for the same name", () => {
    const [a, b] = [new RandomStream(1, "x", 2), new RandomStream(1, "x", 2)];
    expect(draw(100, () => a.bits())).toEqual(draw(100, () => b.bits()));
  });

  it("has index 0 unless told otherwise", () => {
    expect(new RandomStream(1, "x").bits()).toBe(new RandomStream(1, "x", 0).bits());
  });

  it.each<readonly [string, [number, string, number], [number, string, number]]>([
    ["seed", [1, "x", 0], [2, "x", 0]],
    ["sign of the seed", [1, "x", 0], [-1, "x", 0]],
    ["seed beyond 32 bits", [1, "x", 0], [1 + 2 ** 32, "x", 0]],
    ["purpose", [1, "x", 0], [1, "y", 0]],
    ["length of the purpose", [1, "", 0], [1, "\0", 0]],
    ["index", [1, "x", 0], [1, "x", 1]],
    ["index beyond 32 bits", [1, "x", 5], [1, "x", 5 + 2 ** 32]],
    ["place of the numbers", [1, "x", 2], [2, "x", 1]],
    ["border between purpose and index", [1, "x1", 0], [1, "x", 1]],
  ])("differs with the %s", (_, a, b) => {
    const [one, other] = [new RandomStream(...a), new RandomStream(...b)];
    const equal = draw(64, () => one.bits() === other.bits()).filter(Boolean);
    expect(equal).toEqual([]);
  });

  it("differs from all others among a million names", () => {
    // Of 52 random bits no two are equal; with streams seeded by 32 bits about 100 would be.
    const seen = new Set<number>();
    for (let seed = 0; seed < 1000; seed++) {
      for (let k = 0; k < 1000; k++) seen.add(new RandomStream(seed, `purpose ${k}`).uniform());
    }
    expect(seen.size).toBeGreaterThanOrEqual(999_999);
  });

  it("has first numbers that are uniform over neighbouring indices, seeds and purposes", () => {
    const streams = [
      (k: number) => new RandomStream(1, "x", k),
      (k: number) => new RandomStream(k, "x"),
      (k: number) => new RandomStream(1, `x${k}`),
    ];
    for (const stream of streams) {
      const draws = Array.from({ length: 20_000 }, (_, k) => stream(k).bits());
      for (const shift of [0, 8, 16, 24]) {
        expect(Math.abs(excess(tally(256, draws.map((bits) => (bits >>> shift) & 255))))).toBeLessThan(4);
      }
    }
  });

  it("is not correlated with the next index's", () => {
    let sum = 0;
    for (let k = 0; k < 200; k++) {
      const [a, b] = [new RandomStream(3, "x", k), new RandomStream(3, "x", k + 1)];
      for (let i = 0; i < 100; i++) sum += a.normal() * b.normal();
    }
    // The sum of 20,000 products of independent normals has a standard deviation of √20,000.
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(20_000));
  });
});

describe("uniform", () => {
  const stream = new RandomStream(5, "uniform");
  const draws = draw(100_000, () => stream.uniform());

  it("is within (0, 1), ends excluded", () => {
    expect(draws.every((x) => x > 0 && x < 1)).toBe(true);
  });

  it("fills 1,000 bins evenly", () => {
    expect(Math.abs(excess(tally(1000, draws.map((x) => Math.floor(x * 1000)))))).toBeLessThan(4);
  });

  it("has random low bits too", () => {
    expect(Math.abs(excess(tally(256, draws.map((x) => Math.floor(x * 2 ** 52) % 256))))).toBeLessThan(4);
  });

  it("fills pairs of successive draws evenly", () => {
    const pairs = draws.slice(1).map((x, i) => Math.floor(x * 30) * 30 + Math.floor((draws[i] as number) * 30));
    expect(Math.abs(excess(tally(900, pairs)))).toBeLessThan(4);
  });
});

describe("integer", () => {
  it.each([1, 2, 3, 6, 7, 10, 100, 257])("is uniform below %d", (n) => {
    const stream = new RandomStream(6, "integer", n);
    const counts = tally(n, draw(50_000, () => stream.integer(n)));
    expect(counts).toHaveLength(n);
    if (n > 1) expect(Math.abs(excess(counts))).toBeLessThan(4);
  });

  it("is without bias where n does not divide 2^32", () => {
    // Taking the remainder alone would draw the lower half of these n twice as often.
    const n = 3 * 2 ** 30;
    const stream = new RandomStream(6, "bias");
    const below = draw(30_000, () => stream.integer(n)).filter((x) => x < n / 3).length;
    expect(Math.abs(below - 10_000)).toBeLessThan(4 * Math.sqrt((30_000 * 2) / 9));
  });

  it("reaches 2^32 - 1", () => {
    const stream = new RandomStream(6, "largest");
    expect(Math.max(...draw(1000, () => stream.integer(2 ** 32)))).toBeGreaterThan(2 ** 32 * 0.99);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])("refuses %d", (n) => {
    expect(() => new RandomStream(1, "x").integer(n)).toThrow(ContractError);
  });
});

describe("normal", () => {
  const stream = new RandomStream(7, "normal");
  const draws = draw(100_000, () => stream.normal());
  const moment = (power: number): number => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;

  it.each([
    [1, 0, 1], [2, 1, 2], [3, 0, 15], [4, 3, 96],
  ])("has moment %d near %d", (power, expected, variance) => {
    expect(Math.abs(moment(power) - expected)).toBeLessThan(4 * Math.sqrt(variance / draws.length));
  });

  it("takes one uniform number a draw", () => {
    const [a, b] = [new RandomStream(1, "x"), new RandomStream(1, "x")];
    a.normal();
    b.uniform();
    expect(a.bits()).toBe(b.bits());
  });
});

describe("chance", () => {
  it.each([0.1, 0.5, 0.9])("is true with probability %d", (p) => {
    const stream = new RandomStream(8, "chance");
    const hits = draw(20_000, () => stream.chance(p)).filter(Boolean).length;
    expect(Math.abs(hits - 20_000 * p)).toBeLessThan(4 * Math.sqrt(20_000 * p * (1 - p)));
  });

  it("is never true at 0 and always at 1", () => {
    const stream = new RandomStream(8, "certain");
    expect(draw(1000, () => stream.chance(0)).some(Boolean)).toBe(false);
    expect(draw(1000, () => stream.chance(1)).every(Boolean)).toBe(true);
  });
});

describe("pick", () => {
  it("gives every element its share", () => {
    const stream = new RandomStream(9, "pick");
    const counts = tally(3, draw(30_000, () => "abc".indexOf(stream.pick(["a", "b", "c"]))));
    expect(Math.abs(excess(counts))).toBeLessThan(4);
  });

  it("refuses an empty list", () => {
    expect(() => new RandomStream(1, "x").pick([])).toThrow(ContractError);
  });
});

describe("weighted", () => {
  it("draws in proportion to the weights", () => {
    const weights = [1, 0, 2, 0.5, 0, 4];
    const stream = new RandomStream(10, "weighted");
    const counts = tally(6, draw(60_000, () => stream.weighted(weights)));
    const expected = weights.map((weight) => (60_000 * weight) / 7.5);
    for (const [i, count] of counts.entries()) {
      expect(Math.abs(count - (expected[i] as number))).toBeLessThanOrEqual(4 * Math.sqrt(expected[i] as number));
    }
  });

  it("never draws a weight of 0, at either end either", () => {
    const stream = new RandomStream(10, "zeros");
    expect(new Set(draw(1000, () => stream.weighted([0, 1e-300, 0])))).toEqual(new Set([1]));
  });
});
