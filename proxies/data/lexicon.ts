import type { RandomStream } from "../../src/random.js";
import { log } from "../../src/transcendental/index.js";
import { Alias } from "./alias.js";

/** How many letters a word has at most. */
export const WORD_LENGTH = 4;

/** The letters of a language: a word is one initial and then inner letters, so that words need no space. */
export interface Alphabet {
  readonly initials: readonly number[];
  readonly inner: readonly number[];
  /** For each letter, by symbol, the inner letters that may stand after it in a word of the lexicon. */
  readonly followers: readonly (readonly number[])[];
}

/**
 * Different words, the short ones first: a quarter with one inner letter, a half with two, the rest with
 * three.
 */
export function coin(
  count: number, alphabet: Alphabet, stream: RandomStream,
): readonly (readonly number[])[] {
  const words: number[][] = [];
  const taken = new Set<string>();
  while (words.length < count) {
    const part = words.length / count;
    let length = part < 0.25 ? 1 : part < 0.75 ? 2 : 3;
    // Should the short spellings run out, a longer one is found.
    for (let attempt = 0; ; attempt++) {
      if (attempt === 50 && length < WORD_LENGTH - 1) {
        length++;
        attempt = 0;
      }
      const word = [stream.pick(alphabet.initials)];
      while (word.length <= length) {
        word.push(stream.pick(alphabet.followers[word.at(-1) as number] as number[]));
      }
      const spelling = word.join(" ");
      if (taken.has(spelling)) continue;
      taken.add(spelling);
      words.push(word);
      break;
    }
  }
  return words;
}

/** A distribution over words, with what each letter of each word costs to someone who knows it. */
export class WordChoice {
  readonly #alias: Alias;
  /** Letters of the words, {@link WORD_LENGTH} a word. */
  readonly letters: Int32Array;
  readonly lengths: Int32Array;
  /** Nats of each letter, given those before it: −log of its share among the words that begin so. */
  readonly costs: Float64Array;
  /** Nats left after the last letter: that the word ends there. */
  readonly rests: Float64Array;

  /**
   * @param words - The words, each at most {@link WORD_LENGTH} letters.
   * @param weights - How likely each is.
   */
  constructor(words: readonly (readonly number[])[], weights: readonly number[]) {
    this.#alias = new Alias(weights);
    const { probabilities } = this.#alias;
    const beginnings = new Map<string, number>();
    words.forEach((word, i) => {
      for (let n = 0; n <= word.length; n++) {
        const key = word.slice(0, n).join(" ");
        beginnings.set(key, (beginnings.get(key) ?? 0) + (probabilities[i] as number));
      }
    });
    const share = (word: readonly number[], n: number): number => {
      return beginnings.get(word.slice(0, n).join(" ")) as number;
    };
    this.letters = new Int32Array(words.length * WORD_LENGTH);
    this.lengths = Int32Array.from(words, (word) => word.length);
    this.costs = new Float64Array(words.length * WORD_LENGTH);
    this.rests = Float64Array.from(words, (word, i) => {
      return log(share(word, word.length) / (probabilities[i] as number));
    });
    words.forEach((word, i) => {
      this.letters.set(word, i * WORD_LENGTH);
      for (let n = 0; n < word.length; n++) {
        this.costs[i * WORD_LENGTH + n] = log(share(word, n) / share(word, n + 1));
      }
    });
  }

  /** The index of a word. */
  draw(stream: RandomStream): number {
    return this.#alias.draw(stream);
  }
}
