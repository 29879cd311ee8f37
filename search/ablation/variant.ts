import { type TypedProgram, check, tryCheck } from "../../dsl/check.js";
import { hashProgram } from "../../dsl/hash.js";
import { UNASSIGNED, typesAt } from "../../dsl/mutate/scope.js";
import { type Operand, type Program, type Statement, variable } from "../../dsl/program.js";
import { simplify } from "../../dsl/rewrite/simplify.js";
import { printNumber, printStatement } from "../../dsl/text/print.js";
import { SCALAR } from "../../dsl/type.js";
import { complexity, rounded } from "./complexity.js";
import { type Edit, applyEdits } from "./edit.js";
import { type ScaleAndDecay, scaleAndDecay } from "./scale-and-decay.js";

/** Digits that a constant is rounded to, one after the other. */
const DIGITS = [1, 2, 3] as const;

/** Digits that the learning rate and the weight decay keep: they are tuned anyway. */
const TUNED_DIGITS = 2;

/** A program without one of its parts. */
export interface Variant {
  /** The part: a statement's text, or a constant's. */
  readonly part: string;
  /** What takes its place. */
  readonly instead: string;
  /** Tells it from all others, in programs that have the part in common too. */
  readonly key: string;
  readonly edits: readonly Edit[];
  /** What is left, simplified. */
  readonly program: Program;
  /** By how much it is simpler, as `complexity` counts. */
  readonly gain: number;
}

type OperandEdit = Extract<Edit, { readonly kind: "operand" }>;

/** A part, and what may be done about it. */
type Attempt = Pick<Variant, "part" | "instead" | "edits">;

/**
 * Every simplified program that is simpler than the given one and does without one of its parts: a statement, that
 * gives one of its operands or what its variable was before; a statement and the one that it gets its tensor from; a
 * constant, that is 0 or 1 or has fewer digits. Of those that compute the same there is the first. What applies
 * learning rate and weight decay stays.
 *
 * @param except - Keys of those that are not asked for: of a constant, the next digits are tried then.
 */
export function variantsOf(program: Program, except: ReadonlySet<string> = new Set()): readonly Variant[] {
  const whole = complexity(program);
  const seen = new Set<string>();
  const done = new Set<string>();
  return attemptsOf(program).flatMap((attempt) => {
    const { part, instead, edits } = attempt;
    const key = `${part} → ${instead}`;
    // The first rounding of a constant that is not ruled out stands for the rest.
    const ladder = isRounding(attempt, program) ? part : undefined;
    if (ladder !== undefined && done.has(ladder)) return [];
    const left = without(program, edits);
    if (left === undefined) return [];
    const gain = whole - complexity(left);
    const hash = `${hashProgram(left)} ${complexity(left)}`;
    if (gain <= 0 || seen.has(hash)) return [];
    seen.add(hash);
    if (except.has(key)) return [];
    if (ladder !== undefined) done.add(ladder);
    return [{ part, instead, key, edits, program: left, gain }];
  });
}

/** The parts of a program that it may be tried without, as variants call them. */
export function partsOf(program: Program): ReadonlySet<string> {
  return new Set(attemptsOf(program).map(({ part }) => part));
}

function attemptsOf(program: Program): readonly Attempt[] {
  const typed = check(program);
  const kept = scaleAndDecay(program);
  return [
    ...withoutStatements(typed, kept), ...withoutPairs(typed, kept), ...withoutConstants(program, kept),
    ...withFewerDigits(program, kept),
  ];
}

/** A program with edits made, simplified; `undefined` where it is invalid. */
export function without(program: Program, edits: readonly Edit[]): Program | undefined {
  const edited = applyEdits(program, edits);
  return tryCheck(edited) === undefined ? undefined : simplify(edited).program;
}

function isRounding({ edits: [edit] }: Attempt, program: Program): boolean {
  if (edit === undefined || edit.kind === "operand") return false;
  const before = edit.kind === "default" ? defaultOf(program, edit.parameter) : constantAt(program, edit);
  return before !== undefined && edit.value !== 0 && edit.value !== 1;
}

function defaultOf({ parameters }: Program, at: number): number | undefined {
  const parameter = parameters[at];
  return parameter?.kind === "hyperparameter" ? parameter.value : undefined;
}

function constantAt({ statements }: Program, { at, argument }: Edit & { readonly kind: "constant" }): number | undefined {
  const operand = statements[at]?.args[argument];
  return operand?.kind === "constant" ? operand.value : undefined;
}

/** Each statement replaced by an operand, or by what its variable was before. */
function withoutStatements(typed: TypedProgram, kept: ScaleAndDecay): readonly Attempt[] {
  const { program } = typed;
  return program.statements.flatMap((_, at) =>
    kept.statements.has(at) ? [] : replacementsOf(typed, at).map((by) => attemptAt(program, [{ kind: "operand", at, by }])),
  );
}

