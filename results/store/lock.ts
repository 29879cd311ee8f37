import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { DamagedFile, toFault } from "./fault.js";

/**
 * The right to write to a run. It is SQLite's lock on an empty file beside the run: the kernel gives it back when
 * the process ends, however it ends. The file stays, or a process could lock one that another has removed. Who
 * holds it is told by a file of its own, since reading a locked file from its own process would unlock it.
 */
export class RunLock {
  readonly #connection: Connection;
  readonly #holder: string;

  private constructor(connection: Connection, holder: string) {
    this.#connection = connection;
    this.#holder = holder;
  }

  /**
   * Takes the lock of a run's folder.
   *
   * @throws {@link InputError} `run-in-use` where another process has it, with its process id.
   */
  static take(folder: string): RunLock {
    const holder = join(folder, "run.pid");
    const connection = new Connection(join(folder, "run.lock"), "create");
    try {
      connection.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
      writeHolder(holder);
    } catch (error) {
      connection.close();
      if (error instanceof InputError && error.code === "file-busy") throw inUse(folder, holder);
      if (error instanceof DamagedFile) throw noLock(connection.path, error);
      throw error;
    }
    return new RunLock(connection, holder);
  }

  /** Gives the lock back. */
  release(): void {
    rmSync(this.#holder, { force: true });
    this.#connection.exec("ROLLBACK");
    this.#connection.close();
  }
}

/** The process that writes to a run, as its folder says; `undefined` where there is none, or it was killed. */
export function writerOf(folder: string): number | undefined {
  const pid = pidIn(join(folder, "run.pid"));
  return pid !== undefined && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function writeHolder(path: string): void {
  try {
    writeFileSync(path, `${process.pid}\n`);
  } catch (error) {
    throw toFault(error, path);
  }
}

function inUse(folder: string, holder: string): InputError {
  const who = holderOf(holder);
  return new InputError(
    "run-in-use",
    `${folder}: this run is in use by ${who}. Two processes cannot write to one run: wait until that one has ended, ` +
      "or end it (Ctrl-C keeps everything), then try again.",
  );
}

function noLock(path: string, cause: DamagedFile): InputError {
  return new InputError(
    "cannot-open", `${path}: this file is not empty, as the lock of a run is. Remove it, then try again.`, { cause },
  );
}

function holderOf(path: string): string {
  const pid = pidIn(path);
  return pid === undefined ? "another process" : `process ${pid}`;
}

function pidIn(path: string): number | undefined {
  try {
    const pid = readFileSync(path, "utf8").trim();
    return /^\d+$/.test(pid) ? Number(pid) : undefined;
  } catch {
    // Nobody has the lock, or who has it has not yet said who it is.
    return undefined;
  }
}
