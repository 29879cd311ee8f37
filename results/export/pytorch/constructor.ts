import { COLUMNS } from "../python/assignment.js";
import { provenance, sentence } from "../provenance.js";
import { argumentsSection, docstring, signature } from "../python/document.js";
import { floatLiteral } from "../python/expression.js";
import { type Parameter, inSignature } from "../python/parameter.js";
import type { TorchRule } from "./rule.js";

/** The docstring of the class and its constructor. */
export function writeConstructor(torch: TorchRule): readonly string[] {
  const { rule: { documentation }, naming, reads } = torch;
  const parameters = parametersOf(torch);
  const keywords = parameters.slice(1).map(({ name }) => [name, name] as const);
  const states = torch.step.states.flatMap(({ before }, k) =>
    torch.ofGroup.has(before) ? [[naming.states[k] as string, "0.0"] as const] : []);
  return [
    ...docstring([
      sentence(documentation.summary),
      ...provenance(documentation),
      ...(naming.sums.size === 0 ? [] : ["Its sums over all parameters are over those of all groups that have a gradient."]),
      argumentsSection(parameters),
    ], 4),
    "",
    ...signature("__init__", ["self", ...parameters.flatMap(inSignature)], "None", 4),
    "        if not lr >= 0.0:",
    '            raise ValueError(f"lr must be at least 0, but is {lr}.")',
    ...dictionary("defaults", [...keywords, ...(groupReadsStep(torch) ? [["step", "0"] as const] : []), ...states]),
    "        super().__init__(params, defaults)",
    ...(reads.peak ? [
      "",
      "    def add_param_group(self, param_group: Dict[str, Any]) -> None:",
      '        """Adds a group of parameters; its lr is the peak of its schedule."""',
      '        param_group.setdefault("peak_lr", param_group.get("lr", self.defaults["lr"]))',
      "        super().add_param_group(param_group)",
    ] : []),
  ];
}

/** Whether a group counts steps: scalars of the whole tree depend on the count. */
export function groupReadsStep({ walks }: TorchRule): boolean {
  return walks.some(({ countsBefore }) => countsBefore);
}

function parametersOf({ step, naming, reads }: TorchRule): readonly Parameter[] {
  const number = { type: "float", hint: "float" };
  return [
    {
      name: "params", type: "iterable", hint: "Iterable[Any]", isPositional: true,
      meaning: "Parameters to optimize, or dicts that define parameter groups.",
    },
    {
      ...number, name: "lr", default: floatLiteral(step.rate.value),
      meaning: reads.peak
        ? "Learning rate at the peak of its schedule; the rule also sees the schedule's value, the present lr divided by " +
          "it, which is 0 at an lr of 0. A group that begins at 0 and rises later gives its peak as peak_lr."
        : "Learning rate.",
    },
    ...naming.options.map(({ name, value, meaning, isDecay }) => ({
      ...number, name, default: floatLiteral(value),
      meaning: isDecay
        ? `Decoupled weight decay: lr * ${name} * ${naming.weights} is subtracted from parameters of two or more dimensions.`
        : sentence(meaning),
    })),
    ...(reads.transposed ? [{
      name: "transposed", type: "bool", hint: "bool", default: "True",
      meaning: "Whether weights are stored as outputs by inputs, as torch.nn.Linear and torch.nn.Conv2d do; False for a " +
        "group of embeddings or of weights that are inputs by outputs.",
    }] : []),
    ...(reads.role ? [{
      name: "role", type: "str, optional", hint: "Optional[str]", default: "None",
      meaning: 'What the parameters of a group are: "matrix", "vector", "embedding" or "head". By default those of two ' +
        "or more dimensions are matrices and all others vectors.",
    }] : []),
    ...(reads.T ? [{
      name: "total_steps", type: "int", hint: "int",
      meaning: "How many steps there will be: what the rule does depends on this horizon.",
    }] : []),
  ];
}

/** A dict with names as its keys, on one line where it fits. */
function dictionary(name: string, entries: readonly (readonly [key: string, value: string])[]): readonly string[] {
  const written = entries.map(([key, value]) => `"${key}": ${value}`);
  const line = `        ${name} = {${written.join(", ")}}`;
  if (line.length <= COLUMNS) return [line];
  return [`        ${name} = {`, ...written.map((entry) => `            ${entry},`), "        }"];
}
