import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../src/errors.js";

/** The error for a data file that is not what it should be. */
export function badData(path: string, message: string, cause?: unknown): InputError {
  return new InputError("bad-data", `${path}: ${message}`, cause === undefined ? undefined : { cause });
}

/**
 * Reads a whole file from disk, unpacked if it is a gzip file (by its first two bytes, not its name).
 *
 * @param path - The file.
 * @param expected - What the file should be, for the error: `"an IDX file of images"`.
 */
export function loadBytes(path: string, expected: string): Buffer {
  const bytes = readBytes(path, expected);
  if (bytes.length === 0) throw badData(path, `the file is empty; expected ${expected}. Download it again.`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  let unpacked: Buffer;
  try {
    unpacked = gunzipSync(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badData(path, `the gzip file is damaged or cut short (${reason}). Download it again.`, cause);
  }
  if (unpacked.length === 0) throw badData(path, `the gzip file holds nothing; expected ${expected}.`);
  return unpacked;
}

/**
 * The files that a path stands for: those of a folder in the order of their names, hidden ones left out and a
 * packed one where the same is there unpacked; or the path itself where it is no folder.
 */
export function filesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  const isDouble = (name: string): boolean => name.endsWith(".gz") && names.includes(name.slice(0, -".gz".length));
  return names.filter((name) => !isDouble(name)).sort().map((name) => join(path, name));
}

/** What data is called that was read from these files, for errors: the file, or the folder of the first. */
export function placeOf(files: readonly string[]): string {
  const [first = ""] = files;
  return files.length === 1 ? first : dirname(first);
}

function readBytes(path: string, expected: string): Buffer {
  try {
    if (statSync(path).isDirectory()) {
      throw badData(path, `this is a folder; expected ${expected}. Name the file itself.`);
    }
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw badData(path, `there is no such file; expected ${expected}. Check the path.`, cause);
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badData(path, `the file cannot be read (${reason}). Check its permissions.`, cause);
  }
}
