import { type DiscoveryReport, type SealedVerdict, STANDINGS, reusedTasks } from "../../discovery-report.js";
import { type GainOnTask, gainText, meanGainText } from "../../gain.js";
import { counted } from "../../number.js";
import { belowText, intervalWords, standingOf } from "../../selection-report.js";
import { discoveryOf } from "../discovered.js";
import type { Markup } from "../markup.js";
import { dataTable, paragraph, remark, section } from "../piece.js";
import type { FinalProgram, Opening, RunStory } from "../story.js";

/** The verdict on families that nothing was chosen by, on whatever candidate it is. */
export function sealedSection(story: RunStory): Markup | null {
  const { discovery, openings, final } = story;
  const sealed = discovery?.sealed ?? null;
  if (sealed === null && openings.length === 0) return null;
  return section("sealed", "Sealed verdict",
    sealed === null
      ? paragraph("The sealed families were opened, and the run keeps no verdict on them.")
      : [
          paragraph(sealedWords(sealed, discoveryOf(story) === null ? strangerWords(discovery, final) : undefined)),
          dataTable<GainOnTask>("Gain over the best of the bar on each task, in octaves", [
            { title: "task", cell: ({ task }) => task },
            { title: "over", cell: ({ rival, known }) => `${rival}${known ? ", as it was known" : ""}` },
            { title: "gain, with its 95 % interval", cell: gainText, isNumber: true },
          ], sealed.overBar.byTask),
        ],
    remark(openings.length === 0
      ? "When they were opened was not noted."
      : `Opened for ${[...new Set(openings.map(openingWords))].join(", ")}.`),
  );
}

function openingWords({ candidate, reused = [] }: Opening): string {
  return `candidate ${candidate}` +
    (reused.length === 0 ? "" : ` (reused: another program of this run was judged on ${reused.join(", ")} before)`);
}

/** What was judged, where it is not what the page is about. */
function strangerWords(discovery: DiscoveryReport | null, final: FinalProgram | null): string {
  const index = discovery?.program?.index ?? null;
  if (index === null) return "a candidate that is not named";
  return `candidate ${index}, ${index === final?.index ? "in another form than above" : "which is another than that above"},`;
}

/**
 * In honest words: whether it is above the bar there, and whether it may have been chosen by that.
 *
 * @param subject - What was judged. Default: what was spoken of before.
 */
export function sealedWords(sealed: SealedVerdict, subject = "it"): string {
  const { overBar, overAdamw, tasks, seeds, judged, failed } = sealed;
  const families = [...new Set(tasks.map(({ family }) => family))];
  const gains = failed > 0 ? "" : `: ${meanGainText(overBar)} over the bar, ${meanGainText(overAdamw)} over AdamW, ` +
    `${counted(seeds, "seed")}, ${intervalWords(judged)}`;
  const below = belowText(sealed);
  return `On ${counted(families.length, "sealed family", "sealed families")} that nothing was trained on or chosen by ` +
    `(${families.join(", ")}) ${subject} is ${STANDINGS[standingOf(sealed)]}${gains}.` +
    (below === "" ? "" : ` ${below}`) +
    reusedWords(sealed);
}

/** Which of the families were no longer sealed. */
function reusedWords(sealed: SealedVerdict): string {
  const again = reusedTasks(sealed);
  if (again.length === 0) return "";
  const [which, are] = again.length === sealed.tasks.length
    ? ["them", "they are"] : [again.map(({ name }) => name).join(", "), again.length === 1 ? "it is" : "these are"];
  return ` Another program of this run was judged on ${which} before, so ${are} no longer sealed.`;
}
