import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder for a test file's own files, gone after its tests. */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), "symopt-data-"));

  constructor() {
    afterAll(() => {
      rmSync(this.path, { recursive: true });
    });
  }

  /** Writes a file; gives its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }
}

/**
 * A path below the folder that `SYMOPT_DATA` names, or undefined (with a message) where it is not there: the
 * test is then skipped.
 */
export function realData(name: string): string | undefined {
  const folder = process.env["SYMOPT_DATA"];
  const path = folder === undefined ? undefined : join(folder, name);
  if (path !== undefined && existsSync(path)) return path;
  const reason = path === undefined ? "SYMOPT_DATA names no folder" : `${path} is not there`;
  process.stderr.write(`Tests on ${name} are skipped: ${reason}.\n`);
  return undefined;
}
