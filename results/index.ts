/**
 * What symopt prints: reports as plain data, which `--json` prints as they are, and pure functions that format
 * them for people. Nothing here trains or touches a disk.
 *
 * @packageDocumentation
 */

export { type AlignedLine, align } from "./align.js";
export { type Compared, type DiffReport, type DiffSide, formatDiff, toDiffReport } from "./diff-report.js";
export {
  type Estimate,
  type EvaluationFormat,
  type EvaluationReport,
  type ProgramEvaluation,
  type TrainingReport,
  type TuningReport,
  formatEvaluation,
  rankEvaluations,
} from "./evaluation-report.js";
export { type FunctionReport, formatFunctions, toFunctionReports } from "./functions-report.js";
export { toJson } from "./json.js";
export {
  type HyperparameterReport,
  type ProgramReport,
  type StateReport,
  type StatementReport,
  formatProgramReport,
  toProgramReport,
} from "./program-report.js";
export { type RuleReport, type RulesFormat, formatRule, formatRules, toRuleReport } from "./rules-report.js";
export {
  type Change,
  type SimplifyReport,
  formatSimplification,
  toSimplifyReport,
} from "./simplify-report.js";
export { type Page, type Style, colourStyle, plainStyle } from "./style.js";
export {
  type ArrayReport,
  type FieldReport,
  type TaskReport,
  type TaskSizeReport,
  formatTask,
  formatTasks,
} from "./tasks-report.js";
