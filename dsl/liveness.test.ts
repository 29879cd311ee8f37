import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functionNamed } from "./functions/table.js";
import { type Liveness, countLive, liveness, livenessInOneStep } from "./liveness.js";
import { type Program, type Statement, constant, variable } from "./program.js";
import { programs } from "./program.arbitrary.js";
import { findRule } from "./rules/index.js";
import { updateBits } from "./run.arbitrary.js";
import { parse } from "./text/parse.js";

function ofPaper(name: string): Program {
  const rule = findRule(name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return parse(rule.text);
}

function liveStates(program: Program, { states }: Liveness): string[] {
  return program.states.filter((_, k) => states[k] === 1).map((slot) => program.names[slot] as string);
}

describe("paper-raw", () => {
  const program = ofPaper("paper-raw");

  it("has 21 statements, 13 of them live in one step and 12 across steps", () => {
    expect(program.statements).toHaveLength(21);
    expect(countLive(livenessInOneStep(program).statements)).toBe(13);
    expect(countLive(liveness(program).statements)).toBe(12);
  });

  it("keeps only the state v alive across steps", () => {
    expect(liveStates(program, liveness(program))).toEqual(["v"]);
    expect(liveStates(program, livenessInOneStep(program))).toEqual(["m", "v"]);
  });

  it("loses cosh across steps only", () => {
    const at = program.statements.findIndex(({ fn }) => fn.name === "cosh");
    expect(livenessInOneStep(program).statements[at]).toBe(1);
    expect(liveness(program).statements[at]).toBe(0);
  });
});

describe("other programs of the paper", () => {
  // Counted by hand: in paper-4 `m = cosh(update)` is returned but never read; nothing else is dead.
  it.each([
    ["adamw-paper", 9, 9, ["m", "v"]],
    ["paper-4", 12, 11, ["v"]],
    ["paper-5", 12, 12, ["m", "v"]],
    ["paper-6", 11, 11, ["m", "v"]],
    ["paper-7", 10, 10, ["m", "v"]],
  ])("%s has %d live statements in one step, %d across steps", (name, inOneStep, acrossSteps, states) => {
    const program = ofPaper(name);
    expect(countLive(livenessInOneStep(program).statements)).toBe(inOneStep);
    expect(countLive(liveness(program).statements)).toBe(acrossSteps);
    expect(liveStates(program, liveness(program))).toEqual(states);
  });
});

describe("liveness across steps", () => {
  it.each([
    ["state that only feeds itself is dead", "w, g, m", "  m = m + g", "g, m", "0", []],
    ["state read by the next step's update is live", "w, g, m", "  u = m\n  m = g + g", "u, m", "11", ["m"]],
    ["state that is overwritten before it is read is dead", "w, g, m", "  m = g * g\n  u = m", "u, m", "11", []],
    ["states that feed only one another are dead", "w, g, m, v", "  a = v + g\n  b = m + g", "g, a, b", "00", []],
    ["state is live through other state", "w, g, a, b, c", "  x = g * g", "a, b, c, x", "1", ["a", "b", "c"]],
    ["exchanged state is live if one of it is read", "w, g, m, v", "  x = m + g", "x, v, m", "1", ["m", "v"]],
    ["state that holds itself is live if it is read", "w, g, m", "  x = m + g", "x, m", "1", ["m"]],
    ["the first of two assignments is dead", "w, g", "  x = g + w\n  x = g * w", "x", "01", []],
    ["what an assignment reads of its own target is live", "w, g", "  x = g + w\n  x = x * w", "x", "11", []],
  ] as const)("finds that %s", (_, parameters, lines, returned, marks, states) => {
    const program = parse(`def f(${parameters}):\n${lines}\n  return ${returned}`);
    const live = liveness(program);
    expect([...live.statements].join("")).toBe(marks);
    expect(liveStates(program, live)).toEqual(states);
  });

  it("finds a long chain of state", () => {
    const names = Array.from({ length: 300 }, (_, k) => `s${k}`);
    const program = parse(`def f(w, g, ${names.join(", ")}):\n  x = g * 2\n  return ${names.join(", ")}, x`);
    expect(countLive(liveness(program).states)).toBe(300);
    expect(countLive(liveness(program).statements)).toBe(1);
  });
});

/** A program without its dead statements; dead state is returned as it came. */
function withoutDead(program: Program, { statements, states }: Liveness): Program {
  return {
    ...program,
    statements: program.statements.filter((_, i) => statements[i] === 1),
    outputs: program.outputs.map((slot, k) =>
      k === 0 || states[k - 1] === 1 ? slot : (program.states[k - 1] as number),
    ),
  };
}

/** Which statements some update of the first steps is computed from, by following sets forward. */
function reachedByFollowing(program: Program): Set<number> {
  const { names, states, outputs, statements } = program;
  let held = names.map(() => new Set<number>());
  const reached = new Set<number>();
  for (let step = 0; step <= states.length + 1; step++) {
    const sets = [...held];
    statements.forEach(({ target, args }, i) => {
      const sources = args.flatMap((arg) => (arg.kind === "variable" ? [...(sets[arg.slot] as Set<number>)] : []));
      sets[target] = new Set([i, ...sources]);
    });
    for (const i of sets[outputs[0] as number] as Set<number>) reached.add(i);
    held = names.map(() => new Set<number>());
    states.forEach((slot, k) => (held[slot] = sets[outputs[k + 1] as number] as Set<number>));
  }
  return reached;
}

describe("laws", () => {
  it("what is live across steps is exactly what some update is computed from", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        const reached = [...reachedByFollowing(program)].sort((a, b) => a - b);
        const { statements } = liveness(program);
        expect([...statements.keys()].filter((i) => statements[i] === 1)).toEqual(reached);
      }),
      { numRuns: 1000 },
    );
  });

  it("what is live across steps is live in one step", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        const inOneStep = livenessInOneStep(program).statements;
        expect(liveness(program).statements.every((mark, i) => mark <= (inOneStep[i] as number))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("removing what is dead across steps changes no bit of any update", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        expect(updateBits(withoutDead(program, liveness(program)))).toEqual(updateBits(program));
      }),
      { numRuns: 500 },
    );
  });

  it("disturbing what is dead across steps changes no bit of any update", () => {
    const add = functionNamed("add");
    fc.assert(
      fc.property(programs(), (program) => {
        const live = liveness(program).statements;
        const statements = program.statements.flatMap((statement, i): Statement[] => {
          const { target } = statement;
          if (live[i] === 1) return [statement];
          return [statement, { target, fn: add, args: [variable(target), constant(1.5)] }];
        });
        expect(updateBits({ ...program, statements })).toEqual(updateBits(program));
      }),
      { numRuns: 500 },
    );
  });
});
