import { spawnSync } from "node:child_process";
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { InputError } from "../../src/errors.js";

/** A Python on this machine that has a module, and the module's version. */
export interface PythonPeer {
  readonly path: string;
  readonly version: string;
}

/** The variable of the environment that names a Python which is asked before all others. */
export const PYTHON_VARIABLE = "SYMOPT_PYTHON";

/** Milliseconds that one Python may take to import everything. */
const LIMIT = 60_000;

/** Imports what it is asked to and prints the versions of what there is. */
const SCRIPT = `
import importlib, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = str(importlib.import_module(name).__version__)
    except Exception:
        pass
print(json.dumps(found))
`;

/**
 * For each module the first Python that can import it. Asked are that of the variable SYMOPT_PYTHON, then
 * every `python3` and `python3.N` on the path, since Debian's packages belong to the system's Python, which
 * need not be the first. Takes seconds: large modules are slow to import.
 *
 * @throws {@link InputError} where SYMOPT_PYTHON names no Python that runs.
 */
export function findPythons(modules: readonly string[]): ReadonlyMap<string, PythonPeer> {
  const peers = new Map<string, PythonPeer>();
  const named = process.env[PYTHON_VARIABLE] ?? "";
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  const paths = new Set([...(named === "" ? [] : [named]), ...folders.flatMap(pythonsIn)]);
  for (const path of paths) {
    const missing = modules.filter((name) => !peers.has(name));
    if (missing.length === 0) break;
    const versions = importedBy(path, missing);
    if (versions === undefined && path === named) {
      throw new InputError(
        "bad-python",
        `${PYTHON_VARIABLE} is ${named}, which does not run as a Python: name one, as in ` +
          `${PYTHON_VARIABLE}=/opt/venv/bin/python3, or unset it.`,
      );
    }
    for (const name of missing) {
      const version = versions?.[name];
      if (version !== undefined) peers.set(name, { path, version });
    }
  }
  return peers;
}

/** The versions of those modules that a Python can import; nothing where it is no Python. */
function importedBy(path: string, modules: readonly string[]): Readonly<Record<string, string>> | undefined {
  const { status, stdout } = spawnSync(path, ["-c", SCRIPT, ...modules], { encoding: "utf8", timeout: LIMIT });
  if (status !== 0) return undefined;
  try {
    // Modules may greet on standard output: the last line is ours.
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Readonly<Record<string, string>>;
  } catch {
    return undefined;
  }
}

/** Pythons of a folder, each once: `python3` is often a link to `python3.N` beside it. */
function pythonsIn(folder: string): readonly string[] {
  try {
    const real = realpathSync(folder);
    const names = readdirSync(real).filter((name) => /^python3(\.\d+)?$/.test(name));
    return names.map((name) => linkedBeside(join(real, name)));
  } catch {
    return [];
  }
}

/** What a link leads to where that is in the same folder: another folder's may have other modules. */
function linkedBeside(path: string): string {
  try {
    const target = readlinkSync(path);
    return target === basename(target) ? join(dirname(path), target) : path;
  } catch {
    return path;
  }
}
