import { describe, expect, it } from "vitest";
import { add, f32x4, i32, less, scalar32 } from "./expression.js";
import { createMemory, instantiate } from "./host.js";
import { type FunctionBuilder, ModuleBuilder } from "./module.js";

describe("a module", () => {
  it("is the binary that the specification asks for", () => {
    const module = new ModuleBuilder();
    module.function("f", ["i32"], ["i32"], (f) => { f.return(add(f.parameters[0], 5)); });
    expect([...module.finish(1)]).toEqual([
      0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // \0asm, version 1
      1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, // one type: i32 → i32
      2, 15, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 1, // env.memory of a page
      3, 2, 1, 0, // one function, of the first type
      7, 5, 1, 1, 0x66, 0, 0, // exported as f
      10, 10, 1, 8, 0, 0x20, 0, 0x41, 5, 0x6a, 0x0f, 0x0b, // local.get 0, i32.const 5, i32.add, return, end
    ]);
  });

  it("declares a signature once, whatever has it", () => {
    const module = new ModuleBuilder();
    module.import("g", ["i32"], []);
    for (const name of ["a", "b", "c"]) module.function(name, ["i32"], [], () => undefined);
    module.function("d", [], ["i32"], (f) => { f.return(i32(1)); });
    expect([...module.finish(1).subarray(8, 20)]).toEqual([1, 9, 2, 0x60, 1, 0x7f, 0, 0x60, 0, 1, 0x7f, 2]);
  });

  it("calls imported functions and its own by their references", () => {
    const seen: number[] = [];
    const module = new ModuleBuilder();
    const see = module.import("see", ["i32"], []);
    const next = module.function("next", ["i32"], [], (f) => { f.call(see, add(f.parameters[0], 1)); });
    module.function("run", [], [], (f) => {
      f.call(see, i32(1));
      f.call(next, i32(1));
    });
    const exports = instantiate(module.finish(1), createMemory(1), { see: (x = 0) => seen.push(x) });
    exports["run"]?.();
    expect(seen).toEqual([1, 2]);
  });
});

/** The calls `see(i)` of a function without parameters. */
function trace(write: (f: FunctionBuilder, see: (value: Parameters<typeof i32>[0]) => void) => void): number[] {
  const seen: number[] = [];
  const module = new ModuleBuilder();
  const target = module.import("see", ["i32"], []);
  module.function("run", [], [], (f) => { write(f, (value) => { f.call(target, i32(value)); }); });
  instantiate(module.finish(1), createMemory(1), { see: (x = 0) => seen.push(x) })["run"]?.();
  return seen;
}

const NINES = f32x4.constant(9);

describe("a function", () => {
  it.each([
    [0, 0, 1, []],
    [0, 1, 1, [0]],
    [0, 3, 1, [0, 1, 2]],
    [0, 8, 4, [0, 4]],
    [0, 9, 4, [0, 4, 8]],
    [-3, 3, 3, [-3, 0]],
    [5, 4, 1, []],
  ])("counts from %d to %d by %d", (from, to, step, expected) => {
    expect(trace((f, see) => { f.forRange(from, to, step, see); })).toEqual(expected);
  });

  it("nests loops and repeats until a condition fails", () => {
    const nested = trace((f, see) => {
      f.forRange(0, 2, 1, (i) => { f.forRange(10, 12, 1, (j) => { see(add(i, j)); }); });
    });
    expect(nested).toEqual([10, 11, 11, 12]);
    const repeated = trace((f, see) => {
      const i = f.local("i32");
      f.doWhile(() => {
        see(i);
        f.set(i, add(i, 3));
        return less(i, 7);
      });
    });
    expect(repeated).toEqual([0, 3, 6]);
  });

  it("chooses by a condition", () => {
    const seen = trace((f, see) => {
      f.forRange(0, 3, 1, (i) => { f.when(less(i, 1), () => { see(-1); }, () => { see(i); }); });
      f.when(less(2, 1), () => { see(99); });
    });
    expect(seen).toEqual([-1, 1, 2]);
  });

  it("stores as many lanes as it is asked to and no more", () => {
    for (const count of [1, 2, 3, 4]) {
      const memory = createMemory(1);
      const module = new ModuleBuilder();
      module.function("run", [], [], (f) => { f.storeLanes(i32(16), NINES, count, 4); });
      instantiate(module.finish(1), memory)["run"]?.();
      const expected = Array.from({ length: 8 }, (_, i) => (i >= 1 && i < 1 + count ? 9 : 0));
      expect([...new Float32Array(memory.buffer, 16, 8)]).toEqual(expected);
    }
  });

  it("folds integer constants where sums and products are written", () => {
    expect(add(2, 3)).toEqual(expect.objectContaining({ type: "i32" }));
    expect(trace((_, see) => { see(add(add(i32(4), 0), add(0, i32(3)))); })).toEqual([7]);
  });

  it("computes with float32 numbers", () => {
    const module = new ModuleBuilder();
    module.function("third", ["i32"], ["f32"], (f) => {
      f.return(scalar32.divide(scalar32.fromI32(f.parameters[0]), scalar32.fromI32(3)));
    });
    expect(instantiate(module.finish(1), createMemory(1))["third"]?.(1)).toBe(Math.fround(1 / 3));
  });
});
