import type { TypedProgram } from "../check.js";
import type { Liveness } from "../liveness.js";
import type { Program } from "../program.js";
import { printNumber, printStatement } from "../text/print.js";

/** Mutations of one statement. */
export interface StatementMutation {
  /** `insert`, `delete`: a statement more or less; `function`: a statement's function was replaced. */
  readonly kind: "insert" | "delete" | "function";
  /** Index of the statement: in the parent where it was deleted, else in the child. */
  readonly at: number;
}

/** Mutations of one argument. */
export interface ArgumentMutation {
  /** `argument`: another operand; `constant`: the same constant, scaled. */
  readonly kind: "argument" | "constant";
  readonly at: number;
  /** Index of the argument. */
  readonly argument: number;
}

/** Mutations that bring several statements. */
export interface BlockMutation {
  /**
   * `horizon`: an averaging constant written as 1 − c/T; `average`: a value averaged in a state variable of
   * its own; `mask`: a value kept where its sign agrees with another's; `correction`: an average divided by
   * 1 − β^t; `crossover`: statements of the mate.
   */
  readonly kind: "horizon" | "average" | "mask" | "correction" | "crossover";
  /** Index, in the child, of the first new statement. */
  readonly at: number;
  /** How many there are. */
  readonly length: number;
}

/** The update was scaled. */
export interface ScaleMutation {
  readonly kind: "scale";
  readonly factor: number;
}

/** A hyperparameter's default was scaled. */
export interface HyperparameterMutation {
  readonly kind: "hyperparameter";
  /** Index of the parameter. */
  readonly parameter: number;
}

/** What was done to a parent; the texts of before and after are read off the two programs. */
export type Mutation =
  StatementMutation | ArgumentMutation | BlockMutation | ScaleMutation | HyperparameterMutation;

/** A mutated program, checked. */
export interface Child {
  readonly typed: TypedProgram;
  readonly live: Liveness;
  readonly mutation: Mutation;
  /** Attempts before it that gave no child: invalid, or outside the limits. */
  readonly rejected: number;
}

/** A program that a mutation made, not checked yet. */
export interface Attempt {
  readonly program: Program;
  readonly mutation: Mutation;
}

/**
 * Says in words what a mutation did, for lineage logs: its kind, then the lines of the two programs that
 * differ, the parent's after `-`, the child's after `+`, as in
 * `argument: - m = interp(g, m, 0.9) + m = interp(g, w, 0.9)`. Time O(statements²).
 */
export function describeMutation(parent: Program, child: Program, mutation: Mutation): string {
  const what =
    mutation.kind === "scale"
      ? `scale by ${printNumber(Number(mutation.factor.toPrecision(4)))}`
      : mutation.kind;
  const changes = diffLines(lines(parent), lines(child));
  return changes.length === 0 ? what : `${what}: ${changes.join(" ")}`;
}

/** A program's parameters, statements and outputs, a line each. */
function lines(program: Program): readonly string[] {
  const { parameters, statements, outputs, names } = program;
  return [
    ...parameters.map((parameter) =>
      parameter.kind === "hyperparameter"
        ? `${parameter.name}=${printNumber(parameter.value)}`
        : parameter.name,
    ),
    ...statements.map((statement) => printStatement(program, statement)),
    `return ${outputs.map((slot) => names[slot] ?? "?").join(", ")}`,
  ];
}

/** The lines that a longest common subsequence leaves over, in order. */
function diffLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] as number) + 1
          : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const changes: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (
      i < before.length &&
      (j === after.length || (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))
    ) {
      changes.push(`- ${before[i++] ?? ""}`);
    } else changes.push(`+ ${after[j++] ?? ""}`);
  }
  return changes;
}
