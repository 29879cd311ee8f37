import { percent, toWholeNumber } from "../../number.js";
import { type Work, type WorkPart, type WorkShare, sharesOf, stepsOf } from "../../work.js";
import type { Markup } from "../markup.js";
import { dataTable, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";

const MEANINGS: Readonly<Record<WorkPart, string>> = {
  search: "candidates on the search's tasks, hurdles and scaled ones included",
  confirmation: "further seeds of what is good, and challenges of the best",
  selection: "the stages of the funnel, on other families",
  ablation: "the program without its parts",
  comparison: "finalists, what ablation left, and the rules of the bar",
  sealed: "the program and the rules of the bar on sealed families",
};

/** How many training steps each part of the run took. */
export function workSection(story: RunStory): Markup | null {
  const work = workOf(story);
  if (stepsOf(work) === 0) return null;
  return section("work", "Where the work went",
    paragraph(`${toWholeNumber(stepsOf(work))} training steps in all.`),
    dataTable<WorkShare>("Training steps of the parts", [
      { title: "part", cell: ({ part }) => part },
      { title: "steps", cell: ({ steps }) => toWholeNumber(steps), isNumber: true },
      { title: "of all", cell: ({ share }) => percent(share), isNumber: true },
      { title: "what", cell: ({ part }) => MEANINGS[part] },
    ], sharesOf(work)),
    remark("Counted from the trainings that the run keeps. References of tasks and the learning curves of this page are in no part."));
}

/**
 * Of the search, as it is now; of what followed, as the discovery told, or the selection where that has no discovery:
 * the latest selection may be of a longer search than the latest discovery.
 */
function workOf({ discovery, selection, run: { counts } }: RunStory): Work {
  const { steps = 0, comparisonSteps = 0 } = selection ?? {};
  const selected = { selection: steps - comparisonSteps, ablation: 0, comparison: comparisonSteps, sealed: 0 };
  const { confirmationSteps: confirmation } = counts;
  const isOwn = selection === null || (discovery?.entries ?? selection.entries) === selection.entries;
  return { ...selected, ...(isOwn ? discovery?.work : {}), search: counts.steps - confirmation, confirmation };
}
