import { describe, expect, it } from "vitest";
import { check } from "../../dsl/check.js";
import { createInterpreter } from "../../dsl/interpret.js";
import { createLayout } from "../../dsl/layout.js";
import type { Program } from "../../dsl/program.js";
import { rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { optionsOf } from "./options.js";
import { toExportedRule } from "./rule.js";
import { type TunedSetting, addedBy, settled, withTunedDefaults } from "./setting.js";
import { TARGETS } from "./targets.js";

const LAYOUT = createLayout([
  { name: "layer", shape: [3, 2], role: "matrix" }, { name: "bias", shape: [2], role: "vector" },
]);
const W = Float32Array.of(0.5, -1, 2, 0.1, 0, -0.3, 0.7, -2);
const MATRIX = 6;
const RATE = 0.7;

/** Programs that take care: what each is like is in its name. */
const SPECIAL = [
  "def plain(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  return m * lr, m",
  "def without_lr(w, g):\n  u = g * 0.1\n  return u",
  "def takes_lr_away(w, g, lr):\n  lr = lr * 0.1\n  u = g * lr\n  return u",
  "def takes_weights_away(w, g, lr):\n  w = w * g\n  u = w * lr\n  return u",
  "def gives_state_as_update(w, g, m):\n  m = interp(g, m, 0.9)\n  return m, m",
  "def gives_gradient(w, g):\n  return g",
  "def rate_that_limits(w, g, lr, learning_rate=0.1, b=0.5):\n  u = clip(g, learning_rate)\n  return u * lr",
  "def names_taken(w, g, learning_rate, weight_decay, decay, lr):\n  decay = interp(g, decay, 0.9)\n  scale = decay * lr\n" +
    "  learning_rate = scale * 2\n  return scale, learning_rate, weight_decay, decay",
  "def own_decay(w, g, lr, weight_decay=0.1, T):\n  u = g + w * weight_decay\n  v = u * lr\n  return v / T",
];
const PROGRAMS = [...rules.map(({ text }) => text), ...SPECIAL].map((text) => parse(text));

function updates(program: Program): readonly number[] {
  const interpreter = createInterpreter(program, LAYOUT);
  return [1, 2, 3].flatMap((t) => {
    const g = W.map((w, k) => w * t + k - 2);
    return [...interpreter.step({ w: W, g, lr: RATE, t, T: 3, loss: 1 })];
  });
}

/** The program with other defaults, by its text. */
function withDefaults(program: Program, values: TunedSetting["hyperparameters"]): Program {
  return parse(Object.entries(values).reduce(
    (changed, [name, value]) => changed.replace(new RegExp(`\\b${name}=[^,)]+`), `${name}=${value}`), print(program),
  ));
}

/** A setting of a program: every hyperparameter has another value. */
function settingOf({ parameters }: Program, scale: number, decay: number): TunedSetting {
  const values = parameters.flatMap((each) =>
    (each.kind === "hyperparameter" ? [[each.name, 0.9 * each.value] as const] : []));
  return { scale, decay, hyperparameters: Object.fromEntries(values) };
}

describe("a settled program", () => {
  it.each(PROGRAMS.map((program) => [program.name, program] as const))(
    "does by itself what %s does under the setting", (_, program) => {
      for (const [scale, decay] of [[5, 0.01], [5, 0], [1, 0.01], [1, 0]] as const) {
        const setting = settingOf(program, scale, decay);
        const plain = updates(withDefaults(program, setting.hyperparameters));
        updates(settled(program, setting)).forEach((update, k) => {
          const at = k % W.length;
          const lost = at < MATRIX ? RATE * decay * (W[at] as number) : 0;
          const expected = scale * (plain[k] as number) + lost;
          expect(Math.abs(update - expected), `${scale} ${decay}`).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
        });
      }
    },
  );

  it("is exported as the program is under the setting, in every language, once it was written and read", () => {
    for (const program of PROGRAMS) {
      const setting = settingOf(program, 5, 0.01);
      const read = parse(print(settled(program, setting)));
      for (const target of TARGETS) {
        const rule = toExportedRule(program, { setting });
        if (target.refuses(rule.program) !== undefined) continue;
        expect(target.write(toExportedRule(read))).toBe(target.write(rule));
      }
    }
  });

  it("is the program with other defaults where these can hold the setting", () => {
    const adamw = PROGRAMS.find(({ name }) => name === "lion") as Program;
    const setting: TunedSetting = { scale: 4, decay: 0, hyperparameters: { beta1: 0.8 } };
    const text = print(settled(adamw, setting));
    expect(text).toBe(print(adamw).replace("learning_rate=0.0001", "learning_rate=0.0004").replace("beta1=0.9", "beta1=0.8"));
    expect(print(withTunedDefaults(adamw, setting))).toBe(text);
    expect(addedBy(adamw, setting)).toEqual([]);
  });

  it("has what its defaults cannot hold as hyperparameters, in units that users know", () => {
    const [plain, limited] = ["plain", "rate_that_limits"].map((name) => PROGRAMS.find((each) => each.name === name) as Program);
    const setting: TunedSetting = { scale: 4, decay: 0.5, hyperparameters: {} };
    expect(addedBy(plain as Program, setting)).toMatchObject([
      { name: "learning_rate", value: 4 }, { name: "weight_decay", value: 0.125 },
    ]);
    expect(addedBy(limited as Program, setting)).toMatchObject([{ name: "scale", value: 4 }, { name: "weight_decay", value: 0.125 }]);
    expect(optionsOf(toExportedRule(plain as Program, { setting })).learningRate).toMatchObject({ name: "learning_rate", value: 4 });
  });

  it("has parameters with a default behind all others, as Python asks", () => {
    const program = PROGRAMS.find(({ name }) => name === "own_decay") as Program;
    expect(print(settled(program, { scale: 1, decay: 0, hyperparameters: {} })))
      .toMatch(/^def own_decay\(w, g, lr, T, weight_decay=0.1\):/);
    for (const each of PROGRAMS) {
      const kinds = settled(each, settingOf(each, 5, 0.01)).parameters.map(({ kind }) => kind);
      expect(kinds.slice(kinds.findIndex((kind) => kind === "hyperparameter")).every((kind) => kind === "hyperparameter"))
        .toBe(true);
    }
  });

  it("is a valid program of the same state", () => {
    for (const program of PROGRAMS) {
      const tuned = settled(program, settingOf(program, 5, 0.01));
      expect(() => check(tuned)).not.toThrow();
      expect(tuned.states.map((slot) => tuned.names[slot])).toEqual(program.states.map((slot) => program.names[slot]));
    }
  });
});
