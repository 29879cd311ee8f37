// Declares `Symbol.dispose` to whoever uses the types, with whatever library.
/// <reference lib="esnext.disposable" preserve="true" />
import { ContractError, InputError } from "../../src/errors.js";
import { Connection } from "./connection.js";
import { damagedRun, orDamaged } from "./damage.js";
import type { Entry } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { type NewRunHeader, type RunHeader, type RunNote, readHeader } from "./header.js";
import { RunLock } from "./lock.js";
import { EntryLog } from "./log.js";
import { hasRun, makeFolder, requireRun, requireWritable, runFile } from "./place.js";
import { openToRead } from "./reading.js";
import { Records } from "./record.js";
import { createTables, formatOf, isEmpty, migrate, readableFormatOf } from "./schema.js";

/**
 * A run on disk: a folder with `run.db`, an SQLite file to which a header, entries and notes are added and in
 * which nothing is ever changed. One process writes, any number read at the same time.
 *
 * What `append` has returned from survives the end of the process, however it ends; one transaction is all there
 * or not at all. Where the power fails the last entries may be missing, never one before them: they are not
 * forced to the disk one by one, since a run that goes on makes the same ones again. Notes are.
 *
 * Every entry is checked when it is read. What cannot be told from a run that ended earlier is damage to the count
 * of rows in the file's last page.
 */
export class RunStore {
  /** The folder that it is in. */
  readonly folder: string;
  /** What was known of the run before its first entry. */
  readonly header: RunHeader;
  readonly #connection: Connection;
  readonly #lock: RunLock | undefined;
  readonly #log: EntryLog;
  readonly #notes: Records;
  readonly #trainings: Records;
  /** How many entries there are; of a run that another process writes it is asked for each time. */
  #length: number;
  #open = true;

  private constructor(folder: string, connection: Connection, lock: RunLock | undefined) {
    this.folder = folder;
    this.#connection = connection;
    this.#lock = lock;
    this.header = { ...readHeader(connection), format: formatOf(connection) };
    this.#log = new EntryLog(connection, (damage) => damagedRun(folder, damage));
    this.#notes = new Records(connection, "note");
    this.#trainings = new Records(connection, "training");
    this.#length = this.#log.length;
  }

  /**
   * Makes a run in a folder, and the folder if it is not there, and opens it for writing.
   *
   * @throws {@link InputError} where a run is there already, or the folder cannot be written to.
   */
  static create(folder: string, header: NewRunHeader): RunStore {
    makeFolder(folder);
    requireWritable(folder);
    return locked(folder, (lock) => {
      // Some file that is no run must not be touched either, but what was left by an interruption is nothing yet.
      if (hasRun(folder)) refuseOccupied(folder);
      return connected(new Connection(runFile(folder), "create"), (connection) => {
        beginWriting(connection);
        connection.transaction(() => {
          createTables(connection);
          new Records(connection, "header").add([header]);
        });
        return new RunStore(folder, connection, lock);
      });
    });
  }

  /**
   * Opens a run to go on with it; one of an older version is brought up to date.
   *
   * @throws {@link InputError} where there is none (`no-run`), another process writes to it (`run-in-use`), the
   *   folder cannot be written to (`cannot-write`), it is damaged (`damaged-run`), or of a version that this one
   *   cannot read (`newer-run`, `older-run`).
   */
  static open(folder: string): RunStore {
    requireRun(folder);
    requireWritable(folder);
    return locked(folder, (lock) =>
      orDamaged(folder, () =>
        connected(new Connection(runFile(folder), "write"), (connection) => {
          migrate(connection);
          beginWriting(connection);
          return new RunStore(folder, connection, lock);
        })));
  }

  /**
   * Opens a run to read it, while another process may write to it: every call sees what is committed by then. The
   * folder may be one that cannot be written to, and the run of an older version if its rows are those of this one.
   *
   * @throws {@link InputError} as `open` does, and `cannot-read` where an interrupted run cannot be read without
   *   writing beside it.
   */
  static read(folder: string): RunStore {
    requireRun(folder);
    return orDamaged(folder, () =>
      connected(openToRead(folder), (connection) => {
        readableFormatOf(connection);
        return new RunStore(folder, connection, undefined);
      }));
  }

  /** Whether it can be written to. */
  get writable(): boolean {
    return this.#lock !== undefined;
  }

  /** How many entries are committed. */
  get length(): number {
    this.#requireOpen();
    return this.writable ? this.#length : this.#guard(() => this.#log.length);
  }

