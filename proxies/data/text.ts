import { badData, filesAt, loadBytes } from "./file.js";
import type { TextFields } from "./grammar.js";
import { Epochs } from "./rows.js";
import { RandomStream } from "../../src/random.js";
import { type Source, type Split, SPLITS } from "./source.js";

/** A source of {@link loadText}. */
export interface TextSource extends Source<TextFields> {
  /** Every character, by symbol: sorted by code point. */
  readonly characters: readonly string[];

  /** Symbols as text. */
  render(symbols: ArrayLike<number>): string;
}

/** The parts of a text that the splits have, in the order in which they lie in it. */
const PARTS: Readonly<Record<Split, number>> = { train: 0.9, validation: 0.04, selection: 0.03, test: 0.03 };

/**
 * Plain text, character by character: a symbol for each character that the text has.
 *
 * The first nine tenths train; then come validation (4 %), selection and test (3 % each). A training epoch
 * goes through windows that do not overlap, from a start and in an order drawn by seed and epoch; the other
 * splits go through theirs from the start on.
 *
 * @param path - The file, or a folder with no other: UTF-8, gzip or not.
 * @param length - How many characters an example predicts.
 */
export function loadText(path: string, length: number): TextSource {
  const characters: string[] = [];
  const files = filesAt(path);
  // A folder of several is refused where it is read.
  const text = readSymbols(files.length === 1 ? (files[0] as string) : path, characters);
  const spans = {} as Record<Split, readonly [start: number, windows: number]>;
  let start = 0;
  for (const split of SPLITS) {
    const end = split === "test" ? text.length : start + Math.floor(PARTS[split] * text.length);
    // A window has one symbol more than it predicts; training windows start up to length − 1 later.
    const room = end - start - 1 - (split === "train" ? length - 1 : 0);
    spans[split] = [start, Math.max(0, Math.floor(room / length))];
    if (room < length) {
      throw badData(
        path,
        `has ${text.length} characters, so ${end - start} for ${split}: too few for windows of ${length}. ` +
          "Use a longer text or shorter windows.",
      );
    }
    start = end;
  }
  const epochs = new Epochs();
  const symbols = characters.length;
  return {
    fields: {
      inputs: { element: "i32", shape: [length], symbols },
      targets: { element: "i32", shape: [length], symbols },
    },
    floor: { loss: 0, kind: "atLeast" },
    characters,
    render: (list) => Array.from(list, (symbol) => characters[symbol] ?? "�").join(""),
    size: (split) => spans[split][1],
    fill(split: Split, seed: number, first: number, count: number, into) {
      const [from, windows] = spans[split];
      for (let i = 0; i < count; i++) {
        let at = from;
        const window = (first + i) % windows;
        if (split === "train") {
          const epoch = Math.floor((first + i) / windows);
          const order = epochs.order(windows, seed, epoch);
          const offset = new RandomStream(seed, "text offset", epoch).integer(length);
          at += offset + (order[window] as number) * length;
        } else {
          at += window * length;
        }
        for (let k = 0; k < length; k++) {
          into.inputs[i * length + k] = text[at + k] as number;
          into.targets[i * length + k] = text[at + k + 1] as number;
        }
      }
    },
  };
}

function readSymbols(path: string, characters: string[]): Int32Array {
  const bytes = loadBytes(path, "a plain text file in UTF-8");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw badData(path, "is not UTF-8 text. Convert it, or name a text file.", cause);
  }
  const points = Int32Array.from(text, (character) => character.codePointAt(0) as number);
  const found = [...new Set(points)].sort((a, b) => a - b);
  const symbolOf = new Map(found.map((point, symbol) => [point, symbol]));
  for (const point of found) characters.push(String.fromCodePoint(point));
  return points.map((point) => symbolOf.get(point) as number);
}
