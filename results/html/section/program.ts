import { parse } from "../../../dsl/text/parse.js";
import { toExportedRule } from "../../export/rule.js";
import { PYTORCH } from "../../export/pytorch/target.js";
import { settled } from "../../export/setting.js";
import { TYPESCRIPT } from "../../export/typescript/target.js";
import type { DocumentedScore, Documentation } from "../../export/documentation.js";
import { horizonWords } from "../../horizon.js";
import { settingText, tunedText } from "../../discovery-report.js";
import { programLines } from "../../listing.js";
import { MEASURES, measureText } from "../../measures.js";
import { counted, toShortNumber } from "../../number.js";
import { quoted } from "../../path.js";
import { horizonInputsOf } from "../../program-report.js";
import { discoveryOf } from "../discovered.js";
import { formula } from "../formula/formula.js";
import { type Markup, element } from "../markup.js";
import { facts, folded, listing, paragraph, remark, section } from "../piece.js";
import type { FinalProgram, RunStory } from "../story.js";

/** The program that a run came to: as text, as a formula and as code. */
export function programSection(story: RunStory): Markup | null {
  const { final } = story;
  if (final === null) return null;
  const { raw, exact, text, ablated, setting, state, cost, measures } = final;
  const program = parse(text);
  const reads = horizonInputsOf(program);
  const rule = toExportedRule(program, {
    name: nameOf(final), documentation: documentationOf(story, final), ...(setting === null ? {} : { setting }),
  });
  return section("program", "The program",
    paragraph(originWords(final)),
    listing(programLines(tunedText(final), WIDTH).join("\n"), "The program as text"),
    setting === null ? null : remark(`Under one setting: ${settingText(final, tunedOn(story), "the formula, the code and the files below")}.`),
    element("h3", {}, "As a formula"),
    formula(setting === null ? program : settled(program, setting)),
    element("h3", {}, "As code"),
    ...[TYPESCRIPT, PYTORCH].map(({ title, write }) => folded(title, listing(write(rule), title))),
    remark("To write it to a file, for these and other frameworks: ",
      element("code", {}, `symopt export ${quoted(referenceTo(story.run, final))} --to pytorch`), "."),
    final.modules.length === 0 ? null : folded("Where it is written already", listing(final.modules.join("\n"), "Paths")),
    element("h3", {}, "What it is like"),
    facts([
      ["size", `${sizesText(final)}; ${counted(state, "state variable")}; a step costs ${toShortNumber(cost)} × AdamW's`],
      ...(reads.length === 0 ? [] : [["horizon", horizonWords({ reads })] as const]),
      ...(measures === null ? [] : MEASURES.map(({ label, value, words }) =>
        [label, [element("b", {}, measureText(value(measures))), `: ${words(measures)}`]] as const)),
    ]),
    ablated && measures !== null ? remark("All but the size was measured before ablation.") : null,
    ablated ? folded("Before ablation, simplified", listing(exact, "The program before ablation")) : null,
    raw === exact ? null : folded("As it was found, before it was simplified", listing(raw, "The program as it was found")),
  );
}

/** On how many tasks a program of a run is tuned, each for itself. */
function tunedOn({ selection }: RunStory): number {
  return selection?.verdict.tasks.length ?? 1;
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
  return `${what}; ${ablated
    ? "what is left of it after ablation, which was judged against the bar again"
    : "simplified, equal in real arithmetic"}.`;
}

/** How many statements there are of it, step by step. */
function sizesText({ raw, exact, text, ablated }: FinalProgram): string {
  const found = counted(parse(raw).statements.length, "statement");
  const after = ablated ? `, ${parse(text).statements.length} after ablation` : "";
  return `${found} as it was found, ${parse(exact).statements.length} simplified${after}`;
}

/** What `symopt` calls it: a file that says how it was tuned, where one was written, else the candidate. */
function referenceTo({ folder }: RunStory["run"], { index, modules }: FinalProgram): string {
  return modules.find((path) => path.endsWith(".json")) ?? modules[0] ?? `${folder}:${index}`;
}

function nameOf({ index, role }: FinalProgram): string {
  return `${role === "start" ? "start" : "candidate"}_${index}`;
}

function documentationOf(story: RunStory, final: FinalProgram): Partial<Documentation> {
  const { name, run } = story;
  const { index, role } = final;
  const { symopt, seed } = run;
  return {
    summary: `The update rule that the run ${name} came to.`,
    found: role === "start" ? null : `symopt ${symopt}, candidate ${index} of ${name}, seed ${seed}`,
    scores: final.ablated ? judgedScores(story) : searchScores(run, index),
  };
}

/** What was measured of the program itself: the search knew it before ablation alone. */
function judgedScores(story: RunStory): readonly DocumentedScore[] {
  const judged = discoveryOf(story)?.selection ?? null;
  if (judged === null) return [];
  const { tasks, overBar: { mean, low, high } } = judged;
  return [{ on: tasks.map(({ name }) => name).join(", "), what: "log2 speed-up over the bar", mean, interval: [low, high] }];
}

function searchScores({ best, tasks }: RunStory["run"], index: number): readonly DocumentedScore[] {
  if (best?.index !== index || !Number.isFinite(best.error)) return [];
  const { mean, error } = best.overBar;
  return [{
    on: tasks.map(({ task }) => task).join(", "), what: "log2 speed-up over the bar", mean, interval: [mean - error, mean + error],
  }];
}
