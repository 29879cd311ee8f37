import { Archive } from "./archive.js";
import type { Elite, FitnessEstimate } from "./elite.js";
import type { Grid } from "./grid.js";

/** What happens to an archive: a candidate is added, gets another estimate, or proves worthless. */
export type ArchiveEvent =
  | {
      readonly kind: "add";
      /** Index of the log's entry by which it happened. */
      readonly at: number;
      readonly elite: Elite;
    }
  | {
      readonly kind: "update";
      /** Index of the log's entry by which it happened, as of a confirmation. */
      readonly at: number;
      /** The candidate that it is about. */
      readonly index: number;
      readonly estimate: FitnessEstimate;
    }
  | {
      readonly kind: "remove";
      /** Index of the log's entry by which it happened, as of a confirmation that failed. */
      readonly at: number;
      /** The candidate that it is about. */
      readonly index: number;
    };

/** Lets an event happen to an archive. */
export function applyEvent(archive: Archive, event: ArchiveEvent): void {
  switch (event.kind) {
    case "add":
      archive.add(event.elite);
      break;
    case "update":
      archive.update(event.index, event.estimate);
      break;
    case "remove":
      archive.remove(event.index);
      break;
  }
}

/**
 * The archive as it was after an entry of the log.
 *
 * @param events - In the order of the log.
 * @param entry - Index of the last entry that counts. @default the last of all
 */
export function archiveAt(grid: Grid, events: Iterable<ArchiveEvent>, entry = Infinity): Archive {
  const archive = new Archive(grid);
  for (const event of events) {
    if (event.at > entry) break;
    applyEvent(archive, event);
  }
  return archive;
}
