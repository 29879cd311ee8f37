import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TrainingFile } from "./training-file.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-trainings-"));
  path = join(folder, "references", "one.jsonl");
});

afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

/** A training, as a ledger keeps it. */
function training(key: string): object {
  return { key, outcome: { kind: "trained", loss: 1 / 3, spent: { steps: 3, seconds: 0.1, attempts: 1 } }, curve: [1, null] };
}

describe("a file of trainings", () => {
  test("has what was kept, in another process too", () => {
    const file = new TrainingFile(path);
    expect(file.kept()).toEqual([]);
    file.keep([training("a"), training("b")]);
    file.keep([training("c")]);
    expect(new TrainingFile(path).kept()).toMatchObject([training("a"), training("b"), training("c")]);
  });

  test("leaves out a line that was cut short at any place, and nothing that is added behind it", () => {
    new TrainingFile(path).keep([training("a"), training("b")]);
    const text = readFileSync(path, "utf8");
    const [first = ""] = text.split("\n");
    for (let length = first.length + 2; length < text.length - 1; length += 7) {
      writeFileSync(path, text.slice(0, length));
      new TrainingFile(path).keep([training("c")]);
      expect(new TrainingFile(path).kept(), `${length}`).toMatchObject([training("a"), training("c")]);
    }
  });

  test.each([
    ["of another way of measuring", (line: string) => line.replace(/"procedure":\d+/, '"procedure":0')],
    ["without a loss", (line: string) => line.replace(/"loss":[\d.]+,/, "")],
    ["of a fault", (line: string) => line.replace('"trained"', '"fault"')],
    ["null", () => "null"],
  ])("leaves out a line that is %s", (_, change) => {
    new TrainingFile(path).keep([training("a"), training("b")]);
    const [first = "", second = ""] = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${change(first)}\n${second}\n`);
    expect(new TrainingFile(path).kept()).toMatchObject([training("b")]);
  });

  test("is gone when it is taken away, and does no harm where it cannot be written", () => {
    const file = new TrainingFile(path);
    file.keep([training("a")]);
    file.remove();
    file.remove();
    expect(readdirSync(join(folder, "references"))).toEqual([]);
    writeFileSync(path, "");
    const inFile = new TrainingFile(join(path, "two.jsonl"));
    inFile.keep([training("a")]);
    inFile.remove();
    expect(inFile.kept()).toEqual([]);
  });
});
