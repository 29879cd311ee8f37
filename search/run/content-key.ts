import { type Hash, createHash } from "node:crypto";
import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ProblemReference } from "../../proxies/problem/problem.js";

/** Bytes that are read at a time: files of data may be larger than memory. */
const CHUNK = 1 << 20;

/** What files and folders held when they were first asked for. */
const known = new Map<string, string>();

/**
 * What the files of a task hold, its module and its data, as 32 hexadecimal digits; `undefined` of a task that has
 * none. A path tells nothing of them: a training on other data is another training. Each is read once in a process, as
 * a task is; what a module imports is not looked at, and what cannot be read counts as a content of its own, since who
 * trains on it says so. Takes time in the size of the files.
 */
export function contentKey({ module, data }: Pick<ProblemReference, "module" | "data">): string | undefined {
  if (module === undefined && data === undefined) return undefined;
  const parts = [module, data].map((path) => (path === undefined ? "" : contentOf(path)));
  return createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, 32);
}

function contentOf(path: string): string {
  const content = known.get(path) ?? tryHash(path) ?? "unreadable";
  known.set(path, content);
  return content;
}

function tryHash(path: string): string | undefined {
  try {
    return hashOf(path);
  } catch {
    return undefined;
  }
}

/** The hash of a file, or of all files of a folder and of folders in it, with their names. */
function hashOf(path: string): string {
  const hash = createHash("sha256");
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) hash.update(`${JSON.stringify(name)} ${hashOf(join(path, name))}\n`);
  } else {
    addFile(hash, path);
  }
  return hash.digest("hex");
}

function addFile(hash: Hash, path: string): void {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const count = readSync(file, chunk);
      if (count === 0) break;
      hash.update(chunk.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
}
