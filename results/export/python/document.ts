import { fill } from "../comment.js";
import { COLUMNS } from "./assignment.js";
import { type Parameter, inDocstring } from "./parameter.js";

/** A docstring in Google's style: paragraphs, whose lines are filled. */
export function docstring(paragraphs: readonly string[], indent: number): readonly string[] {
  const space = " ".repeat(indent);
  const [first = "", ...rest] = paragraphs.map((text) => text.replaceAll("\\", "\\\\").replaceAll('"""', "'''"));
  // A quote at the end would run into those that close.
  const safe = first.endsWith('"') ? `${first} ` : first;
  if (rest.length === 0 && indent + safe.length + 6 <= COLUMNS) return [`${space}"""${safe}"""`];
  const [opening = "", ...wrapped] = fill(first, COLUMNS - indent - 3);
  const lines = [
    `${space}"""${opening}`, ...wrapped.map((line) => space + line),
    ...rest.flatMap((text) => ["", ...text.split("\n").flatMap((line) => filled(line, indent))]),
  ];
  return [...lines.map((line) => line.trimEnd()), `${space}"""`];
}

/** One line of a paragraph, its continuation hanging under its text. */
function filled(line: string, indent: number): readonly string[] {
  const own = /^ */.exec(line)?.[0] ?? "";
  const hanging = line.startsWith("- ") ? "  " : own === "" ? "" : "    ";
  return fill(line.trim(), COLUMNS - indent - own.length - hanging.length).map(
    (text, k) => `${" ".repeat(indent)}${own}${k === 0 ? "" : hanging}${text}`,
  );
}

/** The section of a docstring that lists parameters. */
export function argumentsSection(parameters: readonly Parameter[]): string {
  return ["Args:", ...parameters.map(inDocstring)].join("\n");
}

/** The head of a function, on one line where it fits, else a parameter a line. */
export function signature(
  name: string, parameters: readonly string[], result: string, indent: number,
): readonly string[] {
  const space = " ".repeat(indent);
  const line = `${space}def ${name}(${parameters.join(", ")}) -> ${result}:`;
  if (line.length <= COLUMNS) return [line];
  return [`${space}def ${name}(`, ...parameters.map((text) => `${space}    ${text},`), `${space}) -> ${result}:`];
}
