import { findRule } from "../../dsl/rules/index.js";
import type { TrainingRequest } from "../../proxies/executor/executor.js";
import { type LanedExecutorName, LANED_EXECUTORS } from "../../proxies/executor/executor-name.js";
import { LanesExecutor } from "../../proxies/lanes/process.js";
import { LocalExecutor } from "../../proxies/executor/local.js";
import { sourceOf } from "../../proxies/executor/open-executor.js";
import type { DoctorCheck } from "../../results/doctor-report.js";
import { InputError } from "../../src/errors.js";

/** How far the loss may be from that of the wasm executor, relative to it. */
const TOLERANCE = 1e-3;

/** Seconds that the first steps may take: drivers compile what they are given. */
const PATIENCE = 120;

const TRAINING: TrainingRequest = {
  index: 0, seed: 1, scale: 8,
  program: findRule("adamw")?.text ?? "",
  task: { name: "glyph-mlp", size: 1, horizon: 20, batch: 8 },
};

/**
 * Whether each executor of lanes trains here, and comes to the loss that the wasm executor does: one after another,
 * since some of them share a GPU's memory.
 */
export async function checkLanes(): Promise<readonly DoctorCheck[]> {
  const known = await knownLoss();
  if (known === undefined) {
    const finding = "not tried: the wasm executor, whose losses theirs are held against, does not train here";
    return [{ name: "lanes", title: "other executors", state: "missing", finding }];
  }
  const checks: DoctorCheck[] = [];
  for (const name of LANED_EXECUTORS) checks.push(await checkOne(name, known));
  return checks;
}

/** What the wasm executor comes to; `undefined` where it does not train. */
async function knownLoss(): Promise<number | undefined> {
  const local = new LocalExecutor();
  try {
    const outcome = await local.submit(TRAINING);
    return outcome.kind === "trained" ? outcome.loss : undefined;
  } catch {
    return undefined;
  } finally {
    await local.close();
  }
}

async function checkOne(name: LanedExecutorName, known: number): Promise<DoctorCheck> {
  const check = { name: name.replace(":", "-"), title: `${name} executor` };
  let executor: LanesExecutor | undefined;
  try {
    executor = await LanesExecutor.open({ source: sourceOf(name), lanes: 2, setup: PATIENCE });
    const { device } = executor;
    const isPlayed = !device.isGpu && name.endsWith("webgpu");
    const on = isPlayed ? `${device.name}: no GPU, but the processor that plays one, slowly` : device.name;
    const outcome = await executor.submit(TRAINING);
    if (outcome.kind !== "trained") {
      const became = outcome.kind === "fault" ? outcome.message : `a known training ends as ${outcome.kind}`;
      return { ...check, state: "broken", finding: `${became} (on ${on})`, advice: ADVICE };
    }
    const apart = Math.abs(outcome.loss - known) / known;
    if (apart <= TOLERANCE) {
      return { ...check, state: "ok", finding: `trains on ${on}; the loss is the wasm executor's, to ${TOLERANCE}` };
    }
    const finding = `a known training ends with the loss ${outcome.loss}, not ${known} (on ${on})`;
    return { ...check, state: "broken", finding, advice: ADVICE };
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof InputError)) return { ...check, state: "broken", finding: message, advice: ADVICE };
    const [finding = message, advice] = message.split(/\. (?=Install )/);
    return { ...check, state: "missing", finding, advice: advice ?? ADVICE };
  } finally {
    await executor?.close();
  }
}

const ADVICE = "use another executor: wasm is all that is needed";
