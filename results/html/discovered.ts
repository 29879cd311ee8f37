import type { DiscoveryReport } from "../discovery-report.js";
import type { RunStory } from "./story.js";

/** A discovery that came to a program. */
export interface Discovered extends DiscoveryReport {
  readonly program: NonNullable<DiscoveryReport["program"]>;
}

/** The discovery of the program that a run came to; `null` where there is none, or the latest is of another program. */
export function discoveryOf({ discovery, final }: Pick<RunStory, "discovery" | "final">): Discovered | null {
  if (discovery === null || final === null || discovery.program === null) return null;
  const { program } = discovery;
  return program.index === final.index && program.text === final.text ? { ...discovery, program } : null;
}
