import type { Hurdle, TrainingResult, TrainingTrace } from "./training.js";

/** A training whose loss is this many times its first, or 1 if that is more, is taken for blown up. */
const BLOWN_UP = 100;

/**
 * How one training goes, and when it ends: whoever trains, step by step or lanes side by side, tells it what was
 * found, in order, until it gives the result.
 */
export class Course {
  readonly #hurdles: readonly Hurdle[];
  readonly #metrics: readonly string[];
  readonly #curve: Float32Array;
  readonly #passed: number[] = [];
  readonly #ratios: number[] = [];
  #steps = 0;
  /** The loss above which it is blown up. */
  #highest = Infinity;

  /**
   * @param metrics - Names of what is found of it besides the loss.
   */
  constructor(horizon: number, hurdles: readonly Hurdle[], metrics: readonly string[]) {
    this.#hurdles = hurdles;
    this.#metrics = metrics;
    this.#curve = new Float32Array(horizon);
  }

  /** Steps whose loss is known. */
  get steps(): number {
    return this.#steps;
  }

  /** How many ratios it was told. */
  get ratios(): number {
    return this.#ratios.length;
  }

  /** The steps that are left until it must be judged: at a hurdle or at the end. */
  get stretch(): number {
    let next = this.#curve.length;
    for (const { step } of this.#hurdles) {
      if (step > this.#steps && step < next) next = step;
    }
    return next - this.#steps;
  }

  /** Takes in the training loss of the next step: gives the result where that ends the training. */
  step(loss: number): TrainingResult | undefined {
    this.#curve[this.#steps++] = loss;
    if (this.#steps === 1) this.#highest = BLOWN_UP * Math.max(1, loss);
    return this.#failure(loss);
  }

  /** Takes in the rms of the update that the last step made over that of the weights before it. */
  ratio(ratio: number): void {
    this.#ratios.push(ratio);
  }

  /** Whether there is a hurdle behind the last step. */
  get isAtHurdle(): boolean {
    for (const { step } of this.#hurdles) if (step === this.#steps) return true;
    return false;
  }

  /** Takes in the loss at the hurdles behind the last step: gives the result where it does not pass. */
  judge(loss: number): TrainingResult | undefined {
    for (const hurdle of this.#hurdles) {
      if (hurdle.step !== this.#steps) continue;
      if (!Number.isFinite(loss)) return this.#failed("not-finite");
      this.#passed.push(loss);
      if (loss > this.#highest) return this.#failed("blown-up");
      if (loss > hurdle.loss) return { kind: "stopped", loss, ...this.#trace() };
    }
    return undefined;
  }

  /**
   * The result of a training that came to its end.
   *
   * @param values - The loss, then each metric.
   * @param isFinite - Whether all weights are, those too that the model happens not to read.
   */
  end(values: readonly number[], isFinite: boolean): TrainingResult {
    const [loss = NaN, ...metrics] = values;
    if (!isFinite) return this.#failed("not-finite");
    const named = Object.fromEntries(this.#metrics.map((name, k) => [name, metrics[k] as number]));
    return this.#failure(loss) ?? { kind: "trained", loss, metrics: named, ...this.#trace() };
  }

  #failure(loss: number): TrainingResult | undefined {
    if (!Number.isFinite(loss)) return this.#failed("not-finite");
    return loss > this.#highest ? this.#failed("blown-up") : undefined;
  }

  #failed(reason: "not-finite" | "blown-up"): TrainingResult {
    return { kind: "failed", reason, ...this.#trace() };
  }

  #trace(): TrainingTrace {
    return { curve: this.#curve.slice(0, this.#steps), hurdles: this.#passed, ratios: this.#ratios };
  }
}
