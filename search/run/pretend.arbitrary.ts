import { check } from "../../dsl/check.js";
import { probeUpdateSize } from "../../dsl/probe/probe.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { RunStore } from "../../results/store/store.js";
import { RandomStream } from "../../src/random.js";
import { parseConfiguration } from "../configuration/index.js";
import { Search } from "../evolution/search.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { problemsOf } from "./content.js";

const SETTINGS = `
seed: 5
budget: { evaluations: 300 }
inFlight: 4
tasks: { search: [glyph-mlp, teacher], selection: [], sealed: [], peers: false }
population: { size: 30 }
hurdles: { window: 30 }
confirmation: { top: 0.25, seeds: [1, 3] }
start: [adamw, lion, sgd]
`;

/**
 * Makes a run in which nothing was trained: the loss is best where the update is of a certain size, better or worse by
 * what the program is, and noisy by seed. So it takes a second, and everything that a run can have is there.
 *
 * @param folder - Where; there is no run yet.
 * @param overrides - Settings beside those of all pretended runs, as `path=value`.
 */
export async function pretendRun(folder: string, overrides: readonly string[] = []): Promise<void> {
  const configuration = await parseConfiguration(SETTINGS, { overrides });
  const references = configuration.tasks.search.map(referenceOf);
  const content = { configuration, references };
  const log = RunStore.create(folder, {
    symopt: "1.2.3", created: "2026-05-09T12:00:00.000Z", configuration: content,
  });
  const signal = new AbortController().signal;
  await new Search({ configuration, problems: problemsOf(content), log, executor: PRETEND, signal }).run();
  log.note("ended", log.length, { end: "evaluations" });
  log.close();
}

const PRETEND: Executor = {
  lanes: 1,
  submit: (request) => Promise.resolve(outcomeOf(request)),
  close: () => Promise.resolve(),
};

function outcomeOf({ program, task, seed, hurdles = [] }: TrainingRequest): Outcome {
  const size = probeUpdateSize(check(parse(program)));
  const worth = 0.08 * new RandomStream(0, program).normal();
  const noise = 0.02 * new RandomStream(seed, `${task.name} ${program}`).normal();
  const loss = 1 + 0.05 * Math.abs(Math.log2(size / 3e-3)) - worth + noise;
  const training = { curve: new Float32Array(), ratios: [], metrics: {} };
  if (size > 5) {
    return {
      kind: "failed", reason: "blown-up", ...training, hurdles: [], spent: { steps: 1, seconds: 0.01, attempts: 1 },
    };
  }
  const passed = hurdles.findIndex((hurdle) => loss > hurdle.loss);
  const stop = hurdles[passed];
  if (stop !== undefined) {
    const losses = hurdles.slice(0, passed + 1).map(() => loss);
    return {
      kind: "stopped", loss, ...training, hurdles: losses, spent: { steps: stop.step, seconds: 0.01, attempts: 1 },
    };
  }
  return {
    kind: "trained", loss, ...training, hurdles: hurdles.map(() => loss),
    spent: { steps: task.horizon, seconds: 0.04, attempts: 1 },
  };
}
