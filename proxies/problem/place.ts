import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A line of a stack: what was called, where there is a name, and its file, line and column. */
const FRAME = /^\s+at (?:async )?(?:.*? \()?(?:async )?(?<file>\S.*?):(?<line>\d+):\d+\)?$/;

/**
 * Where in a user's module an error came up: the first line of its stack, or of what caused it, that lies there.
 *
 * @param module - The path of the module, as the user wrote it.
 * @returns `path:line`; `undefined` where no line of it had a part in it.
 */
export function placeIn(module: string, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // What was caught on the way and thrown again with more to it came up where its cause did.
  const cause = placeIn(module, error.cause);
  if (cause !== undefined) return cause;
  const names = namesOf(module);
  for (const frame of error.stack?.split("\n") ?? []) {
    const { file = "", line = "" } = FRAME.exec(frame)?.groups ?? {};
    if (names.has(file)) return `${module}:${line}`;
  }
  return undefined;
}

/** What stacks call a module: its URL, or its path where it is CommonJS; those of the file where it is a link. */
function namesOf(module: string): ReadonlySet<string> {
  const path = resolve(module);
  const paths = existsSync(path) ? [path, realpathSync(path)] : [path];
  return new Set(paths.flatMap((each) => [each, pathToFileURL(each).href]));
}
