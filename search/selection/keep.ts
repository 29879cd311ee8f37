import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunStore } from "../../results/store/store.js";
import type { SelectionReport } from "../../results/selection-report.js";

/** Keeps a selection in the run's file, and its finalists as programs beside it. */
export function keepSelection(store: RunStore, report: SelectionReport): void {
  store.note("selection", store.length, report);
  const folder = join(store.folder, "finalists");
  mkdirSync(folder, { recursive: true });
  for (const { index, text } of report.verdict.finalists) writeFileSync(join(folder, `candidate-${index}.rule`), text);
}
