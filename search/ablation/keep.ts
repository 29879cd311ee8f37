import type { AblationReport } from "../../results/ablation-report.js";
import { toJsonLine } from "../../results/json.js";
import type { RunStore } from "../../results/store/store.js";

/** Keeps the ablation of a candidate in the run's file; a number that is not finite is `null`, with its reason. */
export function keepAblation(store: RunStore, index: number, report: AblationReport): void {
  store.note("ablation", store.length, { index, ...(JSON.parse(toJsonLine(report)) as object) });
}
