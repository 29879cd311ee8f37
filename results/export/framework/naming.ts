import type { Program, ScalarInput } from "../../../dsl/program.js";
import type { Step } from "./step.js";
import type { Term } from "./term.js";
import { isSum } from "./walk.js";

/** An option of an exported optimizer, under its name in the code. */
export interface NamedOption {
  readonly name: string;
  readonly value: number;
  /** In a sentence without a full stop. */
  readonly meaning: string;
  readonly isDecay: boolean;
}

/** What things are called in a step. */
export interface Naming {
  readonly weights: string;
  readonly gradient: string;
  /** But for the learning rate. */
  readonly options: readonly NamedOption[];
  /** State variables, in order. */
  readonly states: readonly string[];
  /** Inner products over all arrays. */
  readonly sums: ReadonlyMap<Term, string>;
  /** What is there before a step and has a name. */
  readonly given: ReadonlyMap<Term, string>;
  /** What no variable of a step may be called. */
  readonly reserved: ReadonlySet<string>;
}

/** Names that are taken, each once. */
export interface TakenNames {
  /** The name as the language spells it, with something behind it where that is taken. */
  readonly take: (name: string) => string;
  readonly taken: ReadonlySet<string>;
}

/** What a framework calls the things that all rules have. */
export interface Words {
  /** Starts from names that are taken. */
  readonly names: (taken: readonly string[]) => TakenNames;
  /** Names that rules may not take. */
  readonly reserved: readonly string[];
  readonly rate: string;
  readonly peak: string;
  readonly inputs: Readonly<Record<Exclude<ScalarInput, "lr">, string>>;
}

/** Gives everything that is there before a step a name, as in the program where it may have that. */
export function nameStep(step: Step, program: Program, words: Words): Naming {
  const { reserved, rate, peak, inputs } = words;
  const names = words.names([...reserved, rate, peak, ...Object.values(inputs)]);
  const weights = names.take(program.names[0] ?? "w");
  const gradient = names.take(program.names[1] ?? "g");
  const options = step.options.map((option): NamedOption => ({
    name: names.take(option.name), value: option.value, meaning: option.meaning, isDecay: option === step.decay,
  }));
  const sums = new Map(step.terms.filter(isSum).map((sum) => [sum, names.take(sumName(sum))]));
  const taken = new Set(names.taken);
  const states = step.states.map(({ name }) => names.take(name));
  const nameOf = ({ origin }: Term): string | undefined => {
    switch (origin.kind) {
      case "weights":
        return weights;
      case "gradient":
        return gradient;
      case "rate":
        return rate;
      case "peak":
        return peak;
      case "schedule":
        return "schedule";
      case "option":
        return options[step.options.indexOf(origin.option)]?.name;
      case "state":
        return states[origin.index];
      case "input":
        return inputs[origin.input];
      default:
        return undefined;
    }
  };
  const given = new Map(sums);
  for (const term of step.terms) {
    const name = nameOf(term);
    if (name !== undefined) given.set(term, name);
  }
  return { weights, gradient, options, states, sums, given, reserved: taken };
}

/** The program's name for an inner product over all arrays, or one of what it multiplies. */
function sumName({ name, args: [x, y] }: Term): string {
  if (name !== "") return name;
  const words = [x, y].map((arg) => arg?.name ?? "");
  return words.includes("") ? "inner_product" : words.join("_dot_");
}
