import type { Connection } from "./connection.js";
import { orDamaged } from "./damage.js";
import type { Entry } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { type RunNote, readHeader } from "./header.js";
import { EntryLog } from "./log.js";
import { requireRun } from "./place.js";
import { openToRead } from "./reading.js";
import { Records } from "./record.js";
import { readableFormatOf } from "./schema.js";
import { RunStore } from "./store.js";

/** How many entries are committed at once. */
const BATCH = 1000;

/**
 * Copies what can be read of a damaged run to a new one: its header, the entries before the damage, and the notes
 * that can be read. A note of the new run says that it was salvaged. The damaged run is left as it is.
 *
 * @param into - The folder of the new run.
 * @returns How many entries were saved.
 * @throws {@link InputError} where not even the header can be read (`damaged-run`), or there is a run in `into`.
 */
export function salvage(folder: string, into: string): number {
  requireRun(folder);
  return orDamaged(folder, () => {
    const source = openToRead(folder, "lenient");
    try {
      readableFormatOf(source);
      const target = RunStore.create(into, readHeader(source));
      try {
        return copy(source, target);
      } finally {
        target.close();
      }
    } finally {
      source.close();
    }
  });
}

function copy(source: Connection, target: RunStore): number {
  for (const batch of batches(untilDamage(new EntryLog(source).whole()))) target.append(batch);
  const notes = new Records(source, "note").all() as Iterable<RunNote>;
  for (const { kind, at, data } of untilDamage(notes)) target.note(kind, at, data);
  target.keep([...untilDamage(new Records(source, "training").all() as Iterable<object>)]);
  target.note("salvaged", target.length, {});
  return target.length;
}

function* batches(entries: Iterable<Entry>): Generator<readonly Entry[]> {
  let batch: Entry[] = [];
  for (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function* untilDamage<T>(values: Iterable<T>): Generator<T> {
  try {
    yield* values;
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
  }
}
