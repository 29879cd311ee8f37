import { type Stats, accessSync, constants, mkdirSync, rmdirSync, statSync } from "node:fs";
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
 * Makes a folder, and those above it that are not there.
 *
 * @returns The folders that were made, the uppermost first: none where it was there.
 * @throws {@link InputError} `cannot-write` or `cannot-open` where it cannot be made; what was made above it is taken
 *   away again.
 */
export function makeFolder(folder: string): readonly string[] {
  const above = nearest(folder);
  attempt(above, () => { accessSync(above, constants.W_OK); });
  const made: string[] = [];
  try {
    // One by one: Node tries for ever to make several at once where the system says that there is no such folder below
    // one that there is, as in /proc.
    for (const path of downTo(resolve(folder), above)) {
      if (makeOne(path)) made.push(path);
    }
  } catch (error) {
    takeAway(made);
    throw error;
  }
  return made;
}

/** Takes away folders that {@link makeFolder} made, as far as there is nothing in them. */
export function takeAway(made: readonly string[]): void {
  try {
    for (const path of made.toReversed()) rmdirSync(path);
  } catch {
    // Something is in it by now, or another process has taken it away: then it is not ours any more.
  }
}

/** Makes a folder below one that is there; `false` where it is there, made by another process or before. */
function makeOne(path: string): boolean {
  return attempt(path, () => {
    try {
      mkdirSync(path);
      return true;
    } catch (error) {
      if (statOf(path)?.isDirectory() === true) return false;
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      throw new InputError("cannot-write", `${path}: no folder can be made here. Name one in another place.`, { cause: error });
    }
  });
}

/** A path, those above it up to another, and that one: the uppermost first. */
function downTo(path: string, above: string): readonly string[] {
  return path === above ? [path] : [...downTo(dirname(path), above), path];
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
