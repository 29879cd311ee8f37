import { COLUMNS } from "../comment.js";
import { negation } from "../expression.js";
import type { Syntax } from "../framework/block.js";
import type { TakenNames } from "../framework/naming.js";
import { JAVASCRIPT_WORDS, Names, camelCase, pascalCase } from "../identifier.js";
import { statement } from "../statement.js";

/** How TypeScript writes statements, formatted as Prettier formats: every value has a name of its own. */
export const TYPESCRIPT_SYNTAX: Syntax = {
  columns: COLUMNS,
  statement: "const  = ;".length,
  indent: 2,
  rebinds: false,
  name: camelCase,
  next: (name) => `next${pascalCase(name)}`,
  variant: (name, k) => (/\d$/.test(name) ? `${name}_${k}` : `${name}${k}`),
  assignment: (name, { text }, indent) => indented(statement(`const ${name} = `, text, indent), indent),
  declaration: (name, indent) => [`${" ".repeat(indent)}let ${name}: tf.Tensor;`],
  reassignment: (name, { text }, indent) => indented(statement(`${name} = `, text, indent), indent),
  choice: ({ text }, first, second, indent) => [
    `${" ".repeat(indent)}if (${text}) {`, ...first,
    ...(second.length === 0 ? [] : [`${" ".repeat(indent)}} else {`, ...second]),
    `${" ".repeat(indent)}}`,
  ],
  unless: (test, body, indent) => {
    const not = negation(test).text.replace("-", "!");
    return [`${" ".repeat(indent)}if (${not}) {`, ...body, `${" ".repeat(indent)}}`];
  },
};

/** Names of JavaScript's variables that are taken. */
export class ScriptNames implements TakenNames {
  readonly #names: Names;

  constructor(taken: readonly string[]) {
    this.#names = new Names([...JAVASCRIPT_WORDS, "Error", "Promise", "Map", ...taken]);
  }

  /** The name in camel case where that is free, else with a number behind it. */
  take(name: string): string {
    return this.#names.take(camelCase(name));
  }

  /** All that are taken. */
  get taken(): ReadonlySet<string> {
    return this.#names.taken;
  }
}

/** Whether a name is one of a text. */
export function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.$#])${name}\\b(?!:)`).test(text);
}

function indented(text: string, indent: number): readonly string[] {
  return text.split("\n").map((line) => `${" ".repeat(indent)}${line}`);
}
