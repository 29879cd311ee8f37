import { print } from "../../../dsl/text/print.js";
import { toJson } from "../../json.js";
import type { Target } from "../target.js";
import { type RuleDocument, RULE_FORMAT, RULE_VERSION } from "./document.js";

/** JSON: the text of the program and what is known of it, which every command of symopt reads. */
export const JSON_RULE: Target = {
  name: "json",
  title: "JSON with the program's text, which symopt reads again",
  extension: ".json",
  refuses: () => undefined,
  write: ({ program, name, documentation: { learningRate, weightDecay, summary, found, scores } }) => {
    const document: RuleDocument = {
      format: RULE_FORMAT,
      version: RULE_VERSION,
      name,
      program: print(program.program),
      learningRate,
      weightDecay,
      documentation: {
        summary, found,
        scores: scores.map(({ on, what, mean, interval }) =>
          ({ on, what, mean, interval: interval === null ? null : [...interval] })),
      },
    };
    return toJson(document);
  },
};
