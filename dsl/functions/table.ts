import { ARRAY_WISE, SCALAR, TENSOR } from "../type.js";
import type { ArrayFact, ElementPrimitive } from "../../src/engine/update/primitive.js";
import type { Lowering } from "./lowering.js";
import type { ArgumentRow, ArgumentType, FunctionName, FunctionRow } from "./row.js";

/** What the protected division adds to its denominator, and the value of `get_eps()`. */
export const EPSILON = 1e-8;

type RowWithoutId = Omit<FunctionRow, "id">;

/** Writes an argument list: `"x y s:scalar"`. */
function args(list: string): readonly ArgumentRow[] {
  if (list === "") return [];
  return list.split(" ").map((item) => {
    const [name = "", type = "any"] = item.split(":");
    return { name, type: type as ArgumentType };
  });
}

/** A function of one argument that is one primitive. */
function unary(
  name: FunctionName,
  primitive: ElementPrimitive,
  row: Pick<RowWithoutId, "set" | "group" | "cost" | "formula" | "doc">,
): RowWithoutId {
  return {
    name,
    aliases: [],
    args: args("x"),
    result: "widest",
    commutative: false,
    lower: (build, ...operands) => build.element(primitive, ...operands),
    ...row,
  };
}

/** A function of two arguments that is one primitive. */
function binary(
  name: FunctionName,
  primitive: ElementPrimitive,
  row: Pick<RowWithoutId, "set" | "group" | "cost" | "formula" | "doc"> & Partial<RowWithoutId>,
): RowWithoutId {
  return {
    name,
    aliases: [],
    args: args("x y"),
    result: "widest",
    commutative: false,
    lower: (build, ...operands) => build.element(primitive, ...operands),
    ...row,
  };
}

/** A fact of each array; its argument only says whose arrays, and all tensors have the same. */
function fact(name: ArrayFact, formula: string, doc: string): RowWithoutId {
  return {
    name,
    aliases: [],
    set: "extended",
    group: "per array",
    args: args("x:tensor"),
    result: ARRAY_WISE,
    commutative: false,
    cost: 0,
    formula,
    doc,
    lower: (build) => build.fact(name),
  };
}

function nullary(name: FunctionName, value: number, formula: string, doc: string): RowWithoutId {
  return {
    name,
    aliases: [],
    set: "paper",
    group: "constants",
    args: [],
    result: SCALAR,
    commutative: false,
    cost: 0,
    formula,
    doc,
    lower: (build) => build.constant(value),
  };
}

/** Σ x·y over the whole tree: a scalar. */
function treeDot<V>(build: Lowering<V>, x: V, y: V): V {
  return build.total(build.reduce("arrayDot", x, y));
}

/** The Euclidean norm of the whole tree: a scalar. */
function treeNorm<V>(build: Lowering<V>, x: V): V {
  return build.element("sqrt", treeDot(build, x, x));
}

const paper = "paper" as const;
const extended = "extended" as const;
const exponentials = "exponentials and logarithms" as const;
const trigonometry = "trigonometry" as const;
const roots = "powers and roots" as const;

