import { writeFile } from "node:fs/promises";
import { printable } from "../dsl/text/diagnostic.js";
import { toJson } from "../results/json.js";
import type { Page } from "../results/style.js";
import { InputError } from "../src/errors.js";
import { pageOf } from "./page.js";

/** Prints a result on standard output: as JSON where that was asked for, else as people read it. */
export function printResult(json: boolean | undefined, report: unknown, format: (page: Page) => string): void {
  process.stdout.write(json === true ? toJson(report) : format(pageOf(process.stdout)));
}

/**
 * Writes a result to a file.
 *
 * @throws {@link InputError} where the path cannot be written.
 */
export async function writeResult(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new InputError("bad-output", `${printable(path)} cannot be written: ${(error as Error).message}`);
  }
}
