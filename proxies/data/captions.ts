import { RandomStream } from "../../src/random.js";
import { log } from "../../src/transcendental/index.js";
import { Canvas, upright } from "./canvas.js";
import { place } from "./glyphs.js";
import { addNoise, between } from "./noise.js";
import {
  exampleStream, type Floor, type FloatField, type IntegerField, type Source, type Split,
} from "./source.js";
import { SHAPES } from "./strokes.js";

/** What one example of {@link captions} has. */
export type CaptionFields = Readonly<{
  /** `[side, side, 1]`: −1 is paper, +1 full ink, noise on top. */
  pixels: FloatField;
  /** `[CAPTION_LENGTH]`: words, then the symbol 0 that means nothing. */
  caption: IntegerField;
  /** `[]`: the shape, for zero-shot classification. */
  label: IntegerField;
}>;

/** How many symbols a caption has at most. */
export const CAPTION_LENGTH = 8;

/** What a picture shows beside its shape: each attribute's values, each value's two words. */
const ATTRIBUTES: readonly (readonly (readonly [string, string])[])[] = [
  [["small", "little"], ["big", "large"]],
  [["upper", "top"], ["lower", "bottom"]],
  [["left", "western"], ["right", "eastern"]],
  [["thin", "light"], ["bold", "heavy"]],
  [["leaning", "tilted"], ["straight", "upright"], ["falling", "slanted"]],
];

/** Another word for each shape of {@link SHAPES}, in the same order. */
const OTHER_NAMES: readonly string[] = [
  "circle", "stick", "sum", "times", "hammer", "corner", "wedge", "bolt",
  "bowl", "snake", "pointer", "fence", "triangle", "branch", "cane", "banner",
];

/** Articles, one of which may begin a caption. */
const ARTICLES: readonly string[] = ["a", "one"];

/** How pictures and captions are made. */
export interface CaptionOptions {
  /** Width and height in pixels. @default 12 */
  readonly side?: number;
  /** How many shapes: 2 to 16. @default 12 */
  readonly classes?: number;
  /** Probability that a caption names an attribute; the shape is always named. @default 0.6 */
  readonly detail?: number;
  /** Standard deviation of the pixels' noise, where paper and full ink are 2 apart. @default 0.3 */
  readonly noise?: number;
}

/** A source of {@link captions}. */
export interface CaptionSource extends Source<CaptionFields> {
  /** Every word, by symbol. */
  readonly words: readonly string[];

  /**
   * Captions that name a shape alone, for zero-shot classification: [prompts, classes, CAPTION_LENGTH],
   * one prompt for each article (or none) with each of the shape's two names.
   */
  prompts(): { readonly count: number; readonly captions: Int32Array };

  /**
   * What is known of InfoNCE's smallest value for a batch of this size.
   *
   * @param batchSize - How many pairs are told apart; more make it harder.
   */
  floorOf(batchSize: number): Floor;
}

/**
 * Pictures with captions, for contrastive training: a glyph that is small or big, up or down, left or right,
 * thin or bold, leaning or not, and a caption that names the shape and some of the rest, in any order and
 * with either of two words for each: "one heavy top snake", "ring upright eastern".
 *
 * Two pairs of a batch may fit each other, so InfoNCE has a floor. A caption fits a picture or not; what it
 * names has no influence on how it is worded, so that for the best critic each picture is as likely as any
 * other that the caption fits, and each caption weighs what its attributes are rare. `floorOf` is the mean
 * over 256 batches for a critic that reads pictures without error: at least that is left to any model.
 */
