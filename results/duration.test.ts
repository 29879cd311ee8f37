import { expect, test } from "vitest";
import { durationText } from "./duration.js";

test.each([[0, "0 s"], [59.4, "59 s"], [60, "1 min"], [3570, "1 h 0 min"], [3600, "1 h 0 min"], [7500, "2 h 5 min"]])(
  "%s seconds are %s", (seconds, text) => { expect(durationText(seconds)).toBe(text); },
);
