import type { Expression } from "./expression.js";

/** The columns that Black fills. */
export const COLUMNS = 88;

/** `name = value` as Black breaks it where it is too long. */
export function assignment(name: string, { text }: Expression, indent: number): readonly string[] {
  const space = " ".repeat(indent);
  const line = `${space}${name} = ${text}`;
  if (line.length <= COLUMNS) return [line];
  const [head, inside, tail] = brokenAt(text);
  const broken = `${space}    ${inside}`;
  // What does not fit within brackets either has an operand a line.
  const body = broken.length > COLUMNS && head === "(" && tail === ")"
    ? operandsOf(inside).map((operand) => `${space}    ${operand}`) : [broken];
  return [`${space}${name} = ${head}`, ...body, `${space}${tail}`];
}

/** Where a pair of brackets opens and closes in a text. */
interface Brackets {
  readonly open: number;
  readonly close: number;
}

/** Operators at the top of an expression, loosest first, as Black ranks them. */
const RANKS = [/ (?:if|else) /y, / (?:==|!=|<=?|>=?) /y, / [+-] /y, / [*/] /y, / \*\* /y];

/** Where Black opens a long expression: at its first or last bracket if it has one operator, else around all of it. */
function brokenAt(text: string): readonly [head: string, inside: string, tail: string] {
  const brackets = bracketsOf(text);
  const [first, last] = [brackets[0], brackets.at(-1)];
  if (operatorsOf(text).length <= 1 && first !== undefined && last !== undefined) {
    if (first.open === 0 && first.close < text.length - 1) return cut(text, first);
    if (last.close === text.length - 1) return cut(text, last);
  }
  return ["(", text, ")"];
}

function cut(text: string, { open, close }: Brackets): readonly [string, string, string] {
  return [text.slice(0, open + 1), text.slice(open + 1, close), text.slice(close)];
}

/** The outermost brackets of an expression. */
function bracketsOf(text: string): readonly Brackets[] {
  const found: { open: number; close: number }[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(" && depth++ === 0) found.push({ open: i, close: i });
    if (text[i] === ")" && --depth === 0) (found.at(-1) as { close: number }).close = i;
  }
  return found;
}

/** Places of the loosest operators outside all brackets. */
function operatorsOf(text: string): readonly number[] {
  const brackets = bracketsOf(text);
  const isOutside = (i: number): boolean => !brackets.some(({ open, close }) => i > open && i < close);
  for (const rank of RANKS) {
    const places: number[] = [];
    for (let i = 0; i < text.length; i++) {
      rank.lastIndex = i;
      if (rank.test(text) && isOutside(i)) places.push(i);
    }
    if (places.length > 0) return places;
  }
  return [];
}

/** An expression cut before its loosest operators. */
function operandsOf(text: string): readonly string[] {
  const places = [0, ...operatorsOf(text).map((place) => place + 1), text.length];
  return places.slice(1).map((end, k) => text.slice(places[k], end).trim());
}
