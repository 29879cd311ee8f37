import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import { RULE_DOCUMENT, choicesOf } from "./json/document.js";
import { TARGETS, exportProgram } from "./targets.js";

/** What longer runs of symopt have found: a folder for each, with its modules as `symopt discover` wrote them. */
const DISCOVERED = "results/discovered";

const found = readdirSync(DISCOVERED, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(found.map(({ name }) => name))("what %s found", (name) => {
  const folder = join(DISCOVERED, name, "discovered");
  const [file = ""] = readdirSync(join(folder, "json"));
  const rule = file.replace(/\.json$/, "");
  const document = RULE_DOCUMENT.parse(JSON.parse(readFileSync(join(folder, "json", file), "utf8")));

  it.each(TARGETS.map((target) => target.name))("is as it is exported to %s now", (target) => {
    const { extension } = TARGETS.find((each) => each.name === target) as (typeof TARGETS)[number];
    const path = join(folder, target, `${rule}${extension}`);
    expect(readFileSync(path, "utf8")).toBe(exportProgram(parse(document.program), target, choicesOf(document)));
  });

  it("is told as a page", () => {
    expect(existsSync(join(DISCOVERED, name, "report.html"))).toBe(true);
  });
});
