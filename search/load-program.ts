import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Program } from "../dsl/program.js";
import { findRule, rules } from "../dsl/rules/index.js";
import { printable } from "../dsl/text/diagnostic.js";
import { nearest } from "../dsl/text/nearest.js";
import { parse } from "../dsl/text/parse.js";
import type { RuleDocument } from "../results/export/json/document.js";
import { InputError } from "../src/errors.js";
import { parseRuleDocument } from "./rule-document.js";
import { readCandidate } from "./run/candidate.js";
import { readTextFile } from "./text-file.js";

/** A program that the user named. */
export interface LoadedProgram {
  /** What reports call it: the path, the name in the library, or what it was read from. */
  readonly name: string;
  readonly program: Program;
  /** The document of an exported rule, whose learning rate and decay `program` has; absent of all others. */
  readonly document?: RuleDocument;
}

/** A candidate of a run: the run's folder, and the candidate's place in its log. */
const CANDIDATE = /^(?<run>.+):(?<index>\d{1,15})$/;

/** What a text that is read should hold. */
export const PROGRAM_TEXT = "program";

/**
 * Loads a program that the user named: of the library, of a run (`runs/mine:512`), or of a file, which holds its text
 * or is an exported `.json`. A name of the library goes before a file of that name; `./lion` means the file.
 *
 * @param folder - What the path is relative to. Default: the working directory.
 * @throws {@link InputError} where there is none or its text is faulty.
 */
export async function loadProgram(reference: string, folder?: string): Promise<LoadedProgram> {
  const rule = findRule(reference);
  if (rule !== undefined) return { name: reference, program: parse(rule.text, reference) };
  const name = printable(reference);
  const path = at(folder, reference);
  const candidate = candidateOf(reference, folder);
  if (candidate !== undefined) return { name, program: parse(readCandidate(candidate.run, candidate.index), name) };
  const text = await readTextFile(path, {
    name,
    what: PROGRAM_TEXT,
    extension: ".rule",
    absent: () =>
      new InputError("no-such-program", `there is no file and no rule \`${name}\`${suggestRules(reference)}`),
  });
  return { name, ...parseProgram(text, name) };
}

/**
 * The candidate of a run that a reference means; `undefined` where it means something else.
 *
 * @param folder - What the run's path is relative to. Default: the working directory.
 */
export function candidateOf(
  reference: string, folder?: string,
): { readonly run: string; readonly index: number } | undefined {
  const { run, index } = CANDIDATE.exec(reference)?.groups ?? {};
  if (run === undefined || existsSync(at(folder, reference))) return undefined;
  return { run: at(folder, run), index: Number(index) };
}

function at(folder: string | undefined, path: string): string {
  return folder === undefined ? path : resolve(folder, path);
}

/**
 * The program that a text is, or that the JSON of an exported rule holds.
 *
 * @throws {@link InputError} where it is none or faulty.
 */
export function parseProgram(text: string, name: string): Omit<LoadedProgram, "name"> {
  if (text.trim() === "") {
    throw new InputError("bad-file", `${name} is empty: expected a program, \`def name(w, g, …):\``);
  }
  return /^\ufeff?\s*[{[]/.test(text) ? parseRuleDocument(text, name) : { program: parse(text, name) };
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
