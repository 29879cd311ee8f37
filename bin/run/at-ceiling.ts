import { toSignedNumber } from "../../results/number.js";
import type { Ceiling } from "../../search/evolution/prepare.js";

/** What is said where a search begins on a task that nothing can be above the bar on. */
export function atCeilingText({ task, size, rule, score }: Ceiling): string {
  return `nothing can be above the bar on ${task} ×${size}: ${rule} scores ${toSignedNumber(score)} there, where scores end, ` +
    "since it reaches what AdamW does not in the longest training of the reference; make the task harder, give it another " +
    "horizon or batch size, or search on another";
}
