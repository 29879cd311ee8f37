import { ContractError } from "../../src/errors.js";
import type { Connection, Query } from "./connection.js";
import type { Entry } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { type Refuse, withProgram } from "./packed-program.js";
import { type Decoded, INSERT, fromRows, selectOf, toRow } from "./row.js";
import { hasPacked } from "./schema.js";

/**
 * How many rows are read at once. No statement stays open between two pages, so whoever stops in the middle holds
 * nothing up.
 */
const PAGE = 64;

/** The entries of a run in its file. */
export class EntryLog {
  readonly #connection: Connection;
  readonly #refuse: Refuse | undefined;
  readonly #last: Query;
  #insert: Query | undefined;
  #select: Query | undefined;

  /**
   * @param refuse - What is thrown when a program is asked for that does not inflate. @default a {@link DamagedFile}
   */
  constructor(connection: Connection, refuse?: Refuse) {
    this.#connection = connection;
    this.#refuse = refuse;
    this.#last = connection.prepare("SELECT max(id) FROM entry");
  }

  /** How many there are now, in time O(log n). */
  get length(): number {
    const last = this.#last.all()[0]?.[0];
    return typeof last === "number" ? last + 1 : 0;
  }

  /**
   * Adds entries, in one transaction.
   *
   * @param length - How many there are.
   * @throws {@link ContractError} where their indices do not follow without a gap.
   */
  append(entries: readonly Entry[], length: number): void {
    const rows = entries.map((entry, i) => {
      if (entry.index !== length + i) {
        throw new ContractError(`expected an entry of index ${length + i}, but got ${entry.index}`);
      }
      return toRow(entry);
    });
    const insert = (this.#insert ??= this.#connection.prepare(INSERT));
    this.#connection.transaction(() => {
      for (const row of rows) insert.run(...row);
    });
  }

  /**
   * One entry, its program inflated, or `undefined` where there is none of that index.
   *
   * @throws {@link DamagedFile} where it cannot be read.
   */
  at(index: number): Entry | undefined {
    const { entries: [entry], damage } = this.#read(index, 1);
    if (damage !== undefined || (entry === undefined && index < this.length)) throw damage ?? missing(index);
    return entry === undefined ? undefined : withProgram(entry);
  }

  /**
   * The entries from an index on, in order; of a damaged file all before the damage. A program that does not inflate
   * is found when it is asked for.
   *
   * @throws {@link DamagedFile} where one cannot be read.
   */
  *from(index: number): Generator<Entry, void, undefined> {
    for (let next = index; ;) {
      const { entries, damage } = this.#page(next);
      for (const entry of entries) yield entry;
      next += entries.length;
      if (damage !== undefined) throw damage;
      if (entries.length > 0) continue;
      // More may have been committed since the page was read, but then there is another.
      if (this.length <= next) return;
      if (this.#page(next).entries.length === 0) throw missing(next);
    }
  }

  /**
   * All entries, each once its program was inflated, so that it is known to be whole. It takes five times as long.
   *
   * @throws {@link DamagedFile} where one cannot be read.
   */
  *whole(): Generator<Entry, void, undefined> {
    for (const entry of this.from(0)) yield withProgram(entry);
  }

  #page(from: number): Decoded {
    try {
      return this.#read(from, PAGE);
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      // Somewhere in the page: what comes before it is had one by one.
      return this.#read(from, 1);
    }
  }

  #read(from: number, count: number): Decoded {
    return fromRows(this.#query().all(from, from + count - 1)[0], from, this.#refuse);
  }

  /** The query of rows. Another process may bring an older run up to date while this one reads it. */
  #query(): Query {
    if (this.#select !== undefined) return this.#select;
    const isNewest = hasPacked(this.#connection);
    const query = this.#connection.prepare(selectOf(isNewest));
    if (isNewest) this.#select = query;
    return query;
  }
}

function missing(index: number): DamagedFile {
  return new DamagedFile(`entry ${index} is missing`);
}
