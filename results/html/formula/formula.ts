import type { Program } from "../../../dsl/program.js";
import { type Markup, element } from "../markup.js";
import { remark } from "../piece.js";
import { equationsOf } from "./equations.js";
import { number, row, sign } from "./notation.js";
import { symbolsOf } from "./symbols.js";

/** A step of a program as aligned equations in MathML, and below them the defaults of its hyperparameters. */
export function formula(program: Program): Markup {
  const lines = equationsOf(program).map(({ left, right }) =>
    element("mtr", {}, element("mtd", {}, left.markup), element("mtd", {}, row(sign("="), right.markup))));
  const symbol = symbolsOf(program);
  const defaults = program.parameters.flatMap((parameter) =>
    parameter.kind === "hyperparameter"
      ? [element("math", {}, row(symbol(parameter.name).markup, sign("="), number(parameter.value).markup)), " "]
      : []);
  return element("div", { class: "formula" },
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The program as a formula" },
      element("math", { display: "block" }, element("mtable", { class: "equations", displaystyle: "true" }, lines))),
    defaults.length === 0 ? null : element("p", { class: "defaults" }, defaults),
    remark(
      "g is the gradient, η the schedule's value (at most 1), t the step; every state variable is 0 at the start. Brackets " +
        "around a comparison are 1 where it holds, else 0. Numbers are rounded to four digits: the text has all."));
}
