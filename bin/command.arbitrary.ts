import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const COMMAND = fileURLToPath(new URL("../dist/bin/symopt.js", import.meta.url));

/** How a command ended. */
export interface CommandRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Ways to run the built command in a test's folder, without a terminal. */
export interface TestCommand {
  readonly symopt: (...args: readonly string[]) => CommandRun;
  /** What it prints, where it succeeds and has nothing to complain of. */
  readonly output: (...args: readonly string[]) => string;
}

/**
 * The built command in a folder.
 *
 * @param folder - Asked for at each run, since tests make it when they begin.
 */
export function commandIn(folder: () => string): TestCommand {
  const symopt = (...args: readonly string[]): CommandRun => {
    const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
    const run = spawnSync(process.execPath, [COMMAND, ...args], { cwd: folder(), env, encoding: "utf8", input: "" });
    return { code: run.status, out: run.stdout, err: run.stderr };
  };
  const output = (...args: readonly string[]): string => {
    const { code, out, err } = symopt(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return out;
  };
  return { symopt, output };
}
