import { RandomStream } from "../../src/random.js";
import { log, power } from "../../src/transcendental/index.js";
import { type Alphabet, coin, WORD_LENGTH, WordChoice } from "./lexicon.js";
import { exampleStream, type Floor, type IntegerField, type Source, type Split } from "./source.js";

/** What one example of a language has. */
export type TextFields = Readonly<{
  /** `[length]`: the symbols of a text but the last. */
  inputs: IntegerField;
  /** `[length]`: the symbol that follows each. */
  targets: IntegerField;
}>;

/** Which language, and how much of it. */
export interface GrammarOptions {
  /** How many symbols there are: 24 or more. Words grow in number with them. @default 32 */
  readonly symbols?: number;
  /** How many symbols an example predicts. @default 16 */
  readonly length?: number;
  /** Which language: its words, and how likely they are. @default 1 */
  readonly world?: number;
}

/** A source of {@link grammar}. */
export interface GrammarSource extends Source<TextFields> {
  /** An example as text: words begin with a capital; 1, 2 and 3 are the articles; ¿ begins a question. */
  render(symbols: ArrayLike<number>): string;

  /**
   * Writes what each target costs, in nats, to someone who knows the grammar and every choice that was made
   * before it. Its mean is a bound from above on the entropy of the targets: of the loss of the best model.
   */
  cost(split: Split, seed: number, first: number, count: number, into: Float32Array): void;
}

const STOP = 0;
const QUESTION = 1;
const OPEN = 2;
const ASK = 6;
const ARTICLE = 7;
const FIRST_LETTER = 10;
const CLASSES = 3;
const TOPICS = 4;
const CLUSTERS = 4;
const NAMES = 3;
const NAME_LENGTH = 3;
const UNIT = 1 / 0x100000000;

/** A yes or no of fixed probability, and what either costs. */
class Coin {
  readonly probability: number;
  readonly yes: number;
  readonly no: number;

  constructor(probability: number) {
    this.probability = probability;
    this.yes = -log(probability);
    this.no = -log(1 - probability);
  }
}

const asks = new Coin(0.2);
const hasObject = new Coin(0.75);
const subjectClause = new Coin(0.3);
const objectClause = new Coin(0.15);
const isName = new Coin(0.55);
/** Whether a name is a new one, by how many are known already. */
const isNew = [undefined, new Coin(0.3), new Coin(0.1)];
const LOG_2 = log(2);
const LOG_3 = log(3);

/**
 * Text of an artificial language, to model: `MaroTikuz(BelaVo)Sun.` and so on.
 *
 * A document has a topic, which sets how likely each word is, and up to three names of its own, random
 * letters that come back again and again. A sentence states or asks (a sign at its beginning decides how it
 * ends) and has a subject, a verb and mostly an object. Nouns have one of three classes: article and verb
 * agree with it, and a name's last letter tells its class. Subject and object may carry a clause in either
 * of two kinds of brackets, itself with verb, object and perhaps a clause; the verb after it still agrees
 * with the subject before it. Which verb follows which noun, and which noun which verb, depends on the word
 * before. Words are spelled with letters whose order is restricted. Each example is the beginning of a
 * document of its own.
 *
 * So a model gains from the topic, the names, the brackets, the agreement and the way a sentence began, none
 * of which a few symbols of context show. Nats a target, for n-gram models (Kneser–Ney, learned from 2
 * million symbols, judged on 4,000 other examples), and the bound that the generator's own choices give:
 *
 * | symbols | length | 1-gram | 2-gram | 3-gram | 4-gram | 5-gram | bound | 5-gram − bound |
 * |---|---|---|---|---|---|---|---|---|
 * | 32 | 16 | 3.15 | 2.33 | 1.76 | 1.54 | 1.47 | 1.15 | 0.33 |
 * | 32 | 64 | 3.17 | 2.36 | 1.81 | 1.59 | 1.52 | 0.92 | 0.60 |
 * | 64 | 32 | 3.92 | 2.78 | 2.05 | 1.96 | 1.93 | 1.21 | 0.72 |
 * | 128 | 64 | 4.50 | 3.05 | 2.42 | 2.36 | 2.35 | 1.20 | 1.15 |
 *
 * The bound: H(text) is at most the entropy of text and choices together, which is the mean of their cost.
 * What the first symbol costs is left out with it; it tells each choice that was made for it, and nothing of
 * the topic, whose cost is the second symbol's to pay.
 */
