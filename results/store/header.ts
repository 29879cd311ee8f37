import type { Connection } from "./connection.js";
import { DamagedFile } from "./fault.js";
import { Records } from "./record.js";

/** What is known of a run before its first entry. */
export interface RunHeader {
  /** The format of the file. */
  readonly format: number;
  /** The version of symopt that made it. */
  readonly symopt: string;
  /** What trains it, with its version, where that matters to its numbers. */
  readonly engine?: string;
  /** When it was made: ISO 8601. */
  readonly created: string;
  /** The resolved configuration: anything that JSON can hold. */
  readonly configuration: unknown;
}

/** The header of a run that is to be made: the store knows its own format. */
export type NewRunHeader = Omit<RunHeader, "format">;

/** A remark in a run's log: an interruption, a fault, a sealed family that was opened. No part of the digest. */
export interface RunNote {
  readonly kind: string;
  /** How many entries were committed when it was made. */
  readonly at: number;
  /** Anything that JSON can hold. */
  readonly data: unknown;
}

/**
 * The header in a run's file.
 *
 * @throws {@link DamagedFile} where it cannot be read.
 */
export function readHeader(connection: Connection): NewRunHeader {
  for (const header of new Records(connection, "header").all()) return header as NewRunHeader;
  throw new DamagedFile(`${connection.path} has no header`);
}
