import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "../dsl/text/parse.js";

/** A fenced block of a page. */
interface Block {
  readonly language: string;
  readonly code: string;
}

/** A block and the `text` block that follows it, if any does before the next block. */
interface Example extends Block {
  readonly prints: string;
}

const root = new URL("../", import.meta.url);
const documents = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));
const PAGES = ["README.md", ...documents.map((name) => `docs/${name}`)];

function read(file: string): string {
  return readFileSync(new URL(file, root), "utf8");
}

function blocksOf(page: string): readonly Block[] {
  const blocks = read(page).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, language = "", code = ""]) => ({ language, code }));
}

function examplesOf(page: string): readonly Example[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({ language, code }, i) => {
    const next = blocks[i + 1];
    return language !== "text" && next?.language === "text" ? [{ language, code, prints: next.code }] : [];
  });
}

function codeOf(page: string, language: string): string {
  return blocksOf(page).find((block) => block.language === language)?.code ?? "";
}

function run(file: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [file, ...args], {
    cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"],
  });
}

describe("the README and the pages of docs/", () => {
  const script = new URL("dist/readme-example.mjs", root);
  const folder = mkdtempSync(join(tmpdir(), "symopt-readme-"));
  afterAll(() => {
    rmSync(script, { force: true });
    rmSync(folder, { recursive: true });
  });

  const [firstRun, ...others] = PAGES.flatMap(examplesOf);

  it("have an example of the first run, of a command, of the language and of training", () => {
    expect(others.map(({ language }) => language)).toEqual(["sh", "js", "js"]);
    expect(firstRun?.code.trim()).toBe("npm ci && npm start");
  });

  // The first run takes three to five minutes: `.ci/run` holds it against the README.
  it.each(others)("show what their $language example prints: $code", ({ language, code, prints }) => {
    if (language === "js") {
      writeFileSync(script, code);
      expect(run("dist/readme-example.mjs")).toBe(prints);
      return;
    }
    const args = code.trim().replace(/^symopt /, "").split(" ");
    expect(run("dist/bin/symopt.js", ...args)).toBe(prints);
  });

  it("show a part of what an export writes", () => {
    const shown = codeOf("docs/using-a-rule.md", "ts");
    expect(shown).toContain("Math.sign(");
    expect(run("dist/bin/symopt.js", "export", "lion", "--to", "ts")).toContain(shown);
  });

  it("show rules that are valid programs", () => {
    const programs = PAGES.flatMap(blocksOf).flatMap(({ language, code }) =>
      language === "text" ? code.split("\n\n").filter((part) => part.startsWith("def ")) : []);
    expect(programs.length).toBeGreaterThanOrEqual(3);
    for (const program of programs) expect(() => parse(program)).not.toThrow();
  });

  it("show a task that trains, with data too, and a search that takes it", () => {
    writeFileSync(join(folder, "task.js"), codeOf("docs/own-task.md", "js"));
    writeFileSync(join(folder, "search.yaml"), codeOf("docs/own-task.md", "yaml"));
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 3},${i},${i % 3}\n`);
    writeFileSync(join(folder, "flowers.csv"), rows.join(""));
    const task = ["--task", join(folder, "task.js"), "--steps", "5", "--seeds", "1", "--json"];
    for (const data of [[], ["--data", join(folder, "flowers.csv")]]) {
      const report: unknown = JSON.parse(run("dist/bin/symopt.js", "evaluate", "adamw", ...task, ...data));
      expect(report).toMatchObject({ task: { name: "flowers" }, programs: [{ trainings: [{ kind: "trained" }] }] });
    }
    expect(run("dist/bin/symopt.js", "discover", join(folder, "search.yaml"), "--dry-run")).toContain("flowers ×1");
  });

  it("import optimizers that were exported", () => {
    const blocks = PAGES.flatMap(blocksOf).filter(({ language }) => language === "python");
    const code = blocks.map((block) => block.code).join("");
    const imports = [...code.matchAll(/^from (candidate_\d+) import (\w+) {2}# (results\/\S+)$/gm)];
    expect(imports.length).toBeGreaterThanOrEqual(3);
    for (const [, module = "", name = "", place = ""] of imports) {
      expect(read(`${place}${module}.py`)).toMatch(new RegExp(`^(class|def) ${name}\\(`, "m"));
    }
  });

  it.each(PAGES)("link to files that there are: %s", (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = ""]) => target);
    const missing = targets.filter((target) => !existsSync(fileURLToPath(new URL(target, new URL(page, root)))));
    expect(missing).toEqual([]);
  });
});
