import { type TypedProgram, check } from "./check.js";
import { countLive, type Liveness, liveness } from "./liveness.js";
import type { Statement } from "./program.js";
import { adamwPaper } from "./rules/paper.js";
import { parse } from "./text/parse.js";
import { TENSOR } from "./type.js";

/** Reading the weights and the gradient and writing the weights, in multiplications. */
const STEP_TRAFFIC = 3;
/** Reading and writing one state tensor. */
const STATE_TRAFFIC = 2;
/** What a narrow statement costs; it is paid once an array, not once a parameter. */
const NARROW = 0.01;

/** The cost of a step in multiplications per parameter: the live arithmetic, and memory traffic. */
function absoluteCost({ program, types, stateTypes }: TypedProgram, live: Liveness): number {
  let cost = STEP_TRAFFIC;
  for (let k = 0; k < stateTypes.length; k++) {
    if (live.states[k] === 1 && stateTypes[k] === TENSOR) cost += STATE_TRAFFIC;
  }
  for (let i = 0; i < program.statements.length; i++) {
    if (live.statements[i] === 0) continue;
    const { fn } = program.statements[i] as Statement;
    // A reduction reads a whole tensor though its result is narrow.
    const wide = types[i] === TENSOR || fn.args.some(({ type }) => type === "tensor");
    cost += wide ? fn.cost : NARROW;
  }
  return cost;
}

/** AdamW as the paper starts from it: the unit of cost. */
const UNIT = parse(adamwPaper.text);
const UNIT_COST = absoluteCost(check(UNIT), liveness(UNIT));

/**
 * The static cost of a step of a program, as a multiple of AdamW's (the paper's starting program): an
 * estimate from the functions table that is known before anything is trained, and bounds what a candidate may
 * cost. Dead statements cost nothing, since no executor runs them. Time O(statements).
 */
export function staticCost(typed: TypedProgram, live: Liveness = liveness(typed.program)): number {
  return absoluteCost(typed, live) / UNIT_COST;
}

/** How many of a program's live state variables are tensors: what it needs of memory per parameter. */
export function liveStateTensors({ stateTypes }: TypedProgram, live: Liveness): number {
  return countLive(live.states.map((mark, k) => (stateTypes[k] === TENSOR ? mark : 0)));
}
