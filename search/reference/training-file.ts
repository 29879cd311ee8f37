import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../results/store/place.js";
import type { TrainingLog } from "../run/ledger.js";
import { PROCEDURE } from "./measure.js";

/** What is asked of a line before it answers for a training: the rest is as it was written. */
const line = z.looseObject({
  procedure: z.literal(PROCEDURE),
  key: z.string(),
  outcome: z.union([
    z.looseObject({ kind: z.literal("trained"), loss: z.number() }),
    z.looseObject({ kind: z.literal("failed"), reason: z.string() }),
  ]),
  curve: z.array(z.number().nullable()),
});

/**
 * The trainings of a reference that is being measured, a line of JSON each, added as they end: whoever measures it
 * again after an interruption goes on with them. Two processes may add to it; a line that was cut short is left out.
 */
export class TrainingFile implements TrainingLog {
  readonly #path: string;
  #isBegun = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Those that are kept, as far as they can be read. */
  kept(): readonly object[] {
    return this.#text().split("\n").flatMap((text) => {
      const kept = line.safeParse(parsed(text)).data;
      return kept === undefined ? [] : [kept];
    });
  }

  /** Adds trainings. Where the file cannot be written they are lost, and trained again next time. */
  keep(trainings: readonly object[]): void {
    const text = trainings.map((training) => `${JSON.stringify({ procedure: PROCEDURE, ...training })}\n`).join("");
    try {
      if (!this.#isBegun) makeFolder(dirname(this.#path));
      // Behind a line that was cut short another begins.
      const isCut = !this.#isBegun && !/(^|\n)$/.test(this.#text());
      appendFileSync(this.#path, `${isCut ? "\n" : ""}${text}`);
      this.#isBegun = true;
    } catch {
      // A cache that cannot be written costs time, not results.
    }
  }

  /** Takes the file away, once the reference is kept. */
  remove(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // It is in nobody's way.
    }
  }

  #text(): string {
    try {
      return readFileSync(this.#path, "utf8");
    } catch {
      return "";
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
