import { existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { TestFolder } from "../../proxies/data/folder.arbitrary.js";
import { InputError, SymoptError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { DamagedFile, toFault } from "./fault.js";

const tests = new TestFolder();

/** An error as SQLite or the operating system throws it. */
function failure(code: string): Error {
  return Object.assign(new Error("database or disk gave up"), { code });
}

test.each([
  ["SQLITE_FULL", "disk-full"],
  ["SQLITE_IOERR_SHMSIZE", "disk-full"],
  ["ENOSPC", "disk-full"],
  ["SQLITE_READONLY_DBMOVED", "cannot-write"],
  ["EROFS", "cannot-write"],
  ["EACCES", "cannot-write"],
  ["SQLITE_BUSY_SNAPSHOT", "file-busy"],
  ["SQLITE_CANTOPEN", "cannot-open"],
  ["ENOTDIR", "cannot-open"],
  ["SQLITE_IOERR_FSYNC", "disk-fault"],
  ["EIO", "disk-fault"],
])("%s is told to the user as %s, with the place and what to do, without SQLite's words", (code, expected) => {
  const cause = failure(code);
  const fault = toFault(cause, "/runs/a/run.db") as InputError;
  expect(fault).toBeInstanceOf(InputError);
  expect(fault.code).toBe(expected);
  expect(fault.message).toMatch(/^\/runs\/a\/run\.db: .*\. [A-Z].*\.$/);
  expect(fault.message).not.toContain("gave up");
  expect(fault.cause).toBe(cause);
});

test("what cannot be written says what to do: to copy the run where there is one, else to name another place", () => {
  const [empty, run] = [join(tests.path, "empty"), join(tests.path, "run")];
  for (const folder of [empty, run]) mkdirSync(folder);
  writeFileSync(join(run, "run.db"), "");
  const adviceFor = (path: string): string => (toFault(failure("EACCES"), path) as InputError).message;
  for (const path of [run, join(run, "config.yaml"), join(run, "run.db"), "gone/run.lock"]) {
    expect(adviceFor(path)).toMatch(/Everything that was committed is kept\. .* copy the run/);
  }
  for (const path of [empty, join(empty, "new")]) expect(adviceFor(path)).toMatch(/written to\. Change .* with `--out`\.$/);
});

test.each(["SQLITE_CORRUPT_INDEX", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_IOERR_SHORT_READ"])(
  "%s means that the file is damaged", (code) => {
    expect(toFault(failure(code), "run.db")).toBeInstanceOf(DamagedFile);
  },
);

test("what else SQLite says is a fault of symopt's, without SQLite's words", () => {
  const fault = toFault(failure("SQLITE_NOMEM"), "run.db") as SymoptError;
  expect(fault).toBeInstanceOf(SymoptError);
  expect(fault).not.toBeInstanceOf(InputError);
  expect(fault.message).toBe("run.db: SQLite failed (SQLITE_NOMEM)");
});

test("what is no fault of a file is left as it is", () => {
  const defect = new TypeError("undefined is not a function");
  expect(toFault(defect, "run.db")).toBe(defect);
  expect(toFault("text", "run.db")).toBe("text");
});

test("a transaction for which there is no room leaves nothing, and the next one works once there is", () => {
  const connection = new Connection(join(tests.path, "full.db"), "create");
  connection.exec("CREATE TABLE t (x); PRAGMA max_page_count = 20");
  const insert = connection.prepare("INSERT INTO t VALUES (?)");
  const fill = (): void => {
    connection.transaction(() => { for (let i = 0; i < 100; i++) insert.run("x".repeat(1000)); });
  };
  expect(fill).toThrow("the disk is full");
  expect(connection.prepare("SELECT count(*) FROM t").all()).toEqual([[0]]);
  connection.exec("PRAGMA max_page_count = 1000");
  fill();
  expect(connection.prepare("SELECT count(*) FROM t").all()).toEqual([[100]]);
});

test.skipIf(!existsSync("/proc/self/fd"))("a file that cannot be made ready once it is open does not stay open", () => {
  const path = join(tests.path, "unready.db");
  const exec = vi.spyOn(Connection.prototype, "exec").mockImplementationOnce(() => { throw failure("SQLITE_NOMEM"); });
  try {
    expect(() => new Connection(path, "create")).toThrow("gave up");
  } finally {
    exec.mockRestore();
  }
  expect(existsSync(path)).toBe(true);
  expect(openFiles()).not.toContain(path);
});

/** The paths of all files that this process has open. */
function openFiles(): readonly string[] {
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      return [readlinkSync(join("/proc/self/fd", descriptor))];
    } catch {
      // It was that of the folder.
      return [];
    }
  });
}
