import { InputError } from "../../src/errors.js";
import type { Connection } from "./connection.js";

/** The format of the runs that this version writes. */
export const FORMAT = 3;

/** The oldest format that is read as it is, without being brought up to date: its rows are those of this one. */
const READABLE = 2;

/** What marks an SQLite file as a run of symopt: `symo`. */
const APPLICATION = 0x73796d6f;

/** A step from one format to the next. */
export interface Migration {
  /** The format that it starts from; it leads to the next. */
  readonly from: number;
  /** Changes tables and rows; it runs within a transaction. */
  readonly migrate: (connection: Connection) => void;
}

/** What was trained beside the search, added in format 2. */
const TRAINING = "CREATE TABLE training (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;";

/** The compressed program, added in format 3. The remark stands inside, where SQLite keeps it. */
const PACKED = `packed
    /* the program where it is longer than this: raw deflate, a window of 13 bits, with the preset dictionary of
       results/store/dictionary.ts; \`symopt show RUN ID\` and \`symopt top RUN --json\` print it */
    BLOB`;

/** How runs of older versions become runs of this one: format 1 is the first. */
export const MIGRATIONS: readonly Migration[] = [
  { from: 1, migrate: (connection: Connection): void => { connection.exec(TRAINING); } },
  // Rows say of themselves whether their program is compressed: those that are there stay as they are.
  {
    from: 2,
    migrate: (connection: Connection): void => { connection.exec(`ALTER TABLE entry ADD COLUMN ${PACKED}`); },
  },
];

/**
 * The tables of this format. `text` is JSON, `sum` its checksum. `detail` holds a whole entry but for the texts of
 * change and program; the other columns repeat parts of it for who looks with SQLite's own shell. Each program is in
 * one of two columns: as text where compression would not make it shorter, and in all rows of format 2.
 */
const TABLES = `
CREATE TABLE header (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
${TRAINING}
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, -- the index, from 0
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  subject INTEGER, -- parent, or what it is about
  fitness REAL,
  change TEXT NOT NULL,
  program TEXT NOT NULL, -- empty where it is in packed
  detail BLOB NOT NULL, -- checksum, then everything else
  ${PACKED}
) STRICT;
`;

/** Makes the tables in an empty file, and marks it as a run. */
export function createTables(connection: Connection): void {
  connection.exec(TABLES);
  connection.exec(`PRAGMA application_id = ${APPLICATION}`);
  connection.exec(`PRAGMA user_version = ${FORMAT}`);
}

/** Whether entries may have compressed programs: a run of format 2 that is only read has no column for them. */
export function hasPacked(connection: Connection): boolean {
  return connection.prepare("SELECT 1 FROM pragma_table_info('entry') WHERE name = 'packed'").all().length > 0;
}

/** Whether a file holds nothing yet: it is new, or what made it was killed before it was done. */
export function isEmpty(connection: Connection): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").all().length === 0;
}

/**
 * The format of a run's file.
 *
 * @throws {@link InputError} where it is no run, or one of a newer version.
 */
export function formatOf(connection: Connection, newest: number = FORMAT): number {
  const application = connection.pragma("application_id");
  if (application === 0 && isEmpty(connection)) {
    throw new InputError(
      "no-run", `${connection.path} holds no run: it was interrupted before it began. Start it again.`,
    );
  }
  if (application !== APPLICATION) {
    throw new InputError(
      "no-run", `${connection.path} is not a run of symopt but a file of another program. Name a run's folder.`,
    );
  }
  const format = connection.pragma("user_version");
  if (format > newest) {
    throw new InputError(
      "newer-run",
      `${connection.path} was written by a newer symopt: its format is ${format}, and this version knows formats ` +
        `up to ${newest}. Update symopt.`,
    );
  }
  return format;
}

/**
 * Brings a run of an older version to the newest format, all of the way or not at all.
 *
 * @param steps - The steps that there are. @default those of this version
 * @param newest - The format that they lead to. @default {@link FORMAT}
 * @throws {@link InputError} where no steps lead there.
 */
export function migrate(
  connection: Connection, steps: readonly Migration[] = MIGRATIONS, newest: number = FORMAT,
): void {
  const oldest = formatOf(connection, newest);
  if (oldest === newest) return;
  connection.transaction(() => {
    for (let format = oldest; format < newest; format++) {
      const step = steps.find(({ from }) => from === format);
      if (step === undefined) throw tooOld(connection.path, format);
      step.migrate(connection);
      connection.exec(`PRAGMA user_version = ${format + 1}`);
    }
  });
}

/**
 * The format of a run that is only to be read; where it would have to be migrated first it is refused.
 *
 * @throws {@link InputError}
 */
export function readableFormatOf(connection: Connection): number {
  const format = formatOf(connection);
  if (format >= READABLE) return format;
  if (MIGRATIONS.every(({ from }) => from > format)) throw tooOld(connection.path, format);
  throw new InputError(
    "older-run",
    `${connection.path} was written by an older symopt: its format is ${format}, and this version reads formats ` +
      `from ${READABLE} on. Resume the run once, which brings it up to date.`,
  );
}

function tooOld(path: string, format: number): InputError {
  return new InputError(
    "older-run",
    `${path} was written by an older symopt: its format is ${format}, which this version no longer reads. Use the ` +
      "version that wrote it.",
  );
}
