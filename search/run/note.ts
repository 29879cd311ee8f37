import type { RunStore } from "../../results/store/store.js";

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
