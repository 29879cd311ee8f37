import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tryCheck } from "../check.js";
import { constants, programs } from "../program.arbitrary.js";
import { type Program, samePrograms } from "../program.js";
import { ProgramError } from "./diagnostic.js";
import { parse } from "./parse.js";
import { print, printNumber } from "./print.js";

/** A program around one expression over w, g, state m, v, input lr and hyperparameter b. */
function around(expression: string): string {
  return `def f(w, g, m, v, lr, b=0.5):\n  x = ${expression}\n  return g, g, g\n`;
}

/** The statements that an expression becomes, as they are printed. */
function statementsOf(expression: string): string[] {
  return print(parse(around(expression))).split("\n").slice(1, -2).map((line) => line.trim());
}

/** The error that a text raises. */
function errorOf(text: string): ProgramError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ProgramError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
}

const PAPER: Readonly<Record<string, string>> = {
  "paper-raw": `# The raw program of the search in arXiv 2302.06675 (its Program 8).
def train(w, g, m, v, lr):
  g = clip(g, lr)
  m = clip(m, lr)
  v845 = sqrt(0.6270633339881897)
  v968 = sign(v)
  v968 = v - v
  g = arcsin(g)
  m = interp(g, v, 0.8999999761581421)
  v1 = m * m
  v = interp(g, m, 1.109133005142212)
  v845 = tanh(v845)
  lr = lr * 0.0002171761734643951
  update = m * lr
  v1 = sqrt(v1)
  update = update / v1
  wd = lr * 0.4601978361606598
  v1 = square(v1)
  wd = wd * w
  m = cosh(update)
  lr = tan(1.4572199583053589)
  update = update + wd
  lr = cos(v845)
  return update, m, v
`,
  "paper-4": `# arXiv 2302.06675, Program 4: the raw program after its redundant statements were removed.
def train(w, g, m, v, lr):
  g = clip(g, lr)
  g = arcsin(g)
  m = interp(g, v, 0.899)
  m2 = m * m
  v = interp(g, m, 1.109)
  abs_m = sqrt(m2)
  update = m / abs_m
  wd = w * 0.4602
  update = update + wd
  lr = lr * 0.0002
  m = cosh(update)
  update = update * lr
  return update, m, v
`,
  "paper-5": `# arXiv 2302.06675, Program 5: unusual regularisation.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.16)
  g2 = square(g)
  v = interpolate(v, g2, 0.001)
  v753 = dot(g, w)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = v753 * w
  update = sin(update)
  update = update + wd
  lr = lr * 0.0216
  update = update * lr
  v = sin(v)
  return update, m, v
`,
  "paper-6": `# arXiv 2302.06675, Program 6: AdaGrad-like.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.1)
  g2 = square(g)
  g2 = v + g2
  v = interp(v, g2, 0.0015)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  v70 = get_pi()
  v = min(v, v70)
  update = sinh(update)
  lr = lr * 0.0606
  update = update * lr
  return update, m, v
`,
  "paper-7": `# arXiv 2302.06675, Program 7: AdaBelief-like.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.1)
  g = g - m
  g2 = square(g)
  v = interp(v, g2, 0.001)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.0238
  update = update + wd
  lr = lr * 0.03721
  update = update * lr
  return update, m, v
`,
};

