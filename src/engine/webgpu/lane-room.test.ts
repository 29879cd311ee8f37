import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutOfRoom } from "../device-error.js";
import { type BufferLimits, laneRoom } from "./lane-room.js";

/** A device whose buffers have so many bytes. */
function limitsOf(bytes: number): BufferLimits {
  return { maxBufferSize: bytes, maxStorageBufferBindingSize: bytes };
}

const WORDS = { arena: 250, code: 100, results: 60 };

describe("the room for lanes", () => {
  it("is for all that are wanted where the limits allow it, and nothing is said", () => {
    expect(laneRoom(64, WORDS, limitsOf(64_000))).toEqual({ lanes: 64 });
  });

  it("is for as many as fit, not for half of those that are wanted", () => {
    expect(laneRoom(64, WORDS, limitsOf(63_999))).toMatchObject({ lanes: 56 });
    expect(laneRoom(64, WORDS, limitsOf(7_000))).toEqual({
      lanes: 7, shortage: "lanes take 1000 bytes each of a buffer, where 7 fit.",
    });
  });

  it("is bounded by the smaller limit, and by the buffer of which a lane takes most", () => {
    expect(laneRoom(64, WORDS, { maxBufferSize: 1e9, maxStorageBufferBindingSize: 16_000 }).lanes).toBe(16);
    expect(laneRoom(64, WORDS, { maxBufferSize: 16_000, maxStorageBufferBindingSize: 1e9 }).lanes).toBe(16);
    expect(laneRoom(64, { ...WORDS, code: 500 }, limitsOf(16_000)).lanes).toBe(8);
  });

  it("is for no more lanes than a dispatch has workgroups", () => {
    expect(laneRoom(100_000, WORDS, limitsOf(2 ** 32))).toMatchObject({ lanes: 65_528 });
  });

  it("is none where a single lane does not fit", () => {
    const room = (): unknown => laneRoom(64, WORDS, limitsOf(999));
    expect(room).toThrow(OutOfRoom);
    expect(room).toThrow(expect.objectContaining({ lanes: 1 }));
  });

  it("is never more than fits, and wastes less than an eighth of it where some are left out", () => {
    const [count, size] = [fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 2 ** 31 })];
    fc.assert(fc.property(count, count, size, (wanted, arena, bytes) => {
      fc.pre(bytes >= 4 * arena);
      const { lanes, shortage } = laneRoom(wanted, { arena, code: 1, results: 1 }, limitsOf(bytes));
      const fitting = Math.floor(bytes / (4 * arena));
      expect(lanes * 4 * arena).toBeLessThanOrEqual(bytes);
      expect(lanes).toBeGreaterThan((7 / 8) * Math.min(wanted, fitting, 65_535) - 1);
      expect(shortage === undefined).toBe(lanes === wanted || (wanted <= fitting));
    }));
  });
});
