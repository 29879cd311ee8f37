import type { z } from "zod";
import type { RunNote } from "../../results/store/header.js";
import type { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";

/**
 * What a run's notes of a kind say, in order.
 *
 * @param shape - What of them is relied on: what has another was written by another version, and is left out.
 */
export function notesOf<T>(notes: readonly RunNote[], kind: string, shape: z.ZodType<T>): readonly T[] {
  return notes.filter((note) => note.kind === kind).flatMap(({ data }) => {
    const read = shape.safeParse(data);
    return read.success ? [read.data] : [];
  });
}

/**
 * The same where none may be missed.
 *
 * @param what - What the notes tell, for the message.
 * @throws {@link InputError} where one has another shape.
 */
export function allNotesOf<T>(
  notes: readonly RunNote[], kind: string, shape: z.ZodType<T>, what: string,
): readonly T[] {
  const read = notesOf(notes, kind, shape);
  if (read.length === notes.filter((note) => note.kind === kind).length) return read;
  throw new InputError(
    "newer-run", `another version of symopt noted in this run ${what}, in words that this one does not know. Use that version.`,
  );
}

/** Keeps something in a run's notes, unless the latest of its kind says the same already. */
export function keepNote(store: RunStore, kind: string, data: unknown): void {
  keepNotes(store, { [kind]: data });
}

/** The same for notes of several kinds, by their kinds: all of them are kept, or none. */
export function keepNotes(store: RunStore, notes: Readonly<Record<string, unknown>>): void {
  const known = store.notes();
  const isKnown = Object.entries(notes).every(([kind, data]) =>
    JSON.stringify(known.findLast((note) => note.kind === kind)?.data) === JSON.stringify(data));
  if (!isKnown) store.noteAll(Object.entries(notes).map(([kind, data]) => ({ kind, at: store.length, data })));
}
