import { check } from "../../dsl/check.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { RandomStream } from "../../src/random.js";
import type { ComparedProgram } from "./contender.js";

/** Which rule a request trains. */
export function ruleOf({ program }: TrainingRequest): string {
  return /def (\w+)/.exec(program)?.[1] ?? "";
}

/** A program that is called so, and is no rule of the bar. */
export function programOf(name: string): ComparedProgram {
  const text = `def ${name}(w, g, lr):\n  update = g * lr\n  update = update * ${name.length}\n  return update\n`;
  return { name, program: check(parse(text, name)) };
}

/** A rule of the library. */
export function libraryProgram(name: string): ComparedProgram {
  return { name, program: check(parse(findRule(name)?.text ?? "", name)) };
}

/** How a pretended executor's trainings end. */
export interface Pretence {
  /** How many times as fast as others a rule is. @default 1 */
  readonly speed?: Readonly<Record<string, number>>;
  /** Deviation over seeds of a loss; what rules have in common is left out. @default 0.001 */
  readonly noise?: number;
  /** The same of what they have in common. @default 0.05 */
  readonly common?: number;
  /** By how much the loss of a training is lower. @default 0 */
  readonly bonus?: (request: TrainingRequest) => number;
  /** Which trainings fail. @default none */
  readonly fails?: (request: TrainingRequest) => boolean;
  /** In which order trainings end: any whole number. @default 7 */
  readonly stride?: number;
}

/** An executor whose losses fall as the horizon to the power of −½, best at scale 4, and that trains nothing. */
export class PretendedExecutor implements Executor {
  readonly lanes = 2;
  readonly requests: TrainingRequest[] = [];
  readonly #pretence: Pretence;

  constructor(pretence: Pretence = {}) {
    this.#pretence = pretence;
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    signal?.throwIfAborted();
    this.requests.push(request);
    const { stride = 7, fails = () => false } = this.#pretence;
    for (let turns = (this.requests.length * stride) % 5; turns > 0; turns--) await Promise.resolve();
    signal?.throwIfAborted();
    const { horizon: steps } = request.task;
    const trace = {
      curve: new Float32Array(), hurdles: [], ratios: [],
      // Of half a millisecond a step, Muon's twice as long.
      spent: { steps, seconds: (ruleOf(request) === "muon" ? 0.001 : 0.0005) * steps, attempts: 1 },
    };
    if (fails(request)) return { kind: "failed", reason: "blown-up", ...trace };
    return { kind: "trained", loss: this.#lossOf(request), metrics: {}, ...trace };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #lossOf(request: TrainingRequest): number {
    const { speed = {}, noise = 0.001, common: shared = 0.05, bonus = () => 0 } = this.#pretence;
    const { scale = 1, decay = 0, seed, task: { horizon, batch } } = request;
    const rule = ruleOf(request);
    const common = shared * new RandomStream(seed, "common").normal();
    const own = new RandomStream(seed, `${rule} ${horizon}`).normal();
    const miss = Math.log2(scale) - 2;
    const pace = (speed[rule] ?? 1) * horizon * Math.sqrt(batch);
    const loss = 10 / Math.sqrt(pace) + common + noise * own;
    return loss + 0.001 * miss * miss + 0.001 * decay - bonus(request);
  }
}
