import { type LoadedProgram, PROGRAM_TEXT, loadProgram, parseProgram } from "../search/load-program.js";
import { readText } from "../search/text-file.js";
import { InputError } from "../src/errors.js";

/**
 * Loads the programs that the user named, in order; `-` is standard input. A name of the library goes before a
 * file of that name; `./lion` means the file.
 *
 * @throws {@link InputError} with the faults of all of them.
 */
export async function loadPrograms(references: readonly string[]): Promise<readonly LoadedProgram[]> {
  if (references.filter((reference) => reference === "-").length > 1) {
    throw new InputError("bad-argument", "standard input (-) can be read only once, but stands for two programs");
  }
  const loaded: LoadedProgram[] = [];
  const faults: InputError[] = [];
  for (const reference of references) {
    try {
      loaded.push(await (reference === "-" ? readProgram() : loadProgram(reference)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (first === undefined) return loaded;
  throw faults.length === 1 ? first : new InputError(first.code, faults.map(({ message }) => message).join("\n"));
}

/** The program on standard input. */
async function readProgram(): Promise<LoadedProgram> {
  const name = "standard input";
  let text: string;
  try {
    text = await readText(process.stdin, { name, what: PROGRAM_TEXT });
  } catch (error) {
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError("bad-file", `${name} cannot be read: ${(error as Error).message}`);
  }
  return { name, ...parseProgram(text, name) };
}
