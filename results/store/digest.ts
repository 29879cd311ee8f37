import { type Hash, createHash } from "node:crypto";
import { ByteWriter } from "./bytes.js";
import type { Entry } from "./entry.js";

/** How many bytes are gathered before they are hashed. */
const BLOCK = 1 << 16;

/**
 * SHA-256 of a run's log: everything that was committed, but for timings. The bytes that are hashed are fixed
 * here, whatever the format of the file, so that runs of any two versions can be compared.
 */
export class Digest {
  readonly #hash: Hash = createHash("sha256");
  readonly #writer = new ByteWriter();

  /** Takes the next entry in. */
  add(entry: Entry): void {
    for (const write of WRITERS) write(this.#writer, entry);
    if (this.#writer.length >= BLOCK) this.#hash.update(this.#writer.take());
  }

  /** The digest of all that was taken in, as 64 hexadecimal digits; more can be added. */
  hex(): string {
    this.#hash.update(this.#writer.take());
    return this.#hash.copy().digest("hex");
  }
}

/** The {@link Digest} of entries in order. */
export function digestOf(entries: Iterable<Entry>): string {
  const digest = new Digest();
  for (const entry of entries) digest.add(entry);
  return digest.hex();
}

type Field = Exclude<keyof Entry, "seconds">;

/** Every field and how it is hashed, in this order. A field that is forgotten here does not compile. */
const FIELDS: { readonly [F in Field]: (writer: ByteWriter, value: Entry[F]) => void } = {
  index: natural,
  kind: text,
  island: natural,
  subject: optionalNatural,
  mate: optionalNatural,
  source: optionalText,
  change: text,
  program: text,
  hash: text,
  fingerprint: optionalText,
  measures: (writer, measures) => {
    writer.byte(measures === null ? 0 : 1);
    if (measures === null) return;
    writer.float(measures.liveState);
    writer.float(measures.scaleExponent);
    writer.float(measures.averagingLength);
    writer.float(measures.noiseResponse);
    writer.text(measures.coupling);
    writer.float(measures.updateSize);
  },
  repeats: optionalNatural,
  repeatOf: optionalText,
  status: text,
  reason: optionalText,
  fitness: optionalFloat,
  trainings: (writer, trainings) => {
    writer.natural(trainings.length);
    for (const { problem, seed, loss, score, steps, hurdles } of trainings) {
      writer.natural(problem);
      writer.natural(seed);
      optionalFloat(writer, loss);
      optionalFloat(writer, score);
      writer.natural(steps);
      writer.natural(hurdles.length);
      for (const hurdle of hurdles) writer.float(hurdle);
    }
  },
  spared: (writer, spared) => { writer.byte(spared ? 1 : 0); },
  statements: natural,
  redundant: natural,
  cost: (writer, cost) => { writer.float(cost); },
  invalid: natural,
  steps: natural,
};

const WRITERS = (Object.keys(FIELDS) as Field[]).map((field) => {
  const write = FIELDS[field] as (writer: ByteWriter, value: Entry[Field]) => void;
  return (writer: ByteWriter, entry: Entry): void => { write(writer, entry[field]); };
});

function natural(writer: ByteWriter, value: number): void {
  writer.natural(value);
}

function optionalNatural(writer: ByteWriter, value: number | null): void {
  writer.optionalNatural(value);
}

function optionalFloat(writer: ByteWriter, value: number | null): void {
  writer.byte(value === null ? 0 : 1);
  if (value !== null) writer.float(value);
}

function text(writer: ByteWriter, value: string): void {
  writer.text(value);
}

function optionalText(writer: ByteWriter, value: string | null): void {
  writer.byte(value === null ? 0 : 1);
  if (value !== null) writer.text(value);
}
