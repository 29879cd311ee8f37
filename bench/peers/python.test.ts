import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findPythons } from "./python.js";

let root = "";
beforeEach(() => { root = mkdtempSync(join(tmpdir(), "symopt-python-")); });
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** A folder with a program that answers as a Python does which has some modules; it notes that it was asked. */
function python(folder: string, answer: string, name = "python3"): string {
  mkdirSync(join(root, folder), { recursive: true });
  const path = join(root, folder, name);
  writeFileSync(path, `#!/bin/sh\necho asked >> "${path}.asked"\n${answer}\n`);
  chmodSync(path, 0o755);
  return path;
}

function onPath(...folders: readonly string[]): void {
  vi.stubEnv("PATH", folders.map((folder) => join(root, folder)).join(delimiter) + delimiter + "/bin");
}

test("each module is found in the first Python that has it, which need not be the first", () => {
  python("a", "exit 127");
  const jax = python("b", "echo '{\"jax\": \"0.4\"}'", "python3.11");
  const both = python("c", "echo '{\"torch\": \"2.0\", \"jax\": \"0.5\"}'");
  onPath("a", "b", "c", "missing");
  vi.stubEnv("SYMOPT_PYTHON", "");
  expect(Object.fromEntries(findPythons(["torch", "jax"]))).toEqual({
    torch: { path: both, version: "2.0" },
    jax: { path: jax, version: "0.4" },
  });
});

test("the Python that is named is asked before all others, and refused where it is none", () => {
  python("a", "echo '{\"torch\": \"1.0\"}'");
  const named = python("b", "echo greetings\necho '{\"torch\": \"2.0\"}'", "snake");
  onPath("a");
  vi.stubEnv("SYMOPT_PYTHON", named);
  expect(findPythons(["torch"]).get("torch")).toEqual({ path: named, version: "2.0" });
  vi.stubEnv("SYMOPT_PYTHON", join(root, "nothing"));
  expect(() => findPythons(["torch"])).toThrow(/SYMOPT_PYTHON is .*nothing, which does not run as a Python/);
});

test("a link beside what it leads to is not asked twice", () => {
  const real = python("a", "echo '{}'", "python3.11");
  symlinkSync("python3.11", join(root, "a", "python3"));
  onPath("a");
  vi.stubEnv("SYMOPT_PYTHON", "");
  findPythons(["symopt_has_no_such_module"]);
  expect(readFileSync(`${real}.asked`, "utf8")).toBe("asked\n");
});
