import { z } from "zod";
import { printable } from "../../dsl/text/diagnostic.js";
import { nearest } from "../../dsl/text/nearest.js";
import type { Fault } from "./fault.js";
import { type Node, type Path, nodeAt, pathText, placeOf } from "./node.js";
import { listed } from "./value.js";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Most characters of a value that a message shows. */
const MOST_SHOWN = 40;

/** Most unknown keys of a mapping that come with advice; no message shows more. */
const MOST_ADVISED = 20;

/** What a schema found wrong with a configuration, as faults at their places. */
export function faultsOf(schema: Schema, root: Node, issues: readonly Issue[]): readonly Fault[] {
  return issues.flatMap((issue) => faultsOfIssue(schema, root, issue));
}

function faultsOfIssue(schema: Schema, root: Node, issue: Issue): readonly Fault[] {
  const path = issue.path as Path;
  const node = nodeAt(root, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key, k) => ({
      place: (node?.kind === "mapping" ? node.entries.get(key)?.key : undefined) ?? placeOf(root, path),
      message:
        `\`${shown(pathText([...path, key]))}\` is no key of a configuration` +
        (k < MOST_ADVISED ? keyAdvice(schema, path, key) : ""),
    }));
  }
  if (issue.code === "invalid_union") {
    // The alternative that the value was meant for is the one that takes values of its type.
    const meant = issue.errors.find((all) => all.every((error) => error.path.length > 0 || !isOfOtherType(error)));
    if (meant !== undefined) {
      const errors = meant.map((error) => ({ ...error, path: [...path, ...error.path] }));
      return faultsOf(schema, root, errors);
    }
  }
  const place = placeOf(root, path);
  const name = path.length === 0 ? "a configuration" : `\`${shown(pathText(path))}\``;
  if (issue.code === "custom") return [{ place, message: issue.message }];
  if (node === undefined) return [{ place, message: `${name} is missing: it must be ${issue.message}` }];
  return [{ place, message: `${name} must be ${issue.message}, got ${valueText(node)}${wordAdvice(issue, node)}` }];
}

/** Whether an issue says that a value is of another type than the schema takes. */
function isOfOtherType(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function valueText(node: Node): string {
  switch (node.kind) {
    case "scalar":
      return node.value === null ? "nothing (null)" : `\`${shown(String(node.value))}\``;
    case "list":
      return `a list of ${node.items.length}`;
    case "mapping":
      return "a mapping";
  }
}

function shown(text: string): string {
  return printable(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}

function wordAdvice(issue: Issue, node: Node): string {
  if (node.kind !== "scalar" || node.value === null) return "";
  const near = nearest(String(node.value), wordsOf(issue));
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}

/** The words that would have been right. */
function wordsOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(wordsOf);
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

/** The key that a misspelt or misplaced one most likely means, or those that there are. */
function keyAdvice(schema: Schema, path: Path, key: string): string {
  const known = shapeAt(schema, path);
  const near = nearest(key, known.keys());
  if (near !== undefined) return `; did you mean \`${near}\`?`;
  const elsewhere = pathsTo(schema, key).map(pathText);
  if (elsewhere.length > 0) return `; did you mean ${listed(elsewhere)}?`;
  return `: expected ${listed([...known.keys()])}`;
}

type Shape = ReadonlyMap<string, Schema>;

/** The keys of the mapping at a path, and their schemas. */
function shapeAt(schema: Schema, path: Path): Shape {
  let inner = schema;
  for (const segment of path) {
    const bare = unwrapped(inner);
    const next = bare instanceof z.core.$ZodArray ? bare._zod.def.element : shapeOf(bare).get(String(segment));
    if (next === undefined) return new Map();
    inner = next;
  }
  return shapeOf(unwrapped(inner));
}

function shapeOf(schema: Schema): Shape {
  return new Map(schema instanceof z.core.$ZodObject ? Object.entries(schema._zod.def.shape) : []);
}

/** Where in the groups of a configuration a key of this name is. */
function pathsTo(schema: Schema, key: string): readonly Path[] {
  return [...shapeOf(unwrapped(schema))].flatMap(([name, inner]) => [
    ...(name === key ? [[name]] : []),
    ...pathsTo(inner, key).map((path) => [name, ...path]),
  ]);
}

const WRAPPERS = [z.core.$ZodDefault, z.core.$ZodPrefault, z.core.$ZodOptional, z.core.$ZodNullable] as const;

/** A schema without what fills in defaults; of alternatives the mapping. */
function unwrapped(schema: Schema): Schema {
  if (WRAPPERS.some((wrapper) => schema instanceof wrapper)) {
    return unwrapped((schema as z.core.$ZodOptional)._zod.def.innerType);
  }
  if (schema instanceof z.core.$ZodPipe) return unwrapped(schema._zod.def.out);
  if (schema instanceof z.core.$ZodUnion) {
    const bare = schema._zod.def.options.map(unwrapped);
    return bare.find((option) => option instanceof z.core.$ZodObject)
      ?? bare.find((option) => option instanceof z.core.$ZodArray)
      ?? schema;
  }
  return schema;
}
