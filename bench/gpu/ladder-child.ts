import { loadProblem } from "../../proxies/problem/problem.js";
import { openTrainers } from "../../proxies/lanes/trainer-source.js";
import { climb, openHighest } from "./ladder.js";
import { ROUND, programOf } from "./mix.js";
import type { LadderMessage, LadderRequest } from "./climbed.js";

// Climbs a ladder of lanes in a process of its own: a driver that crashes leaves what was measured before, and the
// GPU's memory is free for others behind it. The request is its only argument; it prints a message a line.

function tell(message: LadderMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

const { source, reference, least, most, seconds } = JSON.parse(process.argv[2] ?? "") as LadderRequest;
try {
  const { make } = await openTrainers(source);
  const problem = await loadProblem(reference);
  const options = {
    make: (lanes: number) => make(problem, { lanes, origin: reference.module }),
    horizon: reference.horizon, least, most, seconds, warmUp: ROUND,
    programOf: (index: number) => programOf("spread", index),
  };
  const { trainer, ...top } = await openHighest(options);
  tell({ top });
  for await (const rung of climb(trainer, options)) tell({ rung });
  tell({ end: true });
} catch (error) {
  tell({ failure: error instanceof Error ? error.message : String(error) });
}
