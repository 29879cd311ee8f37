import { sentence } from "../provenance.js";
import { docstring } from "../python/document.js";
import { supportFor } from "../python/support.js";
import type { ExportedRule } from "../target.js";
import { writeFactory } from "./factory.js";
import { optaxRuleOf } from "./rule.js";
import { OPTAX_SUPPORT } from "./support.js";

const TYPING = ["Any", "Callable", "NamedTuple", "Optional", "Union"];

/** Writes a rule as a module of Python with an optax transformation, formatted as Black formats. */
export function writeOptax(rule: ExportedRule): string {
  const optax = optaxRuleOf(rule);
  const { documentation } = rule;
  const body = writeFactory(optax).join("\n");
  const code = [body, ...supportFor(body, OPTAX_SUPPORT)].join("\n");
  const typing = TYPING.filter((word) => new RegExp(`\\b${word}\\b`).test(code));
  return [
    ...docstring([sentence(documentation.summary), "Written by symopt export."], 0),
    "",
    ...(/\bmath\./.test(code) ? ["import math"] : []),
    `from typing import ${typing.join(", ")}`,
    "",
    "import jax",
    "import jax.numpy as jnp",
    "import optax",
    "",
    "",
    code,
    "",
  ].join("\n");
}
