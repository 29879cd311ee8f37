import { InputError } from "../../src/errors.js";
import { quoted } from "../path.js";
import type { Connection } from "./connection.js";
import { DamagedFile } from "./fault.js";
import { readHeader } from "./header.js";
import { EntryLog } from "./log.js";
import { runFile } from "./place.js";
import { openToRead } from "./reading.js";

/**
 * How many entries of a damaged run can be saved: those before the damage, none where it is not known what they
 * belong to. It reads them all.
 */
function countSavable(folder: string): number {
  let count = 0;
  let connection: Connection | undefined;
  try {
    connection = openToRead(folder, "lenient");
    readHeader(connection);
    const entries = new EntryLog(connection).whole();
    while (entries.next().done !== true) count++;
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
  } finally {
    connection?.close();
  }
  return count;
}

/**
 * Does something with the file of a run; of a damaged one it says how much can be saved.
 *
 * @throws {@link InputError} `damaged-run`
 */
export function orDamaged<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof DamagedFile ? damagedRun(folder, error) : error;
  }
}

/** The error for a run whose file is damaged. */
export function damagedRun(folder: string, cause: DamagedFile): InputError {
  const savable = countSavable(folder);
  const advice =
    savable === 0
      ? "None of its entries can be saved: take a copy of the run if you have one."
      : `The first ${savable} of its entries can be saved to a new run: \`symopt salvage ${quoted(folder)} --out DIR\`; or take ` +
        "a copy of the run if you have one.";
  return new InputError(
    "damaged-run", `${runFile(folder)} is damaged: it is not what symopt wrote. ${advice}`, { cause },
  );
}
