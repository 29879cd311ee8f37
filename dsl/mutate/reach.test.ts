import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { type TypedProgram, check } from "../check.js";
import { functionNamed } from "../functions/table.js";
import { type Operand, type Program, constant } from "../program.js";
import { ProgramError } from "../text/diagnostic.js";
import { parse } from "../text/parse.js";
import { print } from "../text/print.js";
import { type MutationOptions, type MutationWeights, mutate } from "./index.js";

// Every legal mutation of small programs is written down here as text, without any of the code under test,
// and compared with what many random mutations give. Continuous constants are taken together as one, `0.5`.

const PARENT = `def p(w, g, m, lr, k=0.7):
  m = interp(g, m, 0.9)
  n = norm(g)
  u = m * lr
  u = u + k
  return u, m
`;

/** The lines of the parent's statements. */
const LINES = ["m = interp(g, m, 0.9)", "n = norm(g)", "u = m * lr", "u = u + k"];
const HEAD = "w, g, m, lr, k=0.7";
const TAIL = "u, m";
/** The tensors before each statement. */
const TENSORS = [
  ["w", "g", "m"],
  ["w", "g", "m"],
  ["w", "g", "m"],
  ["w", "g", "m", "u"],
  ["w", "g", "m", "u"],
];
const SCALARS = ["lr", "k"];

/** Numbers that are the program's own or a mutation's fixed ones; all others are drawn. */
const KEPT = new Set([0.9, 0.7, 0, 1, 0.001]);
const DRAWN = 0.5;

/** A program's text, drawn constants as one. */
function classOf(program: Program): string {
  const number = (value: number): number => (KEPT.has(value) ? value : DRAWN);
  return print({
    ...program,
    parameters: program.parameters.map((parameter) =>
      parameter.kind === "hyperparameter" ? { ...parameter, value: number(parameter.value) } : parameter,
    ),
    statements: program.statements.map((statement) => ({
      ...statement,
      args: statement.args.map((arg): Operand =>
        arg.kind === "constant" ? constant(number(arg.value)) : arg,
      ),
    })),
  });
}

function write(lines: readonly string[], head = HEAD, tail = TAIL): string {
  return `def p(${head}):\n${lines.map((line) => `  ${line}\n`).join("")}  return ${tail}\n`;
}

/** Those of the texts that are valid programs. */
function valid(texts: Iterable<string>): ReadonlySet<string> {
  const classes = new Set<string>();
  for (const text of texts) {
    try {
      classes.add(classOf(parse(text)));
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
    }
  }
  return classes;
}

function reached(
  options: MutationOptions,
  draws: number,
  parent = PARENT,
  mate?: string,
): ReadonlySet<string> {
  const typed = check(parse(parent));
  const other: TypedProgram | undefined = mate === undefined ? undefined : check(parse(mate));
  const stream = new RandomStream(1, "reach");
  const classes = new Set<string>();
  for (let i = 0; i < draws; i++) classes.add(classOf(mutate(typed, stream, options, other).typed.program));
  return classes;
}

function expectSame(actual: ReadonlySet<string>, legal: ReadonlySet<string>): void {
  expect(
    [...actual].filter((text) => !legal.has(text)),
    "illegal",
  ).toEqual([]);
  expect(
    [...legal].filter((text) => !actual.has(text)),
    "not reached",
  ).toEqual([]);
}

function only(kind: keyof MutationWeights): Partial<MutationWeights> {
  return { modify: 0, insert: 0, delete: 0, constant: 0, idiom: 0, [kind]: 1 };
}

function withLine(at: number, ...lines: readonly string[]): readonly string[] {
  return [...LINES.slice(0, at), ...lines, ...LINES.slice(at)];
}

