import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tryCheck } from "./check.js";
import { hashProgram } from "./hash.js";
import { countLive, liveness } from "./liveness.js";
import { samePrograms } from "./program.js";
import { programs } from "./program.arbitrary.js";
import { prune } from "./prune.js";
import { parse } from "./text/parse.js";
import { print } from "./text/print.js";

describe("prune", () => {
  it("drops dead statements and dead state, and leaves the rest as it is written", () => {
    const program = parse(`def f(w, g, m, v, s, lr, unread=0.5):
  dead = tanh(g)
  m = interp(g, m, 0.9)
  v = v + dead
  s = s * 0.5 + v
  update = m * lr
  return update, m, v, s
`);
    expect(print(prune(program))).toBe(`def f(w, g, m, lr, unread=0.5):
  m = interp(g, m, 0.9)
  update = m * lr
  return update, m
`);
  });

  it("keeps state that reaches an update only in a later step", () => {
    const program = parse("def f(w, g, m, v):\n  update = g + v\n  return update, g, m\n");
    expect(samePrograms(prune(program), program)).toBe(true);
  });

  it("leaves valid programs of the same hash in which everything is live", () => {
    fc.assert(
      fc.property(programs({ statements: 25 }), (program) => {
        const pruned = prune(program);
        expect(tryCheck(pruned)).toBeDefined();
        const live = liveness(pruned);
        expect(countLive(live.statements)).toBe(pruned.statements.length);
        expect(countLive(live.states)).toBe(pruned.states.length);
        expect(hashProgram(pruned)).toBe(hashProgram(program));
        expect(samePrograms(parse(print(pruned)), pruned)).toBe(true);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
