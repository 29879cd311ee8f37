/**
 * What symopt keeps and prints: the store that a run is written to, reports as plain data, which `--json` prints
 * as they are, and pure functions that format them for people. Nothing here trains, and only the store touches a
 * disk.
 *
 * @packageDocumentation
 */

export { ContractError, InputError } from "../src/errors.js";
export {
  type AblatedPart,
  type AblationReport,
  type AblationTask,
  type JointRemoval,
  type MeasuredWorth,
  formatAblation,
} from "./ablation-report.js";
export { type AlignedLine, align } from "./align.js";
export { type ArchiveReport, type EliteReport, formatArchiveCsv } from "./archive-report.js";
export {
  type BenchMachine,
  type BenchReport,
  type BenchRow,
  type BenchUnit,
  formatBench,
  toBenchRow,
} from "./bench-report.js";
export {
  type CandidateReport,
  type CandidateScore,
  type CandidateTraining,
  type LineageStep,
  formatCandidate,
} from "./candidate-report.js";
export {
  type ComparedRule,
  type ComparedTask,
  type ComparisonReport,
  type KnownBar,
  type OverallSpeedUp,
  type PointStudy,
  type Profile,
  type ProfileStudy,
  type ProgramOnTask,
  type Reached,
  type RuleOnTask,
  type ScoreOverSeeds,
  type SpeedUp,
  type Study,
  type StudyPoint,
  type Verdict,
  type WindowRule,
  type WindowStudy,
  formatComparison,
} from "./comparison-report.js";
export { type Compared, type DiffReport, type DiffSide, formatDiff, toDiffReport } from "./diff-report.js";
export { type CheckState, type DoctorCheck, type DoctorReport, formatDoctor } from "./doctor-report.js";
export { type Estimate, type Octaves } from "./estimate.js";
export {
  type EvaluationFormat,
  type EvaluationReport,
  type ProgramEvaluation,
  type TrainingReport,
  type TuningEffort,
  type TuningReport,
  type UpdateToWeight,
  formatEvaluation,
  rankEvaluations,
} from "./evaluation-report.js";
export {
  type DiscoveredProgram,
  type DiscoveryReport,
  type FamilyVerdict,
  type SealedVerdict,
  formatDiscovery,
} from "./discovery-report.js";
export { type DocumentedScore, type Documentation } from "./export/documentation.js";
export { type RuleDocument } from "./export/json/document.js";
export { type RuleChoices, toExportedRule } from "./export/rule.js";
export { type TunedSetting } from "./export/setting.js";
export { type ExportedRule, type Target, type TargetName } from "./export/target.js";
export { TARGETS, exportProgram, findTarget } from "./export/targets.js";
export { type Forecast, type ForecastPart, type Range, formatForecast } from "./forecast-report.js";
export { type FunctionReport, formatFunctions, toFunctionReports } from "./functions-report.js";
export type { Beyond, GainOnTask, RivalGain } from "./gain.js";
export { formatPage } from "./html/page.js";
export {
  type ArchiveStory,
  type ChampionPoint,
  type Course,
  type CurvesReport,
  type EliteProgram,
  type FinalProgram,
  type KeptAblation,
  type LineageProgram,
  type Moment,
  type Opening,
  type RuleCurve,
  type RunStory,
  type TaskCurves,
  type TriedPoint,
} from "./html/story.js";
export { toJson, toJsonLine } from "./json.js";
export {
  type HyperparameterReport,
  type ProgramReport,
  type StateReport,
  type StatementReport,
  formatProgramReport,
  toProgramReport,
} from "./program-report.js";
export { type RuleReport, type RulesFormat, formatRule, formatRules, toRuleReport } from "./rules-report.js";
export { type RunCounts } from "./run-counts.js";
export {
  type ArchiveProgress,
  type BestReport,
  type Gain,
  type Pace,
  type RunProgress,
  evaluationsOf,
  formatBest,
  formatProgress,
  repeatShare,
} from "./run-progress.js";
export {
  type RunBestReport,
  type RunDevice,
  type RunReport,
  type RunTaskReport,
  formatOutcome,
  formatStatus,
  formatVerdict,
} from "./run-report.js";
export {
  type Finalist,
  type FunnelStage,
  type HoldoutUse,
  type SelectionOverfitting,
  type SelectionReport,
  type StageCandidate,
  formatSelection,
} from "./selection-report.js";
export {
  type Change,
  type SimplifyReport,
  formatSimplification,
  toSimplifyReport,
} from "./simplify-report.js";
export { Digest, digestOf } from "./store/digest.js";
export { type Entry, type EntryKind, type EntryStatus, type EntryTraining } from "./store/entry.js";
export { type NewRunHeader, type RunHeader, type RunNote } from "./store/header.js";
export { salvage } from "./store/salvage.js";
export { RunStore } from "./store/store.js";
export { type Page, type Style, colourStyle, plainStyle } from "./style.js";
export {
  type ArrayReport,
  type FieldReport,
  type TaskReport,
  type TaskSizeReport,
  formatTask,
  formatTasks,
} from "./tasks-report.js";
export { type TopCandidate, type TopReport, formatTop } from "./top-report.js";
export { type Work, type WorkPart, type WorkShare, WORK_PARTS, sharesOf, stepsOf, workText } from "./work.js";
