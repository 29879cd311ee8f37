import { existsSync, statSync } from "node:fs";
import { printable } from "../../dsl/text/diagnostic.js";
import { print } from "../../dsl/text/print.js";
import { hasRun, requireRun } from "../../results/store/place.js";
import { InputError } from "../../src/errors.js";
import type { GivenProgram } from "../configuration/configuration.js";
import { loadProgram } from "../load-program.js";
import { type ReadRun, withRun } from "./read.js";

/**
 * The programs to start from that the user named: a folder with a run stands for its best, the elites of its archive
 * and the distinct members of its populations that were trained to their end; anything else is one program.
 *
 * @throws {@link InputError} where there is none.
 */
export async function startingPrograms(references: readonly string[]): Promise<readonly GivenProgram[]> {
  const programs: GivenProgram[] = [];
  for (const reference of references) {
    if (isFolder(reference)) {
      requireRun(reference);
      programs.push(...withRun(reference, programsOf));
    } else {
      const { name, program } = await loadProgram(reference);
      programs.push({ name, program: print(program), isOneOfMany: false });
    }
  }
  return programs;
}

function isFolder(path: string): boolean {
  return hasRun(path) || (existsSync(path) && statSync(path).isDirectory());
}

/** The best first, then elites, then members of populations. */
function programsOf({ store, state, content }: ReadRun): readonly GivenProgram[] {
  const { islands } = content.configuration.population;
  const members = Array.from({ length: islands }, (_, k) => state.population(k)).flatMap((each) => each.members());
  const indices = new Set([
    ...(state.best === undefined ? [] : [state.best.index]),
    ...state.archive.elites().map(({ index }) => index),
    ...members.map(({ origin }) => origin),
  ]);
  const folder = printable(store.folder);
  const trained = [...indices].filter((index) => (state.estimates.get(index)?.fitness ?? -Infinity) > -Infinity);
  if (trained.length === 0) {
    throw new InputError("nothing-to-start-from", `${folder} has no program yet that was trained to its end`);
  }
  return trained.map((index) => ({
    name: `${folder}:${index}`, program: store.entry(index)?.program ?? "", isOneOfMany: true,
  }));
}