/** All ways to choose one item from each list. */
function choices(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

/** A smaller one for insertions, of which there are many. */
const SMALL = `def p(w, g, lr):
  u = norm(g)
  u = u * w
  return u
`;
const SMALL_LINES = ["u = norm(g)", "u = u * w"];

function insertions(functions: readonly string[]): readonly string[] {
  return [0, 1, 2].flatMap((at) => {
    const visible = ["w", "g", "lr", ...(at > 0 ? ["u"] : []), String(DRAWN)];
    return functions.flatMap((name) =>
      choices(functionNamed(name).args.map(() => visible)).flatMap((args) =>
        ["w", "g", "lr", "u", "v1"].map((target) =>
          write(SMALL_LINES.toSpliced(at, 0, `${target} = ${name}(${args.join(", ")})`), "w, g, lr", "u"),
        ),
      ),
    );
  });
}

function deletions(): readonly string[] {
  return LINES.map((_, at) => write(LINES.filter((__, i) => i !== at)));
}

/** `name(args)` of each statement, apart. */
const CALLS: readonly (readonly [target: string, name: string, ...args: string[]])[] = [
  ["m", "interp", "g", "m", "0.9"],
  ["n", "norm", "g"],
  ["u", "multiply", "m", "lr"],
  ["u", "add", "u", "k"],
];

function argumentChanges(): readonly string[] {
  return CALLS.flatMap(([target, name, ...args], at) =>
    args.flatMap((arg, k) => {
      const tensors = TENSORS[at] ?? [];
      const same = tensors.includes(arg) ? tensors : SCALARS;
      const line = (operand: string): readonly string[] =>
        LINES.map((old, i) => (i === at ? `${target} = ${name}(${args.with(k, operand).join(", ")})` : old));
      return [
        ...[...same, String(DRAWN)].filter((other) => other !== arg).map((other) => write(line(other))),
        ...(arg === "k" ? [write(LINES, HEAD.replace("0.7", String(DRAWN)))] : []),
      ];
    }),
  );
}

describe("in mode `paper`", () => {
  it("reaches exactly every insertion, deletion and change of an argument of one program", () => {
    const functions = ["add", "interp", "norm", "clip", "get_pi"];
    const changes = [
      ...["w", "0.5"].map((operand) => ["u = norm(" + operand + ")", "u = u * w"]),
      ...["0.5 * w", "u * g", "u * 0.5"].map((call) => ["u = norm(g)", `u = ${call}`]),
    ].map((lines) => write(lines, "w, g, lr", "u"));
    const shorter = SMALL_LINES.map((line) => write([line], "w, g, lr", "u"));
    const legal = valid([...insertions(functions), ...shorter, ...changes]);
    expect(legal.size).toBeGreaterThan(500);
    expectSame(reached({ mode: "paper", limits: { functions } }, 250_000, SMALL), legal);
  });

  it("reaches exactly every deletion and change of an argument of another", () => {
    const options: MutationOptions = { mode: "paper", limits: { functions: ["get_e"] } };
    const changed = [...reached(options, 5000)].filter((text) => !text.includes("get_e"));
    expectSame(new Set(changed), valid([...deletions(), ...argumentChanges()]));
  });

  it("lets a constant become any variable that the function takes", () => {
    const parent = "def p(w, g, lr):\n  n = norm(g)\n  u = w * 0.9\n  return u\n";
    const changed = [
      ["n = norm(w)", "u = w * 0.9"],
      ...["g * 0.9", "w * w", "w * g", "w * lr", "w * n", "w * 0.5"].map((call) => [
        "n = norm(g)",
        `u = ${call}`,
      ]),
    ];
    const options: MutationOptions = { mode: "paper", limits: { functions: ["get_e"] } };
    const reachable = [...reached(options, 3000, parent)].filter(
      (text) => text.includes("norm") && !text.includes("get_e"),
    );
    expectSame(new Set(reachable), valid(changed.map((lines) => write(lines, "w, g, lr", "u"))));
  });

  it("takes each of the three kinds about equally often", () => {
    const parent = check(parse(PARENT));
    const stream = new RandomStream(2, "thirds");
    const options: MutationOptions = { mode: "paper" };
    const counts = { insert: 0, delete: 0, change: 0 };
    for (let i = 0; i < 30_000; i++) {
      const { kind } = mutate(parent, stream, options).mutation;
      if (kind === "insert" || kind === "delete") counts[kind]++;
      else counts.change++;
    }
    for (const count of Object.values(counts)) expect(Math.abs(count / 30_000 - 1 / 3)).toBeLessThan(0.07);
  });
});

describe("in the default mode", () => {
  it("reaches exactly every insertion", () => {
    const functions = ["less", "mean", "row_mean"];
    const options: MutationOptions = { weights: only("insert"), limits: { functions } };
    expectSame(reached(options, 40_000, SMALL), valid(insertions(functions)));
  });

  it("reaches exactly every deletion", () => {
    expectSame(reached({ weights: only("delete") }, 500), valid(deletions()));
  });

  it("reaches exactly every change of an argument or a function", () => {
    const functions = [
      "add",
      "multiply",
      "subtract",
      "norm",
      "mean",
      "sum",
      "global_norm",
      "interp",
      "select",
    ];
    const replaced = [
      ...["mean", "sum"].map((name) => write(LINES.with(1, `n = ${name}(g)`))),
      ...["m + lr", "m - lr"].map((call) => write(LINES.with(2, `u = ${call}`))),
      ...["u * k", "u - k"].map((call) => write(LINES.with(3, `u = ${call}`))),
    ];
    const options: MutationOptions = { weights: only("modify"), limits: { functions } };
    expectSame(reached(options, 10_000), valid([...argumentChanges(), ...replaced]));
  });

  it("reaches exactly every constant, the update's scale and the horizon", () => {
    const scaled = [
      write(LINES.with(0, "m = interp(g, m, 0.5)")),
      write(LINES, HEAD.replace("0.7", "0.5")),
      write([...LINES, "u = u * 0.5"]),
      write(["v1 = 0.5 / T", "v1 = 1 - v1", ...LINES.with(0, "m = interp(g, m, v1)")], `${HEAD}, T`),
    ];
    expectSame(reached({ weights: only("constant") }, 3000), valid(scaled));
  });

  it("reaches exactly every place of every idiom", () => {
    // Live reads: g, m, lr, u and k in the statements, u in the return; norm(g) is dead.
    const reads = [
      [0, "g"],
      [0, "m"],
      [2, "m"],
      [2, "lr"],
      [3, "u"],
      [3, "k"],
      [4, "u"],
    ] as const;
    const readInstead = (at: number, name: string, other: string): readonly string[] => {
      const [target, fn, ...args] = CALLS[at] ?? ["", ""];
      return LINES.map((line, i) =>
        i === at ? `${target} = ${fn}(${args.map((arg) => (arg === name ? other : arg)).join(", ")})` : line,
      );
    };
    const idiom = (
      at: number,
      name: string,
      slot: string,
      block: readonly string[],
      state?: string,
    ): string => {
      const lines = readInstead(at, name, slot);
      return write(
        [...lines.slice(0, at), ...block, ...lines.slice(at)],
        state ?? HEAD,
        `${at === 4 ? slot : "u"}, m${slot.startsWith("s") ? `, ${slot}` : ""}`,
      );
    };
    const averages = reads.map(([at, x]) =>
      idiom(at, x, "s1", [`s1 = interp(${x}, s1, 0.5)`], `${HEAD}, s1`),
    );
    const masks = reads.flatMap(([at, x]) =>
      x === "lr" || x === "k"
        ? []
        : (TENSORS[at] ?? [])
            .filter((y) => y !== x)
            .flatMap((y) => [
              idiom(at, x, "v1", [`v1 = ${x} * ${y}`, "v1 = 0 < v1", `v1 = ${x} * v1`]),
              idiom(at, x, "v1", [
                `v1 = ${x} * ${y}`,
                "v1 = 0 < v1",
                "v2 = mean(v1)",
                "v2 = max(v2, 0.001)",
                "v1 = divide(v1, v2)",
                `v1 = ${x} * v1`,
              ]),
            ]),
    );
    const correction = idiom(
      2,
      "m",
      "v1",
      ["v1 = power(0.9, t)", "v1 = 1 - v1", "v1 = divide(m, v1)"],
      `${HEAD}, t`,
    );
    expectSame(reached({ weights: only("idiom") }, 5000), valid([...averages, ...masks, correction]));
  });

  it("reaches exactly every block of a mate at every place", () => {
    const block = ["m = interp(g, m, 0.9)", "x = sqrt(m)", "u = x * lr"];
    const mate = `def q(w, g, m, lr):\n${block.map((line) => `  ${line}\n`).join("")}  return u, m\n`;
    const spans = [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 2],
      [1, 3],
      [0, 3],
    ];
    const texts = [0, 1, 2, 3, 4].flatMap((at) =>
      spans.flatMap(([from = 0, to = 0]) => {
        const lines = block.slice(from, to);
        // A block that reads x without assigning it reads a visible tensor in its place.
        const open =
          from === 2
            ? (TENSORS[at] ?? []).map((y) => lines.map((line) => line.replace("x *", `${y} *`)))
            : [lines];
        return open.map((inserted) => write(withLine(at, ...inserted)));
      }),
    );
    const legal = valid(texts);
    const idioms = reached({ weights: only("idiom") }, 5000);
    const both = reached({ weights: only("idiom") }, 20_000, PARENT, mate);
    expectSame(new Set([...both].filter((text) => !idioms.has(text))), legal);
  });
});
