import { describe, expect, it } from "vitest";
import { functionsPage } from "./page.js";
import { FUNCTIONS } from "./table.js";

describe("functionsPage", () => {
  it("is what docs/functions.md says (if not: `npm run docs:functions`)", async () => {
    await expect(functionsPage()).toMatchFileSnapshot("../../docs/functions.md");
  });

  it.each(FUNCTIONS.map((row) => [row.name, row] as const))("has a row for %s that says what the table says", (_, row) => {
    const rows = functionsPage().split("\n").filter((line) => line.startsWith(`| \`${row.name}(`));
    expect(rows).toHaveLength(1);
    const [line = ""] = rows;
    for (const text of [row.set, row.doc, row.formula, ...row.aliases]) {
      expect(line).toContain(text.replaceAll("|", "\\|"));
    }
    expect(line).toMatch(new RegExp(` \\| ${row.cost} \\|$`));
  });

  it("has as many cells in every row of a table as in its head", () => {
    const rows = functionsPage().split("\n").filter((line) => line.startsWith("|"));
    expect(new Set(rows.map((line) => line.split(/(?<!\\)\|/).length))).toEqual(new Set([9]));
  });
});
