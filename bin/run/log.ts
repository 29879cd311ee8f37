import { type Logger, pino, stdTimeFunctions } from "pino";
import { counted, percent } from "../../results/number.js";
import { type RunProgress, evaluationsOf, formatBest, formatProgress } from "../../results/run-progress.js";
import type { SearchEvent } from "../../search/run/progress.js";
import type { ProgressStream } from "../progress.js";
import { atCeilingText } from "./at-ceiling.js";
import { endedEarlyText } from "./ended-early.js";
import type { Follower } from "./follower.js";
import { otherDeviceText } from "./other-device.js";
import { PaceMeter } from "./pace.js";

/** Milliseconds between two lines of progress. */
const PAUSE = 10_000;

/** A log of how a search goes, a line of JSON for each thing worth knowing: for where there is no terminal. */
export class RunLog implements Follower {
  readonly #log: Logger;
  #meter: PaceMeter | undefined;
  #latest: (() => RunProgress) | undefined;
  #last = performance.now();

  constructor(stream: Pick<ProgressStream, "write">) {
    this.#log = pino(
      { base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } }, stream,
    );
  }

  /** As {@link Follower} says. */
  see(event: SearchEvent): void {
    switch (event.kind) {
      case "reference": {
        const { task, steps, total } = event;
        if (steps < total && !this.#isDue()) break;
        this.#log.info({ task, steps, total }, `measuring the reference of ${task}: ${percent(steps / total)}`);
        break;
      }
      case "atCeiling": {
        const { task, size, rule, score } = event;
        this.#log.warn({ task, size, rule, score }, atCeilingText(event));
        break;
      }
      case "otherDevice": {
        const { executor, before, now } = event;
        this.#log.warn({ executor, before, now }, otherDeviceText(event));
        break;
      }
      case "begun": {
        const { folder, entries, workers, budget } = event;
        this.#meter = new PaceMeter(budget, event.progress.counts, performance.now() / 1000);
        const words = entries === 0 ? "begins" : `goes on behind ${counted(entries, "entry", "entries")}`;
        this.#log.info({ folder, entries, workers, budget }, `the search in ${folder} ${words}`);
        break;
      }
      case "committed":
        this.#latest = event.progress;
        if (this.#isDue()) this.#tell();
        break;
      case "best":
        this.#log.info({ best: event.best }, `new best: ${formatBest(event.best)}`);
        break;
      case "lost":
        this.#log.warn({ entry: event.index }, `a worker was lost with entry ${event.index}: ${event.reason}`);
        break;
      case "endedEarly": {
        const { tried, programs } = event;
        this.#log.warn({ tried, programs }, endedEarlyText(event));
        break;
      }
      case "fewerLanes": {
        const { lanes, reason } = event;
        this.#log.warn({ lanes }, `${counted(lanes, "lane", "lanes")} from now on: ${reason}`);
        break;
      }
    }
  }

  /** As {@link Follower} says. */
  end(): void {
    this.#tell();
  }

  /** Whether a line of progress is due; then the next is not for a while. */
  #isDue(): boolean {
    const now = performance.now();
    if (now - this.#last < PAUSE) return false;
    this.#last = now;
    return true;
  }

  #tell(): void {
    if (this.#latest === undefined || this.#meter === undefined) return;
    const { counts, ...rest } = this.#latest();
    const pace = this.#meter.measure(counts, performance.now() / 1000);
    this.#log.info(
      { entries: counts.entries, generated: counts.candidates, trained: evaluationsOf(counts) },
      formatProgress({ counts, ...rest }, pace).join("; "),
    );
  }
}