export function grammar(options: GrammarOptions = {}): GrammarSource {
  const { symbols = 32, length = 16, world = 1 } = options;
  const speaker = new Speaker(symbols, world);
  const held = new Int32Array(length + 1);
  const costs = new Float64Array(length + 1);
  let floor: Floor | undefined;

  function cost(split: Split, seed: number, first: number, count: number, into: Float32Array): void {
    for (let i = 0; i < count; i++) {
      speaker.speak(exampleStream("grammar", split, seed, first + i), held, costs);
      for (let k = 0; k < length; k++) into[i * length + k] = costs[k + 1] as number;
    }
  }

  return {
    fields: {
      inputs: { element: "i32", shape: [length], symbols },
      targets: { element: "i32", shape: [length], symbols },
    },
    /** The mean cost over 4,000 examples of a stream of their own. */
    get floor() {
      floor ??= { loss: meanCost(speaker, held, costs), kind: "atMost" };
      return floor;
    },
    size: () => Infinity,
    fill(split: Split, seed: number, first: number, count: number, into) {
      const { inputs, targets } = into;
      for (let i = 0; i < count; i++) {
        speaker.speak(exampleStream("grammar", split, seed, first + i), held, undefined);
        const start = i * length;
        for (let k = 0; k < length; k++) {
          inputs[start + k] = held[k] as number;
          targets[start + k] = held[k + 1] as number;
        }
      }
    },
    cost,
    render: (list) => Array.from(list, (symbol) => speaker.face(symbol)).join(""),
  };
}

function meanCost(speaker: Speaker, held: Int32Array, costs: Float64Array): number {
  const documents = 4000;
  let total = 0;
  for (let i = 0; i < documents; i++) {
    speaker.speak(new RandomStream(1, "grammar floor", i), held, costs);
    for (let k = 1; k < costs.length; k++) total += costs[k] as number;
  }
  return total / (documents * (costs.length - 1));
}

/** Writes documents. Its fields between calls hold nothing; within one they are the document's state. */
class Speaker {
  readonly #alphabet: Alphabet;
  /** By topic, class and cluster of the verb before (0 for a subject). */
  readonly #nouns: readonly WordChoice[];
  /** By topic and cluster of the noun before. */
  readonly #verbs: readonly WordChoice[];
  /** The letter that ends a verb, by the class of its subject. */
  readonly #endings: readonly number[];
  /** Inner letters that may end a name, by its class. */
  readonly #nameEndings: readonly (readonly number[])[];
  readonly #initialCost: number;
  readonly #innerCost: number;
  readonly #faces: readonly string[];

  #stream = new RandomStream(0, "grammar");
  #text: Int32Array = new Int32Array(0);
  #costs: Float64Array | undefined;
  #at = 0;
  /** Cost of choices that the next symbol will reveal. */
  #pending = 0;
  #topic = 0;
  /** How many names the document has had. */
  #known = 0;
  readonly #names = new Int32Array(NAMES * NAME_LENGTH);
  readonly #nameClass = new Int32Array(NAMES);
  /** Class and cluster of the noun, cluster of the verb that came last. */
  #class = 0;
  #nounCluster = 0;
  #verbCluster = 0;

