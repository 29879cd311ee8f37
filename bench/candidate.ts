import { check } from "../dsl/check.js";
import { compile } from "../dsl/compile.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { parse } from "../dsl/text/parse.js";
import type { UpdateRule } from "../src/engine/update/rule.js";

/** The paper's starting AdamW with another decay for each number, so that none is taken for one trained before. */
export function candidateText(index: number): string {
  return adamwPaper.text.replace("0.01", `0.01${index}`);
}

/** The rule that everything is measured with, the paper's starting AdamW, read and compiled as a candidate is. */
export function startRule(): UpdateRule {
  return compile(check(parse(adamwPaper.text)));
}
