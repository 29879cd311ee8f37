import { SCALAR, TENSOR } from "../../../dsl/type.js";
import { provenance, sentence } from "../provenance.js";
import { argumentsSection, docstring, signature } from "../python/document.js";
import { floatLiteral } from "../python/expression.js";
import { type Parameter, inSignature } from "../python/parameter.js";
import type { OptaxRule } from "./rule.js";
import { writeUpdate } from "./update.js";

/** The state of a transformation, and the function that makes it. */
export function writeFactory(optax: OptaxRule): readonly string[] {
  const { rule: { documentation }, reads, names, naming } = optax;
  const parameters = parametersOf(optax);
  const kind = reads.loss ? "optax.GradientTransformationExtraArgs" : "optax.GradientTransformation";
  return [
    `class ${names.state}(NamedTuple):`,
    ...docstring([`State of ${names.factory}: the steps taken${naming.states.length > 0 ? " and the rule's own" : ""}.`], 4),
    "",
    "    count: Any",
    ...naming.states.map((name) => `    ${name}: Any`),
    "",
    "",
    ...signature(names.factory, parameters.flatMap(inSignature), kind, 0),
    ...docstring([
      sentence(documentation.summary),
      ...provenance(documentation),
      argumentsSection(parameters),
      `Returns:\n    The transformation. It needs params${reads.loss ? " and, as value, the loss" : ""} in every update.`,
    ], 4),
    // JAX's integers overflow without a word.
    ...(reads.T ? ["    total_steps = float(total_steps)"] : []),
    ...(reads.peak ? [
      "    peak = learning_rate if peak_learning_rate is None else peak_learning_rate",
      "    if callable(peak):",
      '        raise ValueError("A schedule needs its peak: pass peak_learning_rate.")',
    ] : []),
    "",
    ...writeInit(optax),
    "",
    ...writeUpdate(optax),
    "",
    `    return ${kind}(init_fn, update_fn)`,
  ];
}

function writeInit({ step: { states }, naming, names }: OptaxRule): readonly string[] {
  const zeros = states.map(({ type }) => {
    if (type === SCALAR) return "jnp.zeros([])";
    const zero = type === TENSOR ? "jnp.zeros_like" : "lambda _: jnp.zeros([])";
    return `jax.tree_util.tree_map(${zero}, params)`;
  });
  const fields = [["count", "jnp.zeros([], jnp.int32)"], ...naming.states.map((name, k) => [name, zeros[k]])];
  return [
    `    def init_fn(params: Any) -> ${names.state}:`,
    ...(states.some(({ type }) => type !== SCALAR) ? [] : ["        del params"]),
    `        return ${names.state}(`,
    ...fields.map(([name, zero]) => `            ${name ?? ""}=${zero ?? ""},`),
    "        )",
  ];
}

function parametersOf({ step, naming, reads }: OptaxRule): readonly Parameter[] {
  const number = { type: "float", hint: "float" };
  return [
    {
      name: "learning_rate", type: "float or schedule", hint: "Union[float, optax.Schedule]",
      default: floatLiteral(step.rate.value), meaning: "Learning rate, or a function of the count of steps taken.",
    },
    ...naming.options.map(({ name, value, meaning, isDecay }) => ({
      ...number, name, default: floatLiteral(value),
      meaning: isDecay
        ? `Decoupled weight decay: learning_rate * ${name} * ${naming.weights} is subtracted from arrays of two or more ` +
          "dimensions."
        : sentence(meaning),
    })),
    ...(reads.peak ? [{
      name: "peak_learning_rate", type: "float, optional", hint: "Optional[float]", default: "None",
      meaning: "Peak of the learning rate: the rule sees the schedule's value, the learning rate divided by it, " +
        "which is 0 at a learning rate of 0. Needed where learning_rate is a schedule; else it is learning_rate.",
    }] : []),
    ...(reads.role ? [{
      name: "roles", type: "tree or callable, optional", hint: "Any", default: "None",
      meaning: 'What each array is, as a tree like params or a function that makes one of it: "matrix", "vector", ' +
        '"embedding" or "head". By default arrays of two or more dimensions are matrices and all others vectors.',
    }] : []),
    ...(reads.T ? [{
      name: "total_steps", type: "int", hint: "int",
      meaning: "How many steps there will be: what the rule does depends on this horizon.",
    }] : []),
  ];
}
