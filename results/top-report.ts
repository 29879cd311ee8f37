import { scoreText } from "./estimate.js";
import { toShortNumber } from "./number.js";
import type { Page } from "./style.js";
import { formatTable, wrap } from "./table.js";

/** One of the best candidates of a run. */
export interface TopCandidate {
  /** From 1. */
  readonly rank: number;
  /** Its place in the log. */
  readonly index: number;
  /** Whether it is the best of the run, which it became on fresh seeds. */
  readonly best: boolean;
  /** Mean score, log2 speed-up over the reference. */
  readonly score: number;
  /** Half the width of its 95 % interval. */
  readonly error: number;
  /** Seeds that the score is the mean of, for each task. */
  readonly seeds: number;
  /** Whether it was trained on seeds that it was not chosen by. */
  readonly confirmed: boolean;
  readonly statements: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** How it came about. */
  readonly change: string;
  readonly text: string;
}

/** What `symopt top` says; `--json` prints it as it is, so its keys stay what they are. */
export interface TopReport {
  readonly folder: string;
  /** Candidates that were trained to their end. */
  readonly trained: number;
  /** The score of the bar: the mean over tasks of the best of its rules on each. */
  readonly bar: number;
  /** Highest score first. */
  readonly candidates: readonly TopCandidate[];
}

/** The best candidates as a table, below it what the marks mean. */
export function formatTop({ candidates, bar, trained }: TopReport, page: Page): string {
  if (candidates.length === 0) return "No program was trained to its end yet.\n";
  const table = formatTable<TopCandidate>(
    [
      { title: "id", cell: ({ index, best }) => `${index}${best ? "*" : ""}`, align: "right", keep: true },
      { title: "score", cell: ({ score, error }) => scoreText({ mean: score, error }), keep: true },
      { title: "seeds", cell: ({ seeds }) => String(seeds), align: "right", keep: true },
      { title: "", cell: ({ confirmed }) => (confirmed ? "" : "?"), keep: true },
      { title: "statements", cell: ({ statements }) => String(statements), align: "right", keep: true },
      { title: "state", cell: ({ state }) => String(state), align: "right", keep: true },
      { title: "cost", cell: ({ cost }) => toShortNumber(cost), align: "right", keep: true },
      { title: "change", cell: ({ change }) => change },
    ],
    candidates,
    page,
  );
  const notes = [
    `Score: log2 speed-up over tuned AdamW, mean with 95 % interval; the bar is at ${toShortNumber(bar)}. ` +
      `${trained} candidates were trained to their end.`,
    ...(candidates.some(({ best }) => best) ? ["* the best: it won on fresh seeds, or nothing surely better was found."] : []),
    ...(candidates.some(({ confirmed }) => !confirmed)
      ? ["? unconfirmed: the score is of the seed that it was chosen by, so expect less on others."]
      : []),
  ];
  const lines = notes.flatMap((note) => wrap(note, page.width));
  return `${table}\n${lines.map((line) => `${page.style.faint(line)}\n`).join("")}`;
}
