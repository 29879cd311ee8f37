import { parse } from "../../../dsl/text/parse.js";
import { toExportedRule } from "../../export/rule.js";
import { PYTORCH } from "../../export/pytorch/target.js";
import { TYPESCRIPT } from "../../export/typescript/target.js";
import type { Documentation } from "../../export/documentation.js";
import { wrapCode } from "../../listing.js";
import { MEASURES, measureText } from "../../measures.js";
import { counted, toShortNumber } from "../../number.js";
import { formula } from "../formula/formula.js";
import { type Markup, element } from "../markup.js";
import { facts, folded, listing, paragraph, remark, section } from "../piece.js";
import type { FinalProgram, RunStory } from "../story.js";

/** The program that a run came to: as text, as a formula and as code. */
export function programSection(story: RunStory): Markup | null {
  const { final } = story;
  if (final === null) return null;
  const shown = final.ablated ?? final.text;
  const program = parse(shown);
  const { statements, state, cost, measures } = final;
  const rule = toExportedRule(program, { name: nameOf(final), documentation: documentationOf(story, final) });
  return section("program", "The program",
    paragraph(originWords(final)),
    listing(shown.trimEnd().split("\n").flatMap((line) => wrapCode(line, WIDTH)).join("\n"), "The program as text"),
    element("h3", {}, "As a formula"),
    formula(program),
    element("h3", {}, "As code"),
    ...[TYPESCRIPT, PYTORCH].map(({ title, write }) => folded(title, listing(write(rule), title))),
    remark("To write it to a file, for these and other frameworks: ",
      element("code", {}, `symopt export ${story.name}:${final.index} --to pytorch`), "."),
    element("h3", {}, "What it is like"),
    facts([
      ["size", `${counted(statements, "statement")} as it was found, ${program.statements.length} as above; ` +
        `${counted(state, "state variable")}; a step costs ${toShortNumber(cost)} × AdamW's`],
      ...(measures === null ? [] : MEASURES.map(({ label, value, words }) =>
        [label, [element("b", {}, measureText(value(measures))), `: ${words(measures)}`]] as const)),
    ]),
    final.raw === shown ? null : folded("As it was found, before it was simplified", listing(final.raw, "The program as it was found")),
  );
}

/** Columns of a program, as wide as a page is; the language goes on within parentheses. */
const WIDTH = 84;

function originWords({ index, role, ablated }: FinalProgram): string {
  const what = {
    selected: `Candidate ${index}, the winner of the selection`,
    finalist: `Candidate ${index}, the best of the finalists: none is above the bar for sure`,
    best: `Candidate ${index}, the best of the search`,
    start: `Program ${index}, the best that the search started from: nothing was better for sure`,
  }[role];
  return `${what}; ${ablated === null ? "simplified, equal in real arithmetic" : "what is left of it after ablation"}.`;
}

function nameOf({ index, role }: FinalProgram): string {
  return `${role === "start" ? "start" : "candidate"}_${index}`;
}

function documentationOf({ name, run }: RunStory, { index, role }: FinalProgram): Partial<Documentation> {
  const { symopt, seed, best, tasks } = run;
  const isBest = best?.index === index && Number.isFinite(best.error);
  return {
    summary: `The update rule that the run ${name} came to.`,
    found: role === "start" ? null : `symopt ${symopt}, candidate ${index} of ${name}, seed ${seed}`,
    scores: best === null || !isBest ? [] : [{
      on: tasks.map(({ task }) => task).join(", "),
      what: "log2 speed-up over the bar",
      mean: best.overBar.mean,
      interval: [best.overBar.mean - best.overBar.error, best.overBar.mean + best.overBar.error],
    }],
  };
}
