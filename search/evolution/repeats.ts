import type { Entry } from "../../results/store/entry.js";

/** A program that stands in the log already. */
export interface Repeat {
  /** The entry whose outcome counts for both. */
  readonly of: number;
  readonly by: "structure" | "behaviour";
}

/**
 * The cache: every program of the log, committed or under way, by its structural hash and by the fingerprint of
 * its behaviour. What is found here is never trained again.
 */
export class Repeats {
  readonly #byHash = new Map<string, number>();
  readonly #byFingerprint = new Map<string, number>();

  /** The earlier entry of the same structure; `undefined` where there is none. */
  ofStructure(hash: string): Repeat | undefined {
    const of = this.#byHash.get(hash);
    return of === undefined ? undefined : { of, by: "structure" };
  }

  /** The earlier entry that behaves the same; `undefined` where there is none. */
  ofBehaviour(fingerprint: string): Repeat | undefined {
    const of = this.#byFingerprint.get(fingerprint);
    return of === undefined ? undefined : { of, by: "behaviour" };
  }

  /** Takes in an entry that has a program of its own, in the order of the log. */
  add({ index, hash, fingerprint, repeats }: Pick<Entry, "index" | "hash" | "fingerprint" | "repeats">): void {
    if (hash === "") return;
    // A repeat of a repeat has the outcome of the first of them.
    const original = repeats ?? index;
    if (!this.#byHash.has(hash)) this.#byHash.set(hash, original);
    if (fingerprint !== null && !this.#byFingerprint.has(fingerprint)) this.#byFingerprint.set(fingerprint, original);
  }
}
