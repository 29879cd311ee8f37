import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { RandomStream } from "../../src/random.js";
import { log2 } from "../../src/transcendental/index.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import type { AblationProblem } from "./trials.js";

/** How a pretended executor's trainings end. */
export interface Pretence {
  /** Octaves by which a training is slower where a text is not in its program. @default nothing matters */
  readonly worth?: Readonly<Record<string, number>>;
  /** More octaves by which it is slower. @default none */
  readonly extra?: (program: string, seed: number) => number;
  /** Deviation over seeds of what a program's trainings have not in common with others', in octaves. @default 0.02 */
  readonly noise?: number;
  /** Which trainings fail. @default none */
  readonly fails?: (request: TrainingRequest) => boolean;
  /** In which order trainings end: any whole number. @default 7 */
  readonly stride?: number;
}

/** Loss that an octave of training is worth: that of `referenceOf`. */
const OCTAVE = 0.2;

/** An executor that trains nothing: how slow a program is follows from its text, best at scale 4 whatever it is. */
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
    const trace = {
      curve: new Float32Array(), hurdles: [], ratios: [],
      spent: { steps: request.task.horizon, seconds: 0.1, attempts: 1 },
    };
    if (fails(request)) return { kind: "failed", reason: "blown-up", ...trace };
    return { kind: "trained", loss: 1 + OCTAVE * this.#slowness(request), metrics: {}, ...trace };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** In octaves. */
  #slowness({ program, scale = 1, seed }: TrainingRequest): number {
    const { worth = {}, extra = () => 0, noise = 0.02 } = this.#pretence;
    const missing = Object.entries(worth).filter(([text]) => !program.includes(text));
    const miss = log2(scale) - 2;
    const common = 0.2 * new RandomStream(seed, "common").normal();
    const own = noise * new RandomStream(seed, program, Math.round(100 * scale)).normal();
    const known = missing.reduce((sum, [, octaves]) => sum + octaves, 0) + extra(program, seed);
    return known + common + own + 0.1 * miss * miss;
  }
}

/** A problem of 100 steps that nothing is trained on. */
export function pretendedProblem(name = "pretended"): AblationProblem {
  const problem = { name, size: 10, horizon: 100, batch: 8 } as const;
  return { problem, reference: referenceOf(problem), flat: true };
}