const ARITHMETIC: readonly RowWithoutId[] = [
  binary("add", "add", {
    infix: "+", set: paper, group: "arithmetic", cost: 1, commutative: true,
    formula: "x + y", doc: "Sum.",
  }),
  binary("subtract", "subtract", {
    infix: "-", set: paper, group: "arithmetic", cost: 1,
    formula: "x - y", doc: "Difference.",
  }),
  binary("multiply", "multiply", {
    infix: "*", set: paper, group: "arithmetic", cost: 1, commutative: true,
    formula: "x · y", doc: "Product.",
  }),
  {
    name: "protected_divide", aliases: [], infix: "/", set: paper, group: "arithmetic", args: args("x y"),
    result: "widest", commutative: false, cost: 5,
    formula: "x / (y + 1e-8)", doc: "Protected quotient: 1e-8 is added to the denominator.",
    lower: (build, x, y) => build.element("divide", x, build.element("add", y, build.constant(EPSILON))),
  },
  binary("divide", "divide", {
    set: extended, group: "arithmetic", cost: 4,
    formula: "x ÷ y", doc: "Plain quotient, not protected: ±∞ or NaN where y is 0.",
  }),
  unary("negative", "negate", {
    set: paper, group: "arithmetic", cost: 1, formula: "-x", doc: "Negation.",
  }),
  unary("abs", "abs", {
    set: paper, group: "arithmetic", cost: 1, formula: "|x|", doc: "Absolute value.",
  }),
  unary("sign", "sign", {
    set: paper, group: "arithmetic", cost: 2, formula: "x / |x|", doc: "1, -1, or x itself where x is ±0 or NaN.",
  }),
  binary("max", "maximum", {
    aliases: ["maximum"], set: paper, group: "arithmetic", cost: 1, commutative: true,
    formula: "max(x, y)", doc: "The larger; NaN if either is NaN; 0 is larger than -0.",
  }),
  binary("min", "minimum", {
    aliases: ["minimum"], set: paper, group: "arithmetic", cost: 1, commutative: true,
    formula: "min(x, y)", doc: "The smaller; NaN if either is NaN; -0 is smaller than 0.",
  }),
  {
    name: "interp", aliases: ["interpolate"], set: paper, group: "arithmetic", args: args("x y a:scalar"),
    result: "widest", commutative: false, cost: 3,
    formula: "(1 - a)·x + a·y", doc: "Interpolation from x to y; a > 1 extrapolates past y.",
    lower: (build, x, y, a) =>
      build.element(
        "add",
        build.element("multiply", build.element("subtract", build.constant(1), a), x),
        build.element("multiply", a, y),
      ),
  },
  unary("floor", "floor", {
    set: extended, group: "arithmetic", cost: 1, formula: "⌊x⌋", doc: "The largest integer not above x.",
  }),
  {
    name: "mod", aliases: [], set: extended, group: "arithmetic", args: args("x y"), result: "widest",
    commutative: false, cost: 7,
    formula: "x - ⌊x ÷ y⌋·y", doc: "Remainder with the sign of y, up to rounding.",
    lower: (build, x, y) =>
      build.element(
        "subtract", x, build.element("multiply", build.element("floor", build.element("divide", x, y)), y),
      ),
  },
  {
    name: "clamp", aliases: [], set: extended, group: "arithmetic", args: args("x low high"), result: "widest",
    commutative: false, cost: 2,
    formula: "min(max(x, low), high)", doc: "x, coordinate by coordinate, kept between low and high.",
    lower: (build, x, low, high) => build.element("minimum", build.element("maximum", x, low), high),
  },
  unary("copy", "copy", {
    set: extended, group: "arithmetic", cost: 0, formula: "x", doc: "x itself: the statement y = x.",
  }),
];

const POWERS: readonly RowWithoutId[] = [
  {
    ...unary("square", "copy", { set: paper, group: roots, cost: 1, formula: "x·x", doc: "Square." }),
    lower: (build, x) => build.element("multiply", x, x),
  },
  {
    ...unary("cube", "copy", { set: paper, group: roots, cost: 2, formula: "(x·x)·x", doc: "Cube." }),
    lower: (build, x) => build.element("multiply", build.element("multiply", x, x), x),
  },
  {
    ...unary("sqrt", "copy", {
      set: paper, group: roots, cost: 4, formula: "√|x|", doc: "Protected square root, of the absolute value.",
    }),
    lower: (build, x) => build.element("sqrt", build.element("abs", x)),
  },
  unary("cbrt", "cbrt", { set: paper, group: roots, cost: 14, formula: "∛x", doc: "Cube root, with x's sign." }),
  {
    ...unary("reciprocal", "copy", {
      set: paper, group: roots, cost: 4, formula: "1 / x", doc: "Reciprocal, not protected: ±∞ at ±0.",
    }),
    aliases: ["invert"],
    lower: (build, x) => build.element("divide", build.constant(1), x),
  },
  binary("power", "power", {
    set: paper, group: roots, cost: 30,
    formula: "x ** y", doc: "Power, not protected: NaN for a negative x and a y that is no integer.",
  }),
];

const EXPONENTIALS: readonly RowWithoutId[] = [
  unary("exp", "exp", { set: paper, group: exponentials, cost: 10, formula: "e^x", doc: "Exponential." }),
  unary("exp2", "exp2", { set: paper, group: exponentials, cost: 10, formula: "2^x", doc: "Power of two." }),
  unary("exp10", "exp10", { set: paper, group: exponentials, cost: 12, formula: "10^x", doc: "Power of ten." }),
  unary("expm1", "expm1", {
    set: paper, group: exponentials, cost: 12, formula: "e^x - 1", doc: "exp(x) - 1, exact for small x.",
  }),
  ...(["log", "log2", "log10"] as const).map((name) => ({
    ...unary(name, name, {
      set: paper, group: exponentials, cost: 12,
      formula: `${name === "log" ? "ln" : name}|x|`,
      doc: "Protected logarithm, of the absolute value: -∞ at 0.",
    }),
    lower: <V>(build: Lowering<V>, x: V): V => build.element(name, build.element("abs", x)),
  })),
  unary("log1p", "log1pAbs", {
    set: paper, group: exponentials, cost: 14,
    formula: "ln|1 + x|", doc: "Protected log(1 + x), exact for small x.",
  }),
  unary("sigmoid", "sigmoid", {
    set: extended, group: exponentials, cost: 14, formula: "1 / (1 + e^-x)", doc: "Logistic function.",
  }),
  unary("erf", "erf", { set: extended, group: exponentials, cost: 16, formula: "erf(x)", doc: "Error function." }),
];

