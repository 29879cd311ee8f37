import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DoctorCheck } from "../../results/doctor-report.js";
import { RunStore } from "../../results/store/store.js";
import { SymoptError } from "../../src/errors.js";

/**
 * Whether a run can be kept: makes one in a temporary folder, notes something in it and reads it again. SQLite comes as
 * an optional package for each system, which an install may have left out.
 *
 * @param temporary - Where that folder is made. Default: where the system has such.
 */
export function checkStore(temporary = tmpdir()): DoctorCheck {
  const check = { name: "store", title: "runs on disk" };
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(temporary, "symopt-doctor-"));
    const kept = keepAndRead(join(folder, "run"));
    if (kept === NOTE) return { ...check, state: "ok", finding: "are written and read" };
    return { ...check, state: "broken", finding: `what was written is read as ${kept}`, advice: ROOM };
  } catch (error) {
    const isPackage = error instanceof SymoptError && error.code === "no-sqlite";
    const { message } = error as Error;
    if (!isPackage) return { ...check, state: "broken", finding: message, advice: ROOM };
    const [finding = message] = message.split(/\. (?=Install )/);
    return { ...check, state: "broken", finding, advice: PACKAGE };
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const NOTE = "doctor";

const PACKAGE =
  "install symopt again on this machine, without `--omit=optional`: `npm ci` in a checkout; of the optional packages only " +
  "libsql's (@libsql/…) is needed";

const ROOM = "nothing can be searched without it: name a folder that can be written to in TMPDIR, and try again";

/** Writes a run and gives what is read of it. */
function keepAndRead(folder: string): string {
  RunStore.create(folder, { symopt: "doctor", created: new Date().toISOString(), configuration: {} }).close();
  const store = RunStore.open(folder);
  try {
    store.note(NOTE, 0, null);
    return store.notes().map(({ kind }) => kind).join(", ");
  } finally {
    store.close();
  }
}
