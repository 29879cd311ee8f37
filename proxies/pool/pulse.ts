/** Places of the counters in the shared memory, and of the one float64 behind them. */
const PHASE = 0;
const STEP = 1;
const LIMIT = 1;
/** Bytes before the mark of a worker that is loaded, and in all. */
const LOADED = 16;
const BYTES = 24;
/** The step of a training that is prepared. */
const PREPARING = -1;

/**
 * A few numbers that a worker shares with the main thread, so that a watchdog sees what goes on in a worker
 * that is too busy, or too dead, to send messages. Writing costs nanoseconds.
 */
export class Pulse {
  /** What is handed to the worker. */
  readonly memory: SharedArrayBuffer;
  readonly #counters: Int32Array;
  readonly #floats: Float64Array;
  readonly #loaded: Int32Array;

  /** @param memory - The memory of a pulse in another thread. @default a new one */
  constructor(memory = new SharedArrayBuffer(BYTES)) {
    this.memory = memory;
    this.#counters = new Int32Array(memory, 0, 2);
    this.#floats = new Float64Array(memory);
    this.#loaded = new Int32Array(memory, LOADED, 1);
  }

  /** Says that the worker's modules are loaded. */
  load(): void {
    Atomics.store(this.#loaded, 0, 1);
  }

  /** Whether they are. */
  get isLoaded(): boolean {
    return Atomics.load(this.#loaded, 0) === 1;
  }

  /** Begins to prepare a training, as by loading its task, which may take so many seconds. */
  prepare(limit: number): void {
    this.#begin(limit, PREPARING);
  }

  /** Begins a training that may take so many seconds. */
  train(limit: number): void {
    this.#begin(limit, 0);
  }

  #begin(limit: number, step: number): void {
    this.#floats[LIMIT] = limit;
    Atomics.store(this.#counters, STEP, step);
    Atomics.add(this.#counters, PHASE, 1);
  }

  /** Says how far a training is. */
  beat(step: number): void {
    Atomics.store(this.#counters, STEP, step);
  }

  /** How many things were begun. */
  get phase(): number {
    return Atomics.load(this.#counters, PHASE);
  }

  /** How far the training is; below 0 while it is prepared. */
  get step(): number {
    return Atomics.load(this.#counters, STEP);
  }

  /** Seconds that what was begun last may take. */
  get limit(): number {
    return this.#floats[LIMIT] as number;
  }
}