  constructor(symbols: number, world: number) {
    const stream = new RandomStream(world, "grammar world", symbols);
    const alphabet = letters(symbols, stream);
    const nouns = Array.from({ length: CLASSES }, () => coin(Math.ceil(symbols / 3), alphabet, stream));
    const verbs = coin(Math.ceil(symbols / 2), alphabet, stream);
    this.#alphabet = alphabet;
    this.#nouns = Array.from({ length: TOPICS * CLASSES * CLUSTERS }, (_, i) => {
      const words = nouns[Math.floor(i / CLUSTERS) % CLASSES] as (readonly number[])[];
      return new WordChoice(words, liking(words.length, stream));
    });
    this.#verbs = Array.from({ length: TOPICS * CLUSTERS }, () => {
      return new WordChoice(verbs, liking(verbs.length, stream));
    });
    this.#endings = alphabet.inner.slice(0, CLASSES);
    this.#nameEndings = Array.from({ length: CLASSES }, (_, kind) => {
      return alphabet.inner.filter((_, i) => i % CLASSES === kind);
    });
    this.#initialCost = log(alphabet.initials.length);
    this.#innerCost = log(alphabet.inner.length);
    this.#faces = faces(symbols, alphabet);
  }

  face(symbol: number): string {
    return this.#faces[symbol] ?? "�";
  }

  /** Fills `text` with the beginning of a document, and `costs` with what each symbol costs in nats. */
  speak(stream: RandomStream, text: Int32Array, costs: Float64Array | undefined): void {
    this.#stream = stream;
    this.#text = text;
    this.#costs = costs;
    this.#at = 0;
    this.#known = 0;
    this.#topic = stream.bits() & (TOPICS - 1);
    this.#pending = 0;
    while (this.#at < text.length) this.#sentence();
  }

  #emit(symbol: number, cost: number): void {
    if (this.#at >= this.#text.length) return;
    if (this.#costs !== undefined) {
      this.#costs[this.#at] = this.#pending + cost;
      // The first symbol says nothing of the topic; what the topic costs is for the others to pay.
      this.#pending = this.#at === 0 ? log(TOPICS) : 0;
    }
    this.#text[this.#at++] = symbol;
  }

  #flip(coin: Coin): boolean {
    const yes = this.#stream.bits() * UNIT < coin.probability;
    this.#pending += yes ? coin.yes : coin.no;
    return yes;
  }

  #sentence(): void {
    const question = this.#flip(asks);
    if (question) this.#emit(ASK, 0);
    this.#verbCluster = 0;
    this.#noun();
    if (this.#flip(subjectClause)) this.#clause(1);
    this.#verb(this.#class, this.#nounCluster);
    if (this.#flip(hasObject)) {
      this.#noun();
      if (this.#flip(objectClause)) this.#clause(1);
    }
    this.#emit(question ? QUESTION : STOP, 0);
  }

  /** A clause about the noun before it; leaves that noun as the last one. */
  #clause(depth: number): void {
    if (this.#at >= this.#text.length) return;
    const kind = this.#stream.bits() & 1;
    const headClass = this.#class;
    const headCluster = this.#nounCluster;
    this.#emit(OPEN + 2 * kind, LOG_2);
    this.#verb(headClass, headCluster);
    if (this.#flip(hasObject)) {
      this.#noun();
      if (depth < 2 && this.#flip(objectClause)) this.#clause(depth + 1);
    }
    this.#emit(OPEN + 2 * kind + 1, 0);
    this.#class = headClass;
    this.#nounCluster = headCluster;
  }

  #noun(): void {
    if (this.#at >= this.#text.length) return;
    if (this.#flip(isName)) {
      this.#name();
      return;
    }
    const kind = this.#stream.integer(CLASSES);
    this.#emit(ARTICLE + kind, LOG_3);
    const choice = this.#nouns[(this.#topic * CLASSES + kind) * CLUSTERS + this.#verbCluster] as WordChoice;
    this.#class = kind;
    this.#nounCluster = this.#word(choice) & (CLUSTERS - 1);
  }

  #name(): void {
    const coin = isNew[this.#known];
    const fresh = this.#known === 0 || (coin !== undefined && this.#flip(coin));
    const which = fresh ? this.#known : this.#stream.integer(this.#known);
    const start = which * NAME_LENGTH;
    const names = this.#names;
    if (fresh) {
      this.#known++;
      const { initials, inner } = this.#alphabet;
      const kind = this.#stream.integer(CLASSES);
      const endings = this.#nameEndings[kind] as readonly number[];
      names[start] = initials[this.#stream.integer(initials.length)] as number;
      names[start + 1] = inner[this.#stream.integer(inner.length)] as number;
      names[start + 2] = endings[this.#stream.integer(endings.length)] as number;
      this.#nameClass[which] = kind;
      this.#emit(names[start], this.#initialCost);
      this.#emit(names[start + 1] as number, this.#innerCost);
      this.#emit(names[start + 2] as number, LOG_3 + (this.#costs === undefined ? 0 : log(endings.length)));
    } else {
      const cost = this.#known === 1 ? 0 : this.#known === 2 ? LOG_2 : LOG_3;
      this.#emit(names[start] as number, cost);
      this.#emit(names[start + 1] as number, 0);
      this.#emit(names[start + 2] as number, 0);
    }
    this.#class = this.#nameClass[which] as number;
    this.#nounCluster = which & (CLUSTERS - 1);
  }

  #verb(kind: number, cluster: number): void {
    if (this.#at >= this.#text.length) return;
    const choice = this.#verbs[this.#topic * CLUSTERS + cluster] as WordChoice;
    this.#verbCluster = this.#word(choice) & (CLUSTERS - 1);
    this.#emit(this.#endings[kind] as number, 0);
  }

  #word(choice: WordChoice): number {
    const word = choice.draw(this.#stream);
    const start = word * WORD_LENGTH;
    const end = start + (choice.lengths[word] as number);
    for (let i = start; i < end; i++) this.#emit(choice.letters[i] as number, choice.costs[i] as number);
    this.#pending += choice.rests[word] as number;
    return word;
  }
}

function letters(symbols: number, stream: RandomStream): Alphabet {
  const count = symbols - FIRST_LETTER;
  const border = FIRST_LETTER + Math.ceil(count * 0.55);
  const initials = Array.from({ length: border - FIRST_LETTER }, (_, i) => FIRST_LETTER + i);
  const inner = Array.from({ length: symbols - border }, (_, i) => border + i);
  const pickFive = (): readonly number[] => Array.from({ length: 5 }, () => stream.pick(inner));
  const followers = Array.from({ length: symbols }, pickFive);
  return { initials, inner, followers };
}

/** How likely each of `count` words is: as Zipf has it, 1/rank^1.2, in an order of its own. */
function liking(count: number, stream: RandomStream): readonly number[] {
  const weights = Array.from({ length: count }, (_, rank) => power(rank + 1, -1.2));
  for (let i = count - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [weights[i], weights[j]] = [weights[j] as number, weights[i] as number];
  }
  return weights;
}

/** What symbols look like to people: initials as capitals, inner letters small, vowels first. */
function faces(symbols: number, { initials, inner }: Alphabet): readonly string[] {
  const list = Array.from(".?()[]¿123");
  const capitals = alphabetOf("BDFGHJKLMNPRSTVWZCQXY", 0x0410, initials.length);
  const small = alphabetOf("aeiouyhlnrst", 0x0430, inner.length);
  initials.forEach((symbol, i) => (list[symbol] = capitals[i] as string));
  inner.forEach((symbol, i) => (list[symbol] = small[i] as string));
  return list.slice(0, symbols);
}

/** Latin letters while they last, then Cyrillic, then Chinese. */
function alphabetOf(latin: string, cyrillic: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    if (i < latin.length) return latin.charAt(i);
    const rest = i - latin.length;
    return String.fromCodePoint(rest < 32 ? cyrillic + rest : 0x4e00 + cyrillic + rest);
  });
}
