export {
  type Configuration,
  type ConfiguredProblem,
  type GivenProgram,
  type StartingProgram,
  mutationOptionsOf,
} from "./configuration.js";
export { type Fault, ConfigurationError } from "./fault.js";
export { jsonSchema } from "./json-schema.js";
export { type ConfigurationSource, type ParseOptions, loadConfiguration, parseConfiguration } from "./load.js";
export { printConfiguration } from "./print.js";
