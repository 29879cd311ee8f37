import { describe, expect, it } from "vitest";
import { alphaBar, diffusion, timeFeatures } from "./diffusion.js";
import { glyphs } from "./glyphs.js";
import { take } from "./source.js";

describe("diffusion", () => {
  it("follows the cosine schedule of Nichol and Dhariwal", () => {
    const expected = (t: number): number => Math.cos(((t + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
    for (const t of [0, 0.1, 0.5, 0.9, 0.995]) {
      expect(alphaBar(t)).toBeCloseTo(expected(t) / expected(0), 12);
    }
    expect(alphaBar(0)).toBe(1);
    expect(alphaBar(1)).toBeLessThan(1e-20);
  });

  it("adds the noise it asks for, at a level that the time tells", () => {
    const images = glyphs({ noise: 0 });
    const clean = take(images, "train", 1, 0, 50).pixels;
    const { noisy, noise, time } = take(diffusion(images), "train", 1, 0, 50);
    for (let i = 0; i < 50; i++) {
      // Half a turn over the time: its cosine falls from 1 to −1.
      const now = Math.acos(time[i * 16 + 8] as number) / Math.PI;
      const signal = Math.sqrt(alphaBar(now));
      const spread = Math.sqrt(1 - alphaBar(now));
      for (let k = i * 64; k < (i + 1) * 64; k++) {
        const expected = signal * (clean[k] as number) + spread * (noise[k] as number);
        expect(Math.abs((noisy[k] as number) - expected)).toBeLessThan(1e-3);
      }
    }
  });

  it("draws standard normal noise, and times that lie evenly", () => {
    const { noise, time } = take(diffusion(glyphs()), "validation", 1, 0, 1000);
    const mean = noise.reduce((sum, x) => sum + x, 0) / noise.length;
    const square = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
    const fourth = noise.reduce((sum, x) => sum + x * x * x * x, 0) / noise.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(square).toBeCloseTo(1, 1);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 1000; i++) {
      const tenth = Math.floor((Math.acos(time[i * 16 + 8] as number) / Math.PI / 0.995) * 10);
      tenths[tenth] = (tenths[tenth] as number) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThanOrEqual(3);
  });

  it("tells times apart by sines and cosines", () => {
    const features = new Float32Array(8);
    timeFeatures(0, features, 0, 8);
    expect([...features]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it("has a floor where the images have noise of their own", () => {
    expect(diffusion(glyphs({ noise: 0 })).floor.loss).toBe(0);
    const { loss, kind } = diffusion(glyphs(), { pixelNoise: 0.3 }).floor;
    expect(kind).toBe("atLeast");
    expect(loss).toBeCloseTo(0.2, 0);
  });
});
