import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { samePrograms } from "../dsl/program.js";
import { findRule, rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const COMMAND = join(ROOT, "dist/bin/symopt.js");
/** The folders that are built, those of them that there are. */
const SOURCES = ["src", "dsl", "proxies", "results", "search", "bin", "bench"];

/** The command is tested as it is installed: built. */
function refuseStaleBuild(): void {
  for (const folder of SOURCES) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".ts") || /\.(test|arbitrary)\.ts$/.test(entry)) continue;
      // What was found is code of others' projects.
      if (entry.startsWith("discovered")) continue;
      const source = join(folder, entry);
      const built = statSync(join(ROOT, "dist", source.replace(/ts$/, "js")), { throwIfNoEntry: false });
      if (built === undefined || built.mtimeMs < statSync(join(ROOT, source)).mtimeMs) {
        throw new Error(`dist/ is ${built === undefined ? "without" : "older than"} ${source}: run \`npm run build\``);
      }
    }
  }
}

let folder = "";
beforeAll(() => {
  refuseStaleBuild();
  folder = mkdtempSync(join(tmpdir(), "symopt-"));
});
afterAll(() => {
  if (folder !== "") rmSync(folder, { recursive: true });
});

/** Writes a file into this test's folder, where the command runs. */
function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command in the test's folder, without a terminal. */
function symopt(args: readonly string[], { input = "", env = {} }: RunOptions = {}): Run {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const run = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder, input, env: { ...inherited, ...env }, encoding: "utf8", maxBuffer: 1e8,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Runs the command, expects it to be content, and gives its standard output. */
function output(args: readonly string[], options?: RunOptions): string {
  const { code, out, err } = symopt(args, options);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

function json(args: readonly string[], options?: RunOptions): unknown {
  return JSON.parse(output([...args, "--json"], options));
}

const SGD = "def sgd(w, g, lr):\n  update = g * lr\n  return update\n";

describe("symopt", () => {
  test("--version is that of the package", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly version: string };
    expect(output(["--version"])).toBe(`${manifest.version}\n`);
  });

  test("--version and --help wait for no part of the language", () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const [, path] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+)";/gm)) {
        load(join(dirname(file), path ?? ""));
      }
    };
    load(COMMAND);
    const names = [...loaded].map((file) => relative(join(ROOT, "dist"), file));
    expect(names).toContain(join("bin", "check.js"));
    expect(names.filter((name) => !name.startsWith("bin")).toSorted()).toEqual([
      join("dsl", "text", "diagnostic.js"), join("proxies", "executor", "executor-name.js"), join("search", "seeds.js"),
      join("src", "errors.js"), join("src", "version.js"),
    ]);
  });

  test("--help names every command, and every command's help has an example", () => {
    const help = output(["--help"]);
    for (const command of ["search", "resume", "status", "top", "show", "check", "simplify", "diff", "export", "rules"]) {
      expect(help).toMatch(new RegExp(`^ +${command}\\b`, "m"));
      expect(output([command, "--help"])).toContain(`Examples:\n  symopt ${command}`);
      expect(output(["help", command])).toContain(`Usage: symopt ${command}`);
    }
    expect(help).toContain("Exit codes: 0 done, 1 failed, 2 bad input");
  });

  test("without a command it prints its help on standard error", () => {
    const { code, out, err } = symopt([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: symopt");
  });

  test.each([
    [["chek", "lion"], "unknown command 'chek'\n(Did you mean check?)"],
    [["check", "lion", "--jsno"], "unknown option '--jsno'\n(Did you mean --json?)"],
    [["check"], "missing required argument 'program'"],
    [["diff", "lion"], "missing required argument 'b'"],
    [["diff", "lion", "adamw", "sgd"], "too many arguments"],
    [["simplify", "lion", "--level", "most"], "Allowed choices are dead, exact, ablate"],
    [["simplify", "lion", "--level", "ablate", "--strict"], "--strict keeps every bit, which --level ablate cannot"],
    [["simplify", "lion", "--trials", "4"], "--trials is for --level ablate: --level exact trains nothing"],
    [["diff", "lion", "adamw", "--steps", "0"], "Expected an integer from 1 to 1000"],
    [["diff", "lion", "adamw", "--seed", "1e3"], "Expected an integer from 0 to"],
    [["rules", "--set", "paper"], "--set chooses among functions: add --functions"],
    [["rules", "--functions", "--set", "most"], "Allowed choices are paper, extended"],
    [["rules", "lion", "--functions"], "--functions lists functions"],
    [["rules", "lionn"], "the library has no rule `lionn`; did you mean `lion`?"],
    [["\u001b[31mred"], "unknown command '\ufffd[31mred'"],
  ])("%j is refused with code 2, a reason and no stack", (args, reason) => {
    const { code, out, err } = symopt(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("error: ");
    expect(err).toContain(reason);
    expect(err).not.toMatch(/^ +at /m);
    // eslint-disable-next-line no-control-regex -- no text of the user's reaches the terminal raw
    expect(err).not.toMatch(/\u001b/);
  });

  test("the reader of its output may go away", async () => {
    const child = spawn(process.execPath, [COMMAND, "check", ...rules.map(({ name }) => name), "--json"]);
    child.stdout.destroy();
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test.skipIf(process.platform !== "linux")("output that cannot be written fails", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${COMMAND}" rules > /dev/full`], {
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("cannot write the output");
  });

  test("colours are for terminals, and NO_COLOR has the last word", () => {
    expect(output(["check", "lion"])).not.toContain("\u001b");
    expect(output(["check", "lion"], { env: { FORCE_COLOR: "1" } })).toContain("\u001b[1mlion\u001b[22m");
    expect(output(["check", "lion"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).not.toContain("\u001b");
  });
});

describe("PROGRAM", () => {
  test("is a file", () => {
    expect(json(["check", write("mine.rule", SGD)])).toMatchObject({ name: "mine.rule", def: "sgd", statements: 1 });
  });

  test("is a name of the library, which goes before a file of that name", () => {
    write("lion", SGD);
    expect(json(["check", "lion"])).toMatchObject({ name: "lion", def: "lion" });
    expect(json(["check", "./lion"])).toMatchObject({ name: "./lion", def: "sgd" });
  });

  test("is standard input", () => {
    expect(json(["check", "-"], { input: SGD })).toMatchObject({ name: "standard input", def: "sgd" });
  });

  test("may start with a byte order mark and end its lines with both characters", () => {
    expect(json(["check", write("dos.rule", `\ufeff${SGD.replaceAll("\n", "\r\n")}`)])).toMatchObject({ statements: 1 });
  });

  test.each<[string, () => string, string]>([
    ["a misspelt name", () => "lionn", "there is no file and no rule `lionn`; did you mean `lion`?"],
    ["a part of names", () => "paper", "did you mean `adamw-paper`, `paper-raw`"],
    ["a misspelt path", () => "rules/lion.rule", "no file and no rule `rules/lion.rule`; did you mean `lion`"],
    ["a path through a file", () => `${write("file.rule", SGD)}/lion`, "there is no file and no rule"],
    ["nothing like a name", () => "zzzzzzzz", "no rule `zzzzzzzz`; `symopt rules` lists the library"],
    ["nothing", () => "", "there is no file and no rule ``"],
    ["a directory", () => ".", ". is a directory: expected a .rule file"],
    ["binary data", () => write("binary.rule", Uint8Array.of(0x7f, 0x45, 0xff, 0xfe)), "binary.rule is not text"],
    ["text with a zero", () => write("zero.rule", "def\0"), "zero.rule is not text but binary"],
    ["an empty file", () => write("empty.rule", " \n"), "empty.rule is empty: expected a program"],
    ["JSON", () => write("export.json", "{}"), "export.json holds JSON, but no exported rule"],
    ["a large file", () => write("large.rule", "#".repeat(1_000_001)), "large.rule is larger than 1 MB"],
    ["a control character", () => "\u001b[2J", "no rule `\ufffd[2J`"],
  ])("that is %s is refused with code 2 and a reason", (_, reference, reason) => {
    for (const command of [["check"], ["simplify"], ["diff", "lion"]]) {
      const { code, out, err } = symopt([...command, reference()]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^error: /);
      expect(err).toContain(reason);
      expect(err).not.toMatch(/^ +at /m);
    }
  });

  test.skipIf(process.platform !== "linux")("that never ends is refused", () => {
    const { code, err } = symopt(["check", "/dev/zero"]);
    expect({ code, err }).toEqual({ code: 2, err: "error: /dev/zero is larger than 1 MB: that is no program\n" });
  });

  test("that may not be read is refused", { skip: process.getuid?.() === 0 || process.platform === "win32" }, () => {
    writeFileSync(join(folder, "secret.rule"), SGD, { mode: 0o000 });
    expect(symopt(["check", "secret.rule"])).toMatchObject({
      code: 2, err: "error: secret.rule may not be read: check its permissions\n",
    });
  });

  test("that is standard input twice is refused", () => {
    const { code, err } = symopt(["diff", "-", "-"], { input: SGD });
    expect(code).toBe(2);
    expect(err).toBe("error: standard input (-) can be read only once, but stands for two programs\n");
  });

  test("that is faulty is refused with every fault at its place", () => {
    write("bad.rule", "def bad(w, g, lr):\n  x = sine(g)\n  update = y * lr\n  return update\n");
    write("worse.rule", "hello\n");
    const { code, out, err } = symopt(["check", "bad.rule", "lion", "worse.rule"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("bad.rule:2:7: there is no function `sine`");
    expect(err).toContain("2 |   x = sine(g)\n          ^^^^\n");
    expect(err).toContain("worse.rule:1:1: ");
    expect(err).not.toMatch(/^ +at /m);
  });
});

describe("check", () => {
  test("reports the paper's raw program", () => {
    const report = json(["check", "paper-raw"]);
    expect(report).toMatchObject({
      name: "paper-raw", statements: 21, live: { oneStep: 13, acrossSteps: 12, state: ["v"] },
    });
    expect(Object.keys(report as object)).toEqual([
      "name", "def", "statements", "live", "state", "hyperparameters", "inputs", "horizonDependent", "functions",
      "hash", "fingerprint", "cost", "stateTensors", "measures", "listing", "text",
    ]);
    const text = output(["check", "paper-raw"]);
    expect(text).toContain("21: 13 live in one step, 12 across steps");
    expect(text).toContain("\n  ~   m = cosh(update)\n");
    expect(text).toContain("\n  ·   lr = cos(v845)\n");
  });

  test("reports several programs, in JSON as an array", () => {
    expect(json(["check", "lion", "adamw"])).toMatchObject([{ name: "lion" }, { name: "adamw" }]);
    expect(output(["check", "lion", "adamw"])).toMatch(/^lion\n[^]*\n\nadamw\n/);
  });

  test("says what it cannot measure", () => {
    const input = "def x(w, g):\n  update = divide(g, 0)\n  return update\n";
    expect(json(["check", "-"], { input })).toMatchObject({
      measures: null, measuresReason: "on the probe an update was not finite, or all updates were zero",
    });
  });

  test("takes ten thousand statements", () => {
    const body = Array.from({ length: 10_000 }, () => "  g = g * 0.999\n").join("");
    write("long.rule", `def long(w, g):\n${body}  return g\n`);
    expect(json(["check", "long.rule"])).toMatchObject({ statements: 10_000 });
  });
});

describe("simplify", () => {
  test("prints nothing but the program on standard output, and what was done on standard error", () => {
    const { code, out, err } = symopt(["simplify", "paper-raw"]);
    expect(code).toBe(0);
    const simple = parse(out);
    expect(simple.statements.length).toBeLessThanOrEqual(9);
    expect(err).toMatch(/^paper-raw: 21 → \d statements, 2 → 1 state variable\n/);
    expect(err).toContain("dropped 9 dead statements and dead state m");
    expect(err).toMatch(/^keeps protected: /m);
  });

  test("--level dead leaves the twelve live statements as they are written", () => {
    const out = output(["simplify", "paper-raw", "--level", "dead", "--quiet"]);
    const live = (findRule("paper-raw")?.text ?? "").split("\n").filter((line) => line.startsWith("  "));
    const left = out.split("\n").filter((line) => line.startsWith("  ") && !line.startsWith("  return"));
    expect(left).toHaveLength(12);
    expect(live).toEqual(expect.arrayContaining(left));
  });

  test("--strict keeps every bit", () => {
    expect(json(["simplify", "paper-raw", "--strict", "--quiet"])).toMatchObject({ strict: true, keeps: "bits" });
  });

  test("--json carries what was done and the text", () => {
    const report = json(["simplify", "-", "--quiet"], { input: SGD });
    expect(report).toMatchObject({ name: "standard input", level: "exact", statements: { before: 1, after: 1 } });
    expect(Object.keys(report as object)).toEqual([
      "name", "level", "strict", "statements", "state", "dead", "hash", "keeps", "applied", "text",
    ]);
  });

  test("-o writes a file that reads back, and prints nothing", () => {
    expect(output(["simplify", "lion", "-q", "-o", "simple.rule"])).toBe("");
    expect(json(["check", "simple.rule"])).toMatchObject({ name: "simple.rule", statements: 7 });
  });

  test("-o that cannot be written is refused", () => {
    const { code, out, err } = symopt(["simplify", "lion", "-o", "no/such/folder.rule"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("error: no/such/folder.rule cannot be written: ENOENT");
  });
});

describe("diff", () => {
  test("puts two programs side by side", () => {
    const report = json(["diff", "lion", "cautious-lion"]);
    expect(report).toMatchObject({
      a: { name: "lion" }, b: { name: "cautious-lion" }, sameHash: false, sameFingerprint: false,
      updates: { steps: 100, seed: 0, firstDifference: 1 },
    });
    expect(Object.keys(report as object)).toEqual(["a", "b", "sameHash", "sameFingerprint", "updates", "lines"]);
    const text = output(["diff", "lion", "cautious-lion"]);
    expect(text).toContain("structure       different hashes");
    expect(text).toMatch(/^ +> +mask = 0 < mask_1$/m);
  });

  test("finds a program equal to itself written in other words", () => {
    write("other.rule", "def other(weights, gradient, lr):\n  u = lr * gradient\n  return u\n");
    write("sgd.rule", SGD);
    expect(json(["diff", "sgd.rule", "other.rule", "--steps", "7", "--seed", "3"])).toMatchObject({
      sameHash: true, sameFingerprint: true, updates: { steps: 7, seed: 3, firstDifference: null },
    });
  });

  test("prints an infinite difference as null with its reason", () => {
    const input = "def x(w, g):\n  update = divide(g, 0)\n  return update\n";
    expect(json(["diff", "sgd", "-"], { input })).toMatchObject({
      updates: { absolute: { value: null, valueReason: "Infinity", step: 1 } },
    });
  });
});

describe("rules", () => {
  test("lists the library", () => {
    const names = output(["rules"]).split("\n").slice(1, -1).map((line) => line.split(" ")[0]);
    expect(names).toEqual(rules.map(({ name }) => name));
    expect(output(["rules", "--sources"])).toContain("    Robbins & Monro 1951");
    const listed = json(["rules"]) as readonly object[];
    expect(listed).toHaveLength(rules.length);
    expect(Object.keys(listed[0] ?? {})).toEqual([
      "name", "title", "stateTensors", "statements", "cost", "reads", "horizonDependent", "source", "text",
    ]);
  });

  test("prints a rule that reads back as it is", () => {
    const text = output(["rules", "lion"]);
    expect(text).toMatch(/^# Lion\n# Chen et al\. 2023/);
    expect(samePrograms(parse(text), parse(findRule("lion")?.text ?? ""))).toBe(true);
    expect(json(["check", "-"], { input: text })).toMatchObject({ def: "lion" });
    expect(json(["rules", "lion"])).toMatchObject({ name: "lion", title: "Lion" });
  });

  test("lists the functions of the language, of one set alone where asked", () => {
    expect(output(["rules", "--functions"])).toMatch(/^ {2}interp\(x, y, a:scalar\) +Interpolation/m);
    const paper = json(["rules", "--functions", "--set", "paper"]) as readonly { readonly set: string }[];
    const all = json(["rules", "--functions"]) as readonly object[];
    expect(new Set(paper.map(({ set }) => set))).toEqual(new Set(["paper"]));
    expect(all.length).toBeGreaterThan(paper.length);
  });
});
