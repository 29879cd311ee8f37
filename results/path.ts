import { printable } from "../dsl/text/diagnostic.js";

/** A path as a shell takes it. */
export function quoted(path: string): string {
  const shown = printable(path);
  return /^[\w./:@%+,-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
