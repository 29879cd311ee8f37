import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";

/** A fenced block of the README and the `text` block that follows it, if any does before the next block. */
interface Example {
  readonly language: string;
  readonly code: string;
  readonly prints: string;
}

const root = new URL("../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));
const examples = blocks.flatMap(({ language, code }, i): Example[] => {
  const next = blocks[i + 1];
  return language !== "text" && next?.language === "text" ? [{ language, code, prints: next.code }] : [];
});

function run(file: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [file, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

describe("the README", () => {
  const script = new URL("dist/readme-example.mjs", root);
  afterAll(() => { rmSync(script, { force: true }); });

  it("has an example of the first run, of a command, of the language and of training", () => {
    expect(examples.map(({ language }) => language)).toEqual(["sh", "sh", "js", "js"]);
    expect(examples[0]?.code.trim()).toBe("npm ci && npm start");
  });

  // The first run takes most of a minute: `.ci/run` holds it against the README.
  it.each(examples.slice(1))("shows what its $language example prints: $code", ({ language, code, prints }) => {
    if (language === "js") {
      writeFileSync(script, code);
      expect(run("dist/readme-example.mjs")).toBe(prints);
      return;
    }
    const args = code.trim().replace(/^symopt /, "").split(" ");
    expect(run("dist/bin/symopt.js", ...args)).toBe(prints);
  });

  it("shows a part of what an export writes", () => {
    const shown = blocks.find(({ language }) => language === "ts")?.code ?? "";
    expect(shown).toContain("Math.sign(");
    expect(run("dist/bin/symopt.js", "export", "lion", "--to", "ts")).toContain(shown);
  });

  it("shows rules that are valid programs", async () => {
    const { parse } = await import("../dsl/text/parse.js");
    const programs = blocks.flatMap(({ language, code }) =>
      language === "text" ? code.split("\n\n").filter((part) => part.startsWith("def ")) : []);
    expect(programs.length).toBeGreaterThanOrEqual(3);
    for (const program of programs) expect(() => parse(program)).not.toThrow();
  });
});
