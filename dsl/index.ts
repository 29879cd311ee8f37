/**
 * The language of update rules: text, types, liveness, hashes, costs and an interpreter that is its meaning.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "../src/errors.js";
export { RandomStream } from "../src/random.js";
export { type Fault, type FindFaultsOptions, type TypedProgram, check, findFaults, tryCheck } from "./check.js";
export type { TensorArithmetic } from "./arithmetic.js";
export { type CompileOptions, compile } from "./compile.js";
export { type BehaviourDifference, type CompareOptions, type Peak, compareBehaviour } from "./compare.js";
export { liveStateTensors, staticCost } from "./cost.js";
export type {
  ArrayFact,
  ElementPrimitive,
  MatrixPrimitive,
  ReductionPrimitive,
} from "../src/engine/update/primitive.js";
export type { Lowering } from "./functions/lowering.js";
export type {
  ArgumentRow,
  ArgumentType,
  FunctionGroup,
  FunctionName,
  FunctionRow,
  FunctionSet,
  InfixOperator,
  ResultType,
} from "./functions/row.js";
export { EPSILON, FUNCTIONS, findFunction } from "./functions/table.js";
export { type HasherOptions, type ProgramHash, createHasher, hashProgram } from "./hash.js";
export {
  type Interpreter,
  type InterpreterOptions,
  type StepInputs,
  createInterpreter,
} from "./interpret.js";
export type { Values } from "./kernel.js";
export { ARRAY_ROLES, type ArrayLayout, type ArrayRole, type ArraySpec, type Layout, createLayout } from "./layout.js";
export { type Liveness, countLive, liveness, livenessInOneStep } from "./liveness.js";
export {
  type ArgumentMutation,
  type BlockMutation,
  type Child,
  type HyperparameterMutation,
  type Limits,
  type Mate,
  type Mutation,
  type MutationMode,
  type MutationOptions,
  type MutationWeights,
  type Proposal,
  type RandomProgramOptions,
  type ScaleMutation,
  type StatementMutation,
  DEFAULT_WEIGHTS,
  MOST_STATEMENTS,
  MOST_STATES,
  MOST_TRIES,
  NORM_MATCH,
  describeMutation,
  mutate,
  mutateConstants,
  normMatch,
  propose,
  randomProgram,
} from "./mutate/index.js";
export { type Coupling, type Measures, type Probed, probe, probeUpdateSize } from "./probe/probe.js";
export {
  type Constant,
  type Operand,
  type Parameter,
  type Program,
  type ScalarInput,
  type Statement,
  type Variable,
  GRADIENT_SLOT,
  SCALAR_INPUTS,
  WEIGHTS_SLOT,
  constant,
  inputSlot,
  samePrograms,
  stateSlots,
  variable,
} from "./program.js";
export { prune } from "./prune.js";
export { KEEPS, type Keeps, type RewriteRule } from "./rewrite/rule.js";
export { REWRITE_RULES } from "./rewrite/rules.js";
export {
  type AppliedRule,
  type Simplified,
  type SimplifyLevel,
  type SimplifyOptions,
  simplify,
} from "./rewrite/simplify.js";
export { type LibraryRule, findRule, rules } from "./rules/index.js";
export { type Diagnostic, ProgramError } from "./text/diagnostic.js";
export { parse } from "./text/parse.js";
export { print, printNumber, printStatement } from "./text/print.js";
export { ARRAY_WISE, SCALAR, TENSOR, type TypeName, type ValueType, typeName } from "./type.js";
