/** A function that generated code may need: its name, what it needs itself, and its text. */
export interface SupportFunction {
  readonly name: string;
  readonly needs: readonly string[];
  /** Lines of the whole definition. */
  readonly text: string;
}

/** The definitions of those functions that a text calls, and of what they need, in the order of the table. */
export function supportFor(text: string, table: readonly SupportFunction[]): readonly string[] {
  const needed = new Set<string>();
  const enter = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const other of table.find((row) => row.name === name)?.needs ?? []) enter(other);
  };
  for (const { name } of table) if (new RegExp(`(?<![\\w.])${name}\\b`).test(text)) enter(name);
  return table.flatMap((row) => (needed.has(row.name) ? ["", "", ...row.text.trim().split("\n")] : []));
}
