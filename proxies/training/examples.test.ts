import { describe, expect, test, vi } from "vitest";
import { type Source, take } from "../data/source.js";
import { ArrayCache, Batches } from "./examples.js";

describe("a cache of arrays", () => {
  test("makes a thing once as long as there is room", () => {
    const cache = new ArrayCache(100);
    const first = cache.get("a", 40, () => ({}));
    cache.get("b", 40, () => ({}));
    expect(cache.get("a", 40, () => ({}))).toBe(first);
    expect(cache.bytes).toBe(80);
  });

  test("lets go of what was not used for longest", () => {
    const cache = new ArrayCache(100);
    const a = cache.get("a", 40, () => ({}));
    const b = cache.get("b", 40, () => ({}));
    cache.get("a", 40, () => ({}));
    cache.get("c", 40, () => ({}));
    expect(cache.bytes).toBe(80);
    expect(cache.get("a", 40, () => ({}))).toBe(a);
    expect(cache.get("b", 40, () => ({}))).not.toBe(b);
  });

  test("keeps the newest thing however large it is", () => {
    const cache = new ArrayCache(100);
    cache.get("a", 40, () => ({}));
    const large = cache.get("large", 1000, () => ({}));
    expect(cache.get("large", 1000, () => ({}))).toBe(large);
    expect(cache.bytes).toBe(1000);
  });

  test("keeps nothing where making it fails", () => {
    const cache = new ArrayCache(100);
    expect(() => cache.get("a", 40, () => { throw new Error("no"); })).toThrow("no");
    expect(cache.bytes).toBe(0);
  });
});

/** Examples of 2^18 numbers, each its own number: a block of 8 MiB holds two batches of 4. */
const source: Source = {
  fields: { x: { element: "f32", shape: [2 ** 18] } },
  floor: { loss: 0, kind: "exact" },
  size: () => Infinity,
  fill: (split, seed, first, count, into) => {
    const { x } = into as { readonly x: Float32Array };
    const base = first + seed * 1000 + split.length;
    for (let i = 0; i < count; i++) x.fill(base + i, i * 2 ** 18, (i + 1) * 2 ** 18);
  },
};

describe("batches", () => {
  test("are the source's examples in order, whatever order they are asked for in", () => {
    const batches = new Batches(source, 4, new ArrayCache(0), "");
    const set = { split: "test", seed: 3 } as const;
    for (const k of [0, 1, 4, 2, 3, 0]) {
      const found = batches.at(set, k, 5)["x"] as Float32Array;
      const wanted = take(source, "test", 3, k * 4, 4)["x"] as Float32Array;
      expect(found.every((value, i) => value === wanted[i])).toBe(true);
      expect(found).toHaveLength(wanted.length);
    }
  });

  test("are looked up once for a block, as long as the set is the same by its split and seed", () => {
    const cache = new ArrayCache(2 ** 30);
    const looksUp = vi.spyOn(cache, "get");
    const batches = new Batches(source, 4, cache, "");
    for (const k of [0, 1, 0, 1]) batches.at({ split: "train", seed: 1 }, k, 4);
    expect(looksUp).toHaveBeenCalledTimes(1);
    batches.at({ split: "train", seed: 1 }, 2, 4);
    batches.at({ split: "train", seed: 2 }, 2, 4);
    expect(looksUp).toHaveBeenCalledTimes(3);
  });

  test("of another seed, split or number in all are not mixed up", () => {
    const batches = new Batches(source, 4, new ArrayCache(2 ** 30), "");
    const first = (split: "test" | "train", seed: number, count: number): readonly [number, number] => {
      const x = batches.at({ split, seed }, 0, count)["x"] as Float32Array;
      return [x[0] as number, x.buffer.byteLength / 2 ** 22];
    };
    expect(first("test", 3, 5)).toEqual([3004, 2]);
    expect(first("train", 3, 5)).toEqual([3005, 2]);
    expect(first("test", 4, 5)).toEqual([4004, 2]);
    expect(first("test", 3, 1)).toEqual([3004, 1]);
  });
});
