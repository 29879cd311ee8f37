import type { Configuration } from "../../search/configuration/configuration.js";
import type { ConfigurationSource } from "../../search/configuration/load.js";
import { chosenExecutor } from "../executor.js";

/** The configuration of a search; an executor that it leaves open is chosen now, for good. */
export async function configured(source: ConfigurationSource, workers: number | undefined): Promise<Configuration> {
  const { loadConfiguration } = await import("../../search/configuration/index.js");
  const configuration = await loadConfiguration(source);
  const { executor, lanes, tasks } = configuration;
  if (executor !== "auto") return configuration;
  const threads = workers ?? configuration.workers ?? undefined;
  const name = await chosenExecutor(executor, tasks.search[0], { lanes, workers: threads });
  return loadConfiguration({ ...source, overrides: [...(source.overrides ?? []), `executor=${name}`] });
}
