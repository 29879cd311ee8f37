import { expect } from "vitest";

/** An element of a page that was read. */
export interface ReadElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The text directly and further in, entities decoded. */
  text: string;
  /** Names of the elements around it, outermost first. */
  readonly around: readonly string[];
}

const VOID = new Set(["br", "col", "hr", "input", "meta"]);
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'" };

/**
 * Reads a page more strictly than any browser: every element has an end, every attribute quotes, every `&` and `<` a
 * meaning. Fails the test where that is not so.
 */
export function readPage(html: string): readonly ReadElement[] {
  const elements: ReadElement[] = [];
  const open: ReadElement[] = [];
  const body = html.replace(/^<!doctype html>\n/, "");
  const token = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?: [A-Za-z][A-Za-z0-9:-]*="[^"<>]*")*)( \/)?>|([^<]+)|(<)/gy;
  for (let match; (match = token.exec(body)) !== null;) {
    const [whole, slash, name, attributes, isEmpty, text, stray] = match;
    if (stray !== undefined) throw new Error(`a stray < at ${body.slice(match.index, match.index + 80)}`);
    if (text !== undefined) {
      const plain = open.at(-1)?.name === "style" || open.at(-1)?.name === "script" ? text : decoded(text);
      for (const element of open) element.text += plain;
    } else if (slash === "/") {
      expect(open.pop()?.name, `what </${name ?? ""}> ends`).toBe(name);
    } else if (name !== undefined) {
      const element: ReadElement = {
        name, attributes: attributesOf(attributes ?? ""), text: "", around: open.map((outer) => outer.name),
      };
      expect(isEmpty !== undefined, whole).toBe(VOID.has(name));
      elements.push(element);
      if (isEmpty === undefined) open.push(element);
      if (name === "script" || name === "style") {
        const end = body.indexOf(`</${name}>`, token.lastIndex);
        element.text = body.slice(token.lastIndex, end);
        token.lastIndex = end;
      }
    }
    if (token.lastIndex === body.length) break;
  }
  expect(token.lastIndex, "where the page ends").toBe(body.length);
  expect(open.map(({ name }) => name), "what is open at the end").toEqual([]);
  return elements;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/ ([^ =]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, decoded(value)] as const);
  expect(new Set(pairs.map(([key]) => key)).size, "attributes that are there twice").toBe(pairs.length);
  return new Map(pairs);
}

function decoded(text: string): string {
  return text.replace(/&([^;&]*;?)/g, (whole, inner: string) => {
    const character = inner.endsWith(";") ? ENTITIES[inner.slice(0, -1)] : undefined;
    if (character === undefined) throw new Error(`a stray & in ${whole}`);
    return character;
  });
}
