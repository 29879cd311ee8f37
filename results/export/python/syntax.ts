import type { Syntax } from "../framework/block.js";
import { COLUMNS, assignment } from "./assignment.js";
import { pythonName } from "./name.js";

/** How Python writes statements, formatted as Black formats. */
export const PYTHON: Syntax = {
  columns: COLUMNS,
  statement: " = ".length,
  indent: 4,
  rebinds: true,
  name: pythonName,
  next: (name) => `next_${name}`,
  variant: (name, k) => `${name}_${k}`,
  assignment,
  declaration: () => [],
  reassignment: assignment,
  choice: ({ text }, first, second, indent) => [
    `${space(indent)}if ${text}:`, ...first, ...(second.length === 0 ? [] : [`${space(indent)}else:`, ...second]),
  ],
  unless: ({ text }, body, indent) => [`${space(indent)}if not ${text}:`, ...body],
};

function space(indent: number): string {
  return " ".repeat(indent);
}
