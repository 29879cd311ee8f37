import { fill } from "../comment.js";
import { type Step, stepOf } from "../framework/step.js";
import type { Term } from "../framework/term.js";
import { isSum } from "../framework/walk.js";
import { provenance, sentence } from "../provenance.js";
import type { ExportedRule, Target } from "../target.js";
import { Equations } from "./equations.js";
import { number } from "./formula.js";

/** LaTeX: the update as aligned equations, for any document that uses amsmath. */
export const LATEX: Target = {
  name: "latex",
  title: "LaTeX: aligned equations, for a document that uses amsmath",
  extension: ".tex",
  refuses: () => undefined,
  write: writeLatex,
};

const COLUMNS = 100;

function writeLatex(rule: ExportedRule): string {
  const { documentation } = rule;
  const step = stepOf(rule);
  const equations = new Equations(step);
  const lines = equations.write().map(({ left, right }) => `  ${left} &= ${right}`);
  const comments = [
    "A fragment for any document with \\usepackage{amsmath}. Numbers are rounded to six digits.",
    sentence(documentation.summary), ...provenance(documentation),
  ];
  return [
    ...comments.flatMap((text) => text.split("\n").flatMap((line) => fill(line, COLUMNS - 2))).map((line) => `% ${line}`),
    "\\begin{align*}",
    lines.join(" \\\\\n"),
    "\\end{align*}",
    ...fill(`${legend(step)} ${defaults(step, equations)}`, COLUMNS),
    "",
  ].join("\n");
}

/** What the letters mean that every rule has, of those that it uses. */
function legend(step: Step): string {
  const has = (test: (origin: Term["origin"]) => boolean): boolean => step.terms.some(({ origin }) => test(origin));
  const fact = (name: string): boolean => has((origin) => origin.kind === "fact" && origin.fact === name);
  const input = (name: string): boolean => has((origin) => origin.kind === "input" && origin.input === name);
  const isScheduled = has(({ kind }) => kind === "rate" || kind === "schedule");
  const parts = [
    "$\\theta_t$ are the weights before step~$t$",
    ...(has(({ kind }) => kind === "gradient") ? ["$g_t$ their gradient"] : []),
    ...(isScheduled ? ["$\\eta_t$ the learning rate of the step, $\\eta$ its peak"] : []),
    ...(input("T") ? ["$T$ the number of steps in all"] : []),
    ...(input("loss") ? ["$\\ell_t$ the loss"] : []),
    ...(fact("size") ? ["$N$ the size of an array"] : []),
    ...(fact("rows") ? ["$R$ the rows of an array as a matrix"] : []),
    ...(fact("cols") ? ["$C$ its columns"] : []),
    ...(fact("ndim") ? ["$D$ the dimensions of an array"] : []),
    ...(fact("role") ? ["$\\rho$ what an array is for"] : []),
  ];
  const sums = step.terms.some(isSum) ? " Sums are over all arrays." : "";
  const state = step.states.length > 0 ? " State is zero at first." : "";
  return `Here ${parts.join(", ")}.${sums}${state}`;
}

/** The defaults of the options. */
function defaults({ rate, options, decay }: Step, { symbols }: Equations): string {
  const list = [
    `$\\eta = ${number(rate.value).text}$`,
    ...options.map(({ name, value }) => `$${symbols.option(name)} = ${number(value).text}$`),
  ];
  const note = decay === undefined ? ""
    : ` The decay $${symbols.option(decay.name)}$ applies to arrays of two or more dimensions alone.`;
  return `By default ${list.join(", ")}.${note}`;
}
