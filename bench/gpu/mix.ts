import { type TypedProgram, check } from "../../dsl/check.js";
import { staticCost } from "../../dsl/cost.js";
import { countLive, liveness } from "../../dsl/liveness.js";
import { MOST_STATES, mutate } from "../../dsl/mutate/index.js";
import { rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { RandomStream } from "../../src/random.js";
import { candidateText } from "../candidate.js";

/** Most mutations between a rule of the library and a candidate. */
const MUTATIONS = 4;
/** Most static cost of a candidate, as a multiple of AdamW's: twice what the library's costliest has. */
const COST = 50;

/** The library, the costliest rule first: so ever so few candidates have that one among them. */
const LIBRARY = rules
  .map(({ text }) => check(parse(text)))
  .sort((a, b) => staticCost(b) - staticCost(a));

/** So many candidates of a spread have every rule of the library among them. */
export const ROUND = LIBRARY.length;

/** Which programs candidates have. */
export type Mix = "spread" | "adamw";

/**
 * The program of a candidate: each has another. `spread` goes round the library, and round again with its rules mutated
 * more each time, always in the same way; `adamw` is what peers train, with another decay for each.
 */
export function programOf(mix: Mix, index: number): string {
  if (mix === "adamw") return candidateText(index);
  const random = new RandomStream(1, "bench/gpu/mix", index);
  let typed = LIBRARY[index % ROUND] as TypedProgram;
  const states = Math.max(MOST_STATES, countLive(liveness(typed.program).states));
  const mutations = Math.min(Math.floor(index / ROUND), MUTATIONS);
  for (let k = 0; k < mutations; k++) typed = mutate(typed, random, { limits: { cost: COST, states } }).typed;
  return print(typed.program);
}
