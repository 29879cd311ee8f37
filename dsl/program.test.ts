import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tryCheck } from "./check.js";
import { FUNCTIONS } from "./functions/table.js";
import { countLive, liveness } from "./liveness.js";
import { inputSlot, samePrograms, stateSlots } from "./program.js";
import { brokenPrograms, programs } from "./program.arbitrary.js";
import { parse } from "./text/parse.js";

describe("random programs of the tests", () => {
  const sample = fc.sample(programs(), { numRuns: 2000, seed: 1 });

  it("call every function", () => {
    const called = new Set(sample.flatMap(({ statements }) => statements.map(({ fn }) => fn.name)));
    expect(FUNCTIONS.filter(({ name }) => !called.has(name))).toEqual([]);
  });

  it("are alive in good part", () => {
    const live = sample.reduce((sum, program) => sum + countLive(liveness(program).statements), 0);
    const all = sample.reduce((sum, { statements }) => sum + statements.length, 0);
    expect(live / all).toBeGreaterThan(0.2);
  });

  it("hold state of every width", () => {
    const widths = new Set(sample.flatMap((program) => [...(tryCheck(program)?.stateTypes ?? [])]));
    expect([...widths].sort()).toEqual([0, 1, 2]);
  });

  it("reassign parameters", () => {
    const reassigned = sample.filter((p) => p.statements.some(({ target }) => target < p.parameters.length));
    expect(reassigned.length).toBeGreaterThan(200);
  });

  it("are invalid in good part where they are meant to be broken", () => {
    const broken = fc.sample(brokenPrograms(), { numRuns: 500, seed: 1 });
    const invalid = broken.filter((program) => tryCheck(program) === undefined);
    expect(invalid.length).toBeGreaterThan(100);
    expect(invalid.length).toBeLessThan(490);
  });
});

describe("samePrograms", () => {
  const base = "def f(w, g, m, beta=0.9):\n  m = interp(g, m, beta)\n  u = m * 0\n  return u, m";

  it("does not compare the program's own name", () => {
    expect(samePrograms(parse(base), parse(base.replace("def f", "def other")))).toBe(true);
  });

  it.each([
    ["a function", "u = m * 0", "u = m + 0"],
    ["a constant's sign of zero", "m * 0", "m * -0"],
    ["a hyperparameter's default", "beta=0.9", "beta=0.91"],
    ["the order of arguments", "m * 0", "0 * m"],
    ["a constant in place of a variable", "m, beta)", "m, 0.9)"],
    ["a variable in place of a constant", "m * 0", "m * g"],
    ["the update", "return u", "return m"],
    ["the next state", "u, m", "u, g"],
    ["a statement more", "  u = m * 0\n", "  u = m * 0\n  u = u\n"],
    ["an input more", "beta=0.9", "beta=0.9, lr"],
    ["an input in place of a hyperparameter", "beta=0.9):\n  m = interp(g, m, beta)", "lr):\n  m = interp(g, m, lr)"],
    ["a variable's name", "  u = m * 0\n  return u", "  x = m * 0\n  return x"],
    ["a target", "  u = m * 0\n", "  u = m * 0\n  m = u * 0\n"],
  ])("sees %s", (_, from, to) => {
    const changed = base.replace(from, to);
    expect(changed).not.toBe(base);
    expect(samePrograms(parse(base), parse(changed))).toBe(false);
    expect(samePrograms(parse(changed), parse(base))).toBe(false);
  });
});

describe("stateSlots and inputSlot", () => {
  const program = parse("def f(w, g, a, T, b, x=1):\n  return g, a, b");

  it("find the state variables in order", () => {
    expect(stateSlots(program.parameters)).toEqual([2, 4]);
    expect(program.states).toEqual([2, 4]);
  });

  it("find an input, or -1 where the program does not take it", () => {
    expect(inputSlot(program, "T")).toBe(3);
    expect(inputSlot(program, "t")).toBe(-1);
  });
});