/** Each statement with one tensor among its operands, with the statement that this comes from, of the same kind. */
function withoutPairs(typed: TypedProgram, kept: ScaleAndDecay): readonly Attempt[] {
  const { program } = typed;
  const onlyTensor = (at: number): Operand | undefined => {
    const operands = replacementsOf(typed, at, false);
    return typed.types[at] === SCALAR || kept.statements.has(at) || operands.length !== 1 ? undefined : operands[0];
  };
  return program.statements.flatMap((_, at) => {
    const by = onlyTensor(at);
    if (by?.kind !== "variable") return [];
    let source = at - 1;
    while (source >= 0 && (program.statements[source] as Statement).target !== by.slot) source--;
    const inner = source < 0 ? undefined : onlyTensor(source);
    if (inner === undefined) return [];
    return [attemptAt(program, [{ kind: "operand", at: source, by: inner }, { kind: "operand", at, by }])];
  });
}

/** The operands of a statement that are as wide as its result, and what its variable was before. */
function replacementsOf(typed: TypedProgram, at: number, orBefore = true): readonly Operand[] {
  const { program, types } = typed;
  const { args, target } = program.statements[at] as Statement;
  const known = typesAt(typed, at);
  const type = types[at] as number;
  const operands = args.filter((arg) => (arg.kind === "constant" ? type === SCALAR : known[arg.slot] === type));
  const before = orBefore && known[target] !== UNASSIGNED && known[target] === type ? [variable(target)] : [];
  const seen = new Set<string>();
  return [...operands, ...before].filter((operand) => {
    const key = operandText(program, operand);
    return seen.size < seen.add(key).size;
  });
}

function attemptAt(program: Program, edits: readonly OperandEdit[]): Attempt {
  const [first] = edits;
  const parts = edits.map(({ at }) => printStatement(program, program.statements[at] as Statement));
  return { part: parts.join("; "), instead: first === undefined ? "" : operandText(program, first.by), edits };
}

function operandText(program: Program, operand: Operand): string {
  return operand.kind === "variable" ? (program.names[operand.slot] ?? "?") : printNumber(operand.value);
}

/** Each constant as 0 or 1. */
function withoutConstants(program: Program, kept: ScaleAndDecay): readonly Attempt[] {
  return constantsOf(program, kept).flatMap(({ part, edit, value }) =>
    [0, 1].filter((other) => other !== value).map((other) => ({ part, instead: String(other), edits: [edit(other)] })),
  );
}

/** Each constant with fewer digits, the fewest first; learning rate and weight decay together. */
function withFewerDigits(program: Program, kept: ScaleAndDecay): readonly Attempt[] {
  const rounding = constantsOf(program, kept).flatMap(({ part, edit, value }) =>
    DIGITS.map((digits) => rounded(value, digits)).filter((other) => other !== value).map((other) => {
      return { part, instead: printNumber(other), edits: [edit(other)] };
    }),
  );
  const tuned = program.parameters.flatMap((parameter, k) => {
    if (parameter.kind !== "hyperparameter" || !kept.parameters.has(k)) return [];
    const value = Number(parameter.value.toPrecision(TUNED_DIGITS));
    return value === parameter.value ? [] : [{ name: parameter.name, edit: { kind: "default", parameter: k, value } as const }];
  });
  if (tuned.length === 0) return rounding;
  const part = tuned.map(({ name, edit }) => `${name}=${printNumber(defaultOf(program, edit.parameter) ?? NaN)}`);
  const instead = tuned.map(({ edit }) => printNumber(edit.value));
  return [...rounding, { part: part.join(", "), instead: instead.join(", "), edits: tuned.map(({ edit }) => edit) }];
}

/** A number of a program. */
interface ConstantPart {
  readonly part: string;
  readonly value: number;
  readonly edit: (value: number) => Edit;
}

/** The constants of statements, and the defaults of hyperparameters that are neither scale nor decay. */
function constantsOf(program: Program, kept: ScaleAndDecay): readonly ConstantPart[] {
  const inStatements = program.statements.flatMap((statement, at) =>
    statement.args.flatMap((arg, argument): readonly ConstantPart[] => {
      if (arg.kind !== "constant" || kept.statements.has(at)) return [];
      const part = `${printNumber(arg.value)} in ${printStatement(program, statement)}`;
      return [{ part, value: arg.value, edit: (value) => ({ kind: "constant", at, argument, value }) }];
    }),
  );
  const defaults = program.parameters.flatMap((parameter, k): readonly ConstantPart[] => {
    if (parameter.kind !== "hyperparameter" || kept.parameters.has(k)) return [];
    const { name, value } = parameter;
    const part = `${name}=${printNumber(value)}`;
    return [{ part, value, edit: (other) => ({ kind: "default", parameter: k, value: other }) }];
  });
  return [...inStatements, ...defaults];
}
