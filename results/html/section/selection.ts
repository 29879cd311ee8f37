import { briefGainText } from "../../gain.js";
import { counted, toSignedNumber, toWholeNumber } from "../../number.js";
import {
  type Finalist, type FunnelStage, type SelectionReport, type StageCandidate, correlationText, finalistText,
  holdoutText, stageScoreText, taskScoreText, verdictText,
} from "../../selection-report.js";
import { type Child, type Markup, element } from "../markup.js";
import { type DataColumn, capitalized, dataTable, folded, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";
import { overfittingOf } from "./overfitting.js";

/** The funnel and its verdict. */
export function selectionSection({ selection, run }: RunStory): Markup | null {
  if (selection === null) return null;
  const { stages, overfitting, steps, entries = run.entries } = selection;
  return section("selection", "Selection on other families",
    paragraph(capitalized(verdictText(selection))),
    finalistsTable(selection),
    ...stages.map(stageOf),
    overfitting === null ? null : overfittingOf(overfitting, stages.at(-1)?.size ?? 1, entries),
    remark(`The search never trained on these families. ${toWholeNumber(steps)} training steps in all.`),
  );
}

function finalistsTable({ verdict: { finalists, winner, tasks, trials, seeds } }: SelectionReport): Markup {
  const sizes = [...new Set(tasks.map(({ size }) => `×${size}`))].join(", ");
  return dataTable<Finalist>(`Finalists against the bar at ${sizes}, tuned by ${counted(trials, "trial")}, ${counted(seeds, "fresh seed")}`, [
    { title: "candidate", cell: ({ index }) => String(index) },
    { title: "over the bar", cell: finalistText, isNumber: true },
    ...tasks.map(({ name, family }, k): DataColumn<Finalist> => ({
      title: `${name} (${family})`,
      cell: ({ overBar: { byTask } }) => briefGainText(byTask[k]), isNumber: true,
    })),
  ], finalists, ({ index }) => index === winner);
}

function stageOf({ size, tasks, seeds, trials, correlation, candidates, holdout }: FunnelStage): Child {
  const kept = candidates.filter((candidate) => candidate.kept).length;
  return [
    element("h3", {}, `Stage ×${size}`),
    paragraph(`${counted(candidates.length, "candidate")} on ${tasks.join(", ")}; ${counted(seeds, "fresh seed")}, ` +
      `${trials === 1 ? "as they are" : `tuned by ${counted(trials, "trial")}`}. ${kept} went on.`),
    folded("Candidates of this stage", dataTable<StageCandidate>(`Candidates at ×${size}`, [
      { title: "candidate", cell: ({ index }) => String(index) },
      { title: "by", cell: ({ by }) => by },
      { title: "fitness", cell: ({ fitness }) => toSignedNumber(fitness), isNumber: true },
      { title: "score", cell: stageScoreText, isNumber: true },
      ...tasks.map((title, k): DataColumn<StageCandidate> => ({
        title, cell: (candidate) => taskScoreText(candidate, k), isNumber: true,
      })),
      { title: "went on", cell: (candidate) => (candidate.kept ? "yes" : "") },
    ], candidates, (candidate) => candidate.kept)),
    correlation === null ? null : remark(correlationText(correlation)),
    holdout === null ? null : remark(holdoutText(holdout)),
  ];
}
