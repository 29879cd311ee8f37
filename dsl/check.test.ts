import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContractError } from "../src/errors.js";
import { type TypedProgram, check, findFaults, tryCheck } from "./check.js";
import { functionNamed } from "./functions/table.js";
import { type Operand, type Program, constant, variable } from "./program.js";
import { brokenPrograms, programs } from "./program.arbitrary.js";
import { parse } from "./text/parse.js";
import { type ValueType, typeName } from "./type.js";

function typesOf(types: Uint8Array): string[] {
  return [...types].map((type) => typeName(type as ValueType));
}

function typed(lines: string, parameters = "w, g, m, v, lr", returned = "g, m, v"): TypedProgram {
  return check(parse(`def f(${parameters}):\n${lines}\n  return ${returned}`));
}

/** Slots: 0 w, 1 g, 2 state m, 3 lr, 4 x, 5 y. */
function program(statements: readonly (readonly [number, string, ...Operand[]])[], outputs = [1, 2]): Program {
  return {
    name: "f",
    parameters: [
      { kind: "weights", name: "w" },
      { kind: "gradient", name: "g" },
      { kind: "state", name: "m" },
      { kind: "input", name: "lr" },
    ],
    states: [2],
    names: ["w", "g", "m", "lr", "x", "y"],
    statements: statements.map(([target, name, ...args]) => ({ target, fn: functionNamed(name), args })),
    outputs,
  };
}
const [w, g, m, lr, x, y] = [0, 1, 2, 3, 4, 5].map(variable) as [Operand, Operand, Operand, Operand, Operand, Operand];

describe("types of statements", () => {
  it.each([
    ["of numbers and inputs are scalar", "x = lr * 2", "scalar"],
    ["of weights and gradient are tensor", "x = w + g", "tensor"],
    ["of reductions of an array are array-wise", "x = norm(g)", "array-wise"],
    ["of reductions of the tree are scalar", "x = dot(w, g)", "scalar"],
    ["are those of the widest argument", "x = norm(g) * lr", "array-wise"],
    ["are those of the widest argument, in any place", "x = select(lr, 1, norm(w) * g)", "tensor"],
    ["of constants are scalar", "x = get_pi()", "scalar"],
    ["of facts are array-wise", "x = role(g)", "array-wise"],
    ["of matrix functions are tensor", "x = row_mean(g)", "tensor"],
    ["of copies are those of what is copied", "x = m", "scalar"],
  ])("%s", (_, line, type) => {
    expect(typesOf(typed(`  ${line}`).types).at(-1)).toBe(type);
  });

  it("follow a variable that is assigned again", () => {
    expect(typesOf(typed("  g = norm(g)\n  g = g * w\n  x = g").types)).toEqual(["array-wise", "tensor", "tensor"]);
  });

  it("belong to their program", () => {
    const parsed = parse("def f(w, g):\n  return g");
    expect(check(parsed).program).toBe(parsed);
  });
});

describe("types of state variables", () => {
  it.each([
    ["that nothing is returned for but themselves stay scalar", "g, m, v", "scalar scalar"],
    ["that hold a tensor are tensor", "g, g, v", "tensor scalar"],
    ["that hold a norm are array-wise", "g, norm(g), norm(w) * lr", "array-wise array-wise"],
    ["that hold a scalar are scalar", "g, dot(w, g), lr", "scalar scalar"],
    ["are widened by what is added up in them", "g, m + norm(g), v + g", "array-wise tensor"],
    ["are widened through one another", "g, v, m + g", "tensor tensor"],
    ["are widened through one another step by step", "g, v + m, max(v, norm(g))", "array-wise array-wise"],
    ["may be exchanged", "g, v, m", "scalar scalar"],
  ])("%s", (_, returned, types) => {
    expect(typesOf(typed("", "w, g, m, v, lr", returned).stateTypes).join(" ")).toBe(types);
  });

  it.each([1, 2, 28, 29, 30, 31, 32, 50])("are the least fixed point, down a chain of %d state variables", (length) => {
    const names = Array.from({ length }, (_, k) => `s${k}`);
    const chain = (last: string): string[] =>
      typesOf(typed("", `w, g, ${names.join(", ")}`, ["g", ...names.slice(1), last].join(", ")).stateTypes);
    expect(new Set(chain("g"))).toEqual(new Set(["tensor"]));
    expect(new Set(chain("norm(g)"))).toEqual(new Set(["array-wise"]));
    expect(new Set(chain("s0"))).toEqual(new Set(["scalar"]));
    // The same down and up again: the last in the chain is returned for the first.
    expect(new Set(chain("s0 + norm(g)"))).toEqual(new Set(["array-wise"]));
    expect(new Set(chain("s0 + g"))).toEqual(new Set(["tensor"]));
  });

  it("let a state variable be a tensor argument where the fixed point makes it a tensor", () => {
    expect(typesOf(typed("  x = dot(m, v)", "w, g, m, v", "g, v, g").stateTypes)).toEqual(["tensor", "tensor"]);
  });
});

