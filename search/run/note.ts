import type { RunStore } from "../../results/store/store.js";

/** Keeps something in a run's notes, unless the latest of its kind says the same already. */
export function keepNote(store: RunStore, kind: string, data: unknown): void {
  const last = store.notes().findLast((note) => note.kind === kind);
  if (last === undefined || JSON.stringify(last.data) !== JSON.stringify(data)) store.note(kind, store.length, data);
}
