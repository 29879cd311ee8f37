import { FAMILIES } from "./task.js";

/**
 * What is left of a family's name without case, spaces, hyphens, underscores and the plural's s: names of which this is
 * the same mean one family.
 */
function essence(family: string): string {
  const words = family.normalize("NFKC").toLowerCase().split(/[\p{Pd}\s_]+/u);
  return words.map((word) => word.replace(/s$/, "")).join("");
}

/**
 * The family that a name most likely means: one that is written otherwise, yet only in case, spaces, hyphens or
 * plural. Families hold apart what is searched on and what is judged by, so that a slip must not make a new one.
 *
 * @param known - Families that there are. Default: those that are built in.
 * @returns `undefined` where it is one of them, or a new one.
 */
export function meantFamily(family: string, known: readonly string[] = FAMILIES): string | undefined {
  if (known.includes(family)) return undefined;
  return known.find((other) => essence(other) === essence(family));
}
