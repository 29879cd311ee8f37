import type { Program } from "../dsl/program.js";
import { type Diagnostic, printable, quote, shownFaults } from "../dsl/text/diagnostic.js";
import { parse } from "../dsl/text/parse.js";
import { RULE_DOCUMENT, type RuleDocument, ruleIn } from "../results/export/json/document.js";
import { InputError } from "../src/errors.js";
import { readDocument } from "./configuration/document.js";
import { type Node, type Path, type Place, nodeAt, pathText, placeOf } from "./configuration/node.js";

/** Most characters of a value that a message shows. */
const MOST_SHOWN = 40;

/** A rule that was read from JSON. */
export interface ReadRule {
  /** What the document says as a whole: the program of its text with its learning rate and its decay. */
  readonly program: Program;
  readonly document: RuleDocument;
}

/**
 * The rule that `symopt export --to json` wrote.
 *
 * @param name - What messages call the file.
 * @throws {@link InputError} with all faults and their places: of JSON, of its keys, or of the program in it.
 */
export function parseRuleDocument(text: string, name: string): ReadRule {
  const value = parseJson(text.replace(/^\ufeff/, ""), name);
  const { data, error } = RULE_DOCUMENT.safeParse(value);
  if (data !== undefined) {
    return { document: data, program: ruleIn(data, parse(data.program, `${name}, program`)) };
  }
  const root = tryReadNodes(text, name);
  const faults = error.issues.flatMap((issue): readonly Fault[] => {
    const path = issue.path as Path;
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...path, key], message: `\`${printable(pathText([...path, key]))}\` is no key of an exported rule` }))
      : [{ path, message: `${path.length === 0 ? "it" : `\`${pathText(path)}\``} must be ${issue.message}, got ${shown(at(value, path))}` }];
  });
  const messages = shownFaults(faults, ({ path, message }) => located(text, name, root, path, message));
  throw new InputError("bad-file", `${name} holds JSON, but no exported rule\n${messages}`);
}

/** What is wrong with a value, and where it is. */
interface Fault {
  readonly path: Path;
  readonly message: string;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.trimEnd().length);
    const what = printable(message.replace(/ (?:in JSON )?at position.*$/s, "").slice(0, MOST_SHOWN * 2));
    throw new InputError("bad-file", quoteAt(text, name, { offset, length: 1 }, `this is not JSON: ${what}`));
  }
}

/** The same values with their places; `undefined` where the reader of YAML, which has them, takes JSON amiss. */
function tryReadNodes(text: string, name: string): Node | undefined {
  try {
    return readDocument({ name, text, kind: "file" }, []);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function located(text: string, name: string, root: Node | undefined, path: Path, message: string): string {
  if (root === undefined) return `${name}: ${message}`;
  const parent = nodeAt(root, path.slice(0, -1));
  const key = parent?.kind === "mapping" ? parent.entries.get(String(path.at(-1)))?.key : undefined;
  return quoteAt(text, name, key ?? placeOf(root, path), message);
}

function quoteAt(text: string, name: string, { offset, length }: Pick<Place, "offset" | "length">, message: string): string {
  const before = text.slice(0, offset).split("\n");
  const lines = text.split(/\r?\n/);
  const column = (before.at(-1) ?? "").length + 1;
  const rest = Math.max(1, (lines[before.length - 1] ?? "").length - column + 1);
  const fault: Diagnostic = { line: before.length, column, length: Math.min(Math.max(1, length), rest), message };
  return quote(lines, fault, name);
}

/** The value at a path; `undefined` where there is none. */
function at(value: unknown, path: Path): unknown {
  let inner = value;
  for (const segment of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, segment)) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[segment];
  }
  return inner;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return printable(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}
