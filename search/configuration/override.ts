import { printable } from "../../dsl/text/diagnostic.js";
import { readDocument } from "./document.js";
import { ConfigurationError, type Fault } from "./fault.js";
import { type Node, type Path, type Place, childOf, nodeOf, pathText } from "./node.js";

/** A value that is set beside the file: `population.size=500`. */
interface Override {
  readonly path: Path;
  readonly node: Node;
}

/** Most keys and indices of a path: far more than any has. */
const MOST_SEGMENTS = 16;

/** Characters of an argument that a message shows. */
const MOST_SHOWN = 80;

/** What looks like a condition, as in `limits.state <= 1`. */
const COMPARISON = /^(?<path>[^<>=!]*?)\s*(?<sign>[<>]=?|[=!]=|≤|≥)\s*(?<value>.*)$/s;

const OVERRIDE = /^(?<path>[^=]*)=(?<value>.*)$/s;

/**
 * Sets a value in a configuration. What lies on the way to it and is not there is made; a list that is not there
 * begins as its default.
 *
 * @param text - `path=value`, where the path is made of keys and indices with dots, and the value is YAML. Files
 * that it names are sought in the working directory.
 * @param defaults - A configuration's defaults, as plain values.
 * @param faults - What is wrong in a value that can be read nevertheless is added here.
 * @throws {@link ConfigurationError} where the text is no such pair, or the path does not fit what is there.
 */
export function override(root: Node, text: string, defaults: unknown, faults: Fault[]): Node {
  const { path, node } = readOverride(text, faults);
  return withValue(root, path, node, defaults, []);
}

function readOverride(text: string, faults: Fault[]): Override {
  const { path: written = "", value = "" } = OVERRIDE.exec(text)?.groups ?? {};
  const shown = printable(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
  const source = { name: `--set ${shown}`, text: value, kind: "argument" } as const;
  const place = { source, offset: 0, length: value.length };
  const comparison = COMPARISON.exec(text)?.groups;
  if (comparison !== undefined) throw new ConfigurationError([{ place, message: comparisonText(comparison) }]);
  const path = written.trim().replace(/\[(\d+)\]/g, ".$1").split(".");
  if (!text.includes("=") || path.includes("") || path.length > MOST_SEGMENTS) {
    throw new ConfigurationError([
      { place, message: "expected path=value, as in population.size=500 or tasks.search.0=glyph-mlp" },
    ]);
  }
  return { path, node: { ...readDocument(source, faults), place } };
}

/** What is said of a condition: one that a limit may mean is told how the limit is set. */
function comparisonText({ path = "", sign = "", value = "" }: Readonly<Record<string, string>>): string {
  const expected = `expected path=value, which sets a value, and not a condition with ${sign}`;
  const pair = printable(`${path}=${value}`);
  return ["<=", "≤", "=="].includes(sign) && path !== "" && value !== "" && pair.length <= MOST_SHOWN
    ? `${expected}; did you mean \`${pair}\`?`
    : `${expected}, as in population.size=500`;
}

function withValue(node: Node | undefined, path: Path, value: Node, defaults: unknown, before: Path): Node {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  const { place } = value;
  const here = node === undefined || isNull(node) ? absent(segment, place, defaults) : node;
  const child = childOf(here, segment);
  const inner = withValue(child, rest, value, property(defaults, segment), [...before, segment]);
  switch (here.kind) {
    case "scalar":
      throw misfit(place, before, `is \`${printable(String(here.value))}\`, which has no part \`${printable(String(segment))}\``);
    case "list": {
      const index = Number(segment);
      if (!/^\d+$/.test(String(segment)) || index > here.items.length) {
        const most = here.items.length;
        throw misfit(place, before, `is a list of ${most}: expected an index from 0 to ${most}, where ${most} adds one`);
      }
      return { ...here, items: [...here.items.slice(0, index), inner, ...here.items.slice(index + 1)] };
    }
    case "mapping": {
      const key = here.entries.get(String(segment))?.key ?? place;
      return { ...here, entries: new Map([...here.entries, [String(segment), { key, node: inner }]]) };
    }
  }
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** What a value that is not there begins as. */
function absent(segment: string | number, place: Place, defaults: unknown): Node {
  const isIndex = /^\d+$/.test(String(segment));
  if (Array.isArray(defaults)) return nodeOf(defaults, place);
  return isIndex ? { kind: "list", items: [], place } : { kind: "mapping", entries: new Map(), place };
}

function property(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

function misfit(place: Place, path: Path, message: string): ConfigurationError {
  const name = path.length === 0 ? "the configuration" : `\`${printable(pathText(path))}\``;
  return new ConfigurationError([{ place, message: `${name} ${message}` }]);
}
