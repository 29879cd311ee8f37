/** Mutation: random changes of programs that give valid programs, and the baselines of the search. */

export { type Mate, MOST_TRIES, mutate, mutateConstants } from "./mutate.js";
export {
  type ArgumentMutation,
  type BlockMutation,
  type Child,
  type HyperparameterMutation,
  type Mutation,
  type ScaleMutation,
  type StatementMutation,
  describeMutation,
} from "./mutation.js";
export {
  DEFAULT_WEIGHTS,
  type Limits,
  MOST_STATEMENTS,
  MOST_STATES,
  type MutationMode,
  type MutationOptions,
  type MutationWeights,
  NORM_MATCH,
} from "./options.js";
export { type Proposal, normMatch, propose } from "./propose.js";
export { type RandomProgramOptions, randomProgram } from "./random.js";
