import { printable } from "../../dsl/text/diagnostic.js";
import { counted, percent } from "../../results/number.js";
import { type RunProgress, formatBest, formatProgress } from "../../results/run-progress.js";
import { cut } from "../../results/table.js";
import type { SearchEvent } from "../../search/run/progress.js";
import type { ProgressStream } from "../progress.js";
import { atCeilingText } from "./at-ceiling.js";
import { endedEarlyText } from "./ended-early.js";
import type { Follower } from "./follower.js";
import { otherDeviceText } from "./other-device.js";
import { PaceMeter } from "./pace.js";

/** Milliseconds between two updates. */
const PAUSE = 200;

/** A line or two on a terminal that say how a search goes; what is worth keeping scrolls by above them. */
export class LiveLines implements Follower {
  readonly #stream: ProgressStream;
  #meter: PaceMeter | undefined;
  #latest: (() => RunProgress) | undefined;
  #last = -Infinity;
  /** Lines that stand there now. */
  #shown = 0;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  /** As {@link Follower} says. */
  see(event: SearchEvent): void {
    switch (event.kind) {
      case "reference":
        if (this.#isDue()) this.#show([`measuring the reference of ${event.task}: ${percent(event.steps / event.total)}`]);
        break;
      case "atCeiling":
        this.#keep(atCeilingText(event));
        break;
      case "otherDevice":
        this.#keep(otherDeviceText(event));
        break;
      case "begun":
        this.#meter = new PaceMeter(event.budget, event.progress.counts, performance.now() / 1000);
        this.#keep(`the run is in ${event.folder}; Ctrl-C stops it, with nothing lost`);
        break;
      case "committed":
        this.#latest = event.progress;
        if (this.#isDue()) this.#showProgress();
        break;
      case "best":
        this.#keep(`new best: ${formatBest(event.best)}`);
        break;
      case "lost":
        this.#keep(`a worker was lost with entry ${event.index}: ${event.reason}`);
        break;
      case "endedEarly":
        this.#keep(endedEarlyText(event));
        break;
      case "fewerLanes":
        this.#keep(`${counted(event.lanes, "lane", "lanes")} from now on: ${event.reason}`);
        break;
    }
  }

  /** As {@link Follower} says. */
  end(): void {
    this.#clear();
  }

  #isDue(): boolean {
    return performance.now() - this.#last >= PAUSE;
  }

  #showProgress(): void {
    if (this.#latest === undefined || this.#meter === undefined) return;
    const progress = this.#latest();
    this.#show(formatProgress(progress, this.#meter.measure(progress.counts, performance.now() / 1000)));
  }

  /** Writes a line that stays. */
  #keep(line: string): void {
    this.#clear();
    this.#stream.write(`${printable(line)}\n`);
    this.#showProgress();
  }

  #show(lines: readonly string[]): void {
    this.#last = performance.now();
    this.#clear();
    const width = Math.max(20, this.#stream.columns || 80) - 1;
    this.#stream.write(lines.map((line) => cut(printable(line), width)).join("\n"));
    this.#shown = lines.length;
  }

  #clear(): void {
    if (this.#shown > 0) this.#stream.write(`\r\u001b[K${"\u001b[1A\u001b[K".repeat(this.#shown - 1)}`);
    this.#shown = 0;
  }
}
