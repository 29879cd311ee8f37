import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python on this machine that has a module, and the module's version. */
export interface PythonPeer {
  readonly path: string;
  readonly version: string;
}

/**
 * The first Python that can import a module: every `python3` and `python3.N` on the path is tried, since
 * Debian's packages belong to the system's Python, which need not be the first.
 */
export function findPython(module: string): PythonPeer | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  const paths = new Set(folders.flatMap(pythonsIn));
  for (const path of paths) {
    const { status, stdout } = spawnSync(path, ["-c", `import ${module}; print(${module}.__version__)`], {
      encoding: "utf8",
      timeout: 60_000,
    });
    if (status === 0) return { path, version: stdout.trim() };
  }
  return undefined;
}

function pythonsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^python3(\.\d+)?$/.test(name)).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
