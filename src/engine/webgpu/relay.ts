/** Parts under way: one that the device works on, one that is being prepared. */
const UNDER_WAY = 2;

/** A part of the work that a device is sent. */
export interface Part<T> {
  /** Sends it, and gives what it comes to. */
  readonly send: () => Promise<T>;
  /** Told how many seconds the device had it alone. */
  readonly took: (seconds: number) => void;
}

/** Sends work to a device in parts: the next is prepared while the device works on the one before. */
export class Relay {
  readonly #clock: () => number;
  /** When the device last came to an end of something. */
  #idleSince = 0;

  /** @param clock - Tells milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Sends part after part, never more than two at once, and waits for all of them.
   *
   * @param next - The part that comes next, `undefined` behind the last: asked once it may be sent.
   */
  async send<T>(next: () => Part<T> | undefined): Promise<readonly T[]> {
    const sent: Promise<T>[] = [];
    for (;;) {
      await sent[sent.length - UNDER_WAY];
      const part = next();
      if (part === undefined) return Promise.all(sent);
      const found = this.#timed(part);
      // Whoever waits for all of them hears of it.
      found.catch(() => undefined);
      sent.push(found);
    }
  }

  async #timed<T>({ send, took }: Part<T>): Promise<T> {
    const sending = send();
    // What the host prepared until now the device knew nothing of.
    const start = this.#clock();
    const found = await sending;
    const now = this.#clock();
    took((now - Math.max(start, this.#idleSince)) / 1000);
    this.#idleSince = now;
    return found;
  }
}
