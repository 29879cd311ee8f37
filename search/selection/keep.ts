import { join } from "node:path";
import { replaceFiles } from "../run/files.js";
import { keepNotes } from "../run/note.js";
import type { RunStore } from "../../results/store/store.js";
import { SELECTION } from "./note-kind.js";
import type { Selection } from "./select.js";

/** Keeps a selection and its comparison in the run's file, both or neither, and its finalists as programs beside it. */
export function keepSelection(store: RunStore, { report, verdict }: Selection): void {
  keepNotes(store, {
    [SELECTION]: report,
    ...(verdict === null ? {} : { comparison: verdict.comparison }),
  });
  const { finalists } = report.verdict;
  replaceFiles(join(store.folder, "finalists"), finalists.map(({ index, text }) =>
    ({ path: `candidate-${index}.rule`, text })));
}
