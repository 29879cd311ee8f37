import type { Program } from "../../../dsl/program.js";
import { type Child, type Markup, element } from "../markup.js";
import { type Term, atom, row, sign, word } from "./notation.js";

const GREEK: ReadonlyMap<string, string> = new Map(Object.entries({
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", eps: "ε", zeta: "ζ", eta: "η", theta: "θ", kappa: "κ",
  lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", chi: "χ", psi: "ψ", omega: "ω",
}));

/** Names that the literature has a letter for. */
const LETTERS: ReadonlyMap<string, string> = new Map(Object.entries({
  learning_rate: "α", weight_decay: "λ", lr: "η", loss: "ℓ",
}));

/** What a variable is written as: a letter or a word, and the number at its end. */
interface Spelling {
  readonly base: string;
  readonly digits: string;
  readonly isLetter: boolean;
}

/** The symbol of a variable of a program, with further indices, as the step. */
export type Symbols = (name: string, ...index: readonly Child[]) => Term;

/**
 * Symbols for the variables of a program: letters, Greek ones for their names, or else the names themselves. A number
 * at the end of a name becomes an index. No two variables share one.
 */
export function symbolsOf({ names }: Program): Symbols {
  const users = new Map<string, Set<string>>();
  for (const name of names) {
    const key = keyOf(spelt(name));
    users.set(key, (users.get(key) ?? new Set<string>()).add(name));
  }
  return (name, ...index) => {
    const spelling = spelt(name);
    const isAlone = (users.get(keyOf(spelling))?.size ?? 0) <= 1;
    return written(isAlone ? spelling : { base: name, digits: "", isLetter: false }, index);
  };
}

function spelt(name: string): Spelling {
  const letter = LETTERS.get(name);
  if (letter !== undefined) return { base: letter, digits: "", isLetter: true };
  const [, stem = name, digits = ""] = /^(.*?[A-Za-z])_?(\d+)$/.exec(name) ?? [];
  const known = GREEK.get(stem.toLowerCase()) ?? (stem.length === 1 ? stem : undefined);
  return { base: known ?? stem, digits, isLetter: known !== undefined };
}

function keyOf({ base, digits }: Spelling): string {
  return `${base} ${digits}`;
}

function written({ base, digits, isLetter }: Spelling, index: readonly Child[]): Term {
  const body: Markup = isLetter ? element("mi", {}, base) : word(base);
  const indices = [...(digits === "" ? [] : [element("mn", {}, digits)]), ...index]
    .flatMap((part, k) => (k === 0 ? [part] : [sign(","), part]));
  return atom(indices.length === 0 ? body : element("msub", {}, body, row(indices)), 1, isLetter);
}
