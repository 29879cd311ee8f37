import { describe, expect, it, test } from "vitest";
import { check } from "../dsl/check.js";
import { probeUpdateSize } from "../dsl/probe/probe.js";
import { rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { LocalExecutor } from "../proxies/executor/local.js";
import { ContractError } from "../src/errors.js";
import { librarySubject, subjectOf, tunedHyperparameters, underSetting } from "./subject.js";

/** The names and scales of what is tuned of a rule of the library. */
function tunedOf(name: string): readonly string[] {
  return librarySubject(name).hyperparameters.map((each) => `${each.name}=${each.default} ${each.scale}`);
}

function tunedIn(text: string): readonly string[] {
  return tunedHyperparameters(parse(text)).map(({ name, scale }) => `${name} ${scale}`);
}

describe("the hyperparameters that tuning varies", () => {
  it.each([
    ["sgd", []],
    ["nesterov", ["beta=0.9 average"]],
    ["lion", ["beta1=0.9 average", "beta2=0.99 average"]],
    ["adamw", ["beta1=0.9 average", "beta2=0.999 average"]],
    ["nadamw", ["beta1=0.9 average", "beta2=0.999 average"]],
    ["adabelief", ["beta1=0.9 average", "beta2=0.999 average"]],
    ["clipped-sgd", ["limit=1 factor"]],
    ["muon", [
      "learning_rate=0.02 factor", "momentum=0.95 average", "adam_learning_rate=0.02 factor", "beta1=0.9 average",
      "beta2=0.999 average",
    ]],
    ["adamw-paper", []],
  ])("of %s are %j", (name, expected) => {
    expect(tunedOf(name)).toEqual(expected);
  });

  it("leave out a learning rate that the whole update is proportional to, and none that only a part is", () => {
    const head = "def rule(w, g, lr, rate=0.1, beta=0.9):";
    expect(tunedIn(`${head}\n  update = interp(g, w, beta) * lr * rate\n  return update`)).toEqual(["beta average"]);
    expect(tunedIn(`${head}\n  update = (g * rate + w * beta) * lr\n  return update`)).toEqual([
      "rate factor", "beta average",
    ]);
  });

  it("leave out what is 0, weight decay and epsilon", () => {
    expect(tunedIn(
      "def rule(w, g, lr, off=0, weight_decay=0.1, epsilon=1e-8, limit=2):\n" +
        "  a = maximum(g, limit) / (abs(g) + epsilon)\n  b = a + w * weight_decay + off\n  update = b * lr\n  return update",
    )).toEqual(["limit factor"]);
  });

  it("are averages from one half to below 1, otherwise factors", () => {
    const text = (value: string): string =>
      `def rule(w, g, lr, x=${value}):\n  update = (g + w * x) * lr\n  return update`;
    for (const value of ["0.5", "0.9", "0.99999"]) expect(tunedIn(text(value))).toEqual(["x average"]);
    for (const value of ["0.49", "1", "2", "-0.9", "1e-9"]) expect(tunedIn(text(value))).toEqual(["x factor"]);
  });
});

describe("a subject", () => {
  test("has an update size of 1 where it is the paper's AdamW", () => {
    expect(librarySubject("adamw-paper").referenceSize).toBe(1);
  });

  test("has an update size in proportion to its update", () => {
    const [one, half] = [1, 0.5].map((factor) =>
      subjectOf("scaled", check(parse(`def scaled(w, g, lr):\n  update = ${factor} * g * lr\n  return update`))),
    );
    expect(half?.referenceSize).toBeCloseTo((one?.referenceSize as number) / 2, 6);
    expect(half?.name).toBe("scaled");
  });

  test.each([
    ["nothing", "def none(w, g, lr):\n  update = g * 0\n  return update"],
    ["what is not finite", "def none(w, g, lr):\n  update = log(g * 0) * g\n  return update"],
  ])("with an update of %s counts as one of size 1", (_, text) => {
    const paper = probeUpdateSize(check(parse(librarySubject("adamw-paper").text)));
    expect(subjectOf("none", check(parse(text))).referenceSize).toBe(1 / paper);
  });

  test("has a text that reads back as it is", () => {
    for (const { name } of rules) {
      const subject = librarySubject(name);
      expect(subjectOf(name, check(parse(subject.text)))).toEqual(subject);
      expect(subject.referenceSize).toBeGreaterThan(0);
    }
  });

  test("of a rule that the library lacks is refused", () => {
    expect(() => librarySubject("no-such-rule")).toThrow(ContractError);
  });
});

describe("a setting", () => {
  const lion = librarySubject("lion");
  const setting = { scale: 3, decay: 0.5, hyperparameters: { beta1: 0.8, beta2: 0.9 } };

  test("has its decay in units of the subject's update size", () => {
    expect(underSetting(lion, setting)).toEqual({
      program: lion.text, scale: 3, decay: 0.5 * lion.referenceSize, hyperparameters: { beta1: 0.8, beta2: 0.9 },
    });
    expect(underSetting(librarySubject("adamw-paper"), { ...setting, decay: 0.25 }).decay).toBe(0.25);
    expect(underSetting(lion, { ...setting, decay: 0 }).decay).toBe(0);
  });

  test("is what an executor takes, and its hyperparameters make a difference", async () => {
    const executor = new LocalExecutor();
    const task = { name: "noisy-labels", size: 1, horizon: 8, batch: 8 } as const;
    const lossUnder = async (beta1: number): Promise<number> => {
      const changed = { ...setting, hyperparameters: { beta1, beta2: 0.9 } };
      const outcome = await executor.submit({ index: 0, task, seed: 1, ...underSetting(lion, changed) });
      return outcome.kind === "trained" ? outcome.loss : NaN;
    };
    const losses = [await lossUnder(0.8), await lossUnder(0.95)];
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(losses[0]).not.toBe(losses[1]);
  });
});