const TRIGONOMETRY: readonly RowWithoutId[] = [
  unary("sin", "sin", { set: paper, group: trigonometry, cost: 16, formula: "sin x", doc: "Sine, x in radians." }),
  unary("cos", "cos", { set: paper, group: trigonometry, cost: 16, formula: "cos x", doc: "Cosine, x in radians." }),
  unary("tan", "tan", { set: paper, group: trigonometry, cost: 20, formula: "tan x", doc: "Tangent, x in radians." }),
  unary("arcsin", "arcsin", {
    set: paper, group: trigonometry, cost: 16, formula: "arcsin x", doc: "Inverse sine: NaN where |x| > 1.",
  }),
  unary("arccos", "arccos", {
    set: paper, group: trigonometry, cost: 16, formula: "arccos x", doc: "Inverse cosine: NaN where |x| > 1.",
  }),
  unary("arctan", "arctan", {
    set: paper, group: trigonometry, cost: 16, formula: "arctan x", doc: "Inverse tangent.",
  }),
  unary("sinh", "sinh", { set: paper, group: trigonometry, cost: 14, formula: "sinh x", doc: "Hyperbolic sine." }),
  unary("cosh", "cosh", { set: paper, group: trigonometry, cost: 14, formula: "cosh x", doc: "Hyperbolic cosine." }),
  unary("tanh", "tanh", { set: paper, group: trigonometry, cost: 14, formula: "tanh x", doc: "Hyperbolic tangent." }),
  unary("arcsinh", "arcsinh", {
    set: paper, group: trigonometry, cost: 18, formula: "arsinh x", doc: "Inverse hyperbolic sine.",
  }),
  unary("arccosh", "arccosh", {
    set: paper, group: trigonometry, cost: 18, formula: "arcosh x",
    doc: "Inverse hyperbolic cosine: NaN where x < 1.",
  }),
  unary("arctanh", "arctanh", {
    set: paper, group: trigonometry, cost: 18, formula: "artanh x",
    doc: "Inverse hyperbolic tangent: NaN where |x| > 1.",
  }),
];

const LINEAR_ALGEBRA: readonly RowWithoutId[] = [
  {
    name: "norm", aliases: [], set: paper, group: "linear algebra", args: args("x:tensor"), result: ARRAY_WISE,
    commutative: false, cost: 4, formula: "√Σx² of each array", doc: "Euclidean norm of each array.",
    lower: (build, x) => build.element("sqrt", build.reduce("arrayDot", x, x)),
  },
  {
    name: "global_norm", aliases: [], set: paper, group: "linear algebra", args: args("x:tensor"),
    result: SCALAR, commutative: false, cost: 4, formula: "√Σx²", doc: "Euclidean norm of the whole tree.",
    lower: treeNorm,
  },
  {
    name: "dot", aliases: [], set: paper, group: "linear algebra", args: args("x:tensor y:tensor"),
    result: SCALAR, commutative: true, cost: 4, formula: "Σx·y", doc: "Inner product over the whole tree.",
    lower: treeDot,
  },
  {
    name: "cosine_sim", aliases: [], set: paper, group: "linear algebra", args: args("x:tensor y:tensor"),
    result: SCALAR, commutative: true, cost: 10, formula: "Σx·y ÷ (√Σx²·√Σy²)",
    doc: "Cosine of the angle between two whole trees, not protected: NaN where one is all zero.",
    lower: (build, x, y) =>
      build.element(
        "divide", treeDot(build, x, y), build.element("multiply", treeNorm(build, x), treeNorm(build, y)),
      ),
  },
  {
    name: "clip", aliases: ["clip_by_global_norm"], set: paper, group: "linear algebra",
    args: args("x:tensor s:scalar"), result: TENSOR, commutative: false, cost: 5,
    formula: "x · min(1, s ÷ √Σx²)", doc: "x, scaled down as a whole where its global norm exceeds s.",
    lower: (build, x, s) =>
      build.element(
        "multiply", x, build.element("minimum", build.constant(1), build.element("divide", s, treeNorm(build, x))),
      ),
  },
];

const CONSTANTS: readonly RowWithoutId[] = [
  nullary("get_pi", 3.141592653589793, "π", "The number π."),
  nullary("get_e", 2.718281828459045, "e", "Euler's number."),
  nullary("get_eps", EPSILON, "1e-8", "The small number that protects the division."),
];

