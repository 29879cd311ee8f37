import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import { InputError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { TestFolder } from "../data/folder.arbitrary.js";
import { idxFile } from "../data/idx.arbitrary.js";
import type { Outcome } from "../executor/executor.js";
import { LocalExecutor } from "../executor/local.js";
import type { Size } from "../problem/task.js";
import { TASKS } from "./index.js";

const folder = new TestFolder();
const random = new RandomStream(1, "task data");

/** Digits of three classes: images of 28 × 28 pixels, as bright as their class. */
const labels = Array.from({ length: 60 }, (_, i) => i % 3);
const pixels = labels.flatMap((c) => Array.from({ length: 784 }, () => 80 * c + random.integer(80)));
const images = folder.file("a-images-idx3-ubyte", idxFile([60, 28, 28], pixels));
folder.file("a-labels-idx1-ubyte", idxFile([60], labels));
const text = folder.file("text.txt", Array.from({ length: 3000 }, () => "abc ".charAt(random.integer(4))).join(""));
const rows = labels.map((c) => `${c + random.uniform()},${random.uniform()},${c}`);
const table = folder.file("table.csv", `# two features and a class\n${rows.join("\n")}`);

const DATA: Readonly<Record<string, string>> = {
  "glyph-mlp": images, "glyph-convnet": images, "glyph-transformer": images, "auto-encoder": images, diffusion: images,
  language: text, "masked-language": text, tabular: table,
};

function train(
  name: string, data: string, size: Size = 1, horizon = 3, executor = new LocalExecutor(),
): Promise<Outcome> {
  const program = findRule("adamw")?.text ?? "";
  return executor.submit({ index: 0, program, task: { name, size, data, horizon, batch: 8 }, seed: 1, scale: 8 });
}

describe("real data", () => {
  test.each(Object.entries(DATA))("trains %s in all sizes, with the data's classes and shapes", async (name, data) => {
    for (const size of [1, 10, 100] as const) {
      const outcome = await train(name, data, size);
      expect(outcome).toMatchObject({ kind: "trained" });
    }
  });

  const others = TASKS.filter(({ name }) => DATA[name] === undefined);
  test.each(others)("is refused by $name, which generates its own", async ({ name }) => {
    const training = train(name, images);
    await expect(training).rejects.toThrow(InputError);
    await expect(training).rejects.toThrow(`"${name}" ×1 generates what it trains on and takes no real data`);
  });

  test("is learned, and judged on all of the split", async () => {
    const outcome = await train("tabular", table, 1, 150);
    // Six rows of validation in two batches of eight: the last four places begin again.
    expect(outcome.kind === "trained" && outcome.metrics["accuracy"]).toBe(1);
  });

  test("is read once, however many horizons there are", async () => {
    const gone = folder.file("gone.csv", "1,2,0\n2,1,1\n".repeat(20));
    const executor = new LocalExecutor();
    expect((await train("tabular", gone, 1, 3, executor)).kind).toBe("trained");
    rmSync(gone);
    expect((await train("tabular", gone, 1, 4, executor)).kind).toBe("trained");
    await expect(train("tabular", gone, 10, 4, executor)).rejects.toThrow(/gone\.csv: there is no such file/);
  });

  test("that is faulty is refused with the reason", async () => {
    await expect(train("glyph-mlp", table)).rejects.toThrow(/table\.csv: is not, and has not, IDX images/);
    await expect(train("tabular", text)).rejects.toThrow(InputError);
  });
});
