import type { Operand, Program, Statement } from "./program.js";

/** Which statements and state variables of a program matter. */
export interface Liveness {
  /** For each statement, 1 where an output depends on it. */
  readonly statements: Uint8Array;
  /** For each state variable, in order, 1 where it is live. */
  readonly states: Uint8Array;
}

let needed = new Uint8Array(256);

/** Marks the statements that the needed slots depend on; leaves in `needed` the slots read from outside. */
function sweepBackwards(program: Program, live: Uint8Array): void {
  const { statements } = program;
  for (let i = statements.length - 1; i >= 0; i--) {
    const statement = statements[i] as Statement;
    if (needed[statement.target] === 0) continue;
    needed[statement.target] = 0;
    live[i] = 1;
    const { args } = statement;
    for (let k = 0; k < args.length; k++) {
      const arg = args[k] as Operand;
      if (arg.kind === "variable") needed[arg.slot] = 1;
    }
  }
}

/**
 * Liveness across steps: a state variable is live where its value reaches an update of this or a later step;
 * a statement is live where the update or a live state variable depends on it. Time O(statements · states).
 */
export function liveness(program: Program): Liveness {
  const { names, outputs, states, statements } = program;
  if (names.length > needed.length) needed = new Uint8Array(names.length * 2);
  const live = new Uint8Array(statements.length);
  const liveStates = new Uint8Array(states.length);
  for (;;) {
    needed.fill(0, 0, names.length);
    needed[outputs[0] as number] = 1;
    for (let k = 0; k < states.length; k++) if (liveStates[k] === 1) needed[outputs[k + 1] as number] = 1;
    sweepBackwards(program, live);
    let settled = true;
    for (let k = 0; k < states.length; k++) {
      if (liveStates[k] === 0 && needed[states[k] as number] === 1) {
        liveStates[k] = 1;
        settled = false;
      }
    }
    if (settled) return { statements: live, states: liveStates };
  }
}

/**
 * Liveness in one step, as the paper counts it: every returned state variable is an output, and so live.
 */
export function livenessInOneStep(program: Program): Liveness {
  const { names, outputs, states, statements } = program;
  if (names.length > needed.length) needed = new Uint8Array(names.length * 2);
  const live = new Uint8Array(statements.length);
  needed.fill(0, 0, names.length);
  for (let k = 0; k < outputs.length; k++) needed[outputs[k] as number] = 1;
  sweepBackwards(program, live);
  return { statements: live, states: new Uint8Array(states.length).fill(1) };
}

/** How many are marked. */
export function countLive(marks: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < marks.length; i++) count += marks[i] as number;
  return count;
}
