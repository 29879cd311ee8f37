import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { Program } from "../dsl/program.js";
import { findRule, rules } from "../dsl/rules/index.js";
import { printable } from "../dsl/text/diagnostic.js";
import { nearest } from "../dsl/text/nearest.js";
import { parse } from "../dsl/text/parse.js";
import { InputError } from "../src/errors.js";

/** A program that the user named. */
export interface LoadedProgram {
  /** What reports call it: the path, the name in the library, or `standard input`. */
  readonly name: string;
  readonly program: Program;
}

/** The largest program text that is read, in bytes. */
const LARGEST = 1_000_000;

/**
 * Loads the programs that the user named, in order. A name of the library goes before a file of that name;
 * `./lion` means the file.
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
      loaded.push(await loadProgram(reference));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (first === undefined) return loaded;
  throw faults.length === 1 ? first : new InputError(first.code, faults.map(({ message }) => message).join("\n"));
}

async function loadProgram(reference: string): Promise<LoadedProgram> {
  const rule = findRule(reference);
  if (rule !== undefined) return { name: reference, program: parse(rule.text, reference) };
  const name = reference === "-" ? "standard input" : printable(reference);
  const text = reference === "-" ? decode(await readStandardInput(), name) : await readProgramFile(reference, name);
  return { name, program: parse(text, name) };
}

async function readProgramFile(path: string, name: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw cannotRead(error, path, name);
  }
  try {
    return decode(await readAtMost(file.createReadStream({ autoClose: false }), name), name);
  } catch (error) {
    throw error instanceof InputError ? error : cannotRead(error, path, name);
  } finally {
    await file.close();
  }
}

async function readStandardInput(): Promise<Buffer> {
  try {
    return await readAtMost(process.stdin, "standard input");
  } catch (error) {
    throw error instanceof InputError ? error : cannotRead(error, "-", "standard input");
  }
}

/** Reads a stream, and stops at the limit: a device may never end. */
async function readAtMost(stream: AsyncIterable<unknown>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > LARGEST) {
      throw new InputError("bad-file", `${name} is larger than ${LARGEST / 1e6} MB: that is no program`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer, name: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError("bad-file", `${name} is not text: expected a program in UTF-8`);
  }
  if (text.includes("\0")) throw new InputError("bad-file", `${name} is not text but binary: expected a program`);
  if (text.trim() === "") {
    throw new InputError("bad-file", `${name} is empty: expected a program, \`def name(w, g, …):\``);
  }
  if (/^\s*[{[]/.test(text)) {
    throw new InputError("bad-file", `${name} holds JSON, which is not read yet: expected the text of a program`);
  }
  return text;
}

/** Why a file could not be read, in words, and what to do. */
function cannotRead(error: unknown, path: string, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
      return new InputError("no-such-program", `there is no file and no rule \`${name}\`${suggestRules(path)}`);
    case "EISDIR":
      return new InputError("bad-file", `${name} is a directory: expected a .rule file`);
    case "EACCES":
    case "EPERM":
      return new InputError("bad-file", `${name} may not be read: check its permissions`);
    case undefined:
      return error;
    default:
      return new InputError("bad-file", `${name} cannot be read: ${(error as Error).message}`);
  }
}

/** How many names of the library an error lists. */
const SUGGESTED = 3;

/** The rules that a misspelt name most likely means, as the end of an error message. */
export function suggestRules(path: string): string {
  const word = basename(path).replace(/\.rule$/, "");
  const left = new Set(rules.map((rule) => rule.name));
  const near: string[] = [];
  // A rule that the word is a part of is meant as well as one a typing error away.
  for (const name of left) if (word.length > 2 && name.includes(word)) near.push(name);
  for (const name of near) left.delete(name);
  for (let name = nearest(word, left); name !== undefined && near.length < SUGGESTED; name = nearest(word, left)) {
    near.push(name);
    left.delete(name);
  }
  if (near.length === 0) return "; `symopt rules` lists the library";
  return `; did you mean ${near.slice(0, SUGGESTED).map((name) => `\`${name}\``).join(", ")}?`;
}
