import { type Alias, type CST, type ParsedNode, Composer, Lexer, Parser, isAlias, isMap, isScalar, isSeq } from "yaml";
import { printable } from "../../dsl/text/diagnostic.js";
import { ConfigurationError, type Fault } from "./fault.js";
import type { Entry, Node, Place, Source } from "./node.js";

/** How deep values may be nested: no key of a configuration lies deeper than a few. */
const DEEPEST = 32;

/** Most values, each alias counted as what it stands for, and most words and marks that make them. */
const MOST_VALUES = 50_000;

/**
 * Reads YAML. Not by the package's own conversion to plain values: that forgets places, and takes time that grows
 * with the square of hostile texts.
 *
 * @param faults - What is wrong in a text that can be read nevertheless, such as a key that stands twice, is
 * added here.
 * @throws {@link ConfigurationError} with the faults of its syntax.
 */
export function readDocument(source: Source, faults: Fault[]): Node {
  const tokens = readTokens(source);
  refuseDepth(tokens, source);
  // Duplicates are found below, in linear time.
  const options = { version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false } as const;
  const documents = [...new Composer(options).compose(tokens, true, source.text.length)];
  const errors = documents.flatMap(({ errors, warnings }) =>
    [...errors, ...warnings].map(({ pos: [from, to], message }) => ({
      place: { source, offset: from, length: to - from },
      message: `this is not YAML: ${printable(message)}`,
    })),
  );
  const [document, second] = documents;
  if (second !== undefined) {
    const place = { source, offset: second.range[0], length: 1 };
    errors.push({ place, message: "a second document begins here: a configuration is one" });
  }
  if (errors.length > 0) throw new ConfigurationError(errors);
  const contents = document?.contents ?? null;
  return contents === null
    ? { kind: "scalar", value: null, place: { source, offset: 0, length: 0 } }
    : new Converter(source, faults).convert(contents, 0);
}

function readTokens(source: Source): readonly CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    if (++count > MOST_VALUES) throw tooMuch({ source, offset: parser.offset, length: 1 });
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return tokens;
}

function tooMuch(place: Place): ConfigurationError {
  return new ConfigurationError([
    { place, message: `more than ${MOST_VALUES} values or words up to here: no configuration has so many` },
  ]);
}

/** Composing recurses, so a depth that would exhaust the stack is found before. */
function refuseDepth(tokens: readonly CST.Token[], source: Source): void {
  let level = tokens.map((token) => token as CST.Token | null | undefined);
  for (let depth = 0; level.length > 0; depth++) {
    const next: (CST.Token | null | undefined)[] = [];
    for (const token of level) {
      if (token === null || token === undefined) continue;
      if (depth > DEEPEST) throw tooDeep({ source, offset: token.offset, length: 1 });
      if (token.type === "document") next.push(token.value);
      else if ("items" in token) for (const item of token.items) next.push(item.key, item.value);
    }
    level = next;
  }
}

function tooDeep(place: Place): ConfigurationError {
  return new ConfigurationError([{ place, message: `nested more than ${DEEPEST} deep: no configuration is` }]);
}

/** Makes nodes of what the parser made. */
class Converter {
  readonly #source: Source;
  readonly #faults: Fault[];
  readonly #anchors = new Map<string, ParsedNode>();
  #values = 0;

  constructor(source: Source, faults: Fault[]) {
    this.#source = source;
    this.#faults = faults;
  }

  convert(node: ParsedNode | null, depth: number): Node {
    const place = this.#place(node);
    if (node === null) return { kind: "scalar", value: null, place };
    if (++this.#values > MOST_VALUES) throw tooMuch(place);
    if (depth > DEEPEST) throw tooDeep(place);
    if (isAlias(node)) return this.#alias(node.source, place, depth);
    const converted = this.#whole(node, place, depth);
    // Only now: a value cannot stand in itself.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return converted;
  }

  #whole(node: Exclude<ParsedNode, Alias.Parsed>, place: Place, depth: number): Node {
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const entries = new Map<string, Entry>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined) {
          this.#fault(this.#place(key), "a key must be a plain word");
        } else if (entries.has(name)) {
          this.#fault(this.#place(key), `the key \`${printable(name)}\` stands twice in one mapping`);
        } else {
          entries.set(name, { key: this.#place(key), node: this.convert(value, depth + 1) });
        }
      }
      return { kind: "mapping", entries, place };
    }
    if (isSeq<ParsedNode>(node)) {
      return { kind: "list", items: node.items.map((item) => this.convert(item, depth + 1)), place };
    }
    const { value } = node as { readonly value: unknown };
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return { kind: "scalar", value, place };
    }
    this.#fault(place, "expected text, a number, true, false, null, a list or a mapping");
    return { kind: "scalar", value: null, place };
  }

  /** What an alias stands for, at the place of the alias. */
  #alias(name: string, place: Place, depth: number): Node {
    const target = this.#anchors.get(name);
    if (target !== undefined) return { ...this.convert(target, depth + 1), place };
    this.#fault(place, `there is no anchor \`&${printable(name)}\` before this alias`);
    return { kind: "scalar", value: null, place };
  }

  #place(node: ParsedNode | null): Place {
    const [from, to] = node?.range ?? [0, 0];
    return { source: this.#source, offset: from, length: to - from };
  }

  #fault(place: Place, message: string): void {
    this.#faults.push({ place, message });
  }
}
