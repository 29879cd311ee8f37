import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError, SymoptError } from "../../src/errors.js";

/**
 * A file of a run does not hold what was written to it. It stays within the store, which tells the user how much
 * can be saved.
 */
export class DamagedFile extends SymoptError {
  constructor(message: string, options?: ErrorOptions) {
    super("damaged-file", message, options);
  }
}

/** The code of an error of the operating system or of SQLite. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Whether a path is the folder of a run, or lies in one: where none was begun yet, nothing is there to be copied. */
function isOfRun(path: string): boolean {
  return /^run\.(db|lock)/.test(basename(path)) || [path, dirname(path)].some((folder) => existsSync(join(folder, "run.db")));
}

/** Starts of codes, and the fault that each is. The first that fits counts. */
const FAULTS: readonly { readonly codes: RegExp; readonly fault: (path: string, cause: unknown) => Error }[] = [
  {
    // SQLite grows its shared memory by a write of its own, with a code of its own.
    codes: /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/,
    fault: (path, cause) => new InputError(
      "disk-full",
      `${path}: the disk is full. Everything that was committed is kept. Free some space, then resume the run.`,
      { cause },
    ),
  },
  {
    codes: /^(SQLITE_READONLY|SQLITE_PERM|EACCES|EPERM|EROFS)/,
    fault: (path, cause) => new InputError(
      "cannot-write",
      `${path}: this place cannot be written to. ` + (isOfRun(path)
        ? "Everything that was committed is kept. Change its permissions, or copy the run to a folder that is yours."
        : "Change its permissions, or name another folder with `--out`."),
      { cause },
    ),
  },
  {
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED|SQLITE_PROTOCOL)/,
    fault: (path, cause) => new InputError(
      "file-busy", `${path}: another program holds this file locked. Close that program, then try again.`, { cause },
    ),
  },
  {
    // What is asked of SQLite is fixed, so that it fails says that the tables are not those that were made.
    codes: /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ|ERROR|SCHEMA|MISMATCH|CONSTRAINT|TOOBIG|RANGE)/,
    fault: (path, cause) => new DamagedFile(`${path} is damaged`, { cause }),
  },
  {
    codes: /^(SQLITE_CANTOPEN|SQLITE_AUTH|ENOENT|ENOTDIR|EISDIR|EEXIST|ENAMETOOLONG)/,
    fault: (path, cause) => new InputError(
      "cannot-open", `${path}: this file cannot be opened. Check the path and its permissions.`, { cause },
    ),
  },
  {
    codes: /^(SQLITE_IOERR|EIO|EMFILE|ENFILE)/,
    fault: (path, cause) => new InputError(
      "disk-fault",
      `${path}: the system cannot read or write this file (${codeOf(cause)}). Everything that was committed and ` +
        "reached the disk is kept. Check the disk, then resume the run.",
      { cause },
    ),
  },
  {
    codes: /^SQLITE_/,
    fault: (path, cause) => new SymoptError("sqlite-fault", `${path}: SQLite failed (${codeOf(cause)})`, { cause }),
  },
];

/**
 * An error of the operating system or of SQLite in words for the user: what, where, and what to do. SQLite's own
 * message is kept as the cause alone. An error that is neither is given back as it is.
 */
export function toFault(error: unknown, path: string): unknown {
  const code = codeOf(error);
  return FAULTS.find(({ codes }) => codes.test(code))?.fault(path, error) ?? error;
}
