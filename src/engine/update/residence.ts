import { type UpdateRule, operandsOf } from "./rule.js";

/** Which values of a rule the host computes, and which state variables it holds. */
export interface Residence {
  readonly values: readonly boolean[];
  readonly states: readonly boolean[];
}

/** What a residence is found by. */
export interface ResidenceOptions {
  /** Whether the host knows the loss of a step. @default true */
  readonly knowsLoss?: boolean;
}

/** Finds what depends on step inputs, constants and facts alone, through any number of steps. */
export function residence(rule: UpdateRule, { knowsLoss = true }: ResidenceOptions = {}): Residence {
  let states = rule.states.map(({ width }) => width < 2);
  for (;;) {
    const values: boolean[] = [];
    for (const value of rule.values) {
      switch (value.kind) {
        case "input":
          values.push(knowsLoss || value.name !== "loss");
          break;
        case "constant":
        case "fact":
          values.push(true);
          break;
        case "state":
          values.push(states[value.state] as boolean);
          break;
        case "element":
        case "total":
          values.push(operandsOf(value).every((operand) => values[operand]));
          break;
        case "weights":
        case "gradient":
        case "reduce":
        case "matrix":
          values.push(false);
      }
    }
    const next = states.map((isHost, k) => isHost && (values[rule.states[k]?.next as number] as boolean));
    if (next.every((isHost, k) => isHost === states[k])) return { values, states };
    states = next;
  }
}
