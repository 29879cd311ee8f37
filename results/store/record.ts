import { checksumOf } from "./checksum.js";
import type { Connection, Query, Row } from "./connection.js";
import { DamagedFile } from "./fault.js";

/** The tables that hold JSON. */
export type RecordTable = "header" | "note" | "training";

/** How many rows are read at once. */
const PAGE = 64;

/** A table that holds JSON, each record with its checksum. */
export class Records {
  readonly #connection: Connection;
  readonly #table: RecordTable;
  #insert: Query | undefined;
  #select: Query | undefined;

  constructor(connection: Connection, table: RecordTable) {
    this.#connection = connection;
    this.#table = table;
  }

  /** Adds records, in the transaction that there is. */
  add(records: readonly object[]): void {
    const insert = (this.#insert ??= this.#connection.prepare(
      `INSERT INTO ${this.#table} (text, sum) VALUES (CAST(? AS TEXT), ?)`,
    ));
    for (const record of records) {
      const bytes = Buffer.from(JSON.stringify(record));
      insert.run(bytes, checksumOf(bytes));
    }
  }

  /**
   * What it holds, in order, a page in memory at a time.
   *
   * @throws {@link DamagedFile} where something is not what was written, once all before it was given.
   */
  *all(): Generator<unknown, void, undefined> {
    for (let id = 0; ;) {
      const rows = this.#page(id);
      if (rows.length === 0) return;
      for (const [found, bytes, sum] of rows) {
        if (found !== ++id || !Buffer.isBuffer(bytes) || checksumOf(bytes) !== sum) {
          throw new DamagedFile(`${this.#table} ${id} of ${this.#connection.path} is not what was written`);
        }
        yield JSON.parse(bytes.toString());
      }
    }
  }

  #page(after: number): readonly Row[] {
    const select = (this.#select ??= this.#connection.prepare(
      `SELECT id, CAST(text AS BLOB), CAST(sum AS INTEGER) FROM ${this.#table} WHERE id > ? ORDER BY id LIMIT ?`,
    ));
    try {
      return select.all(after, PAGE);
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      // Somewhere in the page: what comes before it is had one by one.
      return select.all(after, 1);
    }
  }
}
