import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "../../dsl/text/parse.js";
import { TARGETS } from "../../results/export/targets.js";
import { toExportedRule } from "../../results/export/rule.js";
import type { StageProgram } from "../selection/stage.js";
import { candidateChoices } from "../export/candidate.js";
import type { ReadRun } from "../run/read.js";

/** The folder of a run in which what was found lies as code. */
const FOLDER = "discovered";

/**
 * Writes what was found as code, in every language that can hold it, and as a program.
 *
 * @returns The paths, the program's first.
 */
export function writeModules(run: ReadRun, { index, text }: StageProgram): readonly string[] {
  const folder = join(run.store.folder, FOLDER);
  const rule = toExportedRule(parse(text), candidateChoices(run, index));
  const files = [
    { path: join(folder, `${rule.name}.rule`), code: text },
    ...TARGETS.filter((target) => target.refuses(rule.program) === undefined).map((target) => ({
      path: join(folder, target.name, `${rule.name}${target.extension}`), code: target.write(rule),
    })),
  ];
  for (const { path, code } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return files.map(({ path }) => path);
}
