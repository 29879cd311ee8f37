import { type Expression, atom, literal, negation, operation } from "./expression.js";
import { ARRAY_ROLES } from "../../../dsl/layout.js";
import type { SupportFunction } from "./support.js";
import { type Term, operationOf } from "../framework/term.js";

const ONE = literal(1);

const OPERATORS: Readonly<Record<string, string>> = {
  add: "+", subtract: "-", multiply: "*", divide: "/", power: "**", less: "<", lessEqual: "<=", equal: "==",
};

/** What Python's operators say, of numbers and arrays alike; `undefined` where it takes a function. */
export function arithmetic(term: Term, args: readonly Expression[]): Expression | undefined {
  const [x, y, a] = args as [Expression, Expression, Expression];
  const called = operationOf(term);
  switch (called) {
    case "negate":
      return negation(x);
    case "interp":
      return operation(operation(operation(ONE, "-", a), "*", x), "+", operation(a, "*", y));
    case "oneMinusPower":
      return operation(ONE, "-", operation(x, "**", y));
    case "less":
    case "lessEqual":
      // 0 < x reads better as x > 0.
      if (term.args[0]?.origin.kind !== "constant") break;
      return operation(y, called === "less" ? ">" : ">=", x);
    case "equal":
      return roleTest(term) ?? roleTest({ ...term, args: term.args.toReversed() }) ?? operation(x, "==", y);
    default:
      break;
  }
  const operator = OPERATORS[called ?? ""];
  return operator === undefined ? undefined : operation(x, operator, y);
}

/** Whether an array has a role, by the role's name. */
function roleTest({ args: [x, y] }: Pick<Term, "args">): Expression | undefined {
  if (x?.origin.kind !== "fact" || x.origin.fact !== "role" || y?.origin.kind !== "constant") return undefined;
  const role = ARRAY_ROLES[y.origin.value];
  return role === undefined ? undefined : operation(atom("role"), "==", atom(`"${role}"`));
}

/** The number of a role, as rules that calculate with it have it. */
export const ROLE_NUMBER: SupportFunction = {
  name: "_role_number",
  needs: [],
  text: `
def _role_number(role: str) -> int:
    """Numbers the roles of arrays."""
    return [${ARRAY_ROLES.map((role) => `"${role}"`).join(", ")}].index(role)
`,
};
