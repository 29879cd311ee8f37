import { printable } from "../dsl/text/diagnostic.js";
import { durationText } from "./duration.js";
import { toShortNumber, toWholeNumber } from "./number.js";
import type { Page } from "./style.js";
import { formatTable, wrap } from "./table.js";

/** A range: were all candidates as cheap to train as AdamW, and were all as dear as the limit of cost allows. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** One part of what is to come. */
export interface ForecastPart {
  /** `simplified` is the comparison of what an ablation left; `curves` are those of the page. */
  readonly part: "references" | "search" | "selection" | "comparison" | "ablation" | "simplified" | "sealed" | "curves";
  readonly trainings: number;
  /** Training steps. */
  readonly steps: number;
  /** Seconds of all workers together. */
  readonly seconds: Range;
}

/** What `symopt discover --dry-run` tells beforehand; `--json` prints it as it is. */
export interface Forecast {
  /** Those that there are, in their order. */
  readonly parts: readonly ForecastPart[];
  readonly workers: number;
  /** Tasks whose references are measured, each when it is first needed: the part `references`. */
  readonly unmeasured: readonly string[];
  readonly minutes: Range;
  readonly megabytes: number;
}

/** A forecast for people. */
export function formatForecast({ parts, workers, unmeasured, minutes, megabytes }: Forecast, page: Page): string {
  const table = formatTable<ForecastPart>(
    [
      { title: "part", cell: ({ part }) => part, keep: true },
      { title: "trainings", cell: ({ trainings }) => toWholeNumber(trainings), align: "right", keep: true },
      { title: "steps", cell: ({ steps }) => toWholeNumber(steps), align: "right", keep: true },
      { title: "time of workers", cell: ({ seconds }) => rangeText(seconds), align: "right" },
    ],
    parts,
    page,
  );
  const words = `About ${rangeText({ least: 60 * minutes.least, most: 60 * minutes.most })} on ${workers} ` +
    `${workers === 1 ? "worker" : "workers"}, ${toShortNumber(megabytes)} MB on disk. The first is for candidates that are ` +
    "as cheap as AdamW, the second for such that are as dear as Muon, or as the limit of cost allows.";
  const missing = unmeasured.length === 0 ? "" : "The references of these tasks are measured, each when it is first needed, and " +
    `kept for all runs on this machine: ${unmeasured.map(printable).join(", ")}.`;
  return [table, ...[words, missing].filter((text) => text !== "").map((text) => `${wrap(text, page.width).join("\n")}\n`)]
    .join("\n");
}

function rangeText({ least, most }: Range): string {
  const [from, to] = [durationText(least), durationText(most)];
  return from === to ? from : `${from} to ${to}`;
}
