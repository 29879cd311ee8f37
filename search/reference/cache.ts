import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import { makeFolder } from "../../results/store/place.js";
import type { Reference } from "./reference.js";
import { parseReference, printReference } from "./schema.js";
import { TrainingFile } from "./training-file.js";

const KEY = ["task", "size", "horizon", "batch", "fingerprint"] as const;

/** A problem, and what tells that it is still the same. */
export type ReferenceKey = Pick<Reference, (typeof KEY)[number]>;

/** The folder that references are kept in, unless another is asked for: `SYMOPT_CACHE`, or the system's. */
export function cacheFolder(): string {
  const folder = process.env["SYMOPT_CACHE"];
  // Set to nothing means not set, as everywhere in a shell.
  return folder === undefined || folder === "" ? envPaths("symopt", { suffix: "" }).cache : folder;
}

/** References of problems that are not built in, or at other horizons: a file each, measured once. */
export class ReferenceCache {
  readonly #folder: string;

  constructor(folder: string = join(cacheFolder(), "references")) {
    this.#folder = folder;
  }

  /** The reference of a problem; `undefined` where it was never measured as it is now, or cannot be read. */
  get(key: ReferenceKey): Reference | undefined {
    try {
      const reference = parseReference(readFileSync(this.#path(key), "utf8"));
      return reference !== undefined && KEY.every((name) => reference[name] === key[name]) ? reference : undefined;
    } catch {
      // Not there, or not readable: it is measured anew.
      return undefined;
    }
  }

  /**
   * Keeps a reference. Where the folder cannot be written it is lost, and measured again next time.
   *
   * @returns Whether it is kept.
   */
  put(reference: Reference): boolean {
    const path = this.#path(reference);
    try {
      makeFolder(this.#folder);
      // Another process may read or write it at the same time: it sees the old file or the new one.
      const written = `${path}.${process.pid}`;
      writeFileSync(written, printReference(reference));
      renameSync(written, path);
      return true;
    } catch {
      // A cache that cannot be written costs time, not results.
      return false;
    }
  }

  /** Where the trainings of a reference are kept until it is measured. */
  trainings(key: ReferenceKey): TrainingFile {
    return new TrainingFile(this.#path(key).replace(/\.json$/, ".trainings.jsonl"));
  }

  #path({ task, size, horizon, batch, fingerprint }: ReferenceKey): string {
    const name = task.replace(/[^\w-]/g, "_");
    return join(this.#folder, `${name}-x${size}-${horizon}x${batch}-${fingerprint}.json`);
  }
}
