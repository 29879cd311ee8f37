import type { CandidateScore } from "../candidate-report.js";
import { scoreText } from "../estimate.js";
import { counted } from "../number.js";

/** A score in a sentence, as in `+0.41 ± 0.12 over 8 seeds`. */
export function judgedText({ score: mean, error, seeds, confirmed }: CandidateScore): string {
  return `${scoreText({ mean, error })} over ${counted(seeds, "seed")}${confirmed ? "" : ", unconfirmed"}`;
}
