import { toJsonLine } from "../../results/json.js";
import type { SearchEvent } from "../../search/run/progress.js";
import type { Follower } from "./follower.js";

/** Milliseconds between two lines on what changes all the time. */
const PAUSE = 1000;

/** Every event as a line of JSON, for other programs; at most once a second also where the run stands. */
export class EventStream implements Follower {
  readonly #write: (line: string) => void;
  #last = -Infinity;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** As {@link Follower} says. */
  see(event: SearchEvent): void {
    if (event.kind === "committed") {
      const { kind, entries, progress } = event;
      this.#write(toJsonLine({ kind, entries }));
      if (this.#isDue()) this.#write(toJsonLine({ kind: "progress", ...progress() }));
    } else if (event.kind !== "reference" || event.steps === event.total || this.#isDue()) {
      this.#write(toJsonLine(event));
    }
  }

  /** As {@link Follower} says. */
  end(): void {
    // Every line was written as it came.
  }

  #isDue(): boolean {
    const now = performance.now();
    if (now - this.#last < PAUSE) return false;
    this.#last = now;
    return true;
  }
}
