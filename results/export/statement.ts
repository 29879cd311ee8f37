import { COLUMNS } from "./comment.js";

/**
 * An assignment; where it does not fit a line, broken as Prettier does: a call at its arguments, a choice at its marks,
 * all else before it.
 */
export function statement(start: string, text: string, indent: number): string {
  if (indent + start.length + text.length + 1 <= COLUMNS) return `${start}${text};`;
  const choice = choiceOf(text);
  if (choice !== undefined) return `${start}${choice.join("\n  ")};`;
  const args = argumentsOf(text);
  if (args === undefined) return `${start.trimEnd()}\n  ${text};`;
  return `${start}${text.slice(0, text.indexOf("(") + 1)}\n${args.map((arg) => `  ${arg},\n`).join("")});`;
}

/** The arguments of a call that is the whole of an expression; `undefined` of any other expression. */
function argumentsOf(text: string): readonly string[] | undefined {
  if (!/^[\w.]+\(.*\)$/.test(text)) return undefined;
  const args: string[] = [""];
  let depth = 0;
  for (const letter of text.slice(text.indexOf("(") + 1, -1)) {
    if (letter === "(") depth++;
    if (letter === ")" && --depth < 0) return undefined;
    if (letter === "," && depth === 0) args.push("");
    else args.push((args.pop() ?? "") + letter);
  }
  return args.map((arg) => arg.trim());
}

/** A choice cut before its marks; `undefined` of any other expression. */
function choiceOf(text: string): readonly string[] | undefined {
  const cuts: number[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")") depth--;
    if (depth === 0 && / [?:] /y.test(text.slice(i, i + 3))) cuts.push(i);
  }
  const [yes, no] = cuts;
  if (cuts.length !== 2 || yes === undefined || no === undefined) return undefined;
  return [text.slice(0, yes), text.slice(yes + 1, no), text.slice(no + 1)];
}
