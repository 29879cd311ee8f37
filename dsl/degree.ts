import { ELEMENT_PRIMITIVES } from "../src/engine/update/primitive.js";
import type { ArrayFact, ElementPrimitive, MatrixPrimitive, ReductionPrimitive } from "../src/engine/update/primitive.js";
import type { Lowering } from "./functions/lowering.js";
import { ARRAY_ROLES } from "./layout.js";
import type { Operand, Program } from "./program.js";

/**
 * With which power of a positive number a value grows: 1 where it is proportional to it, 0 where it does not depend on
 * it. `any` is what no factor changes, 0 and what is not finite; `unknown` is all that is not proved.
 */
type Degree = number | "any" | "unknown";

/** What is known of a value of a step. */
interface Grown {
  readonly degree: Degree;
  /** Its value, where that is the same always. */
  readonly constant?: number;
  /** Whether that is known of arrays of the role `matrix` alone. */
  readonly isOfMatrices: boolean;
}

/**
 * Whether the whole update of a program is proportional to a hyperparameter, in real arithmetic and for all that the
 * program may have kept. What is not proved is not so.
 *
 * @param slot - That of the hyperparameter.
 * @param of - `matrices`: an array's role may choose which of several rates is its own, as Muon does, and that of
 *   matrices counts, which are most of a network. @default all
 */
export function isProportional(program: Program, slot: number, of: "all" | "matrices" = "all"): boolean {
  const { parameters, statements, states, outputs } = program;
  // State is zero at first: what it grows like is the least that agrees with every step.
  let kept: readonly Grown[] = states.map(() => ({ degree: "any", isOfMatrices: false }));
  for (;;) {
    const slots: Grown[] = parameters.map(({ kind }, k) => ({
      degree: kind === "hyperparameter" && k === slot ? 1 : 0, isOfMatrices: false,
    }));
    states.forEach((state, k) => { slots[state] = kept[k] as Grown; });
    const operand = (arg: Operand): Grown =>
      arg.kind === "constant" ? GROWTH.constant(arg.value) : (slots[arg.slot] as Grown);
    for (const { fn, args, target } of statements) slots[target] = fn.lower<Grown>(GROWTH, ...args.map(operand));
    const [update, ...next] = outputs.map((output) => slots[output] as Grown);
    const before = kept;
    kept = kept.map((state, k) => joined(state, next[k] as Grown));
    if (kept.every((state, k) => isSame(state, before[k] as Grown))) {
      return update?.degree === 1 && (of === "matrices" || !update.isOfMatrices);
    }
  }
}

function isSame(a: Grown, b: Grown): boolean {
  return a.degree === b.degree && a.isOfMatrices === b.isOfMatrices;
}

/** What is one or the other, or their sum. */
function joined(a: Grown, b: Grown): Grown {
  return { degree: common(a.degree, b.degree), isOfMatrices: a.isOfMatrices || b.isOfMatrices };
}

function common(a: Degree, b: Degree): Degree {
  if (a === "any") return b;
  return b === "any" || a === b ? a : "unknown";
}

/** That of a product, or with a sign of −1 of a quotient. */
function product(a: Degree, b: Degree, sign: 1 | -1 = 1): Degree {
  if (a === "unknown" || b === "unknown") return "unknown";
  return a === "any" || b === "any" ? "any" : a + sign * b;
}

function times(a: Degree, factor: number): Degree {
  return typeof a === "number" ? a * factor : a;
}

/** That of any function of a value: it is known where the value never changes. */
function ofUnchanged(a: Degree): Degree {
  return a === "any" || a === 0 ? 0 : "unknown";
}

/** That of an element-wise primitive. */
function elementDegree(primitive: ElementPrimitive, operands: readonly Grown[]): Degree {
  const [x = "any", y = "any", z = "any"] = operands.map(({ degree }) => degree);
  switch (primitive) {
    case "copy":
    case "negate":
    case "abs":
      return x;
    case "add":
    case "subtract":
    case "maximum":
    case "minimum":
      return common(x, y);
    case "multiply":
      return product(x, y);
    case "divide":
      return product(x, y, -1);
    case "less":
    case "lessEqual":
    case "equal":
      return common(x, y) === "unknown" ? "unknown" : 0;
    case "select":
      return x === "unknown" ? "unknown" : common(y, z);
    case "sign":
      return x === "unknown" ? "unknown" : 0;
    case "sqrt":
      return times(x, 1 / 2);
    case "cbrt":
      return times(x, 1 / 3);
    case "power":
      return powerDegree(x, operands[1] as Grown);
    default:
      return operands.reduce<Degree>((degree, operand) => common(degree, ofUnchanged(operand.degree)), 0);
  }
}

function powerDegree(x: Degree, { degree, constant }: Grown): Degree {
  if (constant !== undefined && constant !== 0 && Number.isFinite(constant)) return times(x, constant);
  return common(ofUnchanged(x), ofUnchanged(degree));
}

/** How values grow, from those that they are made of. */
const GROWTH: Lowering<Grown> = {
  constant: (value) => ({ degree: value === 0 ? "any" : 0, constant: value, isOfMatrices: false }),
  element: (primitive: ElementPrimitive, ...operands: readonly Grown[]): Grown => {
    const isOfMatrices = operands.some((operand) => operand.isOfMatrices);
    const [x, y, z] = operands;
    if (primitive === "select" && x?.constant !== undefined) {
      return { ...((x.constant !== 0 ? y : z) as Grown), isOfMatrices };
    }
    const known = operands.flatMap(({ constant }) => constant ?? []);
    if (known.length === operands.length) {
      const [a = NaN, b = NaN, c = NaN] = known;
      return { ...GROWTH.constant(ELEMENT_PRIMITIVES[primitive](a, b, c)), isOfMatrices };
    }
    return { degree: elementDegree(primitive, operands), isOfMatrices };
  },
  reduce: (_: ReductionPrimitive, ...operands: readonly Grown[]): Grown => ({
    degree: operands.map(({ degree }) => degree).reduce((a, b) => product(a, b)),
    isOfMatrices: operands.some((operand) => operand.isOfMatrices),
  }),
  // Arrays of other roles are in the sum, of which nothing is known.
  total: ({ degree, isOfMatrices }) => ({ degree: isOfMatrices ? "unknown" : degree, isOfMatrices }),
  fact: (fact: ArrayFact): Grown => (fact === "role"
    ? { ...GROWTH.constant(ARRAY_ROLES.indexOf("matrix")), isOfMatrices: true }
    : { degree: 0, isOfMatrices: false }),
  matrix: (primitive: MatrixPrimitive, { degree, isOfMatrices }): Grown => ({
    degree: primitive === "orthogonalize" ? ofUnchanged(degree) : degree, isOfMatrices,
  }),
};
