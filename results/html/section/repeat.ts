import { toJsonLine } from "../../json.js";
import { toWholeNumber } from "../../number.js";
import { quoted } from "../../path.js";
import { type Markup, element } from "../markup.js";
import { facts, folded, listing, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";

/** How to make all of it again. */
export function repeatSection({ name, run, configuration, selection, discovery, remarks }: RunStory): Markup {
  const { symopt, seed, digest, entries, mode, created, counts, length } = run;
  const again = quoted(`${name}-again`);
  return section("repeat", "How to repeat it",
    paragraph(`With symopt ${symopt}, and the configuration below as `, element("code", {}, "config.yaml"),
      " (it is in the run's folder too), on any machine and with any number of workers:"),
    listing([
      `symopt search config.yaml --out ${again}`,
      `symopt status ${again} --at ${entries}`,
      ...(discovery !== null
        ? [`symopt discover ${again}${discovery.ablation === false ? " --no-ablation" : ""}`]
        : selection !== null ? [`symopt select ${again}`] : []),
      `symopt report ${again}`,
    ].join("\n"), "Commands"),
    paragraph("The second command prints the digest of the first ", toWholeNumber(entries), " entries, which is then"),
    element("p", { class: "digest" }, element("code", {}, digest)),
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

/** Most characters of a remark. */
const LONGEST = 400;

function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
