import { expect, test } from "vitest";
import { type Part, Relay } from "./relay.js";

/** A device that ends what it was sent in order, a part at each call of `end`. */
class PretendedDevice {
  now = 0;
  readonly sent: number[] = [];
  readonly seconds: number[] = [];
  readonly #ends: (() => void)[] = [];

  part(k: number): Part<number> {
    const send = (): Promise<number> => {
      this.sent.push(k);
      return new Promise((resolve) => { this.#ends.push(() => { resolve(k); }); });
    };
    return { send, took: (seconds) => { this.seconds.push(seconds); } };
  }

  /** Ends the oldest part at a time, and lets who waits for it go on. */
  async end(now: number): Promise<void> {
    this.now = now;
    this.#ends.shift()?.();
    await new Promise(setImmediate);
  }

  get underWay(): number {
    return this.#ends.length;
  }
}

function sendParts(device: PretendedDevice, count: number, asked: number[] = []): Promise<readonly number[]> {
  let next = 0;
  return new Relay(() => device.now).send(() => {
    asked.push(next);
    return next < count ? device.part(next++) : undefined;
  });
}

test("two parts are under way, never more, until the last", async () => {
  const device = new PretendedDevice();
  const all = sendParts(device, 4);
  await new Promise(setImmediate);
  const counts = [device.underWay];
  for (let k = 0; k < 4; k++) {
    await device.end(k);
    counts.push(device.underWay);
  }
  expect(counts).toEqual([2, 2, 2, 1, 0]);
  expect(await all).toEqual([0, 1, 2, 3]);
});

test("what comes next is asked once it may be sent, when the part before last is known", async () => {
  const device = new PretendedDevice();
  const asked: number[] = [];
  const all = sendParts(device, 3, asked);
  await new Promise(setImmediate);
  expect(asked).toEqual([0, 1]);
  await device.end(1);
  expect(asked).toEqual([0, 1, 2]);
  for (let k = 0; k < 3; k++) await device.end(2);
  await all;
});

test("a part is charged from when the one before has ended", async () => {
  const device = new PretendedDevice();
  const all = sendParts(device, 3);
  await new Promise(setImmediate);
  for (const now of [1000, 3000, 6000]) await device.end(now);
  await all;
  expect(device.seconds).toEqual([1, 2, 3]);
});

test("what a part throws is thrown, and nothing is sent behind it", async () => {
  let sent = 0;
  const failing: Part<number> = {
    send: () => Promise.reject(new Error(`Part ${sent++} is lost.`)), took: () => undefined,
  };
  await expect(new Relay(() => 0).send(() => failing)).rejects.toThrow("Part 0 is lost.");
  expect(sent).toBe(2);
});
