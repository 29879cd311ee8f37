import { expect, test } from "vitest";
import { FUNCTIONS } from "../dsl/functions/table.js";
import { formatFunctions, toFunctionReports } from "./functions-report.js";
import { plainStyle } from "./style.js";

test("every function is listed once, those of one set alone where it is given", () => {
  expect(toFunctionReports().map(({ name }) => name)).toEqual(FUNCTIONS.map(({ name }) => name));
  const paper = toFunctionReports("paper");
  const extended = toFunctionReports("extended");
  expect(paper.length + extended.length).toBe(FUNCTIONS.length);
  expect(new Set(paper.map(({ set }) => set))).toEqual(new Set(["paper"]));
});

test("functions stand in chapters, each with its arguments, other names and set", () => {
  const shown = toFunctionReports().filter(({ name }) => ["interp", "protected_divide", "rms"].includes(name));
  expect(formatFunctions(shown, { style: plainStyle, width: 90 })).toMatchInlineSnapshot(`
    "arithmetic
      protected_divide(x, y)        Protected quotient: 1e-8 is added to the denominator. Also
                                    \`/\`.
      interp(x, y, a:scalar)        Interpolation from x to y; a > 1 extrapolates past y. Also
                                    \`interpolate\`.

    per array
      rms(x:tensor)                 Root mean square of each array's elements. [extended]
    "
  `);
});

test("every function's line names it and says what it does", () => {
  const text = formatFunctions(toFunctionReports(), { style: plainStyle, width: Infinity });
  for (const { name, doc } of FUNCTIONS) {
    expect(text.split("\n").some((line) => line.startsWith(`  ${name}(`) && line.includes(doc))).toBe(true);
  }
});
