import { describe, expect, it } from "vitest";
import { check } from "./check.js";
import { liveStateTensors, staticCost } from "./cost.js";
import { liveness } from "./liveness.js";
import { parse } from "./text/parse.js";

const ADAMW = `def adamw(w, g, m, v, lr):
  g2 = square(g)
  m = interp(g, m, 0.9)
  v = interp(g2, v, 0.999)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.01
  update = update + wd
  lr = lr * 0.001
  update = update * lr
  return update, m, v
`;

function costOf(text: string): number {
  return staticCost(check(parse(text)));
}

/** The cost of a program of one line. */
function costOfLine(line: string): number {
  return costOf(`def f(w, g, lr):\n  x = ${line}\n  x = x * g\n  return x`);
}

describe("staticCost", () => {
  it("is exactly 1 for AdamW", () => {
    expect(costOf(ADAMW)).toBe(1);
  });

  it("does not count what is dead", () => {
    const dead = ADAMW.replace("  return", "  x = orthogonalize(g)\n  y = sin(x)\n  return")
      .replace("v, lr)", "v, lr, s)").replace("m, v\n", "m, v, y\n");
    expect(costOf(dead)).toBe(1);
  });

  it("counts only live state, and tensors of it only", () => {
    const without = costOf("def f(w, g, m):\n  m = m + g\n  return g, m");
    expect(without).toBe(costOf("def f(w, g):\n  return g"));
    const narrow = costOf("def f(w, g, m):\n  n = m + 1\n  return g * n, n");
    const wide = costOf("def f(w, g, m):\n  n = m + w\n  return g * n, n");
    expect(wide).toBeGreaterThan(narrow);
    expect(narrow).toBeGreaterThan(without);
  });

  it("is next to nothing for a narrow statement, but a reduction reads a whole tensor", () => {
    const scalar = costOfLine("exp(lr)");
    expect(scalar - costOfLine("copy(lr)")).toBeLessThan(0.01);
    expect(costOfLine("norm(g)")).toBeGreaterThan(scalar + 0.05);
    expect(costOfLine("exp(g)")).toBeGreaterThan(scalar + 0.05);
  });

  it("grows with every live statement", () => {
    const chain = (n: number): number => costOf(`def f(w, g):\n  x = g\n${"  x = x * g\n".repeat(n)}  return x`);
    expect(chain(11) - chain(10)).toBeCloseTo(chain(1) - chain(0), 12);
    expect(chain(1)).toBeGreaterThan(chain(0));
  });

  it("makes orthogonalize much dearer than AdamW", () => {
    expect(costOfLine("orthogonalize(g)")).toBeGreaterThan(10);
  });
});

describe("liveStateTensors", () => {
  it.each([
    [2, ADAMW],
    [0, "def f(w, g):\n  return g"],
    [1, "def f(w, g, m, v, s):\n  m = m + g\n  v = v + norm(g)\n  s = s + g\n  return m * v, m, v, s"],
  ])("is %d", (count, text) => {
    const typed = check(parse(text));
    expect(liveStateTensors(typed, liveness(typed.program))).toBe(count);
  });
});