  /**
   * Commits entries, in one transaction: when it returns they are kept.
   *
   * @throws {@link InputError} where they cannot be: none of them is there then, and all that was before is.
   * @throws {@link ContractError} where their indices do not follow the last without a gap.
   */
  append(entries: readonly Entry[]): void {
    this.#requireWritable();
    this.#guard(() => { this.#log.append(entries, this.#length); });
    this.#length += entries.length;
  }

  /** An entry, or `undefined` where there is none of that index. */
  entry(index: number): Entry | undefined {
    this.#requireOpen();
    return this.#guard(() => this.#log.at(index));
  }

  /**
   * The entries from an index on, in order, a page in memory at a time; those committed meanwhile come at the end.
   * The program of each is inflated when it is first asked for, in some eight microseconds.
   *
   * @param from - The first index. @default 0
   * @throws {@link InputError} `damaged-run`, once every entry before the damage was given.
   */
  *entries(from = 0): Generator<Entry, void, undefined> {
    this.#requireOpen();
    try {
      yield* this.#log.from(from);
    } catch (error) {
      throw error instanceof DamagedFile ? damagedRun(this.folder, error) : error;
    }
  }

  /**
   * Adds a remark, and forces it and all before it to the disk.
   *
   * @param at - How many entries were committed when it came up.
   * @param data - Anything that JSON can hold.
   */
  note(kind: string, at: number, data: unknown): void {
    this.noteAll([{ kind, at, data }]);
  }

  /** Adds remarks, all or none of them. */
  noteAll(notes: readonly RunNote[]): void {
    this.#requireWritable();
    this.#guard(() => {
      this.#connection.exec("PRAGMA synchronous = FULL");
      try {
        this.#connection.transaction(() => { this.#notes.add(notes); });
      } finally {
        this.#connection.exec("PRAGMA synchronous = NORMAL");
      }
    });
  }

  /** All remarks, in order. */
  notes(): readonly RunNote[] {
    this.#requireOpen();
    return this.#guard(() => [...this.#notes.all()] as RunNote[]);
  }

  /**
   * Keeps what was trained beside the search, in one transaction. As entries, it survives the end of the process.
   *
   * @param trainings - Anything that JSON can hold.
   */
  keep(trainings: readonly object[]): void {
    this.#requireWritable();
    this.#guard(() => {
      this.#connection.transaction(() => { this.#trainings.add(trainings); });
    });
  }

  /** All that was kept, in order. */
  kept(): readonly unknown[] {
    this.#requireOpen();
    return this.#guard(() => [...this.#trainings.all()]);
  }

  /** Closes it; another process may then write to it. Closing it again does nothing. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.writable) endWriting(this.#connection);
    this.#connection.close();
    this.#lock?.release();
  }

  /** As {@link RunStore.close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  #guard<T>(work: () => T): T {
    return orDamaged(this.folder, work);
  }

  #requireOpen(): void {
    if (!this.#open) throw new ContractError(`the run in ${this.folder} is closed`);
  }

  #requireWritable(): void {
    this.#requireOpen();
    if (!this.writable) throw new ContractError(`the run in ${this.folder} is open for reading only`);
  }
}

/** Makes something of a lock, which is released where that fails. */
function locked<T>(folder: string, make: (lock: RunLock) => T): T {
  const lock = RunLock.take(folder);
  try {
    return make(lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Makes something of a connection, which is closed where that fails. */
function connected<T>(connection: Connection, make: (connection: Connection) => T): T {
  try {
    return make(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function refuseOccupied(folder: string): void {
  if (isUnborn(folder)) return;
  throw new InputError(
    "run-exists", `${folder}: there is a run here already. Resume it, or name another folder for the new one.`,
  );
}

/** Whether what is there was left by a process that was killed before it had made a run. */
function isUnborn(folder: string): boolean {
  let connection: Connection | undefined;
  try {
    connection = openToRead(folder);
    return isEmpty(connection);
  } catch (error) {
    if (error instanceof DamagedFile) return false;
    throw error;
  } finally {
    connection?.close();
  }
}

/** Commits go to a log beside the file, so that others can read meanwhile. */
function beginWriting(connection: Connection): void {
  connection.exec("PRAGMA journal_mode = WAL");
  connection.exec("PRAGMA synchronous = NORMAL");
}

/**
 * Brings the log into the file and removes it: a run at rest is one file, that can be read where nothing can be
 * written. While others read it stays, and nothing is lost.
 */
function endWriting(connection: Connection): void {
  try {
    connection.exec("PRAGMA busy_timeout = 0");
    connection.exec("PRAGMA journal_mode = DELETE");
  } catch (error) {
    // Others are reading, or the disk is full: the log stays beside the file, and all is in it.
    if (!(error instanceof InputError)) throw error;
  }
}
