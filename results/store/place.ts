import { type Stats, accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../src/errors.js";
import { toFault } from "./fault.js";

/** The file of a run in its folder. */
export function runFile(folder: string): string {
  return join(folder, "run.db");
}

/** Whether a folder has a run's file. */
export function hasRun(folder: string): boolean {
  return isFile(runFile(folder));
}

/**
 * Refuses a folder in which there is no run.
 *
 * @throws {@link InputError} `no-run`
 */
export function requireRun(folder: string): void {
  if (hasRun(folder)) return;
  throw new InputError(
    "no-run", `${folder}: there is no run here; expected a folder with a file run.db in it. Check the path.`,
  );
}

/**
 * Refuses a folder that cannot be written to: SQLite would open its files without a word, read-only.
 *
 * @throws {@link InputError} `cannot-write`
 */
export function requireWritable(folder: string): void {
  for (const path of [folder, ...[runFile(folder), join(folder, "run.lock")].filter(isFile)]) {
    attempt(path, () => { accessSync(path, constants.W_OK); });
  }
}

/**
 * Makes a folder, and those above it.
 *
 * @throws {@link InputError} where it cannot be made.
 */
export function makeFolder(folder: string): void {
  const above = nearest(folder);
  // Where nothing can be made, making several folders at once would say that there is no such folder.
  attempt(above, () => { accessSync(above, constants.W_OK); });
  attempt(folder, () => { mkdirSync(folder, { recursive: true }); });
}

/** The path itself, or the nearest above it that is there. */
function nearest(path: string): string {
  const full = resolve(path);
  return statOf(full) === undefined && dirname(full) !== full ? nearest(dirname(full)) : full;
}

/** How many bytes a file has; 0 where there is none. */
export function sizeOf(path: string): number {
  return statOf(path)?.size ?? 0;
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

function statOf(path: string): Stats | undefined {
  return attempt(path, () => {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      // Below what is no folder there is nothing.
      if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
      throw error;
    }
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toFault(error, path);
  }
}
