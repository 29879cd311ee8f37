import { createHash } from "node:crypto";
import type { Source } from "./source.js";
import { take } from "./source.js";

/** A short hash of a source's first examples, all bits of all fields. */
export function digest(source: Source, count = 50): string {
  const hash = createHash("sha256");
  for (const array of Object.values(take(source, "train", 7, 0, count))) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest("hex").slice(0, 12);
}
