import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ELEMENT_PRIMITIVES } from "../../update/primitive.js";
import { PRIMITIVES, operandCount } from "../functions/table.js";
import { type PassSource, type PassStep, assemblePass } from "./pass.js";
import { OPERATION, REGISTERS } from "./word.js";

/** Values below this are loaded: even ones are tensors, odd ones narrow. */
const LOADED = 6;

/** Where the tensors of values that were moved out of registers begin. */
const SPILLED = 1000;

function sourceOf(value: number): PassSource {
  if (value >= LOADED) return { kind: "computed" };
  return value % 2 === 0 ? { kind: "tensor", offset: value } : { kind: "narrow", word: value };
}

const ARITHMETIC = ["add", "subtract", "maximum", "select"] as const;

const operand = fc.nat(1_000);

/** Steps that compute values from earlier ones, take sums, and store the last values. */
const passes = fc
  .array(fc.tuple(fc.nat(3), operand, operand, operand, fc.boolean()), { minLength: 1, maxLength: 120 })
  .map((genes) => {
    const steps: PassStep[] = [];
    let sums = 0;
    genes.forEach(([primitive, x, y, z, isSummed], k) => {
      const value = LOADED + k;
      const name = ARITHMETIC[primitive] as (typeof ARITHMETIC)[number];
      const operands = [x, y, z].slice(0, operandCount(name)).map((operand) => operand % value);
      steps.push({ kind: "element", value, primitive: name, operands });
      if (isSummed && sums < 60) steps.push({ kind: "sum", sum: sums++, operands: [x % (value + 1), value] });
    });
    const last = LOADED + genes.length - 1;
    const stored = [last, Math.max(0, last - 7), 0];
    // What is stored goes where a tensor was read.
    steps.push({ kind: "hold", operands: stored });
    stored.forEach((value, k) => steps.push({ kind: "store", offset: 2 * k, operands: [value] }));
    return steps;
  });

interface Found {
  readonly memory: ReadonlyMap<number, number>;
  readonly sums: ReadonlyMap<number, number>;
}

/** The numbers that values 0 to 5 have. */
function initial(): Map<number, number> {
  return new Map(Array.from({ length: LOADED }, (_, k) => [k, [3, -1, 0, 7, 2.5, -4][k] as number]));
}

/** What steps mean, without registers. */
function meaningOf(steps: readonly PassStep[]): Found {
  const values = initial();
  const memory = initial();
  const sums = new Map<number, number>();
  for (const step of steps) {
    const [x = 0, y = 0, z = 0] = step.operands.map((operand) => values.get(operand) as number);
    if (step.kind === "element") {
      const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[step.primitive];
      values.set(step.value, f(x, y, z));
    }
    if (step.kind === "sum") sums.set(step.sum, x * y);
    if (step.kind === "store") memory.set(step.offset, x);
  }
  return { memory, sums };
}

/** Runs instructions on one element. */
function run(words: readonly number[]): Found {
  const memory = initial();
  const narrow = initial();
  const sums = new Map<number, number>();
  const registers = new Array<number>(REGISTERS).fill(NaN);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    const operation = word & 255;
    const [to, x, y, z] = [8, 14, 20, 26].map((shift) => (word >>> shift) & 63) as [number, number, number, number];
    const read = (register: number): number => {
      expect(register).toBeLessThan(REGISTERS);
      return registers[register] as number;
    };
    if (operation === OPERATION.load) registers[to] = memory.get(words[++at] as number) as number;
    else if (operation === OPERATION.spread) registers[to] = narrow.get(words[++at] as number) as number;
    else if (operation === OPERATION.store) memory.set(words[++at] as number, read(x));
    else if (operation === OPERATION.dot) sums.set(to, read(x) * read(y));
    else {
      const f: (x: number, y: number, z: number) => number =
        ELEMENT_PRIMITIVES[PRIMITIVES[operation] as (typeof PRIMITIVES)[number]];
      registers[to] = f(read(x), registers[y] as number, registers[z] as number);
    }
  }
  return { memory: new Map([...memory].filter(([offset]) => offset < SPILLED)), sums };
}

describe("the instructions of a pass", () => {
  it("compute what its steps mean, in so many registers as there are", () => {
    fc.assert(fc.property(passes, (steps) => {
      let tensors = 0;
      const words = assemblePass(steps, sourceOf, () => SPILLED + tensors++);
      expect(run(words)).toEqual(meaningOf(steps));
    }), { numRuns: 300 });
  });

  it("hold a value that is needed again, and load it once", () => {
    const steps: PassStep[] = [
      { kind: "element", value: 6, primitive: "multiply", operands: [0, 0] },
      { kind: "element", value: 7, primitive: "add", operands: [6, 0] },
      { kind: "store", offset: 0, operands: [7] },
    ];
    const words = assemblePass(steps, sourceOf, () => 0);
    expect(words.map((word) => word & 255).filter((operation) => operation === OPERATION.load)).toHaveLength(1);
    expect(words).toHaveLength(6);
  });
});