/** A printed program of the paper as `print` spells it: without its comment, `interpolate` as `interp`. */
function canonical(text: string): string {
  return text.replace(/^#.*\n/, "").replaceAll("interpolate(", "interp(");
}

describe("programs of the paper", () => {
  it.each(Object.entries(PAPER))("%s reads and prints as it stands", (_, text) => {
    expect(print(parse(text))).toBe(canonical(text));
  });

  const folder = process.env["SYMOPT_GOLDEN"];
  const files = folder !== undefined && existsSync(folder) ? readdirSync(folder) : [];
  it("in the folder SYMOPT_GOLDEN are the same", (context) => {
    context.skip(files.length === 0, "SYMOPT_GOLDEN names no folder, so the golden files themselves are not read");
    const rules = files.filter((file) => file.endsWith(".rule"));
    for (const file of rules) {
      const text = readFileSync(join(folder as string, file), "utf8");
      expect(text).toBe(PAPER[file.replace(".rule", "")]);
    }
    expect(rules.length).toBe(Object.keys(PAPER).length);
  });
});

describe("expressions", () => {
  it.each([
    ["g + m * v", ["x_1 = m * v", "x = g + x_1"]],
    ["g * m + v", ["x_1 = g * m", "x = x_1 + v"]],
    ["g - m - v", ["x_1 = g - m", "x = x_1 - v"]],
    ["g - (m - v)", ["x_1 = m - v", "x = g - x_1"]],
    ["g / m / v", ["x_1 = g / m", "x = x_1 / v"]],
    ["g / m * v", ["x_1 = g / m", "x = x_1 * v"]],
    ["g ** m ** v", ["x_1 = power(m, v)", "x = power(g, x_1)"]],
    ["(g ** m) ** v", ["x_1 = power(g, m)", "x = power(x_1, v)"]],
    ["g * m ** v", ["x_1 = power(m, v)", "x = g * x_1"]],
    ["-g ** m", ["x_1 = power(g, m)", "x = -x_1"]],
    ["(-g) ** m", ["x_1 = -g", "x = power(x_1, m)"]],
    ["g ** -m", ["x_1 = -m", "x = power(g, x_1)"]],
    ["2 ** -m * g", ["x_1 = -m", "x_2 = power(2, x_1)", "x = x_2 * g"]],
    ["2 ** -m ** g", ["x_1 = power(m, g)", "x_2 = -x_1", "x = power(2, x_2)"]],
    ["-g * m", ["x_1 = -g", "x = x_1 * m"]],
    ["-g + m", ["x_1 = -g", "x = x_1 + m"]],
    ["g - -m", ["x_1 = -m", "x = g - x_1"]],
    ["- -g", ["x_1 = -g", "x = -x_1"]],
    ["-2 ** g", ["x_1 = power(2, g)", "x = -x_1"]],
    ["g + m < v * b", ["x_1 = g + m", "x_2 = v * b", "x = x_1 < x_2"]],
    ["(g < m) == (v < w)", ["x_1 = g < m", "x_2 = v < w", "x = x_1 == x_2"]],
    ["interp(g * m, -v, 1 - b)", ["x_1 = g * m", "x_2 = -v", "x_3 = 1 - b", "x = interp(x_1, x_2, x_3)"]],
    ["sign(sign(sign(g)))", ["x_1 = sign(g)", "x_2 = sign(x_1)", "x = sign(x_2)"]],
    ["((((g))))", ["x = g"]],
  ])("%s means what it means in Python", (expression, statements) => {
    expect(statementsOf(expression)).toEqual(statements);
  });

  it.each([
    ["g > m", "x = m < g"],
    ["g >= m", "x = m <= g"],
    ["g <= m", "x = g <= m"],
    ["g == m", "x = g == m"],
  ])("%s is read as `%s`", (expression, statement) => {
    expect(statementsOf(expression)).toEqual([statement]);
  });

  it.each([
    ["interpolate(g, m, 0.9)", "x = interp(g, m, 0.9)"],
    ["minimum(g, m)", "x = min(g, m)"],
    ["maximum(g, m)", "x = max(g, m)"],
    ["clip_by_global_norm(g, lr)", "x = clip(g, lr)"],
    ["invert(g)", "x = reciprocal(g)"],
    ["add(g, m)", "x = g + m"],
    ["subtract(g, m)", "x = g - m"],
    ["multiply(g, m)", "x = g * m"],
    ["protected_divide(g, m)", "x = g / m"],
    ["less(g, m)", "x = g < m"],
    ["less_equal(g, m)", "x = g <= m"],
    ["equal(g, m)", "x = g == m"],
    ["negative(g)", "x = -g"],
    ["negative(2)", "x = negative(2)"],
    ["copy(g)", "x = g"],
    ["get_pi()", "x = get_pi()"],
    ["get_e( )", "x = get_e()"],
    ["get_eps()", "x = get_eps()"],
  ])("%s is another name for `%s`", (expression, statement) => {
    expect(statementsOf(expression)).toEqual([statement]);
  });

  it.each([
    ["0.9", "0.9"], [".5", "0.5"], ["5.", "5"], ["-.5", "-0.5"], ["007", "7"], ["1e-8", "1e-8"], ["1E+21", "1e+21"],
    ["1e21", "1e+21"], ["1e20", "100000000000000000000"], ["5e-324", "5e-324"], ["5.e3", "5000"], ["-0", "-0"],
    ["0", "0"], ["- 3", "-3"], ["-(3)", "-3"], ["- -3", "3"], ["0.1000000000000000055511151231257827", "0.1"],
    ["1.7976931348623157e308", "1.7976931348623157e+308"], ["0.30000000000000004", "0.30000000000000004"],
    ["1e-400", "0"],
  ])("the constant %s prints as %s", (written, printed) => {
    expect(statementsOf(written)).toEqual([`x = ${printed}`]);
  });

  it("takes names of functions as variables", () => {
    const program = parse("def f(w, g):\n  sign = sign(g)\n  add = sign + sign(sign)\n  return add\n");
    expect(print(program)).toBe(
      "def f(w, g):\n  sign = sign(g)\n  add_1 = sign(sign)\n  add = sign + add_1\n  return add\n",
    );
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"])(
    "takes %s as an ordinary name, of a variable and of a parameter",
    (name) => {
      const text = `def f(w, g, ${name}, ${name}2=1):\n  ${name} = g + ${name}\n  return ${name}, ${name}\n`;
      expect(print(parse(text))).toBe(text);
    },
  );

  it("gives intermediate results names that the text does not use", () => {
    const text = "def f(w, g, x_1):\n  x = -(g * x_1)\n  x_2 = x\n  x_4 = g\n  y = x_2 * -(g * -x)\n  return y, g\n";
    const { names } = parse(text);
    expect(new Set(names).size).toBe(names.length);
    expect(print(parse(text))).toContain("x_3 = g * x_1\n  x = -x_3\n");
  });
});

describe("programs", () => {
  it("may have no state", () => {
    expect(print(parse("def sgd(w, g, lr):\n  return g * lr"))).toBe(
      "def sgd(w, g, lr):\n  update_1 = g * lr\n  return update_1\n",
    );
  });

  it("may have many state variables", () => {
    const states = Array.from({ length: 100 }, (_, k) => `s${k}`).join(", ");
    const program = parse(`def f(w, g, ${states}):\n  return g, ${states}\n`);
    expect(program.states).toEqual(Array.from({ length: 100 }, (_, k) => k + 2));
  });

  it("may return expressions, each named after what it is returned for", () => {
    expect(print(parse("def f(w, g, m, v):\n  return -g * 2, m + g, v * v"))).toBe(
      "def f(w, g, m, v):\n  update_1 = -g\n  update_2 = update_1 * 2\n  m_1 = m + g\n  v_1 = v * v\n" +
        "  return update_2, m_1, v_1\n",
    );
  });

  it("may return parameters as they are, exchanged state too", () => {
    const text = "def f(w, g, m, v):\n  return g, v, m\n";
    expect(print(parse(text))).toBe(text);
  });

  it("give parameters their roles by position, name and default", () => {
    const { parameters } = parse("def f(a, b, t, c, lr, d=2, T, loss, e=-1e-3):\n  return b, c\n");
    expect(parameters).toEqual([
      { kind: "weights", name: "a" },
      { kind: "gradient", name: "b" },
      { kind: "input", name: "t" },
      { kind: "state", name: "c" },
      { kind: "input", name: "lr" },
      { kind: "hyperparameter", name: "d", value: 2 },
      { kind: "input", name: "T" },
      { kind: "input", name: "loss" },
      { kind: "hyperparameter", name: "e", value: -0.001 },
    ]);
  });

  const text = "def f(w, g, m, beta=0.9):\n  m = interp(g, m, beta)\n  return m, m\n";
  it.each([
    ["comments", text.replaceAll("\n", " # a comment = (\n").replace(/^/, "# first\n\n#\n")],
    ["a comment with a Unicode line separator", text.replace(":\n", ": # a\u2028) = (\n")],
    ["blank lines", text.replaceAll("\n", "\n\n  \n\t\n")],
    ["CRLF", text.replaceAll("\n", "\r\n")],
    ["CR alone", text.replaceAll("\n", "\r")],
    ["tabs", text.replaceAll("  ", "\t").replaceAll(" ", "\t")],
    ["no indentation", text.replaceAll("  ", "")],
    ["no space at all", text.replaceAll(/ (?!f|m, m)/g, "")],
    ["a byte order mark", `\ufeff${text}`],
    ["no line end at the end", text.trimEnd()],
    ["a header over several lines", text.replace("(w, g, m, beta=0.9)", "(\n    w,\n    g, # gradient\n\n  m,\n beta=0.9,\n)")],
    ["a call over several lines", text.replace("interp(g, m, beta)", "interp(\n g,\n m, # state\n beta\n)")],
    ["a comma at the end of the parameters", text.replace("beta=0.9)", "beta=0.9,)")],
  ])("are the same with %s", (_, written) => {
    expect(print(parse(written))).toBe(text);
  });
});

describe("laws", () => {
  it("what is printed reads back as the same program", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        expect(samePrograms(parse(print(program)), program)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("printing what was read from a print changes nothing", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        const text = print(program);
        expect(print(parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("every constant reads back to the bit", () => {
    fc.assert(
      fc.property(constants, (value) => {
        const [statement] = parse(around(printNumber(value))).statements;
        expect(statement?.args[0]).toEqual({ kind: "constant", value });
        const { parameters } = parse(`def f(w, g, h=${printNumber(value)}):\n  return g`);
        expect(parameters[2]).toEqual({ kind: "hyperparameter", name: "h", value });
      }),
      { numRuns: 1000 },
    );
  });

  it("what parses is valid", () => {
    fc.assert(
      fc.property(programs(), (program) => {
        expect(tryCheck(parse(print(program)))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

/** Whatever the text, there is a program or an error that points into the text. */
function expectProgramOrError(text: string): Program | ProgramError {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const lines = text.split(/\r\n|\n|\r/);
    expect(error.diagnostics.length).toBeGreaterThan(0);
    const outside = error.diagnostics.filter(({ line, column, length }) => {
      const text = lines[line - 1];
      return text === undefined || column < 1 || column > text.length + 1 || length < 1;
    });
    expect(outside).toEqual([]);
    return error;
  }
}

describe("errors", () => {
  const header = "def f(w, g, m, lr):\n";
  it.each([
    ["an empty text", ""],
    ["no def", "x = 1\nreturn x\n"],
    ["no return", `${header}  m = g\n`],
    ["too few parameters", "def f(w):\n  return w\n"],
    ["an unassigned variable", `${header}  updaet = g * lr\n  m = g\n  return update, m\n`],
    ["a misspelt function", `${header}  m = intrep(g, m, 0.9)\n  return m, m\n`],
    ["a function unlike any", `${header}  m = quantize(g)\n  return m, m\n`],
    ["an argument too few", `${header}  m = interp(g, m)\n  return m, m\n`],
    ["an argument too many", `${header}  m = sign(g, m * lr)\n  return m, m\n`],
    ["a tensor for a scalar", `${header}  m = interp(g, m, g)\n  return m, m\n`],
    ["a scalar for a tensor", `${header}  m = g * norm(lr)\n  return m, m\n`],
    ["an update that is no tensor", `${header}  return dot(g, w), m\n`],
    ["a state variable too few", `${header}  return g\n`],
    ["a parenthesis left open", `${header}  m = sign((g)\n  x = 1\n  return m, m\n`],
    ["a parenthesis too many", `${header}  m = sign(g))\n  return m, m\n`],
    ["a value missing", `${header}  m = g *\n  return m, m\n`],
    ["a missing colon", "def f(w, g)\n  return g\n"],
    ["a foreign operator", `${header}  m = g % 2\n  return m, m\n`],
    ["chained comparisons", `${header}  m = g < m < w\n  return m, m\n`],
    ["a constant too large", `${header}  m = g * 1e309\n  return m, m\n`],
    ["a default for the weights", "def f(w=1, g):\n  return g\n"],
    ["an input in the gradient's place", "def f(w, lr):\n  return w\n"],
    ["a parameter twice", "def f(w, g, m, m):\n  return g, m\n"],
    ["a word of the language as a name", "def f(w, g, return):\n  return g\n"],
    ["text after the return", `${header}  return g, m\n  m = g\n`],
    ["a second program", `${header}  m = g\n${header}  return g, m\n`],
    ["a default that is no number", "def f(w, g, beta=g):\n  return g\n"],
  ])("show %s in its place", (_, text) => {
    expect(errorOf(text).message).toMatchSnapshot();
  });

  it("call the text by the name of its file", () => {
    expect(() => parse("def f(w, g):\n  return x\n", "my.rule")).toThrow(/^my\.rule:2:10: `x` is read/);
  });

  it("carry a stable code", () => {
    expect(errorOf("").code).toBe("bad-program");
  });

  it("report every fault of a text at once, in order", () => {
    const text = [
      "def f(w, g, m, m, lr=1):",
      "  a = sing(g) + cosin(g)",
      "  b = g $ 2",
      "  c = undefined_name * 2",
      "  d = interp(g, m, g) + a",
      "  e = clip(g)",
      "  h = )",
      "  return d, b, c",
    ].join("\n");
    expect(errorOf(text).diagnostics.map(({ line, column }) => `${line}:${column}`)).toEqual([
      "1:16", "1:19", "2:7", "2:17", "3:9", "4:7", "5:20", "6:7", "7:7", "8:3",
    ]);
  });

  it.each([
    ["a misspelt function", "  x = sing(g)\n  y = interp(g, g, x)\n  z = norm(x)\n"],
    ["a line that makes no sense", "  x = g g\n  y = interp(g, g, x)\n  z = norm(x)\n"],
    ["a line that makes no sense from the start", "  x += g\n  y = interp(g, g, x)\n  z = norm(x)\n"],
    ["an unassigned variable", "  x = y + 1\n  z = interp(g, g, x) + norm(x) + y\n"],
    ["an argument too many", "  x = dot(g, g, g)\n  z = interp(g, g, x) + norm(x)\n"],
    ["an argument of a wrong type", "  x = interp(g, g, g)\n  z = norm(x)\n"],
  ])("are not caused by %s further up", (_, lines) => {
    expect(errorOf(`def f(w, g):\n${lines}  return g\n`).diagnostics).toHaveLength(1);
  });

  it("are found in statements though the header is faulty", () => {
    expect(errorOf("def f(w, g:\n  x = g g\n  return g\n").diagnostics.map(({ line }) => line)).toEqual([1, 2]);
  });

  it("do not type state where the return is missing or faulty", () => {
    expect(errorOf("def f(w, g, m):\n  x = norm(m)\n").diagnostics.map(({ line }) => line)).toEqual([2]);
    expect(errorOf("def f(w, g, m):\n  x = norm(m)\n  return g\n").diagnostics.map(({ line }) => line)).toEqual([3]);
  });

  it("are found in the arguments of an unknown function", () => {
    expect(errorOf("def f(w, g):\n  x = sing(y)\n  return g\n").diagnostics.map(({ column }) => column)).toEqual([7, 12]);
  });

  it("suggest the nearest variable that is assigned before", () => {
    const message = errorOf("def f(w, g):\n  update = g\n  return updaet\n").message;
    expect(message).toContain("did you mean `update`?");
  });

  it("suggest no variable that is assigned only later, and none for a single letter", () => {
    expect(errorOf("def f(w, g):\n  x = updaet\n  update = g\n  return g\n").message).not.toContain("mean");
    expect(errorOf("def f(w, g):\n  return x\n").message).not.toContain("mean");
    expect(errorOf("def f(w, g, t):\n  return g * T\n").message).toContain("did you mean `t`?");
  });

  it("put the caret under the fault, in a long line too, with tabs and foreign characters before it", () => {
    const lines = [
      `def f(w, g): #${"x".repeat(300)}`,
      `\tx = ${"g + ".repeat(100)}nowhere + ${"g + ".repeat(100)}g # 漢字`,
      "\treturn\tnothing",
    ];
    const { message } = errorOf(lines.join("\n"));
    const shown = message.split("\n");
    expect(shown).toHaveLength(6);
    for (const [at, name] of [[1, "nowhere"], [4, "nothing"]] as const) {
      const piece = shown[at] as string;
      const caret = shown[at + 1] as string;
      expect(piece.slice(caret.indexOf("^"), caret.length)).toBe(name);
      expect(piece.length).toBeLessThan(120);
    }
  });

  it("let no control character through", () => {
    const { message } = errorOf("def f(w, g):\n  x = \u001b[31m\u0000\u009b\u202e\ud800\u200b g\n  return g\n");
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(message.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\ud800\u200b]/);
  });

  it("count those that are not shown", () => {
    const lines = Array.from({ length: 50 }, (_, k) => `  x${k} = )`);
    const error = errorOf(`def f(w, g):\n${lines.join("\n")}\n  return g\n`);
    expect(error.diagnostics).toHaveLength(50);
    expect(error.message).toMatch(/\nand 30 more$/);
  });
});

/** Runs and asserts that it took no longer than a hostile text may, whatever else the machine does. */
function quickly<T>(run: () => T): T {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(4);
  return result;
}

describe("a megabyte", () => {
  const megabyte = 1 << 20;
  /** A text of a megabyte, of numbered pieces. */
  const fill = (piece: (k: number) => string): string => {
    const pieces: string[] = [];
    for (let size = 0, k = 0; size < megabyte; k++) {
      const next = piece(k);
      pieces.push(next);
      size += next.length;
    }
    return pieces.join("");
  };
  /** Random characters, the same every time. */
  const junk = (alphabet: (word: number) => string): string => {
    let state = 1;
    return fill(() => alphabet((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8));
  };
  const symbols = "()+-*/=<>,:#\n \tdefreturngw0123456789.e_";
  it.each<readonly [string, () => string]>([
    ["of random bytes", () => junk((word) => String.fromCharCode(word & 255))],
    ["of random UTF-16", () => junk((word) => String.fromCharCode(word & 65535))],
    ["of the language's own characters", () => junk((word) => symbols[word % symbols.length] as string)],
    ["of (", () => "(".repeat(megabyte)],
    ["of ( in an expression", () => around("(".repeat(megabyte))],
    ["of )", () => around(")".repeat(megabyte))],
    ["of -", () => around(`${"-".repeat(megabyte)}g`)],
    ["of sign(", () => around("sign(".repeat(megabyte / 5))],
    ["of ((…))", () => around(`${"(".repeat(megabyte / 2)}g${")".repeat(megabyte / 2)}`)],
    ["of a+a on one line", () => around(`g${"+g".repeat(megabyte / 2)}`)],
    ["of a**a on one line", () => around(`g${"**g".repeat(megabyte / 3)}`)],
    ["of arguments", () => around(`interp(g${",g".repeat(megabyte / 2)})`)],
    ["of returned values", () => `def f(w, g):\n  return g${",g".repeat(megabyte / 2)}`],
    ["of faulty lines", () => `def f(w, g):\n${"x = 1 1\n".repeat(megabyte / 8)}return g`],
    ["of lines `x = x + 1`", () => `def f(w, g):\n${"  x = x + 1\n".repeat(megabyte / 12)}  return g`],
    ["of unassigned variables", () => `def f(w, g):\n${fill((k) => `x${k}=y${k}\n`)}return g`],
    ["of variables, then unassigned ones like them", () => {
      const unassigned = Array.from({ length: 2000 }, (_, k) => `a=variable${60_000 + k}y\n`);
      return `def f(w, g):\n${fill((k) => `variable${10_000 + k}x=g\n`)}${unassigned.join("")}return g`;
    }],
    ["of unknown functions", () => `def f(w, g):\n${"x = interpolat(g)\n".repeat(megabyte / 18)}return g`],
    ["of faults of type", () => `def f(w, g):\n${"x = interp(g,g,g)\n".repeat(megabyte / 18)}return g`],
    ["of state variables", () => `def f(w, g, ${fill((k) => `s${k},`)}):\n return g`],
    ["of hyperparameters", () => `def f(w, g, ${fill((k) => `s${k}=1,`)}):\n return g`],
    ["of one name", () => around("a".repeat(megabyte))],
    ["of one function's name", () => around(`${"a".repeat(megabyte)}(g)`)],
    ["of one number", () => around(`0.${"1".repeat(megabyte)}`)],
    ["of one number too large", () => around("1".repeat(megabyte))],
    ["of an exponent", () => around(`1e${"9".repeat(megabyte)}`)],
    ["of blanks", () => " ".repeat(megabyte)],
    ["of line ends", () => "\n".repeat(megabyte)],
    ["of CR LF", () => "\r\n".repeat(megabyte / 2)],
    ["of lines after an open parenthesis", () => `def f(w, g):\nx = (\n${"g\n".repeat(megabyte / 2)}return g`],
    ["of a comment", () => `#${"x".repeat(megabyte)}`],
    ["of #", () => "#\n".repeat(megabyte / 2)],
    ["of NUL", () => "\0".repeat(megabyte)],
    ["of lone surrogates", () => "\ud800".repeat(megabyte)],
    ["of def", () => "def ".repeat(megabyte / 4)],
    ["of programs", () => "def f(w, g):\n  return g\n".repeat(megabyte / 25)],
    ["of returns", () => `def f(w, g):\n${"return g\n".repeat(megabyte / 9)}`],
  ])("%s is a program or a clear error, soon", (_, text) => {
    const written = text();
    const result = quickly(() => expectProgramOrError(written));
    if (result instanceof ProgramError) expect(result.message.length).toBeLessThan(20_000);
  });

  it("of a program whose types settle as slowly as can be is read soon", () => {
    const states = Array.from({ length: 1000 }, (_, k) => `s${k}`);
    const statements = "x = g * w\n".repeat(18_000);
    const text = `def f(w, g, ${states.join(", ")}):\n${statements}return x, ${[...states.slice(1), "g"].join(", ")}`;
    expect(quickly(() => parse(text)).states).toHaveLength(1000);
  });

  it("of state variables and statements is refused", () => {
    const states = Array.from({ length: 5000 }, (_, k) => `s${k}`).join(", ");
    expect(errorOf(`def f(w, g, ${states}):\n  return g, ${states}`).message).toContain(
      "5000 state variables and 0 statements are more than symopt can check",
    );
  });

  it("of valid statements is read", () => {
    const text = `def f(w, g):\n  x = g\n${"  x = x + 1\n".repeat(megabyte / 12)}  return x`;
    expect(quickly(() => parse(text)).statements.length).toBe(Math.floor(megabyte / 12) + 1);
  });
});

describe("nesting", () => {
  it("of a hundred parentheses and calls is read", () => {
    expect(statementsOf(`${"sign(".repeat(100)}g${")".repeat(100)}`)).toHaveLength(100);
    expect(statementsOf(`${"(".repeat(100)}g${")".repeat(100)}`)).toEqual(["x = g"]);
  });

  it("of a thousand operators in a row is read", () => {
    expect(statementsOf(`g${" + g".repeat(1000)}`)).toHaveLength(1000);
  });

  it.each([
    ["of too many parentheses", `${"(".repeat(1000)}g${")".repeat(1000)}`, "nested more than 200 deep"],
    ["of too many operators in a row", `g${" + g".repeat(3000)}`, "longer than 2000 operations in a row"],
  ])("%s is a clear error", (_, expression, message) => {
    expect(errorOf(around(expression)).message).toContain(message);
  });
});

describe("any text", () => {
  const words = [
    "def", "f", "(", ")", "w", "g", "m", ",", ":", "\n", "  ", "return", "x", "=", "+", "-", "*", "**", "/", "<", "==",
    "sign", "interp", "0.9", "1e", "1e999", "#", "lr", "\t", "\r", "$", "get_pi()", "__proto__", ".", "\u2028", "é",
  ];
  it.each([
    ["random strings", fc.string({ unit: "binary", maxLength: 200 })],
    ["random words of the language", fc.array(fc.constantFrom(...words), { maxLength: 80 }).map((w) => w.join(" "))],
    ["random words after a header", fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((w) => around(w.join("")))],
  ])("is a program or an error: %s", (_, texts) => {
    fc.assert(fc.property(texts, (text) => void expectProgramOrError(text)), { numRuns: 1500 });
  });

  it("is a program or an error: valid programs with a piece replaced", () => {
    const piece = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 3 }));
    fc.assert(
      fc.property(programs(), fc.nat(), fc.nat(8), piece, (program, at, length, replacement) => {
        const text = print(program);
        const start = at % text.length;
        expectProgramOrError(text.slice(0, start) + replacement + text.slice(start + length));
      }),
      { numRuns: 2000 },
    );
  });
});