const CHOICE: readonly RowWithoutId[] = [
  binary("less", "less", {
    infix: "<", set: extended, group: "comparison and choice", cost: 1,
    formula: "x < y", doc: "1 where x is less than y, else 0; 0 where either is NaN. Also read: y > x.",
  }),
  binary("less_equal", "lessEqual", {
    infix: "<=", set: extended, group: "comparison and choice", cost: 1,
    formula: "x ≤ y", doc: "1 where x is at most y, else 0; 0 where either is NaN. Also read: y >= x.",
  }),
  binary("equal", "equal", {
    infix: "==", set: extended, group: "comparison and choice", cost: 1, commutative: true,
    formula: "x = y", doc: "1 where x equals y, else 0; 0 where either is NaN.",
  }),
  {
    name: "select", aliases: [], set: extended, group: "comparison and choice", args: args("condition x y"),
    result: "widest", commutative: false, cost: 1,
    formula: "x if condition ≠ 0, else y", doc: "Choice, coordinate by coordinate; a NaN condition picks x.",
    lower: (build, condition, x, y) => build.element("select", condition, x, y),
  },
];

const PER_ARRAY: readonly RowWithoutId[] = [
  {
    name: "sum", aliases: [], set: extended, group: "per array", args: args("x:tensor"), result: ARRAY_WISE,
    commutative: false, cost: 3, formula: "Σx of each array", doc: "Sum of each array's elements.",
    lower: (build, x) => build.reduce("arraySum", x),
  },
  {
    name: "mean", aliases: [], set: extended, group: "per array", args: args("x:tensor"), result: ARRAY_WISE,
    commutative: false, cost: 3, formula: "Σx ÷ size of each array", doc: "Mean of each array's elements.",
    lower: (build, x) => build.element("divide", build.reduce("arraySum", x), build.fact("size")),
  },
  {
    name: "rms", aliases: [], set: extended, group: "per array", args: args("x:tensor"), result: ARRAY_WISE,
    commutative: false, cost: 4, formula: "√(Σx² ÷ size) of each array",
    doc: "Root mean square of each array's elements.",
    lower: (build, x) =>
      build.element("sqrt", build.element("divide", build.reduce("arrayDot", x, x), build.fact("size"))),
  },
  fact("size", "number of elements", "How many elements each array has."),
  fact("ndim", "number of dimensions", "How many dimensions each array has."),
  fact("rows", "product of all dimensions but the last", "Rows of each array seen as a matrix; 1 for a vector."),
  fact("cols", "last dimension", "Columns of each array seen as a matrix; a vector is one row."),
  fact("role", "0 vector, 1 matrix, 2 embedding, 3 head", "What each array is for in its model."),
];

const MATRICES: readonly RowWithoutId[] = [
  {
    name: "row_mean", aliases: [], set: extended, group: "matrices", args: args("x:tensor"), result: TENSOR,
    commutative: false, cost: 5, formula: "mean of each row, broadcast back",
    doc: "Each element becomes its row's mean; a vector is one row.", mixesMatrix: true,
    lower: (build, x) => build.matrix("rowMean", x),
  },
  {
    name: "col_mean", aliases: [], set: extended, group: "matrices", args: args("x:tensor"), result: TENSOR,
    commutative: false, cost: 5, formula: "mean of each column, broadcast back",
    doc: "Each element becomes its column's mean; the identity on vectors.", mixesMatrix: true,
    lower: (build, x) => build.matrix("colMean", x),
  },
  {
    name: "orthogonalize", aliases: [], set: extended, group: "matrices", args: args("x:tensor"), result: TENSOR,
    commutative: false, cost: 600, formula: "Newton–Schulz iteration of each matrix towards U·Vᵀ",
    doc: "Nearly the closest orthogonal matrix, by Muon's five Newton–Schulz steps; the identity on vectors.",
    mixesMatrix: true,
    lower: (build, x) => build.matrix("orthogonalize", x),
  },
];

/** Every function of the language, in the order of the documentation. */
export const FUNCTIONS: readonly FunctionRow[] = [
  ...ARITHMETIC,
  ...POWERS,
  ...EXPONENTIALS,
  ...TRIGONOMETRY,
  ...LINEAR_ALGEBRA,
  ...CONSTANTS,
  ...CHOICE,
  ...PER_ARRAY,
  ...MATRICES,
].map((row, id) => ({ id, ...row }));

const BY_NAME: ReadonlyMap<string, FunctionRow> = new Map(
  FUNCTIONS.flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row] as const)),
);

/** The function of a name or alias. */
export function findFunction(name: string): FunctionRow | undefined {
  return BY_NAME.get(name);
}

/** Every name and alias that a call may use. */
export function functionNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/**
 * The function of a name that is known to be in the table.
 *
 * @throws TypeError where it is not.
 */
export function functionNamed(name: string): FunctionRow {
  const row = BY_NAME.get(name);
  if (row === undefined) throw new TypeError(`No function is named "${name}".`);
  return row;
}
