import fc from "fast-check";
import { expect, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { ByteReader, ByteWriter } from "./bytes.js";

/** What a reader gives that was handed what a writer took. */
function through<T>(write: (writer: ByteWriter) => void, read: (reader: ByteReader) => T): T {
  const writer = new ByteWriter();
  write(writer);
  const reader = new ByteReader();
  reader.load(writer.take());
  return read(reader);
}

test("natural numbers up to the largest safe integer come back", () => {
  fc.assert(fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(300)), (value) => {
    expect(through((w) => { w.natural(value); }, (r) => r.natural())).toBe(value);
  }));
  expect(through((w) => { w.natural(2 ** 53 - 1); }, (r) => r.natural())).toBe(2 ** 53 - 1);
});

test("floats come back to the bit, −0 and subnormals included", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    expect(through((w) => { w.float(value); }, (r) => r.float())).toBe(value);
  }));
  expect(through((w) => { w.float(-0); }, (r) => r.float())).toBe(-0);
});

test("texts of any script come back, and identifiers of any form", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string(), (a, b) => {
    const read = through(
      (w) => { w.text(a); w.identifier(b); w.identifier(null); w.identifier("00ff00ff00ff00ff"); },
      (r) => [r.text(), r.identifier(), r.identifier(), r.identifier()],
    );
    expect(read).toEqual([a, b, null, "00ff00ff00ff00ff"]);
  }));
});

test("hexadecimal digits in capitals stay as they are", () => {
  expect(through((w) => { w.identifier("00FF00FF00FF00FF"); }, (r) => r.identifier())).toBe("00FF00FF00FF00FF");
});

test("an identifier of 16 hexadecimal digits takes nine bytes", () => {
  const writer = new ByteWriter();
  writer.identifier("0123456789abcdef");
  expect(writer.take().length).toBe(9);
});

test("what is written before and after room was made is there", () => {
  const values = Array.from({ length: 5000 }, (_, i) => i * 1.5);
  const read = through((w) => { for (const value of values) w.float(value); }, (r) => values.map(() => r.float()));
  expect(read).toEqual(values);
});

test("bytes that were taken do not change with what is written later", () => {
  const writer = new ByteWriter();
  writer.natural(1);
  const taken = writer.take();
  writer.natural(2);
  expect([...taken]).toEqual([1]);
});

test("numbers that cannot come back are refused", () => {
  const writer = new ByteWriter();
  for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    expect(() => { writer.natural(value); }).toThrow(ContractError);
  }
  for (const value of [NaN, Infinity, -Infinity]) expect(() => { writer.float(value); }).toThrow(ContractError);
});
