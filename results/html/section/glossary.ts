import { BAR } from "../../bar.js";
import type { Markup } from "../markup.js";
import { facts, section } from "../piece.js";

/** What the words of a page mean. */
export function glossarySection(): Markup {
  return section("words", "Words", facts([
    ["score", "log2 speed-up: log2(T′/T), where T′ is the horizon at which the reference comes to the program's final validation loss; " +
      "clipped to ±2. At +1 the program comes to the same loss in half the steps."],
    ["≥ and ≤", "on some seed a score lies where scores end, at ±2 or at the shortest or longest steps of the reference: the true number is " +
      "larger, or smaller. Where two scores lie at the same end, nobody knows which is ahead, and it counts as none"],
    ["octave", "a speed-up of two; half of one is 1.41 times, a tenth of one 1.07 times"],
    ["reference", "bias-corrected AdamW, tuned for each task at several horizons"],
    ["bar", `per task, the best of ${BAR}, each tuned; in comparisons under the better of a setting that is known and their own trials`],
    ["± and intervals", "95 %; over fresh seeds where a program was confirmed, else from what the reference's seeds vary by"],
    ["confirmed", "better than the best before it on seeds that neither had seen: its lower bound lies above"],
    ["archive, cell, elite", "a grid of behaviours that the probe measures; the best program of each of its cells"],
    ["hurdle", "a loss that a candidate must not be above on the way"],
  ]));
}
