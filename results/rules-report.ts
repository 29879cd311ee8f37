import type { LibraryRule } from "../dsl/rules/index.js";
import { check } from "../dsl/check.js";
import { liveStateTensors, staticCost } from "../dsl/cost.js";
import { liveness } from "../dsl/liveness.js";
import { parse } from "../dsl/text/parse.js";
import { horizonInputsOf } from "./program-report.js";
import type { Page } from "./style.js";
import { formatTable, wrap } from "./table.js";

/** What `symopt rules` says of a rule of the library; `--json` prints it as it is. */
export interface RuleReport {
  readonly name: string;
  readonly title: string;
  /** Live state variables that are tensors: numbers of state per parameter. */
  readonly stateTensors: number;
  /** How many statements it has, nested expressions made three-address. */
  readonly statements: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** Which of the step `t` and the steps in all `T` its updates depend on. */
  readonly reads: readonly ("t" | "T")[];
  /** Whether there is any of these: such a rule may be good at one horizon alone. */
  readonly horizonDependent: boolean;
  readonly source: string;
  readonly text: string;
}

/** Gathers what there is to say of a rule of the library. */
export function toRuleReport({ name, title, source, text }: LibraryRule): RuleReport {
  const program = parse(text, name);
  const typed = check(program);
  const live = liveness(program);
  const reads = horizonInputsOf(program, live);
  return {
    name,
    title,
    stateTensors: liveStateTensors(typed, live),
    statements: program.statements.length,
    cost: staticCost(typed, live),
    reads,
    horizonDependent: reads.length > 0,
    source,
    text,
  };
}

/** Options of {@link formatRules}. */
export interface RulesFormat {
  /** Whether each rule's source follows it. @default false */
  readonly sources?: boolean;
}

/** The library as a table, one rule a line, on request each followed by its source. */
export function formatRules(rules: readonly RuleReport[], page: Page, { sources = false }: RulesFormat = {}): string {
  const table = formatTable<RuleReport>(
    [
      { title: "name", cell: (rule) => rule.name, keep: true },
      { title: "title", cell: (rule) => rule.title },
      { title: "state", cell: (rule) => String(rule.stateTensors), align: "right", keep: true },
      { title: "statements", cell: (rule) => String(rule.statements), align: "right", keep: true },
      { title: "cost", cell: (rule) => rule.cost.toFixed(2), align: "right", keep: true },
      { title: "horizon", cell: (rule) => (rule.horizonDependent ? `reads ${rule.reads.join(" and ")}` : ""), keep: true },
    ],
    rules,
    page,
  );
  if (!sources) return table;
  const [title = "", ...lines] = table.trimEnd().split("\n");
  const indent = "    ";
  const width = Math.min(page.width, 100) - indent.length;
  const blocks = lines.map((line, k) => {
    const source = wrap(rules[k]?.source ?? "", width).map((text) => page.style.faint(indent + text));
    return [line, ...source].map((text) => `${text}\n`).join("");
  });
  return `${title}\n${blocks.join("")}`;
}

/** The width of comments in a rule's file. */
const COMMENT_WIDTH = 98;

/** One rule as the text of a `.rule` file: its title and source as comments, then the program as written. */
export function formatRule({ title, source, text }: Pick<RuleReport, "title" | "source" | "text">): string {
  const comment = [title, ...wrap(source, COMMENT_WIDTH)].map((line) => `# ${line}\n`).join("");
  return comment + (text.endsWith("\n") ? text : `${text}\n`);
}
