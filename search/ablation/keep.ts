import type { AblationReport } from "../../results/ablation-report.js";
import { toJsonLine } from "../../results/json.js";
import type { RunStore } from "../../results/store/store.js";
import { keepNote } from "../run/note.js";

/** Keeps the ablation of a candidate in the run's file; a number that is not finite is `null`, with its reason. */
export function keepAblation(store: RunStore, index: number, report: AblationReport): void {
  keepNote(store, "ablation", { index, ...(JSON.parse(toJsonLine(report)) as object) });
}
