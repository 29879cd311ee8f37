import { z } from "zod";
import { hashProgram } from "../../dsl/hash.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { printable } from "../../dsl/text/diagnostic.js";
import { parse } from "../../dsl/text/parse.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import { candidateOf } from "../load-program.js";
import { familiesOf } from "../run/families.js";
import { allNotesOf } from "../run/note.js";

/** The kind of the note that sealed families were opened. */
export const SEALED = "sealed";

/** What is noted of an opening. */
export interface Opening {
  /** The program's place in the log. */
  readonly candidate: number;
  /** The program that was judged. */
  readonly program: string;
  /** The names of the tasks that it was judged on. */
  readonly tasks: readonly string[];
  /** Their families; an older version did not tell. @default not known */
  readonly families?: readonly string[] | undefined;
  /** Those of the tasks whose family was first opened for another program; an older version did not tell. */
  readonly reused?: readonly string[] | undefined;
}

/** What is relied on of that note. */
export const openingSchema = z.object({
  candidate: z.number(), program: z.string(), tasks: z.array(z.string()), families: z.array(z.string()).optional(),
  reused: z.array(z.string()).optional(),
});

/**
 * The openings of a run's sealed families, in their order.
 *
 * @throws {@link InputError} where one cannot be read: nobody could tell then what is still sealed.
 */
export function openingsOf(store: Pick<RunStore, "notes">): readonly Opening[] {
  return allNotesOf(store.notes(), SEALED, openingSchema, "that sealed families were opened, and which");
}

/** Whether the family of a task is among openings. */
export function isOpened(openings: readonly Opening[], { name, family }: NamedTask): boolean {
  return openings.some(({ tasks, families = [] }) => tasks.includes(name) || families.includes(family));
}

/**
 * Whether two programs are the same once they are simplified: a candidate that a user names is judged as it was found,
 * and as it is exported where it is selected.
 */
export function isSameProgram(one: string, other: string): boolean {
  if (one === other) return true;
  const [hash, otherHash] = [one, other].map(hashOf);
  return hash !== undefined && hash === otherHash;
}

/** `undefined` of what is no program: a note of another version may hold anything. */
function hashOf(text: string): string | undefined {
  try {
    return hashProgram(simplify(parse(text)).program);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The names of those of some tasks whose family openings opened first for another program than this one. */
export function reusedBy(
  openings: readonly Opening[], program: string, tasks: readonly NamedTask[],
): readonly string[] {
  return tasks.filter((task) => {
    const first = openings.find((opening) => isOpened([opening], task));
    return first !== undefined && !isSameProgram(first.program, program);
  }).map(({ name }) => name);
}

/**
 * Notes in a run that its sealed families are opened for a program, unless all of it was noted before. To be called
 * before anything is known of it.
 *
 * @param tasks - Those that it is judged on.
 * @returns The names of those of them that are reused: another program was judged on their family first.
 */
export function noteOpening(
  store: RunStore, { candidate, program }: Pick<Opening, "candidate" | "program">, tasks: readonly NamedTask[],
): readonly string[] {
  const before = openingsOf(store);
  const reused = reusedBy(before, program, tasks);
  const seen = before.filter((opening) => isSameProgram(opening.program, program));
  if (tasks.every(({ name }) => seen.some((opening) => opening.tasks.includes(name)))) return reused;
  const opening: Opening = {
    candidate, program, tasks: tasks.map(({ name }) => name), families: [...new Set(tasks.map(({ family }) => family))],
    reused,
  };
  store.note(SEALED, store.length, opening);
  return reused;
}

/** A task, as far as it matters who may train on it. */
interface NamedTask {
  readonly name: string;
  readonly family: string;
}

/** Which sealed tasks were opened. */
export interface Opened {
  readonly names: readonly string[];
  /** Those of them whose family was opened for another program before. */
  readonly reused: readonly string[];
}

const UNOPENED: Opened = { names: [], reused: [] };

/**
 * Notes in the run of a candidate which of some tasks are of families that the run keeps sealed, before the candidate
 * is trained on them; does nothing for a program that is named otherwise.
 *
 * @param reference - What the user named the program as.
 * @param program - Its text.
 * @returns The names of these tasks, and of those of them that another program of the run was judged on before.
 * @throws {@link InputError} where the run cannot be read, or cannot be written to and there are such tasks.
 */
export function openFor(reference: string, program: string, tasks: readonly NamedTask[]): Opened {
  const candidate = candidateOf(reference);
  if (candidate === undefined) return UNOPENED;
  const families = familiesOf(reference, "sealed") ?? [];
  const sealed = tasks.filter(({ family }) => families.includes(family));
  const names = sealed.map(({ name }) => name);
  if (sealed.length === 0) return UNOPENED;
  const store = openToNote(candidate.run, names);
  try {
    return { names, reused: noteOpening(store, { candidate: candidate.index, program }, sealed) };
  } finally {
    store.close();
  }
}

/** A run that is opened to note something; where that cannot be, the error says what it was for. */
function openToNote(run: string, sealed: readonly string[]): RunStore {
  try {
    return RunStore.open(run);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.code, `this run keeps ${sealed.map(printable).join(", ")} sealed, and it would have to be noted there that it is ` +
        `opened: ${error.message}`, { cause: error },
    );
  }
}
