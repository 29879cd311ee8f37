import { InputError } from "../src/errors.js";
import { compile } from "../dsl/compile.js";
import { type TypedProgram, check } from "../dsl/check.js";
import { staticCost } from "../dsl/cost.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { parse } from "../dsl/text/parse.js";
import type { UpdateRule } from "../src/engine/update/rule.js";
import { ArrayCache } from "./examples.js";
import type { Outcome, TrainingRequest } from "./executor.js";
import { type ProblemReference, loadProblem } from "./problem.js";
import { type StepSeconds, Trainer } from "./trainer.js";

/** Problems that a workplace keeps built. */
const MOST_PROBLEMS = 16;

/** Bytes of examples and initial weights that a workplace keeps. */
const CACHE_BYTES = 1 << 28;

/** Options of a {@link Workplace}. */
export interface WorkplaceOptions {
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
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

interface CompiledProgram {
  readonly key: string;
  readonly rule: UpdateRule;
  readonly cost: number;
}

/** Where one thread trains: its problems, built once, and the examples that they share. */
export class Workplace {
  readonly #mostCost: number;
  readonly #cache = new ArrayCache(CACHE_BYTES);
  readonly #problems = new Map<string, BuiltProblem>();
  /** The program that was trained last: it often comes again, on another task or seed. */
  #program: CompiledProgram | undefined;

  constructor({ mostCost = Infinity }: WorkplaceOptions = {}) {
    this.#mostCost = mostCost;
  }

  /**
   * Trains what is requested.
   *
   * @throws {@link InputError} where the program or the problem is at fault; whatever the task's code throws.
   */
  async train(request: TrainingRequest, watcher: TrainingWatcher = {}): Promise<Outcome> {
    const { trainer, seconds } = await this.#problem(request.task);
    const start = performance.now();
    const { rule, cost } = this.#compile(request);
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
      const trainer = new Trainer(await loadProblem(reference), { cache: this.#cache, origin: module, source });
      problem = { kind, trainer, seconds: trainer.measure(compile(check(parse(adamwPaper.text)))) };
    }
    // Put last again: the first is the one that was not used for longest.
    this.#problems.delete(key);
    this.#problems.set(key, problem);
    const [oldest] = this.#problems.keys();
    if (this.#problems.size > MOST_PROBLEMS && oldest !== undefined) this.#problems.delete(oldest);
    return problem;
  }

  #compile({ program, hyperparameters = {} }: TrainingRequest): CompiledProgram {
    const key = JSON.stringify([program, hyperparameters]);
    if (this.#program?.key !== key) {
      const typed = check(parse(program));
      refuseUnknown(typed, hyperparameters);
      this.#program = { key, rule: compile(typed, { hyperparameters }), cost: staticCost(typed) };
    }
    return this.#program;
  }
}

function refuseUnknown({ program }: TypedProgram, hyperparameters: Readonly<Record<string, number>>): void {
  const known = program.parameters.flatMap(({ kind, name }) => (kind === "hyperparameter" ? [name] : []));
  for (const name of Object.keys(hyperparameters)) {
    if (known.includes(name)) continue;
    throw new InputError(
      "unknown-hyperparameter",
      `Program "${program.name}" has no hyperparameter "${name}"; it has ${known.join(", ") || "none"}.`,
    );
  }
}
