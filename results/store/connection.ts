import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type Libsql from "libsql";
import { SymoptError } from "../../src/errors.js";
import { toFault } from "./fault.js";

/**
 * How a file is opened: to `create` it or `write` to it; to `read` it, also while another process writes;
 * `immutable`: to read it where nothing may be written beside it, and nobody writes.
 */
export type Access = "create" | "write" | "read" | "immutable";

/** What a statement's `?` stand for. */
export type Value = number | string | Uint8Array | null;

/** A row: its columns in order. Text may come as anything: it is read `CAST(… AS BLOB)`. */
export type Row = readonly unknown[];

/** How long another process is waited for before a file counts as locked, in milliseconds. */
const PATIENCE = 10_000;

const QUERIES: Readonly<Record<Access, string>> = {
  create: "mode=rwc", write: "mode=rw", read: "mode=ro", immutable: "mode=ro&immutable=1",
};

/**
 * An open SQLite file. Everything that SQLite throws becomes a fault for the user or {@link DamagedFile}.
 *
 * Text is to be read as a blob: the binding ends the process where text that it reads is not UTF-8, as in a
 * damaged file.
 */
export class Connection {
  readonly path: string;
  readonly #database: Libsql.Database;

  constructor(path: string, access: Access) {
    this.path = path;
    // The options `readonly` and `fileMustExist` are not heeded by the binding; the address is.
    this.#database = this.#guard(() => new (sqlite())(`${pathToFileURL(path).href}?${QUERIES[access]}`));
    try {
      this.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Runs statements that give nothing. */
  exec(sql: string): void {
    this.#guard(() => { this.#database.exec(sql); });
  }

  /** Prepares a statement. */
  prepare(sql: string): Query {
    const statement = this.#guard(() => this.#database.prepare(sql));
    return {
      run: (...values) => { this.#guard(() => statement.run(values)); },
      all: (...values) => this.#guard(() => statement.raw().all(values) as Row[]),
    };
  }

  /** The number that a pragma has. */
  pragma(name: string): number {
    const [row] = this.prepare(`PRAGMA ${name}`).all();
    return row?.[0] as number;
  }

  /** Does some work in one transaction: all of it is committed, or none. */
  transaction(work: () => void): void {
    this.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.exec("COMMIT");
    } catch (error) {
      // SQLite has already rolled back where the disk is full.
      if (this.#database.inTransaction) this.exec("ROLLBACK");
      throw error;
    }
  }

  /** Closes the file. What was prepared holds it open until it is collected. */
  close(): void {
    this.#database.close();
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toFault(error, this.path);
    }
  }
}

/** A prepared statement. */
export interface Query {
  /** Runs it for what it does. */
  run(...values: readonly Value[]): void;
  /** All rows that it gives. */
  all(...values: readonly Value[]): readonly Row[];
}

let loaded: typeof Libsql | undefined;

/** The binding, loaded when it is first needed: most commands open no run. */
function sqlite(): typeof Libsql {
  try {
    loaded ??= createRequire(import.meta.url)("libsql") as typeof Libsql;
    return loaded;
  } catch (cause) {
    throw new SymoptError(
      "no-sqlite",
      "SQLite cannot be loaded: the package libsql has no build for this machine, or it was installed without " +
        "optional dependencies. Install symopt again on this machine, with them.",
      { cause },
    );
  }
}
