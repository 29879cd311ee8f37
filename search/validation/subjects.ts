import { type TypedProgram, check } from "../../dsl/check.js";
import { hashProgram } from "../../dsl/hash.js";
import { mutate } from "../../dsl/mutate/mutate.js";
import type { MutationOptions } from "../../dsl/mutate/options.js";
import { probe } from "../../dsl/probe/probe.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { RandomStream } from "../../src/random.js";
import { type Subject, subjectOf } from "../subject.js";

/** Rules that people use, or that are unlike the others; none that costs many times as much as AdamW. */
const LIBRARY = [
  "adamw", "nadamw", "adam", "adabelief", "adagrad", "rmsprop", "lion", "signum", "sgd", "momentum", "nesterov", "muon",
] as const;

/** Mutations that make a rule a perturbed one: at most. */
const MOST_MUTATIONS = 3;

const OPTIONS: MutationOptions = { limits: { cost: 4 } };

/**
 * Rules to find out with whether a small task ranks rules as a large one does: known ones, and mutants of them
 * such as a search meets, each with one to three mutations and an update that is finite and not zero.
 *
 * @param count - How many in all. Always the same ones, more of them for a higher count.
 */
export function validationSubjects(count: number): readonly Subject[] {
  const library = LIBRARY.flatMap((name) => {
    const rule = findRule(name);
    return rule === undefined ? [] : [{ name, typed: check(parse(rule.text, name)) }];
  });
  const subjects: { readonly name: string; readonly typed: TypedProgram }[] = library.slice(0, count);
  const seen = new Set(library.map(({ typed }) => hashProgram(typed.program)));
  for (let k = 0; subjects.length < count; k++) {
    const parent = library[k % library.length] as (typeof library)[number];
    const stream = new RandomStream(1, "search/validation", k);
    let typed = parent.typed;
    for (let left = 1 + stream.integer(MOST_MUTATIONS); left > 0; left--) typed = mutate(typed, stream, OPTIONS).typed;
    const hash = hashProgram(typed.program);
    if (seen.has(hash) || probe(typed).measures === undefined) continue;
    seen.add(hash);
    subjects.push({ name: `${parent.name} mutant ${k}`, typed });
  }
  return subjects.map(({ name, typed }) => subjectOf(name, typed));
}
