const ELLIPSIS = "…";

/** Names of rules of the bar, indented, and `…g:123456` for a candidate of a run are not longer. */
const NARROWEST = 12;

/**
 * Names cut to a width so that those that differ still do. The end is kept, since programs are told apart by it:
 * `runs/evening:2584` becomes `…ing:2584`; where that is not enough, as much of the beginning as it takes too. What is
 * no wider stays as it is.
 *
 * @param width - At least {@link nameWidth}: below, names may become the same.
 */
export function shortNames(names: readonly string[], width: number): readonly string[] {
  return apart(names, width) ?? names.map((name) => shorten(name, width, 0));
}

/** The least width that names can be cut to and still differ. */
export function nameWidth(names: readonly string[]): number {
  let width = NARROWEST;
  while (apart(names, width) === undefined) width++;
  return width;
}

/** Names cut with the shortest beginning under which they differ; `undefined` where no beginning does. */
function apart(names: readonly string[], width: number): readonly string[] | undefined {
  const count = new Set(names).size;
  for (let head = 0; head < width; head++) {
    const short = names.map((name) => shorten(name, width, head));
    if (new Set(short).size === count) return short;
  }
  return undefined;
}

/** A name cut to a width, with so many characters of its beginning. */
function shorten(name: string, width: number, head: number): string {
  const characters = [...name];
  if (characters.length <= width) return name;
  const tail = Math.max(0, width - ELLIPSIS.length - head);
  return [...characters.slice(0, head), ELLIPSIS, ...characters.slice(characters.length - tail)].join("");
}
