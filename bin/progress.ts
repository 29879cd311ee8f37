import type { OutputStream } from "./page.js";

/** Milliseconds between two updates of the line. */
const PAUSE = 100;

/** Where a line of progress is written. */
export type ProgressStream = OutputStream & Pick<NodeJS.WriteStream, "write">;

/** A line on a terminal that says how far a command is, and vanishes when it is done; elsewhere nothing. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #noun: string;
  #last = -Infinity;
  #isShown = false;

  constructor(stream: ProgressStream, noun: string) {
    this.#stream = stream;
    this.#noun = noun;
  }

  /**
   * Says that so many are done.
   *
   * @param part - Of what, where there is more than one thing to do.
   */
  show(done: number, total: number, part?: string): void {
    const now = performance.now();
    if (!this.#stream.isTTY || now - this.#last < PAUSE) return;
    this.#last = now;
    this.#isShown = true;
    this.#stream.write(`\r\u001b[K${part === undefined ? "" : `${part}: `}${done} of ${total} ${this.#noun}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isShown) this.#stream.write("\r\u001b[K");
    this.#isShown = false;
  }
}
