import { RandomStream } from "../../src/random.js";
import { cos, exp, log, sin } from "../../src/transcendental/index.js";
import { addNoise } from "./noise.js";
import {
  allocate, type Batch, exampleStream, type Floor, type FloatField, type IntegerField, numbersIn, type Source,
  type Split,
} from "./source.js";

/** What one example of {@link diffusion} has. */
export type DiffusionFields = Readonly<{
  /** As the image: √ᾱ · image + √(1 − ᾱ) · noise. */
  noisy: FloatField;
  /** `[features]`: sines and cosines of the time. */
  time: FloatField;
  /** As the image: the standard normal noise, to be predicted. */
  noise: FloatField;
}>;

/** Sources with images. */
export type ImageSource = Source<{
  readonly [field: string]: FloatField | IntegerField;
  readonly pixels: FloatField;
}>;

/** How images are noised. */
export interface DiffusionOptions {
  /** How many numbers tell the time: an even number. @default 16 */
  readonly features?: number;
  /** Standard deviation of the noise that the images themselves carry, for the floor. @default 0 */
  readonly pixelNoise?: number;
}

/** The largest time; at 1 nothing would be left of the image. */
const LATEST = 0.995;

/** The golden ratio's fraction: times of consecutive examples spread evenly however many are taken. */
const GOLDEN = 0.6180339887498949;

/**
 * How much of an image's variance is left at a time of 0 … 1: the cosine schedule of Nichol & Dhariwal 2021
 * (arXiv 2102.09672), cos²((t + 0.008)/1.008 · π/2), scaled to 1 at time 0.
 */
export function alphaBar(time: number): number {
  const now = cos(((time + 0.008) / 1.008) * (Math.PI / 2));
  const start = cos((0.008 / 1.008) * (Math.PI / 2));
  return (now * now) / (start * start);
}

/** Writes sines, then cosines of a time at frequencies evenly spaced on a log scale, 1/2 turn to 32 turns. */
export function timeFeatures(time: number, into: Float32Array, start: number, features: number): void {
  const half = features / 2;
  for (let i = 0; i < half; i++) {
    const turns = 0.5 * exp((log(64) * i) / Math.max(1, half - 1));
    const angle = 2 * Math.PI * turns * time;
    into[start + i] = sin(angle);
    into[start + half + i] = cos(angle);
  }
}

/**
 * Noised images whose noise is to be predicted (DDPM, arXiv 2006.11239), the mean squared error its loss.
 *
 * Times lie evenly on (0, 0.995) from a start drawn by split and seed: that of example i is the fraction of
 * start + 0.618…·i. If the images carry normal pixel noise of deviation s, no model can tell it from what was
 * added: the floor is the mean over time of ᾱs² / (ᾱs² + 1 − ᾱ), what is left of the noise's variance to
 * someone who sees the clean image.
 *
 * @param images - Where the images come from: their `pixels`, about −1 … 1.
 * @param options - How they are noised.
 */
export function diffusion(images: ImageSource, options: DiffusionOptions = {}): Source<DiffusionFields> {
  const { features = 16, pixelNoise = 0 } = options;
  const { shape } = images.fields.pixels;
  const numbers = numbersIn(shape);
  let held = allocate(images.fields, 0);

  return {
    fields: {
      noisy: { element: "f32", shape },
      time: { element: "f32", shape: [features] },
      noise: { element: "f32", shape },
    },
    floor: noiseFloor(pixelNoise),
    size: (split) => images.size(split),
    fill(split: Split, seed: number, first: number, count: number, into: Batch<DiffusionFields>) {
      const { noisy, noise, time } = into;
      if (held.pixels.length < count * numbers) held = allocate(images.fields, count);
      images.fill(split, seed, first, count, held);
      const start = new RandomStream(seed, `diffusion time ${split}`).uniform();
      for (let i = 0; i < count; i++) {
        const place = start + (first + i) * GOLDEN;
        const now = LATEST * (place - Math.floor(place));
        timeFeatures(now, time, i * features, features);
        const kept = alphaBar(now);
        const signal = Math.sqrt(kept);
        const spread = Math.sqrt(1 - kept);
        const from = i * numbers;
        addNoise(noise, from, numbers, 1, exampleStream("diffusion", split, seed, first + i), true);
        for (let k = from; k < from + numbers; k++) {
          noisy[k] = signal * (held.pixels[k] as number) + spread * (noise[k] as number);
        }
      }
    },
  };
}

function noiseFloor(pixelNoise: number): Floor {
  const points = 2000;
  const variance = pixelNoise * pixelNoise;
  let total = 0;
  for (let i = 0; i < points; i++) {
    const kept = alphaBar((LATEST * (i + 0.5)) / points);
    total += (kept * variance) / (kept * variance + 1 - kept);
  }
  return { loss: total / points, kind: "atLeast" };
}
