import { expect, test } from "vitest";
import { toJson, toJsonLine } from "./json.js";

test("keys keep their order, and a number that is not finite is null with its reason behind it", () => {
  expect(toJson({ z: 1, a: { value: Infinity, step: 3 }, list: [{ x: NaN }], none: null })).toBe(`{
  "z": 1,
  "a": {
    "value": null,
    "valueReason": "Infinity",
    "step": 3
  },
  "list": [
    {
      "x": null,
      "xReason": "NaN"
    }
  ],
  "none": null
}
`);
});

test("a line of JSON has no line break within, and numbers as any JSON of symopt", () => {
  expect(toJsonLine({ a: "x\ny", b: [Infinity], c: { d: NaN } })).toBe('{"a":"x\\ny","b":[null],"c":{"d":null,"dReason":"NaN"}}\n');
});
