import type { Step } from "../framework/step.js";
import { type Term, isConstant, operationOf } from "../framework/term.js";

/** A symbol, which may have an index of its own beside the step's. */
interface Sign {
  readonly letter: string;
  readonly index: string;
}

/** What papers call state. */
const STATE: ReadonlyMap<string, string> = new Map([
  ["momentum", "m"], ["first_moment", "m"], ["second_moment", "v"], ["variance", "v"], ["accumulator", "a"],
  ["numerator", "n"],
]);

/** What they call hyperparameters. */
const OPTION: ReadonlyMap<string, string> = new Map([
  ["learning_rate", "\\eta"], ["weight_decay", "\\lambda"], ["extra_weight_decay", "\\lambda'"],
  ["momentum", "\\mu"], ["scale", "s"], ["epsilon", "\\epsilon"], ["adam_learning_rate", "\\eta'"],
  ["own_learning_rate", "\\alpha"],
]);

/** What they call values of a step. */
const VALUE: ReadonlyMap<string, string> = new Map([
  ["update", "u"], ["decay", "d"],
]);

const GREEK = new Set([
  "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi",
  "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
]);

/** Letters for what has no name that a paper would print. */
const LETTERS = ["x", "y", "z", "a", "b", "c", "p", "q", "r", "h", "k"];

/** Letters that mean something in every rule. */
const TAKEN = ["\\theta", "g", "\\eta", "t", "T", "\\ell", "N", "R", "C", "D", "\\rho"];

/** The symbols of a step. */
export class Symbols {
  readonly #step: Step;
  readonly #taken = new Set<string>(TAKEN);
  readonly #states: readonly Sign[];
  readonly #options: ReadonlyMap<string, string>;
  readonly #values = new Map<Term, string>();

  constructor(step: Step) {
    this.#step = step;
    this.#options = new Map(step.options.map(({ name }) => [name, spelled(this.#take(name, OPTION), "")]));
    this.#states = step.states.map(({ name }) => this.#take(name, STATE));
  }

  /** A hyperparameter. */
  option(name: string): string {
    return this.#options.get(name) as string;
  }

  /** A state variable at a time, as `t` or `t-1`. */
  state(index: number, time: string): string {
    return spelled(this.#states[index] as Sign, time);
  }

  /** A value of the step that has an equation of its own. */
  value(term: Term): string {
    const k = this.#step.states.findIndex(({ after }) => after === term);
    if (k >= 0) return this.state(k, "t");
    let known = this.#values.get(term);
    if (known === undefined) this.#values.set(term, (known = this.#valueSymbol(term)));
    return known;
  }

  #valueSymbol(term: Term): string {
    const corrected = this.#correctedState(term);
    if (corrected !== undefined && !this.#taken.has(`\\hat ${corrected.letter}${corrected.index}`)) {
      this.#taken.add(`\\hat ${corrected.letter}${corrected.index}`);
      return spelled({ ...corrected, letter: `\\hat{${corrected.letter}}` }, "t");
    }
    const letter = VALUE.get(stem(term.name)) ?? (/^[a-z]$/.test(stem(term.name)) ? stem(term.name) : undefined);
    if (letter !== undefined) return spelled(this.#free(letter), "t");
    return spelled(this.#free(LETTERS.find((each) => !this.#taken.has(each)) ?? "x"), "t");
  }

  /** Whether a value is a state variable without its bias, which has a hat. */
  isCorrected(term: Term): boolean {
    return this.#correctedState(term) !== undefined;
  }

  /** The state whose bias a value corrects: m / (1 − βᵗ). */
  #correctedState(term: Term): Sign | undefined {
    const [x, y] = term.args;
    if (operationOf(term) !== "divide" || x === undefined || y === undefined) return undefined;
    const isCorrection = operationOf(y) === "oneMinusPower" ||
      (operationOf(y) === "subtract" && isConstant(y.args[0] as Term, 1));
    const k = this.#step.states.findIndex(({ after }) => after === x);
    return isCorrection && k >= 0 ? this.#states[k] : undefined;
  }

  /** The symbol of a name: what papers use, a Greek or a plain letter, or the word itself. */
  #take(name: string, known: ReadonlyMap<string, string>): Sign {
    const [, base = name, digits = ""] = /^(.*?)_?(\d*)$/.exec(name) ?? [];
    if (GREEK.has(base) && known.get(base) === undefined) return this.#free(`\\${base}`, digits);
    const letter = known.get(base) ?? (/^[A-Za-z]$/.test(base) ? base : undefined);
    if (letter !== undefined) return this.#free(letter, letter === known.get(base) ? "" : digits);
    return this.#free(`\\mathrm{${name.replaceAll("_", "\\_")}}`);
  }

  /** A letter with the first index that makes it free. */
  #free(letter: string, index = ""): Sign {
    let own = index;
    for (let k = 2; this.#taken.has(letter + own); k++) own = String(k);
    this.#taken.add(letter + own);
    return { letter, index: own };
  }
}

/** A symbol with its index and its time. */
function spelled({ letter, index }: Sign, time: string): string {
  const below = [index, time].filter((part) => part !== "").join(",");
  // A prime stands above, beside what is below.
  const [, plain = letter, prime = ""] = /^(.*?)('?)$/.exec(letter) ?? [];
  return below === "" ? letter : `${plain}${prime}_${below.length === 1 ? below : `{${below}}`}`;
}

/** A name without the number behind it. */
function stem(name: string): string {
  return name.replace(/_?\d+$/, "");
}
