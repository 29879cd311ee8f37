import { typeName } from "../type.js";
import type { FunctionGroup, FunctionRow } from "./row.js";
import { EPSILON, FUNCTIONS } from "./table.js";

/** The head of a chapter's table. */
const HEAD = [
  "| function | also read as | result | set | formula | meaning | cost |",
  "| --- | --- | --- | --- | --- | --- | --: |",
];

/**
 * The page that documents the language's functions, as Markdown, made of the functions table alone.
 * `docs/functions.md` is its committed copy, which a test holds to it.
 */
export function functionsPage(): string {
  const chapters = new Map<FunctionGroup, FunctionRow[]>();
  for (const row of FUNCTIONS) {
    const rows = chapters.get(row.group);
    if (rows === undefined) chapters.set(row.group, [row]);
    else rows.push(row);
  }
  return [introduction(), ...[...chapters].map(([group, rows]) => chapter(group, rows))].join("\n\n") + "\n";
}

function introduction(): string {
  const paper = FUNCTIONS.filter(({ set }) => set === "paper").length;
  return `<!-- Made from dsl/functions/ by \`npm run docs:functions\`; edit the table there. -->

# Functions of the language

An update rule is a list of statements, each of which gives the result of one function to a variable:

\`\`\`
def lion(w, g, m, lr, beta1=0.9, beta2=0.99, weight_decay=0.1):
  update = sign(interp(g, m, beta1))
  m = interp(g, m, beta2)
  update = (update + w * weight_decay) * lr
  return update, m
\`\`\`

There are ${FUNCTIONS.length} functions. The ${paper} of the set \`paper\` are the search space of
[Symbolic Discovery of Optimization Algorithms](https://arxiv.org/abs/2302.06675); the ${FUNCTIONS.length - paper}
of \`extended\` are symopt's additions. \`symopt rules --functions\` lists them in a terminal, and
[the rules library](../dsl/rules/) (\`symopt rules\`) shows them at work in known optimizers.

**Parameters.** The first is the weights, the second the gradient. \`lr\` (the schedule's value, peak 1), \`t\` (the
step, from 1), \`T\` (the steps in all) and \`loss\` are supplied by training. A parameter with a default, such as
\`beta1=0.9\`, is a hyperparameter; every other one is a state variable, zero at the start. \`return\` gives the
update, which training subtracts from the weights, then the next value of each state variable, in their order.

**Types.** A value is a \`scalar\`, \`array-wise\` (one number for each parameter array, as \`norm\` gives) or a
\`tensor\` (one number for each parameter). A narrow value meets a wide one by being repeated, so most functions take
any types and their result is as wide as their \`widest\` argument. An argument written \`a:scalar\` or \`x:tensor\`
takes that type alone. The update is a tensor. A state variable is as wide as what is assigned to it, and no wider.

**Numbers.** Scalars, array-wise values and constants are float64, tensors float32. A narrow value is rounded once,
where it meets a tensor. Each step of a formula below is rounded on its own. Exponentials, logarithms, trigonometry,
\`power\` and \`cbrt\` are symopt's own code, so every result is the same on every machine, to the bit. All NaNs are
equal.

**Protection.** As in the paper's search, \`/\` adds ${EPSILON} to its denominator, \`sqrt\` and the logarithms take the
absolute value, and \`log1p(x)\` is ln|1 + x|. Every other function is plain: it may give ±∞ or NaN, and \`divide\` is the
plain quotient.

**Reductions.** Sums over an array have one order. Element i goes to partial sum i mod 8, in float64; the eight meet
as ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)); arrays are then added in the order of the parameter tree.

**Writing.** Operators bind in this order, loosest first: comparisons, \`+\` and \`-\`, \`*\` and \`/\`, unary minus,
\`**\`, which associates to the right. \`x ** y\` is read as \`power(x, y)\`, \`-x\` as \`negative(x)\`, \`x > y\` as
\`y < x\`, \`x >= y\` as \`y <= x\`, and the statement \`y = x\` as \`y = copy(x)\`. Aliases are read, and printed under the function's own name.

**Cost** is the estimated time of one element, where a multiplication is 1. It bounds what a program may cost before
it is ever trained.`;
}

function chapter(group: FunctionGroup, rows: readonly FunctionRow[]): string {
  const title = group.charAt(0).toUpperCase() + group.slice(1);
  return [`## ${title}`, "", ...HEAD, ...rows.map(tableRow)].join("\n");
}

function tableRow(row: FunctionRow): string {
  const cells = [
    code(signature(row)),
    alsoReadAs(row).map(code).join(", "),
    row.result === "widest" ? "widest" : typeName(row.result),
    row.set,
    code(row.formula),
    row.doc,
    String(row.cost),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The function as a call: `interp(x, y, a:scalar)`. */
function signature({ name, args }: FunctionRow): string {
  return `${name}(${args.map((arg) => (arg.type === "any" ? arg.name : `${arg.name}:${arg.type}`)).join(", ")})`;
}

/** The operator, if there is one, then the aliases. */
function alsoReadAs({ aliases, args, infix }: FunctionRow): readonly string[] {
  return infix === undefined ? aliases : [args.map(({ name }) => name).join(` ${infix} `), ...aliases];
}

function code(text: string): string {
  return `\`${text}\``;
}