describe("a program is invalid", () => {
  it.each<readonly [string, Program, readonly (readonly [number, number, string])[]]>([
    ["where a variable is read before it is assigned", program([[4, "add", y, g], [5, "abs", g]]), [
      [0, 0, "`y` is read before it is assigned"],
    ]],
    ["where a variable is returned that is not assigned", program([], [4, 5]), [
      [0, 0, "`x` is read before it is assigned"],
      [0, 1, "`y` is read before it is assigned"],
    ]],
    ["where a statement reads its own first result", program([[4, "add", g, x]]), [
      [0, 1, "`x` is read before it is assigned"],
    ]],
    ["where a scalar is wanted", program([[4, "interp", g, w, g], [5, "norm", g], [4, "clip", g, y]]), [
      [0, 2, "`interp` expects a scalar as its argument `a`, got a tensor"],
      [2, 1, "`clip` expects a scalar as its argument `s`, got an array-wise value"],
    ]],
    ["where a tensor is wanted", program([[4, "norm", lr], [5, "dot", x, constant(1)]]), [
      [0, 0, "`norm` expects a tensor as its argument `x`, got a scalar"],
      [1, 0, "`dot` expects a tensor as its argument `x`, got an array-wise value"],
      [1, 1, "`dot` expects a tensor as its argument `y`, got a scalar"],
    ]],
    ["where state that is never a tensor stands for one", program([[4, "norm", m]]), [
      [0, 0, "`norm` expects a tensor as its argument `x`, got a scalar"],
    ]],
    ["where the update is a scalar", program([], [3, 2]), [[0, 0, "the update must be a tensor, got a scalar"]]],
    ["where the update is array-wise", program([[4, "norm", g]], [4, 2]), [
      [1, 0, "the update must be a tensor, got an array-wise value"],
    ]],
    ["even where what is faulty is dead", program([[4, "norm", lr]]), [
      [0, 0, "`norm` expects a tensor as its argument `x`, got a scalar"],
    ]],
  ])("%s, and findFaults says where", (_, invalid, faults) => {
    expect(tryCheck(invalid)).toBeUndefined();
    const found = findFaults(invalid).map(({ statement, argument, message }) => [statement, argument, message]);
    expect(found).toEqual(faults);
  });

  it("and an unassigned variable is reported once", () => {
    expect(findFaults(program([[4, "add", y, y], [4, "add", y, y]], [5, 5]))).toHaveLength(1);
  });

  it("and what is made of an unassigned variable is not faulted", () => {
    const made = program([[4, "abs", y], [4, "add", x, g], [3, "interp", g, g, x], [3, "norm", x]], [4, 4]);
    expect(findFaults(made)).toHaveLength(1);
  });

  it("and check names every fault with its statement", () => {
    const invalid = program([[4, "interp", g, w, g]], [3, 2]);
    expect(() => check(invalid)).toThrow(ContractError);
    expect(() => check(invalid)).toThrow(
      'Program "f" is invalid:\n' +
        "  x = interp(g, w, g): `interp` expects a scalar as its argument `a`, got a tensor\n" +
        "  return: the update must be a tensor, got a scalar",
    );
  });
});

describe("findFaults of a text that is not whole", () => {
  it("takes a broken statement's result for anything", () => {
    const broken = program([[4, "copy", g, g, y], [3, "interp", g, w, x], [3, "norm", x]]);
    expect(findFaults(broken, { broken: new Set([0]) }).map(({ message }) => message)).toEqual([
      "`y` is read before it is assigned",
    ]);
  });

  it("takes state that nothing is returned for for anything", () => {
    expect(findFaults(program([[4, "norm", m], [4, "interp", g, g, m]], []))).toEqual([]);
  });
});

describe("laws", () => {
  it("tryCheck answers exactly where findFaults finds nothing", () => {
    fc.assert(
      fc.property(brokenPrograms({ statements: 8 }), (candidate) => {
        expect(tryCheck(candidate) !== undefined).toBe(findFaults(candidate).length === 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("tryCheck and findFaults agree on programs of very many state variables too", () => {
    fc.assert(
      fc.property(brokenPrograms({ statements: 8, states: 40 }), (candidate) => {
        expect(tryCheck(candidate) !== undefined).toBe(findFaults(candidate).length === 0);
      }),
      { numRuns: 300 },
    );
  });

  it.each([3, 40])("types are the least fixed point of those of up to %d state variables", (most) => {
    fc.assert(
      fc.property(programs({ states: most }), (valid) => {
        const { types, stateTypes } = check(valid);
        const { statements, states, outputs, parameters } = valid;
        /** The types of what is returned for the state, from given types of the state. */
        let results: number[] = [];
        const stepOf = (from: readonly number[]): number[] => {
          const slots = parameters.map((_, slot) => (slot < 2 ? 2 : (from[states.indexOf(slot)] ?? 0)));
          results = statements.map(({ target, fn, args }) => {
            const widths = args.map((arg) => (arg.kind === "variable" ? (slots[arg.slot] as number) : 0));
            return (slots[target] = fn.result === "widest" ? Math.max(0, ...widths) : fn.result);
          });
          return outputs.slice(1).map((slot) => slots[slot] as number);
        };
        let settled = states.map(() => 0);
        for (let round = 0; round <= 2 * states.length; round++) {
          settled = stepOf(settled).map((type, k) => Math.max(type, settled[k] as number));
        }
        expect([...stateTypes]).toEqual(settled);
        expect([...types]).toEqual(results);
      }),
      { numRuns: 300 },
    );
  });
});
