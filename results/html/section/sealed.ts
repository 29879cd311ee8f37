import { type SealedVerdict, octavesText } from "../../discovery-report.js";
import { counted, toSignedNumber } from "../../number.js";
import type { GainOnTask } from "../../selection-report.js";
import type { Markup } from "../markup.js";
import { dataTable, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";

/** The verdict on families that nothing was chosen by. */
export function sealedSection({ discovery, openings }: RunStory): Markup | null {
  const sealed = discovery?.sealed ?? null;
  if (sealed === null && openings.length === 0) return null;
  return section("sealed", "Sealed verdict",
    sealed === null
      ? paragraph("The sealed families were opened, and what they came to is not known yet.")
      : [
          paragraph(sealedWords(sealed)),
          dataTable<GainOnTask>("Gain over the best of the bar on each task, in octaves", [
            { title: "task", cell: ({ task }) => task },
            { title: "over", cell: ({ rival, known }) => `${rival}${known ? ", as it was known" : ""}` },
            { title: "gain", cell: ({ mean }) => toSignedNumber(mean), isNumber: true },
            { title: "95 % interval", cell: ({ low, high }) => `${toSignedNumber(low)} to ${toSignedNumber(high)}`, isNumber: true },
          ], sealed.overBar.byTask),
        ],
    remark(openings.length === 0
      ? "When they were opened was not noted."
      : `Opened for ${[...new Set(openings.map(({ candidate }) => `candidate ${candidate}`))].join(", ")}.`),
  );
}

/** In honest words: whether it is above the bar there, and whether it may have been chosen by that. */
export function sealedWords({ overBar, overAdamw, tasks, seeds, reused }: SealedVerdict): string {
  const families = [...new Set(tasks.map(({ family }) => family))];
  const verdict = overBar.low > 0 ? "above the bar for sure" : overBar.high < 0 ? "below the bar for sure" : "not told apart from the bar";
  return `On ${counted(families.length, "sealed family", "sealed families")} that nothing was trained on or chosen by ` +
    `(${families.join(", ")}) it is ${verdict}: ${octavesText(overBar)} over the bar, ${octavesText(overAdamw)} over AdamW, ` +
    `${counted(seeds, "seed")}.` +
    (reused ? " Another program of this run was judged on them before, so they are no longer sealed." : "");
}
