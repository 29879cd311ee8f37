import { z } from "zod";
import type { Program } from "../../../dsl/program.js";
import type { RuleChoices } from "../rule.js";
import { withRateAndDecay } from "../setting.js";

/** What a file of a rule calls its format. */
export const RULE_FORMAT = "symopt/rule";

/** The version that is written. */
export const RULE_VERSION = 1;

/** A finite number. */
const NUMBER = z.number({ error: "a number" });
/** A number that is not negative. */
const AMOUNT = NUMBER.min(0, { error: "a number from 0" });
const TEXT = z.string({ error: "text" });

const SCORE = z.strictObject({
  on: TEXT,
  what: TEXT,
  mean: NUMBER,
  interval: z.tuple([NUMBER, NUMBER], { error: "a list of two numbers, or null" }).nullable(),
}, { error: "an object" });

/**
 * The schema of a rule's file. The text of the program is checked where it is read. What trains, changes or shows the
 * program takes {@link ruleIn}, the learning rate and the decay written into it; an export keeps them as defaults.
 */
export const RULE_DOCUMENT = z.strictObject({
  format: z.literal(RULE_FORMAT, { error: `"${RULE_FORMAT}"` }),
  version: z.literal(RULE_VERSION, { error: `${RULE_VERSION}` }),
  name: TEXT.regex(/^\w+$/, { error: "letters, digits and underscores" }),
  program: TEXT,
  /** What the whole update is multiplied by. */
  learningRate: AMOUNT,
  /** The decay that is added, in units of the learning rate. */
  weightDecay: AMOUNT,
  documentation: z.strictObject({
    summary: TEXT,
    found: TEXT.nullable(),
    scores: z.array(SCORE, { error: "a list of scores" }),
  }, { error: "an object" }),
}, { error: "an object" });

/** A rule as a file of JSON holds it: the text of a program, and what an export says of it. */
export type RuleDocument = z.infer<typeof RULE_DOCUMENT>;

/** With what a rule that was read is exported as it was. */
export function choicesOf({ name, learningRate, weightDecay, documentation }: RuleDocument): RuleChoices {
  return { name, documentation: { ...documentation, learningRate, weightDecay } };
}

/**
 * The program that does by itself what a document says: with its learning rate and its decay.
 *
 * @param program - That of the document's text.
 */
export function ruleIn(document: RuleDocument, program: Program): Program {
  const { learningRate, weightDecay } = document;
  return learningRate === 1 && weightDecay === 0 ? program : withRateAndDecay(program, learningRate, weightDecay);
}