export function captions(options: CaptionOptions = {}): CaptionSource {
  const { side = 12, classes = 12, detail = 0.6, noise = 0.3 } = options;
  const words = vocabulary(classes);
  const symbolOf = new Map(words.map((word, symbol) => [word, symbol]));
  const names = SHAPES.slice(0, classes).map((shape, i) => symbolsOf([shape.name, OTHER_NAMES[i] as string]));
  const attributes = ATTRIBUTES.map((values) => values.map((value) => symbolsOf(value)));
  const canvas = new Canvas(side);
  const pose = upright(side, 1);
  const numbers = side * side;
  const scene = new Int32Array(ATTRIBUTES.length);
  const order = new Int32Array(ATTRIBUTES.length + 1);

  function symbolsOf(list: readonly string[]): readonly number[] {
    return list.map((word) => symbolOf.get(word) as number);
  }

  function imagine(stream: RandomStream): number {
    for (let a = 0; a < ATTRIBUTES.length; a++) {
      scene[a] = stream.integer((ATTRIBUTES[a] as (typeof ATTRIBUTES)[number]).length);
    }
    return stream.integer(classes);
  }

  function draw(stream: RandomStream, shape: number, pixels: Float32Array, start: number): void {
    const [size = 0, down = 0, right = 0, bold = 0, tilt = 0] = scene;
    const angle = 0.5 * (tilt - 1) + between(stream, -0.12, 0.12);
    const shear = between(stream, -0.1, 0.1);
    place(pose, side, angle, shear, (size === 0 ? 0.55 : 0.85) + between(stream, -0.07, 0.07));
    pose.x0 += side * ((right - 0.5) * 0.32 + between(stream, -0.04, 0.04));
    pose.y0 += side * ((down - 0.5) * 0.32 + between(stream, -0.04, 0.04));
    for (let i = 0; i < 6; i++) pose.bend[i] = between(stream, -0.12, 0.12);
    pose.half = (bold === 0 ? 0.035 : 0.075) * side + between(stream, -0.06, 0.06);
    const strength = between(stream, 0.8, 1);
    canvas.clear();
    for (const stroke of (SHAPES[shape] as (typeof SHAPES)[number]).strokes) canvas.draw(stroke, pose);
    for (let i = 0; i < numbers; i++) pixels[start + i] = 2 * strength * canvas.ink(i, pose.half) - 1;
    if (noise > 0) addNoise(pixels, start, numbers, noise, stream);
  }

  /** Draws which attributes are named, as bits; writes the words in an order of their own. */
  function describe(stream: RandomStream, shape: number, caption: Int32Array, start: number): number {
    let named = 0;
    let count = 0;
    order[count++] = -1;
    for (let a = 0; a < ATTRIBUTES.length; a++) {
      if (!stream.chance(detail)) continue;
      named |= 1 << a;
      order[count++] = a;
    }
    for (let i = count - 1; i > 0; i--) {
      const j = stream.integer(i + 1);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    let at = start;
    const article = stream.integer(3);
    if (article > 0) caption[at++] = article;
    for (let i = 0; i < count; i++) {
      const a = order[i] as number;
      const choices = a < 0 ? names[shape] : attributes[a]?.[scene[a] as number];
      caption[at++] = choices?.[stream.integer(2)] as number;
    }
    caption.fill(0, at, start + CAPTION_LENGTH);
    return named;
  }

  function floorOf(batchSize: number): Floor {
    const stream = new RandomStream(1, "captions floor", batchSize);
    const scenes = new Int32Array(batchSize * (ATTRIBUTES.length + 1));
    const shown = new Int32Array(batchSize);
    const unused = new Int32Array(CAPTION_LENGTH);
    const rarity = new Float64Array(batchSize);
    const width = ATTRIBUTES.length + 1;
    const batches = 256;
    let total = 0;
    for (let b = 0; b < batches; b++) {
      for (let i = 0; i < batchSize; i++) {
        const shape = imagine(stream);
        scenes.set(scene, i * width);
        scenes[i * width + ATTRIBUTES.length] = shape;
        const named = describe(stream, shape, unused, 0);
        shown[i] = named;
        // The number of scenes for each one that the caption fits, but for the shape.
        let rare = 1;
        for (let a = 0; a < ATTRIBUTES.length; a++) {
          if ((named >> a) & 1) rare *= (ATTRIBUTES[a] as (typeof ATTRIBUTES)[number]).length;
        }
        rarity[i] = rare;
      }
      for (let i = 0; i < batchSize; i++) {
        let pictures = 0;
        let texts = 0;
        for (let j = 0; j < batchSize; j++) {
          if (fits(scenes, shown[i] as number, i, j)) pictures++;
          if (fits(scenes, shown[j] as number, j, i)) texts += rarity[j] as number;
        }
        total += (log(pictures) + log(texts / (rarity[i] as number))) / 2;
      }
    }
    return { loss: total / (batches * batchSize), kind: "atLeast" };
  }

  return {
    fields: {
      pixels: { element: "f32", shape: [side, side, 1] },
      caption: { element: "i32", shape: [CAPTION_LENGTH], symbols: words.length },
      label: { element: "i32", shape: [], symbols: classes },
    },
    floor: { loss: 0, kind: "atLeast" },
    words,
    floorOf,
    prompts() {
      const articles = ARTICLES.length + 1;
      const captions = new Int32Array(articles * 2 * classes * CAPTION_LENGTH);
      for (let p = 0, at = 0; p < articles * 2; p++) {
        const article = p >> 1;
        for (let c = 0; c < classes; c++, at += CAPTION_LENGTH) {
          const name = names[c]?.[p & 1] as number;
          captions.set(article > 0 ? [article, name] : [name], at);
        }
      }
      return { count: articles * 2, captions };
    },
    size: () => Infinity,
    fill(split: Split, seed: number, first: number, count: number, into) {
      for (let i = 0; i < count; i++) {
        const stream = exampleStream("captions", split, seed, first + i);
        const shape = imagine(stream);
        into.label[i] = shape;
        describe(stream, shape, into.caption, i * CAPTION_LENGTH);
        draw(stream, shape, into.pixels, i * numbers);
      }
    },
  };
}

/** Whether what caption i names is true of picture j: its shape, and the attributes of the bits. */
function fits(scenes: Int32Array, named: number, i: number, j: number): boolean {
  const width = ATTRIBUTES.length + 1;
  const a = i * width;
  const b = j * width;
  if (scenes[a + width - 1] !== scenes[b + width - 1]) return false;
  for (let k = 0; k < width - 1; k++) {
    if ((named >> k) & 1 && scenes[a + k] !== scenes[b + k]) return false;
  }
  return true;
}

function vocabulary(classes: number): readonly string[] {
  const shapes = SHAPES.slice(0, classes).flatMap((shape, i) => [shape.name, OTHER_NAMES[i] as string]);
  return ["", ...ARTICLES, ...ATTRIBUTES.flat(2), ...shapes];
}
