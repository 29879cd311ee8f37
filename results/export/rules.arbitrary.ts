import * as fc from "fast-check";
import { programs } from "../../dsl/program.arbitrary.js";
import { type LibraryRule, findRule, rules } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { toExportedRule } from "./rule.js";
import type { ExportedRule } from "./target.js";

/** Programs that ask for what no rule of the library does, by what they ask for. */
const UNUSUAL: Readonly<Record<string, string>> = {
  "reads the loss and the horizon": `def f(w, g, m, s, lr, t, T, loss):
  s = max(s, loss)
  m = interp(g, m, 0.9)
  update = m * (lr * (1 - t / (2 * T)) * loss / (s + 0.1))
  return update, m, s
`,
  "keeps one number an array": `def f(w, g, v, n, lr, beta=0.9):
  v = interp(norm(g), v, beta)
  n = n + size(w)
  update = g / (v + sqrt(n)) * lr
  return update, v, n
`,
  "sums three times, one sum after the other": `def f(w, g, m, lr):
  a = g / (global_norm(g) + 1)
  b = a * a + a * w
  c = b / (global_norm(b) + 1) + tanh(a)
  d = c * cosine_sim(c, g) + tanh(b)
  m = interp(clip(d, 0.5), m, 0.9)
  update = m * lr * 0.1
  return update, m
`,
  "exchanges its state variables": `def f(w, g, a, b, lr):
  update = (g + a) * lr * 0.01
  return update, b, g
`,
  "calculates with roles and truths": `def f(w, g, m, lr):
  mask = g > m
  few = mean(mask) < 0.4
  m = interp(mask, m, 0.5)
  update = (m * (role(w) + few) + cols(w) / rows(w) * (mask + mask)) * lr * 0.01
  return update, m
`,
  "names things as Python does": `def lambda(w, g, state, group, is, lr, torch=0.9, self=0.5):
  state = interp(g, state, torch)
  group = group + self * state
  is = select(norm(g) > self, group, is)
  update = (state + group + is) * (lr * 0.01)
  return update, state, group, is
`,
  "divides by zero where Python would raise an error": `def f(w, g, s, lr, t, zero=0):
  s = max(s, min(1, divide(1, t - 3)))
  x = min(2, divide(1, dot(w, w) * zero))
  y = select(log(t - 1) < -5, 1, power(t - 2, 0.5))
  update = g * (s + x + select(y == y, y, 1)) * lr * 0.01
  return update, s
`,
  "keeps numbers that are given": `def f(w, g, a, b, c, lr, t, loss, beta=0.9):
  update = (g * beta + a * w + b * c * g) * lr * 0.01
  return update, t, lr, beta
`,
  "has no learning rate": `def f(w, g, m):
  m = interp(g, m, 0.9)
  update = sign(m)
  return update, m
`,
  "calls its state what exports call their options": `def f(w, g, learning_rate, weight_decay, scale, lr):
  learning_rate = interp(g, learning_rate, 0.9)
  weight_decay = interp(learning_rate, weight_decay, 0.5)
  scale = max(scale, rms(g))
  update = weight_decay * lr * 0.01 + g / (scale + 1) * lr * 0.001
  return update, learning_rate, weight_decay, scale
`,
  "passes the gradient on": `def f(w, g):
  return g
`,
  "keeps the schedule and reads it nowhere else": `def f(w, g, m, lr):
  update = g * m
  m = copy(lr)
  return update, m
`,
  "keeps its learning rate and reads it nowhere else": `def f(w, g, m, lr, learning_rate=0.1):
  update = g * m
  m = lr * learning_rate
  return update, m
`,
  "has a learning rate that limits, and a scale": `def f(w, g, m, lr, learning_rate=0.3, scale=0.02):
  m = interp(g, m, 0.9)
  update = clip(m, learning_rate) * (lr * scale)
  return update, m
`,
  "has a scale of matrices alone": `def f(w, g, m, lr, learning_rate=0.3, scale=0.02, other=0.01):
  m = interp(g, m, 0.9)
  update = clip(m, learning_rate) * (select(role(w) == 1, scale, other) * lr)
  return update, m
`,
  "calls a bound its learning rate": `def f(w, g, m, lr, learning_rate=0.02, adam_learning_rate=0.03):
  m = interp(g, m, 0.9)
  update = clamp(role(w) == 1, learning_rate, adam_learning_rate) * m + w * 0.001
  update = update * (lr * 3.5)
  return update, m
`,
  "has numbers that float32 or nothing holds": `def f(w, g, s, lr, t):
  bound = exp(t * 50)
  s = divide(1, power(2, t * 100) + 1e-8)
  update = clamp(g, -bound, bound) * (lr * 0.01 + s)
  update = min(select(g == 0, bound, update), 0.01)
  update = min(select(ndim(w) == 1, bound, update), 0.02)
  return update, s
`,
};

/** Rules by names that Python imports. */
export type Rules = ReadonlyMap<string, ExportedRule>;

/** What each unusual program asks for, by the name of its rule. */
export const unusualTitles: ReadonlyMap<string, string> = new Map(
  Object.keys(UNUSUAL).map((title, k) => [`unusual_${k}`, title]),
);

/** The unusual programs, as they are written. */
export const unusualRules: Rules = new Map(
  Object.values(UNUSUAL).map((text, k) => [`unusual_${k}`, toExportedRule(parse(text), { level: "dead" })]),
);

/** The rules of the library. */
export const libraryRules: Rules = new Map(
  rules.map(({ name, text }) => [name.replaceAll("-", "_"), toExportedRule(parse(text), { name })]),
);

/** Some rules of the library with a tuned learning rate and decay. */
export const tunedRules: Rules = new Map(
  ["lion", "momentum", "muon", "prodigy", "paper-7", "lars"].map((name) => {
    const documentation = { learningRate: 0.3, weightDecay: 0.5 };
    const { text } = findRule(name) as LibraryRule;
    return [`tuned_${name.replaceAll("-", "_")}`, toExportedRule(parse(text), { name, documentation })];
  }),
);

/** The same random programs always, as they are. */
export function randomRules(count: number): Rules {
  const sample = fc.sample(programs({ statements: 8 }), { numRuns: count, seed: 20230213 });
  return new Map(sample.map((program, k) => [`random_${k}`, toExportedRule(program, { level: "dead" })]));
}
