import { pascalCase } from "../identifier.js";
import { sentence } from "../provenance.js";
import { docstring } from "../python/document.js";
import { PythonNames } from "../python/name.js";
import { supportFor } from "../python/support.js";
import type { ExportedRule } from "../target.js";
import { writeConstructor } from "./constructor.js";
import { torchRuleOf } from "./rule.js";
import { writeStepMethod } from "./step-method.js";
import { TORCH_SUPPORT } from "./support.js";

const TYPING = ["Any", "Callable", "Dict", "Iterable", "List", "Optional", "Union"];

/** Writes a rule as a module of Python with a PyTorch optimizer, formatted as Black formats. */
export function writeTorch(rule: ExportedRule): string {
  const torch = torchRuleOf(rule);
  const { documentation, name } = rule;
  const body = [
    `class ${new PythonNames([...TYPING, "Tensor"]).take(pascalCase(name))}(torch.optim.Optimizer):`,
    ...writeConstructor(torch),
    "",
    ...writeStepMethod(torch),
  ];
  const code = [...body, ...supportFor(body.join("\n"), TORCH_SUPPORT)].join("\n");
  const typing = TYPING.filter((word) => new RegExp(`\\b${word}\\[|: ${word}\\b|${word}\\]`).test(code));
  return [
    ...docstring([sentence(documentation.summary), "Written by symopt export. Needs PyTorch 1.13 or later."], 0),
    "",
    ...(/\bmath\./.test(code) ? ["import math"] : []),
    `from typing import ${typing.join(", ")}`,
    "",
    "import torch",
    "from torch import Tensor",
    "",
    "",
    code,
    "",
  ].join("\n");
}
