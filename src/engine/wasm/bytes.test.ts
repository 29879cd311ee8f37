import { describe, expect, it } from "vitest";
import { Bytes } from "./bytes.js";

describe("bytes", () => {
  it.each([
    [0, [0x00]],
    [1, [0x01]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0x7fffffff, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [0x80000000, [0x80, 0x80, 0x80, 0x80, 0x08]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("write the unsigned integer %d", (value, bytes) => {
    expect([...new Bytes().unsigned(value).view()]).toEqual(bytes);
  });

  it.each([
    [0, [0x00]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [0x7fffffff, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-0x80000000, [0x80, 0x80, 0x80, 0x80, 0x78]],
    [0xffffffff, [0x7f]],
  ])("write the signed integer %d", (value, bytes) => {
    expect([...new Bytes().signed(value).view()]).toEqual(bytes);
  });

  it("write floats little endian", () => {
    expect([...new Bytes().float32(1).float64(-2).view()]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]);
  });

  it("write names and nested bytes behind their length", () => {
    const inner = new Bytes().byte(7).byte(8);
    expect([...new Bytes().name("aé").sized(inner).view()]).toEqual([3, 0x61, 0xc3, 0xa9, 2, 7, 8]);
  });

  it("keep what was written when they grow", () => {
    const bytes = new Bytes();
    for (let i = 0; i < 1000; i++) bytes.byte(i & 0xff);
    bytes.append(new Uint8Array(5000).fill(9)).float64(0);
    expect(bytes.length).toBe(6008);
    expect([...bytes.view().subarray(0, 1000)]).toEqual(Array.from({ length: 1000 }, (_, i) => i & 0xff));
    expect(bytes.view().subarray(1000, 6000).every((byte) => byte === 9)).toBe(true);
  });
});
