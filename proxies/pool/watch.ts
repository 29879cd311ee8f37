import type { Pulse } from "./pulse.js";

/** What the main thread makes of a worker's pulse, by looking at it now and then. */
export class Watch {
  readonly #pulse: Pick<Pulse, "phase" | "step" | "limit">;
  #phase = 0;
  #step = 0;
  #elapsed = 0;
  #limit = Infinity;
  #quiet = 0;
  #before = 0;

  constructor(pulse: Pick<Pulse, "phase" | "step" | "limit">) {
    this.#pulse = pulse;
  }

  /** Whether the worker trains: before, it loads the task and draws its data. */
  get isTraining(): boolean {
    return this.#step >= 0;
  }

  /** Seconds since the worker last did something that shows. */
  get quiet(): number {
    return this.#quiet;
  }

  /** Bytes that all workers used when this one last did something that shows. */
  get before(): number {
    return this.#before;
  }

  /** Seconds that the worker has spent on what it does beyond what it may take: below 0 while all is well. */
  get late(): number {
    return this.#elapsed - this.#limit;
  }

  /** Seconds that what the worker does now may take. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Lets the worker's clock go on, and looks for signs of life.
   *
   * @param seconds - Since the last look.
   * @param memory - Bytes that all workers use now.
   */
  look(seconds: number, memory: number): void {
    const { phase, step } = this.#pulse;
    const isNew = phase !== this.#phase;
    // Once for each thing begun: a worker writes the next limit before it says that the next thing has begun.
    if (isNew) this.#limit = this.#pulse.limit;
    this.#elapsed = isNew ? 0 : this.#elapsed + seconds;
    const lives = isNew || step !== this.#step;
    this.#quiet = lives ? 0 : this.#quiet + seconds;
    if (lives) this.#before = memory;
    this.#phase = phase;
    this.#step = step;
  }
}
