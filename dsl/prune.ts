import { type Liveness, liveness } from "./liveness.js";
import { type Operand, type Program, type Statement, stateSlots, variable } from "./program.js";

/**
 * A program without what is dead across steps: dead statements and dead state variables go, everything else
 * stays as it is written. Computes the same updates, bit for bit. Time O(statements).
 *
 * @param live - What to keep; must be closed under dependence, as `liveness` gives it.
 */
export function prune(program: Program, live: Liveness = liveness(program)): Program {
  const { parameters, names, statements, outputs, states } = program;
  const slots = new Map<number, number>();
  const keptNames: string[] = [];
  const keep = (slot: number): number => {
    let kept = slots.get(slot);
    if (kept === undefined) {
      kept = keptNames.length;
      slots.set(slot, kept);
      keptNames.push(names[slot] as string);
    }
    return kept;
  };
  const keptParameters = parameters.filter((parameter, slot) => {
    const kept = parameter.kind !== "state" || live.states[states.indexOf(slot)] === 1;
    if (kept) keep(slot);
    return kept;
  });
  const keptStatements = statements
    .filter((_, i) => live.statements[i] === 1)
    .map(({ target, fn, args }): Statement => {
      const operands = args.map((arg): Operand => (arg.kind === "variable" ? variable(keep(arg.slot)) : arg));
      return { target: keep(target), fn, args: operands };
    });
  return {
    name: program.name,
    parameters: keptParameters,
    states: stateSlots(keptParameters),
    names: keptNames,
    statements: keptStatements,
    outputs: outputs.filter((_, k) => k === 0 || live.states[k - 1] === 1).map(keep),
  };
}
