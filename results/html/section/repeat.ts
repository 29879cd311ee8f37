import { toJsonLine } from "../../json.js";
import { toWholeNumber } from "../../number.js";
import { quoted } from "../../path.js";
import { type Markup, element } from "../markup.js";
import { facts, folded, listing, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";

/** How to make all of it again. */
export function repeatSection(story: RunStory): Markup {
  const { name, run, configuration, selection, discovery, remarks } = story;
  const { symopt, seed, digest, entries, mode, created, counts, length } = run;
  const again = quoted(`${name}-again`);
  return section("repeat", "How to repeat it",
    // The file in the run's folder may have another budget, and lacks what was no setting yet when it was written.
    paragraph(`With symopt ${symopt}, and the configuration below as `, element("code", {}, "config.yaml"),
      ", on any machine and with any number of workers:"),
    listing([
      ["symopt search config.yaml --out", again, ...limits(story)].join(" "),
      `symopt status ${again} --at ${entries}`,
      ...(discovery !== null
        ? [`symopt discover ${again}${discovery.ablation === false ? " --no-ablation" : ""}`]
        : selection !== null ? [`symopt select ${again}`] : []),
      `symopt report ${again}`,
    ].join("\n"), "Commands"),
    paragraph("The second command prints the digest of the first ", toWholeNumber(entries), " entries, which is then"),
    element("p", { class: "digest" }, element("code", {}, digest)),
    isEndKnown(story) || story.endsWithTraining ? null : remark("After its last candidate the run came to entries that train " +
      "none. The search above trains one candidate more than it, and what follows may differ by that."),
    counts.faults === 0 ? null : element("p", { class: "warning" },
      `${toWholeNumber(counts.faults)} candidates were given up, with a worker or for want of room: this run may not repeat.`),
    facts([
      ["symopt", symopt], ["seed", String(seed)], ["search", mode], ["begun", created],
      ["entries", toWholeNumber(length) + (entries < length ? `, of which the first ${toWholeNumber(entries)} are shown` : "")],
    ]),
    remarks.length === 0 ? null : folded("What was noted on the way", element("ul", {}, remarks.map(({ kind, at, data }) =>
      element("li", {}, `${kind}, at entry ${toWholeNumber(at)}: `, element("code", {}, short(toJsonLine(data).trimEnd())))))),
    folded("The configuration, whole", listing(configuration, "The configuration")),
    remark("Time limits only decide where a run stops: any two runs of a configuration agree in what both did."),
  );
}

/** Whether the run ended by what its entries alone decide, where any other of its configuration does. */
function isEndKnown({ run: { ended }, endsWithTraining }: RunStory): boolean {
  // One that is given fewer evaluations than it has made ends at once, wherever it stands.
  return ended === "steps" || ended === "exhausted" || (ended === "evaluations" && endsWithTraining);
}

/** Options by which a search ends where the run did: not by its time, which is another on every machine. */
function limits(story: RunStory): readonly string[] {
  const { run: { budget: { steps, minutes }, evaluations }, endsWithTraining } = story;
  const untimed = minutes === null ? [] : ["--set budget.minutes=null"];
  if (isEndKnown(story)) return untimed;
  return [
    `--evaluations ${endsWithTraining ? evaluations : evaluations + 1}`,
    ...(steps === null ? [] : ["--set budget.steps=null"]), ...untimed,
  ];
}

/** Most characters of a remark. */
const LONGEST = 400;

function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
