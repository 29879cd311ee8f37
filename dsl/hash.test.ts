import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tryCheck } from "./check.js";
import { FUNCTIONS, functionNamed } from "./functions/table.js";
import { createHasher, hashProgram } from "./hash.js";
import { liveness } from "./liveness.js";
import { type Operand, type Parameter, type Program, type Statement, constant, stateSlots, variable } from "./program.js";
import { constants, programs } from "./program.arbitrary.js";
import { updateBits } from "./run.arbitrary.js";
import { parse } from "./text/parse.js";

function hashOf(text: string): string {
  return hashProgram(parse(text));
}

const BASE = `def f(w, g, m, v, lr, b=0.9):
  m = interp(g, m, b)
  s = g * g
  v = max(v, s)
  r = sqrt(v)
  d = m - r
  u = d * 0.001
  return u, m, v
`;

/** The base program with pieces replaced, each of which must be there. */
function changed(...pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no ${from} in the program`);
    return text.replace(from, to);
  }, BASE);
}

describe("a hash", () => {
  it("is 64 bits in hexadecimal", () => {
    expect(hashOf(BASE)).toMatch(/^[0-9a-f]{16}$/);
  });

  it("is the same for ever", () => {
    // A change here makes old runs unreadable by hash: it is a change of format.
    expect(hashOf(BASE)).toBe("ab77dd1db98966d2");
  });
});

describe("a hash is unchanged by", () => {
  it.each<readonly [string, string]>([
    ["the program's name", BASE.replace("def f", "def other")],
    ["names of variables", BASE.replaceAll(/\bs\b/g, "squared").replaceAll(/\bm\b/g, "momentum")],
    ["names of weights and gradient", BASE.replaceAll(/\bw\b/g, "weights").replaceAll(/\bg\b/g, "grad")],
    ["a hyperparameter's name", BASE.replaceAll(/\bb\b/g, "beta")],
    ["a hyperparameter in place of its value", changed(["b=0.9", "c=0.9"], ["m, b)", "m, 0.9)"])],
    ["a hyperparameter that is not used", changed(["b=0.9", "b=0.9, c=17"])],
    ["an input that is not used", changed(["lr, ", "T, lr, "])],
    ["the order of inputs", changed([", lr, b=0.9", ", b=0.9, lr"])],
    ["dead code", changed(["  d = ", "  x = sin(g)\n  x = x * lr\n  d = "])],
    ["dead code that is overwritten", changed(["  m = interp", "  d = cos(w)\n  m = interp"])],
    ["dead state", changed(["m, v, lr", "m, x, v, lr"], ["u, m, v", "u, m, x_2, v"], ["  s =", "  x_2 = x + s\n  s ="])
      .replace("  x_2 = x + s\n  s = g * g\n", "  s = g * g\n  x_2 = x + s\n")],
    ["dead state before all other", changed(["m, v, lr", "x, m, v, lr"], ["u, m, v", "u, x, m, v"])],
    ["dead state behind all other", changed(["m, v, lr", "m, v, x, lr"], ["u, m, v", "u, m, v, g"])],
    ["the order of independent statements", changed(["  m = interp(g, m, b)\n", ""], ["  d =", "  m = interp(g, m, b)\n  d ="])],
    ["assignment in place", changed(["  s = g * g\n  v = max(v, s)", "  g2 = g * g\n  v = max(v, g2)"])],
    ["reuse of a variable", changed(["d = m - r", "r = m - r"], ["u = d *", "r = r *"], ["return u", "return r"])],
    ["copies", changed(["  d = m - r", "  c = m\n  d = c - r"], ["  u = d", "  e = d\n  u = e"])],
    ["a copy of a constant", changed(["  u = d * 0.001", "  c = 0.001\n  u = d * c"])],
    ["a value computed twice", changed(["  d = m - r", "  m2 = interp(g, m0, b)\n  d = m2 - r"],
      ["  m = interp", "  m0 = m\n  m = interp"])],
    ["the order of arguments of a commutative function", changed(["max(v, s)", "max(s, v)"], ["d * 0.001", "0.001 * d"])],
    ["another spelling of a function", changed(["max(", "maximum("], ["interp(", "interpolate("])],
  ])("%s", (_, text) => {
    expect(text).not.toBe(BASE);
    expect(hashOf(text)).toBe(hashOf(BASE));
  });
});

describe("a hash is changed by", () => {
  it.each<readonly [string, string]>([
    ["a constant's last bit", changed(["0.001", "0.0010000000000000002"])],
    ["a hyperparameter's last bit", changed(["b=0.9", "b=0.9000000000000001"])],
    ["a function", changed(["max(", "min("])],
    ["a function of one argument", changed(["sqrt(", "cbrt("])],
    ["the order of arguments of -", changed(["m - r", "r - m"])],
    ["the order of arguments of interp", changed(["g, m, b", "m, g, b"])],
    ["another argument", changed(["g * g", "g * w"])],
    ["the gradient for the weights", changed(["g * g", "w * w"])],
    ["an input for a constant", changed(["0.001", "lr"])],
    ["a state variable in another's place", BASE.replace("f(w, g, m, v", "f(w, g, v, m")],
    ["state that is not moved on", changed(["u, m, v", "u, m, s"])],
    ["which state is written", changed(["u, m, v", "u, v, m"])],
    ["the update", changed(["return u", "return d"])],
  ])("%s", (_, text) => {
    expect(hashOf(text)).not.toBe(hashOf(BASE));
  });

  it.each([
    ["0 for -0", "0", "-0"],
    ["one input for another", "t", "T"],
    ["lr for loss", "lr", "loss"],
    ["a number of steps for the present one", "1", "t"],
    ["the least of all numbers for 0", "0", "5e-324"],
    ["get_pi for get_e", "get_pi()", "get_e()"],
    ["a sum for a product", "lr * t", "lr + t"],
  ])("%s", (_, one, other) => {
    const text = (value: string): string => `def f(w, g, lr, t, T, loss):\n  return g * (${value})`;
    expect(hashOf(text(one))).not.toBe(hashOf(text(other)));
  });

  it("association, though real arithmetic does not see it", () => {
    const text = (sum: string): string => `def f(w, g, m):\n  return ${sum}, g`;
    expect(hashOf(text("(w + g) + m"))).not.toBe(hashOf(text("w + (g + m)")));
  });

  it("a state variable for another of the same use", () => {
    const text = (update: string): string => `def f(w, g, a, b):\n  return ${update}, g, w`;
    expect(hashOf(text("a - b"))).not.toBe(hashOf(text("b - a")));
  });

  it("no input or state variable is like any small subnormal number", () => {
    const text = (value: string): string => `def f(w, g, m, lr, t, T, loss):\n  return g * (${value}), lr`;
    const inputs = new Set(["lr", "t", "T", "loss", "m"].map((value) => hashOf(text(value))));
    expect(inputs.size).toBe(5);
    const words = new Uint32Array(2);
    const number = new Float64Array(words.buffer);
    for (let high = 0; high < 16; high++) {
      for (let low = 0; low < 256; low++) {
        words.set([low, high]);
        expect(inputs.has(hashProgram(withConstant(number[0] as number)))).toBe(false);
      }
    }
  });
});

/** `return g * value, lr` of the same parameters as above. */
function withConstant(value: number): Program {
  const program = parse("def f(w, g, m, lr, t, T, loss):\n  return g * 2, lr");
  const [statement] = program.statements as [Statement];
  return { ...program, statements: [{ ...statement, args: [variable(1), constant(value)] }] };
}

describe("a hash made with other functions commutative", () => {
  it("takes a - b for b - a where it is told to", () => {
    const broken = createHasher({ commutative: (fn) => fn.commutative || fn.name === "subtract" });
    const [a, b] = ["m - r", "r - m"].map((d) => parse(changed(["m - r", d]))) as [Program, Program];
    expect(broken(a)).toBe(broken(b));
    expect(broken(a)).not.toBe(broken(parse(changed(["m - r", "m * r"]))));
  });

  it("tells a + b from b + a where no function is", () => {
    const strict = createHasher({ commutative: () => false });
    const [a, b] = ["max(v, s)", "max(s, v)"].map((v) => parse(changed(["max(v, s)", v]))) as [Program, Program];
    expect(strict(a)).not.toBe(strict(b));
  });
});

/** Every assignment to a new variable. */
function singleAssignment(program: Program): Program {
  const names = [...program.names];
  const current = names.map((_, slot) => slot);
  const read = (arg: Operand): Operand => (arg.kind === "variable" ? variable(current[arg.slot] as number) : arg);
  const statements = program.statements.map(({ target, fn, args }): Statement => {
    const operands = args.map(read);
    current[target] = names.push(`ssa_${names.length}`) - 1;
    return { target: current[target], fn, args: operands };
  });
  return { ...program, names, statements, outputs: program.outputs.map((slot) => current[slot] as number) };
}

/** Meaning-preserving changes of programs of single assignment; each takes numbers to choose by. */
const DISGUISES: Readonly<Record<string, (program: Program, choose: (n: number) => number) => Program>> = {
  reorder(program, choose) {
    const rest = [...program.statements];
    const defined = new Set(rest.map(({ target }) => target));
    const statements: Statement[] = [];
    while (rest.length > 0) {
      const ready = rest.filter(({ args }) => args.every((arg) => arg.kind === "constant" || !defined.has(arg.slot)));
      const next = ready[choose(ready.length)] as Statement;
      rest.splice(rest.indexOf(next), 1);
      defined.delete(next.target);
      statements.push(next);
    }
    return { ...program, statements };
  },
  exchange(program, choose) {
    const statements = program.statements.map((statement) =>
      statement.fn.commutative && choose(2) === 0 ? { ...statement, args: [...statement.args].reverse() } : statement,
    );
    return { ...program, statements };
  },
  copy(program, choose) {
    return reading(program, choose, (slot, fresh) => ({ target: fresh, fn: functionNamed("copy"), args: [variable(slot)] }));
  },
  computeTwice(program, choose) {
    const made = new Map(program.statements.map((statement) => [statement.target, statement]));
    return reading(program, choose, (slot, fresh) => {
      const statement = made.get(slot);
      return statement && { ...statement, target: fresh };
    });
  },
  nameConstants(program, choose) {
    const names = [...program.names];
    const copy = functionNamed("copy");
    const statements = program.statements.flatMap((statement): Statement[] => {
      const before: Statement[] = [];
      const args = statement.args.map((arg): Operand => {
        if (arg.kind === "variable" || choose(2) === 0) return arg;
        const target = names.push(`c_${names.length}`) - 1;
        before.push({ target, fn: copy, args: [arg] });
        return variable(target);
      });
      return [...before, { ...statement, args }];
    });
    return { ...program, names, statements };
  },
  addDeadState(program, choose) {
    const at = 2 + choose(program.parameters.length - 1);
    const parameter: Parameter = { kind: "state", name: "dead" };
    return insertParameter(program, at, parameter, choose(2));
  },
  removeDead(program) {
    const { statements } = liveness(program);
    const dead = new Set(program.statements.flatMap(({ target }, i) => (statements[i] === 1 ? [] : [target])));
    return {
      ...program,
      statements: program.statements.filter((_, i) => statements[i] === 1),
      outputs: program.outputs.map((slot, k) => (dead.has(slot) ? (program.states[k - 1] as number) : slot)),
    };
  },
};

/** Lets some operands read a new variable that a new statement, made for their slot, has just assigned. */
function reading(
  program: Program, choose: (n: number) => number, make: (slot: number, fresh: number) => Statement | undefined,
): Program {
  const names = [...program.names];
  const statements = program.statements.flatMap((statement): Statement[] => {
    const before: Statement[] = [];
    const args = statement.args.map((arg): Operand => {
      if (arg.kind === "constant" || choose(2) === 0) return arg;
      const made = make(arg.slot, names.length);
      if (made === undefined) return arg;
      before.push(made);
      names.push(`r_${names.length}`);
      return variable(made.target);
    });
    return [...before, { ...statement, args }];
  });
  return { ...program, names, statements };
}

/** Puts a parameter at a slot, for which an earlier slot is returned; later slots move up. */
function insertParameter(program: Program, at: number, parameter: Parameter, returned: number): Program {
  const moved = (slot: number): number => (slot >= at ? slot + 1 : slot);
  const parameters = program.parameters.toSpliced(at, 0, parameter);
  const states = stateSlots(parameters);
  return {
    ...program,
    parameters,
    states,
    names: program.names.toSpliced(at, 0, parameter.name),
    statements: program.statements.map(({ target, fn, args }) => ({
      target: moved(target),
      fn,
      args: args.map((arg) => (arg.kind === "variable" ? variable(moved(arg.slot)) : arg)),
    })),
    outputs: program.outputs.map(moved).toSpliced(states.indexOf(at) + 1, 0, returned),
  };
}

/** Choices by a list of numbers, over and over. */
function chooser(numbers: readonly number[]): (n: number) => number {
  let at = 0;
  return (n) => (numbers[at++ % numbers.length] as number) % n;
}

const choices = fc.array(fc.nat(1_000_000), { minLength: 20, maxLength: 20 });

describe("laws", () => {
  it("single assignment keeps the hash", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        expect(hashProgram(singleAssignment(program))).toBe(hashProgram(program));
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(DISGUISES))("%s keeps the hash, and every bit of the updates", (_, disguise) => {
    fc.assert(
      fc.property(programs(), choices, (program, numbers) => {
        const disguised = disguise(singleAssignment(program), chooser(numbers));
        expect(tryCheck(disguised)).toBeDefined();
        expect(hashProgram(disguised)).toBe(hashProgram(program));
        expect(updateBits(disguised)).toEqual(updateBits(program));
      }),
      { numRuns: 300 },
    );
  });

  it("all disguises one after another keep the hash", () => {
    fc.assert(
      fc.property(programs(), choices, (program, numbers) => {
        const choose = chooser(numbers);
        let disguised = singleAssignment(program);
        for (const disguise of Object.values(DISGUISES)) disguised = disguise(disguised, choose);
        expect(hashProgram(disguised)).toBe(hashProgram(program));
      }),
      { numRuns: 300 },
    );
  });

  it("another function in a live statement changes the hash, in a dead one it does not", () => {
    fc.assert(
      fc.property(programs(), fc.nat(), (program, number) => {
        const live = liveness(program).statements;
        program.statements.forEach((statement, i) => {
          const others = FUNCTIONS.filter(({ args }) => args.length === statement.fn.args.length && args.length > 0);
          const fn = others[number % Math.max(1, others.length)];
          if (fn === undefined || fn === statement.fn || fn.name === "copy" || statement.fn.name === "copy") return;
          const statements = program.statements.with(i, { ...statement, fn });
          expect(hashProgram({ ...program, statements }) !== hashProgram(program)).toBe(live[i] === 1);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("another constant in a live statement changes the hash, in a dead one it does not", () => {
    fc.assert(
      fc.property(programs(), constants, (program, value) => {
        const live = liveness(program).statements;
        program.statements.forEach((statement, i) => {
          const k = statement.args.findIndex((arg) => arg.kind === "constant" && !Object.is(arg.value, value));
          if (k < 0) return;
          const args = statement.args.with(k, constant(value));
          const statements = program.statements.with(i, { ...statement, args });
          expect(hashProgram({ ...program, statements }) !== hashProgram(program)).toBe(live[i] === 1);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("programs of equal hash have equal updates", () => {
    // Small programs over a few functions, so that equal hashes are common.
    const functions = ["add", "subtract", "negative", "max", "copy"].map(functionNamed);
    const small = programs({ statements: 3, states: 1, functions }).map((program): Program => ({
      ...program,
      statements: program.statements.map((statement) => ({
        ...statement,
        args: statement.args.map((arg) => (arg.kind === "constant" ? constant(2) : arg)),
      })),
    }));
    const byHash = new Map<string, number[]>();
    let pairs = 0;
    for (const program of fc.sample(small, { numRuns: 4000, seed: 1 })) {
      const bits = updateBits(program);
      const known = byHash.get(hashProgram(program));
      if (known === undefined) byHash.set(hashProgram(program), bits);
      else {
        pairs++;
        expect(bits).toEqual(known);
      }
    }
    expect(pairs).toBeGreaterThan(1000);
  });

  it("does not depend on the programs hashed before", () => {
    const sample = fc.sample(programs(), { numRuns: 200, seed: 2 });
    const forwards = sample.map((program) => hashProgram(program));
    const backwards = sample.toReversed().map((program) => hashProgram(program));
    expect(backwards.toReversed()).toEqual(forwards);
  });
});

describe("a million programs that differ in a constant", () => {
  it("have a million hashes, whose every bit is even", () => {
    const seen = new Set<string>();
    const ones = new Array<number>(64).fill(0);
    const bits = new BigUint64Array(1);
    const number = new Float64Array(bits.buffer);
    number[0] = 0.9;
    const base = withConstant(0);
    const live = liveness(base);
    const [statement] = base.statements as [Statement];
    for (let i = 0; i < 1_000_000; i++) {
      bits[0] = (bits[0] as bigint) + 1n;
      const args = [variable(1), constant(number[0])];
      const hash = hashProgram({ ...base, statements: [{ ...statement, args }] }, live);
      seen.add(hash);
      if (i % 100 === 0) {
        const value = BigInt(`0x${hash}`);
        for (let bit = 0; bit < 64; bit++) ones[bit] = (ones[bit] as number) + Number((value >> BigInt(bit)) & 1n);
      }
    }
    expect(seen.size).toBe(1_000_000);
    // 10,000 draws: the standard deviation is 50.
    expect(Math.max(...ones.map((count) => Math.abs(count - 5000)))).toBeLessThan(250);
  });

  it("have different low halves as often as 32 random bits would", () => {
    const lows = new Set<number>();
    for (let i = 0; i < 100_000; i++) lows.add(Number.parseInt(hashProgram(withPower(i)).slice(8), 16));
    // By chance about 1.2 pairs meet.
    expect(lows.size).toBeGreaterThan(99_985);
  });
});

const POWERS = parse("def f(w, g, a=1):\n  x = w * a\n  x = x - g\n  return x");

/** A program with its constant a whole number. */
function withPower(i: number): Program {
  return { ...POWERS, parameters: POWERS.parameters.with(2, { kind: "hyperparameter", name: "a", value: i }) };
}
