import { Progress, type ProgressStream } from "./progress.js";

/** How far a command of several stages is: a line on a terminal, elsewhere a line for each stage when it begins. */
export class StageProgress {
  readonly #stream: ProgressStream;
  readonly #quiet: boolean;
  readonly #progress: Progress;
  #stage = "";

  constructor(stream: ProgressStream, quiet = false) {
    this.#stream = stream;
    this.#quiet = quiet;
    this.#progress = new Progress(stream, "done");
  }

  /** Says that so much of a stage is done. */
  show(stage: string, done: number, total: number): void {
    if (this.#quiet) return;
    this.#progress.show(done, total, stage);
    if (stage !== this.#stage && !this.#stream.isTTY) this.#stream.write(`${stage}\n`);
    this.#stage = stage;
  }

  /** Takes the line away. */
  end(): void {
    this.#progress.end();
  }
}
