import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../../results/store/place.js";
import { toFault } from "../../results/store/fault.js";

/** A file that is written, its path relative to the folder. */
export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes a file into a folder, which is there.
 *
 * @throws {@link InputError} where it cannot be written.
 */
export function writeInto(folder: string, { path, text }: WrittenFile): void {
  const whole = join(folder, path);
  try {
    writeFileSync(whole, text);
  } catch (error) {
    throw toFault(error, whole);
  }
}

/**
 * Makes a folder hold these files and no others.
 *
 * @returns Their paths.
 * @throws {@link InputError} where it cannot be written to.
 */
export function replaceFiles(folder: string, files: readonly WrittenFile[]): readonly string[] {
  makeFolder(dirname(folder));
  try {
    rmSync(folder, { recursive: true, force: true });
    return files.map(({ path, text }) => {
      const whole = join(folder, path);
      makeFolder(dirname(whole));
      writeFileSync(whole, text);
      return whole;
    });
  } catch (error) {
    throw toFault(error, folder);
  }
}
