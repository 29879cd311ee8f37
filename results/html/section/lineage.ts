import type { AlignedLine } from "../../align.js";
import { counted } from "../../number.js";
import { judgedText } from "../judged.js";
import { type Child, type Markup, element } from "../markup.js";
import { folded, listing, paragraph, section } from "../piece.js";
import type { LineageProgram, RunStory } from "../story.js";

/** The way from a starting program to the one that a run came to, with what each step changed. */
export function lineageSection({ final }: RunStory): Markup | null {
  if (final === null) return null;
  const { lineage, index } = final;
  return section("lineage", "How it came about",
    paragraph(lineage.length === 1
      ? `Program ${index} is one that the search started from.`
      : `${counted(lineage.length - 1, "change")} led from a starting program to candidate ${index}. What did not change is left out.`),
    element("ol", { class: "lineage" }, lineage.map(stepOf)),
  );
}

function stepOf(step: LineageProgram): Markup {
  const { index, change, mate, score, status, lines, text } = step;
  return element("li", {},
    element("p", { class: "step" }, element("b", {}, String(index)), ` ${change}${mate === null ? "" : `, with ${mate}`} `,
      element("span", { class: "outcome" }, score === null ? status : judgedText(score))),
    lines.length === 0 ? null : element("pre", {
      class: "diff", tabindex: 0, role: "region", "aria-label": `What changed in ${index}`,
    }, element("code", {}, lines.map(lineOf))),
    folded("The whole program", listing(text, `Program ${index}`)));
}

/** A line that went and the one that came, each with its mark: colour alone says nothing. */
function lineOf({ a, b }: AlignedLine): Child {
  return [
    a === null ? null : element("del", {}, `− ${a}\n`),
    b === null ? null : element("ins", {}, `+ ${b}\n`),
  ];
}
