import { expect, test } from "vitest";
import type { ProgressStream } from "./progress.js";
import { StageProgress } from "./stage-progress.js";

function written(isTTY: boolean, quiet: boolean): string {
  let text = "";
  const stream = { isTTY, columns: 80, write: (part: string) => (text += part) !== "" } as ProgressStream;
  const progress = new StageProgress(stream, quiet);
  progress.show("first", 1, 2);
  progress.show("first", 2, 2);
  progress.show("second", 1, 9);
  progress.end();
  return text;
}

test("a stage is a line when it begins, and on a terminal one that vanishes", () => {
  expect(written(false, false)).toBe("first\nsecond\n");
  expect(written(true, false)).toBe("\r\u001b[Kfirst: 1 of 2 done\r\u001b[K");
});

test("nothing is said where that was asked for", () => {
  expect(written(false, true) + written(true, true)).toBe("");
});
