import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { adamwPaper } from "../../dsl/rules/paper.js";
import { parse } from "../../dsl/text/parse.js";
import { ArrayCache } from "../training/examples.js";
import type { Outcome, TrainingRequest } from "./executor.js";
import { type ProblemReference, loadProblem } from "../problem/problem.js";
import { Programs } from "./programs.js";
import { type StepSeconds, Trainer } from "../training/trainer.js";

/** Problems that a workplace keeps built. */
const MOST_PROBLEMS = 16;

/** Bytes of examples and initial weights that a workplace keeps. */
const CACHE_BYTES = 1 << 28;

/** Options of a {@link Workplace}. */
export interface WorkplaceOptions {
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
  /** Whether matrix products multiply and add in one; only where `canFuse` says so. @default false */
  readonly fused?: boolean | undefined;
}

/** What a training reports on its way. */
export interface TrainingWatcher {
  /** Told before it begins: how many seconds it should take. */
  readonly onExpected?: (seconds: number) => void;
  /** Told after each step. */
  readonly onStep?: (step: number) => void;
}

interface BuiltProblem {
  /** What its source depends on. */
  readonly kind: string;
  readonly trainer: Trainer;
  readonly seconds: StepSeconds;
}

/** Where one thread trains: its problems, built once, and the examples that they share. */
export class Workplace {
  readonly #mostCost: number;
  readonly #fused: boolean;
  readonly #cache = new ArrayCache(CACHE_BYTES);
  readonly #problems = new Map<string, BuiltProblem>();
  readonly #programs = new Programs(1);

  constructor({ mostCost = Infinity, fused = false }: WorkplaceOptions = {}) {
    this.#mostCost = mostCost;
    this.#fused = fused;
  }

  /**
   * Trains what is requested.
   *
   * @throws {@link InputError} where the program or the problem is at fault; whatever the task's code throws.
   */
  async train(request: TrainingRequest, watcher: TrainingWatcher = {}): Promise<Outcome> {
    const { trainer, seconds } = await this.#problem(request.task);
    const start = performance.now();
    const { rule, cost } = this.#programs.get(request);
    const spent = (steps: number): Outcome["spent"] => ({
      steps, seconds: (performance.now() - start) / 1000, attempts: 1,
    });
    if (!(cost <= this.#mostCost)) return { kind: "failed", reason: "too-costly", spent: spent(0) };
    const { task: { horizon }, split = "validation", hurdles = [] } = request;
    const evaluations = trainer.batchesOf(split) * (1 + hurdles.length);
    const { model, update, data } = seconds;
    watcher.onExpected?.(horizon * (model + cost * update + data) + evaluations * (model + data));
    const result = trainer.train(rule, { ...request, onStep: watcher.onStep });
    return { ...result, spent: spent(result.curve.length) };
  }

  async #problem(reference: ProblemReference): Promise<BuiltProblem> {
    const { module = "", name, size, data = "", horizon, batch } = reference;
    const kind = JSON.stringify([module, name, size, data]);
    const key = JSON.stringify([kind, horizon, batch]);
    let problem = this.#problems.get(key);
    if (problem === undefined) {
      // Real data is read once, however many horizons and batch sizes train on it.
      const source = [...this.#problems.values()].find((known) => known.kind === kind)?.trainer.source;
      const trainer = new Trainer(await loadProblem(reference), {
        cache: this.#cache, origin: module, source, fused: this.#fused,
      });
      problem = { kind, trainer, seconds: trainer.measure(compile(check(parse(adamwPaper.text)))) };
    }
    // Put last again: the first is the one that was not used for longest.
    this.#problems.delete(key);
    this.#problems.set(key, problem);
    const [oldest] = this.#problems.keys();
    if (this.#problems.size > MOST_PROBLEMS && oldest !== undefined) this.#problems.delete(oldest);
    return problem;
  }
}
