import { type TypedProgram, check } from "../../dsl/check.js";
import { liveStateTensors, staticCost } from "../../dsl/cost.js";
import { type ProgramHash, hashProgram } from "../../dsl/hash.js";
import { liveness } from "../../dsl/liveness.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { ComparedRule } from "../../results/comparison-report.js";
import { horizonInputsOf } from "../../results/program-report.js";
import { ContractError } from "../../src/errors.js";
import { type Subject, subjectOf } from "../subject.js";

/** Bytes of one number of a state tensor. */
const BYTES = 4;

/** A program that is to be compared. */
export interface ComparedProgram {
  /** What the report calls it. */
  readonly name: string;
  readonly program: TypedProgram;
  /** The families of the tasks that it was evolved on. @default not known */
  readonly evolvedOn?: readonly string[] | undefined;
}

/** A rule that takes part in a comparison. */
export interface Contender {
  readonly subject: Subject;
  readonly hash: ProgramHash;
  /** Whether it was asked for; else it is there as a rule of the bar. */
  readonly isProgram: boolean;
  /** Which rule of the bar it is; `null` where it is none. */
  readonly barRule: BarRule | null;
  /** What a report says of it. */
  readonly facts: ComparedRule;
}

/**
 * The programs in their order, and the rules of the bar that are not among them. A program that computes what a rule
 * of the bar does, whatever it is called, takes that rule's place, so that nothing is compared with itself.
 */
export function contendersOf(programs: readonly ComparedProgram[]): readonly Contender[] {
  const bar = BAR_RULES.map((rule) => barContender(rule));
  const asked = programs.map(({ name, program, evolvedOn }) => {
    const hash = hashProgram(program.program);
    const barRule = bar.find((rule) => rule.hash === hash)?.barRule ?? null;
    return contender(name, program, { hash, barRule, isProgram: true, evolvedOn });
  });
  return [...asked, ...bar.filter(({ barRule }) => asked.every((own) => own.barRule !== barRule))];
}

function barContender(rule: BarRule): Contender {
  const found = findRule(rule);
  if (found === undefined) throw new ContractError(`There is no rule "${rule}" in the library.`);
  const program = check(parse(found.text, rule));
  return contender(rule, program, { hash: hashProgram(program.program), barRule: rule, isProgram: false });
}

function contender(
  name: string, typed: TypedProgram,
  { evolvedOn, ...rest }: Pick<Contender, "hash" | "barRule" | "isProgram"> & Pick<ComparedProgram, "evolvedOn">,
): Contender {
  const live = liveness(typed.program);
  const reads = horizonInputsOf(typed.program, live);
  return {
    subject: subjectOf(name, typed),
    ...rest,
    facts: {
      name,
      role: rest.isProgram ? "program" : "bar",
      barRule: rest.barRule,
      stateBytes: BYTES * liveStateTensors(typed, live),
      cost: staticCost(typed, live),
      reads,
      horizonDependent: reads.length > 0,
      evolvedOn: evolvedOn ?? null,
    },
  };
}
