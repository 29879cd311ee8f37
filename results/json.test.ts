import { expect, test } from "vitest";
import { toJson } from "./json.js";

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
