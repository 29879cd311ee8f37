import { type AblatedPart, type AblationReport, type JointRemoval, worthText } from "../../ablation-report.js";
import { counted, toShortNumber, toWholeNumber } from "../../number.js";
import { type Child, type Markup, element } from "../markup.js";
import { dataTable, folded, listing, paragraph, remark, section } from "../piece.js";
import type { FinalProgram, KeptAblation, RunStory } from "../story.js";

/**
 * What each part of the program is worth, where ablation led to it; and every other ablation as what it is: something
 * that was tried, however little is left of it.
 */
export function ablationSection({ ablations, final }: RunStory): Markup | null {
  if (ablations.length === 0) return null;
  const own = ablations.findLast(({ index, text }) => index === final?.index && text === final.text);
  return section("ablation", own === undefined ? "What was tried without its parts" : "What matters in it",
    own === undefined ? null : partsOf(own),
    own === undefined || final?.ablated === true ? null : paragraph(`${wholeText(own)}.`),
    ablations.filter((ablation) => ablation !== own).map((ablation) => triedOf(ablation, final)),
  );
}

/** An ablation that the program of the page does not follow from. */
function triedOf(ablation: KeptAblation, final: FinalProgram | null): Child {
  const { index, exact, text } = ablation;
  const whose = index === final?.index ? `candidate ${index}, whole` : `candidate ${index}, which is another program`;
  return [
    element("h3", {}, `Tried: candidate ${index}`),
    paragraph(`Tried with ${whose}: ` + (text === exact
      ? `${wholeText(ablation).toLowerCase()}.`
      : "what is left is not the program above, and not what the run's selection judged.")),
    folded("What its parts are worth", partsOf(ablation)),
    text === exact ? null : folded("What is left of it", listing(text, `What is left of candidate ${index}`)),
  ];
}

/** What is said of a program that was left whole. */
function wholeText({ parts, untried }: KeptAblation): string {
  if (untried.length === 0) return "Nothing of it could go";
  return parts.length === 0
    ? "Nothing of it was tried: the budget was spent before"
    : `Nothing of it was dropped, but the budget left ${counted(untried.length, "part")} untried`;
}

function partsOf(ablation: KeptAblation): Child {
  const { statements, state, parts, removals, margin, trainings, untried } = ablation;
  return [
    paragraph(`${statements.before} → ${counted(statements.after, "statement")}, ${state.before} → ` +
      `${counted(state.after, "state variable")}, by ${toWholeNumber(trainings)} trainings.`),
    parts.length === 0 ? null : dataTable<AblatedPart>("What training without a part costs, in octaves", [
      { title: "without", cell: ({ part }) => element("code", {}, part) },
      { title: "instead", cell: ({ instead }) => element("code", {}, instead) },
      { title: "worth", cell: ({ worth }) => worthText(worth.mean), isNumber: true },
      { title: "95 % below", cell: ({ worth }) => worthText(worth.bound), isNumber: true },
      { title: "seeds", cell: ({ worth }) => String(worth.pairs), isNumber: true },
      { title: "verdict", cell: ({ verdict }) => verdict },
    ], parts, ({ verdict }) => verdict === "kept"),
    removals.length === 0 ? null : dataTable<JointRemoval>("What was dropped together, or not", [
      { title: "parts", cell: ({ parts: together }) => element("code", {}, together.join("; ")) },
      { title: "worth", cell: ({ worth }) => worthText(worth.mean), isNumber: true },
      { title: "95 % below", cell: ({ worth }) => worthText(worth.bound), isNumber: true },
      { title: "dropped", cell: ({ dropped }) => (dropped ? "yes" : "no") },
    ], removals),
    untried.length === 0 ? null : remark(`Not tried, since the budget left no steps for it: ${untried.join("; ")}.`),
    remark(`Worth: log2 speed-up lost without, mean over seeds and tasks (${tasksText(ablation)}), scale tuned anew. Dropped where it is ` +
      `below ${toShortNumber(margin)} for sure, of all that goes together.`),
  ];
}

function tasksText({ tasks }: AblationReport): string {
  return tasks.map(({ name, size, horizon }) => `${name} ×${size} at ${toWholeNumber(horizon)} steps`).join(", ");
}
