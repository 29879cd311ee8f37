import type { FunctionGroup, FunctionRow, FunctionSet } from "../dsl/functions/row.js";
import { FUNCTIONS } from "../dsl/functions/table.js";
import { type TypeName, typeName } from "../dsl/type.js";
import type { Page } from "./style.js";
import { formatField } from "./table.js";

/** What `symopt rules --functions` says of a function; `--json` prints it as it is. */
export interface FunctionReport {
  readonly name: string;
  readonly aliases: readonly string[];
  /** The operator it may be written as, or `null`. */
  readonly infix: string | null;
  readonly set: FunctionSet;
  readonly group: FunctionGroup;
  readonly args: FunctionRow["args"];
  /** The type of its result: that of its widest argument, or always the same. */
  readonly result: "widest" | TypeName;
  readonly commutative: boolean;
  /** Estimated cost of one element; a multiplication is 1. */
  readonly cost: number;
  readonly formula: string;
  readonly doc: string;
}

/** The functions of the language, those of one set alone where it is given. */
export function toFunctionReports(set?: FunctionSet): readonly FunctionReport[] {
  return FUNCTIONS.filter((row) => set === undefined || row.set === set).map((row) => ({
    name: row.name,
    aliases: row.aliases,
    infix: row.infix ?? null,
    set: row.set,
    group: row.group,
    args: row.args,
    result: row.result === "widest" ? "widest" : typeName(row.result),
    commutative: row.commutative,
    cost: row.cost,
    formula: row.formula,
    doc: row.doc,
  }));
}

/** The column where documentation starts. */
const SIGNATURE = 32;

/** The functions, a chapter at a time, each as `name(args)  what it does`. */
export function formatFunctions(functions: readonly FunctionReport[], page: Page): string {
  const chapters = new Map<FunctionGroup, FunctionReport[]>();
  for (const fn of functions) {
    const chapter = chapters.get(fn.group);
    if (chapter === undefined) chapters.set(fn.group, [fn]);
    else chapter.push(fn);
  }
  return [...chapters]
    .map(([group, rows]) => `${page.style.strong(group)}\n${rows.map((row) => formatFunction(row, page)).join("")}`)
    .join("\n");
}

function formatFunction(fn: FunctionReport, page: Page): string {
  const args = fn.args.map(({ name, type }) => (type === "any" ? name : `${name}:${type}`));
  const signature = `${fn.name}(${args.join(", ")})`;
  const names = [...(fn.infix === null ? [] : [`\`${fn.infix}\``]), ...fn.aliases.map((alias) => `\`${alias}\``)];
  const also = names.length === 0 ? "" : ` Also ${names.join(", ")}.`;
  const set = fn.set === "extended" ? " [extended]" : "";
  const accented = { ...page, style: { ...page.style, faint: page.style.accent } };
  return formatField(signature, `${fn.doc}${also}${set}`, SIGNATURE, accented);
}
