import { InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { runFile, sizeOf } from "./place.js";

/** How a file is taken: `strict` refuses one that is shorter than it should be, `lenient` reads what is left. */
export type Reading = "strict" | "lenient";

/**
 * Opens a run's file to read it. Where SQLite may not write beside a file that was left in write-ahead mode, it is
 * read as it is: nobody writes to it then, since whoever does has a log beside it.
 *
 * @throws {@link InputError} where it cannot be opened.
 */
export function openToRead(folder: string, reading: Reading = "strict"): Connection {
  const path = runFile(folder);
  try {
    return opened(path, "read", reading);
  } catch (error) {
    if (!(error instanceof InputError) || !BARRED.has(error.code)) throw error;
    if (sizeOf(`${path}-wal`) === 0) return opened(path, "immutable", reading);
    throw new InputError(
      "cannot-read",
      `${folder}: this run was interrupted, and its last entries are still in run.db-wal. To read them, the folder ` +
        "must be writable: change its permissions, or copy all of it to a folder that is yours.",
      { cause: error },
    );
  }
}

/** What SQLite says where it cannot make the files that it reads a log with. */
const BARRED = new Set(["cannot-open", "cannot-write"]);

/** Opens a file and reads from it: SQLite opens nothing before. */
function opened(path: string, access: "read" | "immutable", reading: Reading): Connection {
  const connection = new Connection(path, access);
  try {
    // Nothing is written: it makes SQLite take a file without comparing its size with what its header says.
    if (reading === "lenient") connection.exec("PRAGMA writable_schema = ON");
    connection.pragma("schema_version");
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}
