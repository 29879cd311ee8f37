import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Connection } from "./connection.js";
import { HEADER, entryLike } from "./entry.arbitrary.js";
import { Records } from "./record.js";

const TABLES = `
CREATE TABLE header (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE TABLE training (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, -- the index, from 0
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  subject INTEGER, -- parent, or what it is about
  fitness REAL,
  change TEXT NOT NULL,
  program TEXT NOT NULL,
  detail BLOB NOT NULL -- checksum, then everything else
) STRICT;
PRAGMA application_id = 0x73796d6f;
PRAGMA user_version = 2;
`;

/** What the rows of the first two entries began with in format 2, as the version that wrote it made them. */
const STARTS = [
  "3yTMKTcBAAAABk5rAgAA",
  "T0mPWTcBAABABk5rAgEA",
] as const;
/** What both went on with. */
const REST =
  "AAEAA8IDMzMzMzMz0z+NKO0NvjCJPwEBI0VniavN7wH+3LqYdlQyEFVVVVVVVdW/AAAAAAAAAAAAAAAAAAAA8D8AAAAAAADwP8u+" +
  "K4L/rQRAmpmZmZmZuT8DAAGWAQOamZmZmZm5PwAAAAAAANC/AmZmZmZmZgJAmpmZmZmZ8T8BAZYBA5qZmZmZmck/AAAAAAAA0L8C" +
  "ZmZmZmZmAkCamZmZmZnxPwIBlgEDNDMzMzMz0z8AAAAAAADQvwJmZmZmZmYCQJqZmZmZmfE/";

/** The row of {@link entryLike} in format 2, of index 0 or 1. */
export function rowOfFormat2(index: 0 | 1): {
  readonly change: string; readonly program: string; readonly detail: Buffer;
} {
  const { change, program } = entryLike(index);
  return { change, program, detail: Buffer.from(STARTS[index] + REST, "base64") };
}

/** Makes a run of format 2, with the first two entries, as the version that wrote it left it. */
export function makeFormat2(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const connection = new Connection(join(folder, "run.db"), "create");
  connection.exec(TABLES);
  new Records(connection, "header").add([HEADER]);
  const insert = connection.prepare(
    "INSERT INTO entry VALUES (?, 'candidate', 'trained', ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), ?)",
  );
  for (const index of [0, 1] as const) {
    const { change, program, detail } = rowOfFormat2(index);
    const { subject, fitness } = entryLike(index);
    insert.run(index, subject, fitness, Buffer.from(change), Buffer.from(program), detail);
  }
  connection.close();
}
