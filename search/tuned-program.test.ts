import { describe, expect, it } from "vitest";
import { check } from "../dsl/check.js";
import { createInterpreter } from "../dsl/interpret.js";
import { createLayout } from "../dsl/layout.js";
import { parse } from "../dsl/text/parse.js";
import { BAR_RULES } from "../results/bar.js";
import { librarySubject, subjectOf } from "./subject.js";
import { tunedProgram } from "./tuned-program.js";
import type { Setting } from "./tuning.js";

const LAYOUT = createLayout([{ name: "layer", shape: [3, 2], role: "matrix" }]);
const W = Float32Array.of(0.5, -1, 2, 0.1, 0, -0.3);

function updates(text: string): readonly number[] {
  const interpreter = createInterpreter(parse(text), LAYOUT);
  return [1, 2, 3].flatMap((t) => {
    const g = W.map((w, k) => w * t + k - 2);
    return [...interpreter.step({ w: W, g, lr: 0.7, t, T: 3, loss: 1 })];
  });
}

/** The text of a rule of the library with other defaults. */
function withDefaults(text: string, values: Setting["hyperparameters"]): string {
  return Object.entries(values).reduce(
    (changed, [name, value]) => changed.replace(new RegExp(`\\b${name}=[^,)]+`), `${name}=${value}`), text,
  );
}

describe("a tuned program", () => {
  it.each(BAR_RULES)("does what %s does under the setting, its update scaled and decay added", (name) => {
    const subject = librarySubject(name);
    const hyperparameters = Object.fromEntries(
      subject.hyperparameters.map((each) => [each.name, each.scale === "average" ? 0.8 : 3 * each.default]),
    );
    const text = tunedProgram(subject, { scale: 5, decay: 0.01, hyperparameters }) ?? "";
    const plain = updates(withDefaults(subject.text, hyperparameters));
    updates(text).forEach((update, k) => {
      const expected = 5 * (plain[k] as number) + 0.7 * subject.referenceSize * 0.01 * (W[k % W.length] as number);
      expect(Math.abs(update - expected)).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
    });
  });

  it("adds decay to an update whose name is part of a keyword", () => {
    const text = "def f(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = m * lr\n  return u, m";
    const subject = subjectOf("f", check(parse(text)));
    const tuned = tunedProgram(subject, { scale: 1, decay: 0.01, hyperparameters: {} }) ?? "";
    const plain = updates(text);
    updates(tuned).forEach((update, k) => {
      const expected = (plain[k] as number) + 0.7 * subject.referenceSize * 0.01 * (W[k % W.length] as number);
      expect(update).toBeCloseTo(expected, 5);
    });
  });

  it("is the program itself where nothing was tuned", () => {
    const subject = librarySubject("lion");
    const text = tunedProgram(subject, { scale: 1, decay: 0, hyperparameters: {} }) ?? "";
    expect(updates(text)).toEqual(updates(subject.text));
  });

  it("is none where decay would need what the program has given away", () => {
    const setting = { scale: 2, decay: 0.1, hyperparameters: {} };
    for (const text of [
      "def f(w, g):\n  u = g * 0.1\n  return u",
      "def f(w, g, lr):\n  lr = lr * 0.1\n  u = g * lr\n  return u",
    ]) expect(tunedProgram(subjectOf("f", check(parse(text))), setting)).toBeUndefined();
  });
});
