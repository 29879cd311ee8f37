import { checksumOf } from "./checksum.js";
import type { Connection } from "./connection.js";
import { DamagedFile } from "./fault.js";

/** The tables that hold JSON. */
export type RecordTable = "header" | "note" | "training";

/** Adds something to a table, as JSON with its checksum. */
export function insertRecord(connection: Connection, table: RecordTable, value: object): void {
  const bytes = Buffer.from(JSON.stringify(value));
  connection
    .prepare(`INSERT INTO ${table} (text, sum) VALUES (CAST(? AS TEXT), ?)`)
    .run(bytes, checksumOf(bytes));
}

/**
 * What a table holds, in order.
 *
 * @throws {@link DamagedFile} where something is not what was written, once all before it was given.
 */
export function* selectRecords(connection: Connection, table: RecordTable): Iterable<unknown> {
  const select = connection.prepare(
    `SELECT id, CAST(text AS BLOB), CAST(sum AS INTEGER) FROM ${table} WHERE id > ? ORDER BY id LIMIT 1`,
  );
  for (let id = 0; ; id++) {
    const [row] = select.all(id);
    if (row === undefined) return;
    const [found, bytes, sum] = row;
    if (found !== id + 1 || !Buffer.isBuffer(bytes) || checksumOf(bytes) !== sum) {
      throw new DamagedFile(`${table} ${id + 1} of ${connection.path} is not what was written`);
    }
    yield JSON.parse(bytes.toString());
  }
}
