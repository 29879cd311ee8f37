import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunStore } from "../../results/store/store.js";
import { keepNote } from "../run/note.js";
import type { Selection } from "./select.js";

/** Keeps a selection and its comparison in the run's file, and its finalists as programs beside it. */
export function keepSelection(store: RunStore, { report, verdict }: Selection): void {
  keepNote(store, "selection", report);
  if (verdict !== null) keepNote(store, "comparison", verdict.comparison);
  const folder = join(store.folder, "finalists");
  mkdirSync(folder, { recursive: true });
  for (const { index, text } of report.verdict.finalists) writeFileSync(join(folder, `candidate-${index}.rule`), text);
}
