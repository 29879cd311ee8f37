import { stringify } from "yaml";
import type { Configuration, ConfiguredProblem } from "./configuration.js";

/**
 * A configuration as YAML that reads back equal, whatever the folder: every default is written out, paths are
 * absolute, programs stand in it. Built-in tasks and the library are named by name.
 */
export function printConfiguration(configuration: Configuration): string {
  const { search, selection, sealed } = configuration.tasks;
  const settings = {
    ...configuration,
    tasks: {
      search: search.map(taskOf),
      selection: selection.map(taskOf),
      sealed: sealed.map(taskOf),
      // They stand among the tasks.
      peers: false,
    },
  };
  return stringify(settings, { lineWidth: 0, aliasDuplicateObjects: false });
}

function taskOf({ name, module, size, horizon, batch, data }: ConfiguredProblem): object {
  const task = module === undefined ? name : `${module}:${name}`;
  return { task, size, horizon, batch, ...(data === undefined ? {} : { data }) };
}
