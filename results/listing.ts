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
