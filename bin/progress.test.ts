import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress, type ProgressStream } from "./progress.js";

function written(isTTY: boolean, use: (progress: Progress) => void): string {
  let text = "";
  const stream = { isTTY, columns: 80, write: (part: string) => (text += part) !== "" } as ProgressStream;
  use(new Progress(stream, "trainings"));
  return text;
}

beforeEach(() => { vi.useFakeTimers({ toFake: ["performance"] }); });
afterEach(() => { vi.useRealTimers(); });

test("progress is one line of a terminal, not written too often, and vanishes", () => {
  const text = written(true, (progress) => {
    for (let k = 1; k <= 50; k++) progress.show(k, 50);
    progress.end();
  });
  expect(text).toBe("\r\u001b[K1 of 50 trainings\r\u001b[K");
});

test("without a terminal there is none, and what never began leaves nothing", () => {
  expect(written(false, (progress) => { progress.show(1, 2); progress.end(); })).toBe("");
  expect(written(true, (progress) => { progress.end(); })).toBe("");
});
