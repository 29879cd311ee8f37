import { type Program, type Statement, WEIGHTS_SLOT } from "../../dsl/program.js";

/** The names that exact rewriting gives the scale of the update and the coefficient of its decay. */
export const TUNED_NAMES: readonly string[] = ["learning_rate", "weight_decay"];

/**
 * The statements of a program that apply its learning rate and its weight decay: those that read one of them, or a
 * value made of nothing else than one of them, weights and scalar inputs. By index.
 */
export function scaleAndDecay({ parameters, statements }: Program): ReadonlySet<number> {
  const isPlain = (slot: number): boolean => slot === WEIGHTS_SLOT || parameters[slot]?.kind === "input";
  /** Slots that hold such a value. */
  const tuned = new Set<number>();
  const assigned = new Set<number>();
  parameters.forEach((parameter, slot) => {
    if (parameter.kind === "hyperparameter" && TUNED_NAMES.includes(parameter.name)) tuned.add(slot);
  });
  const found = new Set<number>();
  statements.forEach(({ args, target }: Statement, at) => {
    const slots = args.flatMap((arg) => (arg.kind === "variable" ? [arg.slot] : []));
    const reads = slots.some((slot) => tuned.has(slot));
    const alone = slots.every((slot) => tuned.has(slot) || (isPlain(slot) && !assigned.has(slot)));
    if (reads) found.add(at);
    if (reads && alone) tuned.add(target);
    else tuned.delete(target);
    assigned.add(target);
  });
  return found;
}
