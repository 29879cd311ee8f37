import type { Entry } from "../../results/store/entry.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";

/**
 * The entry of a run that has a program.
 *
 * @throws {@link InputError} where there is no entry of that index, or it has no program of its own.
 */
export function requireProgram(store: RunStore, index: number): Entry {
  const entry = store.entry(index);
  const { folder } = store;
  if (entry === undefined) {
    const { length } = store;
    const range = length === 0 ? "it has none yet" : `its entries are 0 to ${length - 1}`;
    throw new InputError("no-such-candidate", `${folder} has no candidate ${index}: ${range}; \`symopt top\` lists the best`);
  }
  if (entry.program !== "") return entry;
  const article = entry.kind === "confirmation" ? "a confirmation" : "half of a challenge";
  throw new InputError(
    "no-such-candidate", `entry ${index} of ${folder} is ${article}, of candidate ${entry.subject ?? ""}: name that one`,
  );
}

/**
 * The text of a candidate's program.
 *
 * @throws {@link InputError} where there is no such run, or no such candidate in it.
 */
export function readCandidate(folder: string, index: number): string {
  const store = RunStore.read(folder);
  try {
    return requireProgram(store, index).program;
  } finally {
    store.close();
  }
}
