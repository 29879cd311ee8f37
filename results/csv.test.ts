import fc from "fast-check";
import { expect, test } from "vitest";
import { toCsv } from "./csv.js";

test("fields are quoted only where they must be, lines end in CR LF", () => {
  expect(toCsv([["a", "b c", 'say "x"'], ["1,5", "two\nlines", 0.1]])).toBe(
    'a,b c,"say ""x"""\r\n"1,5","two\nlines",0.1\r\n',
  );
});

test("no rows are no text", () => {
  expect(toCsv([])).toBe("");
});

test("whatever the fields are, a reader of RFC 4180 gets them back", () => {
  const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\r", "\n", " ", "é") });
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(fc.property(rows, (table) => { expect(readCsv(toCsv(table))).toEqual(table); }));
});

/** Reads what RFC 4180 describes: fields between commas, quoted or without quotes and line breaks. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
