import { visibleWidth, wrap } from "./table.js";

/** How far what goes on is indented. */
const CONTINUED = 6;

/** Breaks a line of a program at spaces where it is too wide; what goes on is indented further. */
export function wrapCode(line: string, width: number): readonly string[] {
  if (visibleWidth(line) <= width) return [line];
  const indent = line.slice(0, line.length - line.trimStart().length);
  const [first = "", ...rest] = wrap(line.trimStart(), width - indent.length);
  return [
    indent + first,
    ...wrap(rest.join(" "), width - CONTINUED).map((text) => " ".repeat(CONTINUED) + text),
  ];
}

/** The first line of a program, as it is printed. */
const SIGNATURE = /^(?<before>def \w+\()(?<parameters>[^()]*)(?<after>\):)/;

/**
 * The lines of a program for people. Parameters with a default stand behind all others, as Python asks: what is kept of
 * a program, and what it is known by, has them as they came.
 */
export function programLines(text: string, width: number): readonly string[] {
  return defaultsLast(text).trimEnd().split("\n").flatMap((line) => wrapCode(line, width));
}

function defaultsLast(text: string): string {
  return text.replace(SIGNATURE, (_, before: string, parameters: string, after: string) => {
    const all = parameters.split(", ");
    const isSet = (parameter: string): boolean => parameter.includes("=");
    return before + [...all.filter((each) => !isSet(each)), ...all.filter(isSet)].join(", ") + after;
  });
}
