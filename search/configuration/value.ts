import { z } from "zod";
import { printable } from "../../dsl/text/diagnostic.js";

// What each kind of value expects is the text of its issues: "`seed` must be " + that + ", got …".

/** An integer between two bounds, both allowed. */
export function integer(from: number, to: number, besides = ""): z.ZodNumber {
  const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  const error = `an integer ${range}${besides}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

/** A number between two bounds, both allowed. */
export function number(from: number, to: number): z.ZodNumber {
  const error = `a number from ${from} to ${to}`;
  return z.number({ error }).min(from, { error }).max(to, { error });
}

/** A number above 0. */
export function positive(to: number, besides = ""): z.ZodNumber {
  const error = `a number above 0, at most ${to}${besides}`;
  return z.number({ error }).gt(0, { error }).max(to, { error });
}

/** A probability or a share. */
export function fraction(): z.ZodNumber {
  return number(0, 1);
}

/** What a number may be besides one, where none is no limit. */
export const OR_NULL = ", or null";

/** One of some words. */
export function choice<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, { error: words.length === 1 ? `\`${words[0]}\`` : `one of ${listed(words)}` });
}

/** A line of text that is not empty, without tabs and characters that nobody sees. */
export function line(what: string): z.ZodString {
  const error = `${what} (1 to ${MOST_LINE} characters)`;
  return z.string({ error: what }).min(1, { error }).max(MOST_LINE, { error }).refine(
    (text) => printable(text) === text,
    { error: "expected text in which every character can be seen" },
  );
}

/** Most characters of a name or a path. */
const MOST_LINE = 4096;

/** A list of at most so many items. */
export function list<Item extends z.ZodType>(item: Item, what: string, from = 0, to = 1000): z.ZodArray<Item> {
  const error = `a list of ${from === 0 ? "at most" : `${from} to`} ${to} ${what}`;
  return z.array(item, { error }).min(from, { error }).max(to, { error });
}

/** Whether each number of a list is above the one before it. */
export function rising(values: readonly number[]): boolean {
  return values.every((value, k) => k === 0 || value > (values[k - 1] as number));
}

/**
 * A group of keys, each with a default. A group whose keys are all commented out is null in YAML: it has its
 * defaults, as one that is absent.
 */
export function group<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodPreprocess<z.ZodObject<Shape, z.core.$strict>> {
  return z.preprocess((value) => value ?? {}, z.strictObject(shape, { error: "a mapping of keys" }));
}

/** Words in backquotes, with commas. */
export function listed(words: readonly (string | number)[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
