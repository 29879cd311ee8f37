import { afterAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../../random.js";
import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../../update/primitive.js";
import { adapterForTests } from "../device.arbitrary.js";
import { type FunctionWidth, PRIMITIVES, functionOf, operandCount, writeFunctions } from "./table.js";

const open = await adapterForTests();
const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** What a device may take for zero, and give zero for. */
const LEAST_NORMAL = 1.1754943508222875e-38;

/** How far a function may be off, relative to its value. */
const TOLERANCE = 2e-6;

/**
 * The size of a value below which the error is measured against it: near zeros of a function that are no zeros of
 * x.
 */
const ABSOLUTE: Partial<Record<ElementPrimitive, number>> = { sin: 1e-3, cos: 1e-3, tan: 1e-3 };

const SPECIALS = [
  0, -0, 1, -1, NaN, Infinity, -Infinity, 1e-45, -1e-45, 1.1754942e-38, 1.17549435e-38, 3.4028235e38, -3.4028235e38,
  2, -2,
  0.5, -0.5, 3, -3, 1.5, -1.5, 16777216, -16777216, 16777215, 33554430, 8388609,
];
const TURNS = [
  1e-8, 1e-4, 0.25, 0.29, 0.41421357, 0.5, 0.625, 0.70710677, 0.78539816, 1, 1.4142135, 1.5, 1.5707964, 2, 2.4142137,
  3.1415927, 4, 6.2831855, 20, 22, 30, 87.3365, 88.3762, 88.7228, 89.4159, 103.278, 103.972, 126, 127, 128, 149, 150,
  355,
  8191.9995, 8192, 1e4, 1e5, 8388608, 1.8446744e19, 1.7014118e38, 2e37, 38.53, 45.2,
];

function fromBits(pattern: number): number {
  word[0] = pattern;
  return float[0] as number;
}

function bitsOf(x: number): number {
  float[0] = x;
  return word[0] as number;
}

/** Numbers of all sizes and signs, those where functions change course, and their neighbours. */
function numbers(): number[] {
  const random = new RandomStream(1, "numbers for functions");
  const near = TURNS.flatMap((turn) => [-2, -1, 0, 1, 2].map((k) => fromBits(bitsOf(turn) + k)));
  const multiples = Array.from({ length: 400 }, (_, n) => Math.fround((n * n * Math.PI) / 2));
  const ordinary = Array.from({ length: 2000 }, () => Math.fround(4 * random.normal()));
  const ofAllSizes = Array.from({ length: 4096 }, (_, k) => fromBits((k << 19) | random.integer(1 << 19)));
  const ones = Array.from({ length: 200 }, () => Math.fround(1 + 0.01 * random.normal()));
  const below = near.map((x) => -x);
  return [...SPECIALS, ...near, ...below, ...multiples, ...ordinary, ...ofAllSizes, ...ones].map(Math.fround);
}

/** Operands in rows: all pairs of the special numbers, then numbers of all sizes with others. */
function operandRows(primitive: ElementPrimitive): readonly (readonly number[])[] {
  const all = numbers();
  const count = operandCount(primitive);
  if (count === 1) return all.map((x) => [x]);
  const random = new RandomStream(2, `operands of ${primitive}`);
  const pairs = SPECIALS.flatMap((x) => SPECIALS.map((y) => [x, y, random.normal()]));
  const integers = all.map((x) => [x, random.integer(41) - 20, 1]);
  // Powers whose results are numbers, and their likes.
  const moderate = all.map((x) => {
    const size = Math.abs(x);
    return [size, (random.normal() * 60) / Math.log2(size + 1.5), random.normal()];
  });
  const any = all.map((x) => [x, all[random.integer(all.length)] as number, random.normal()]);
  return [...pairs, ...integers, ...moderate, ...any].map((row) => row.slice(0, count).map(Math.fround));
}

/** Computes a primitive of rows of operands on the device. */
async function run(
  device: GPUDevice, primitive: ElementPrimitive, rows: readonly (readonly number[])[], width: FunctionWidth,
): Promise<Float32Array> {
  const name = functionOf(primitive, width);
  const count = operandCount(primitive);
  const elements = Math.ceil(rows.length / 4);
  const operands = Array.from({ length: count }, (_, k) => `operands[${k}u * ${elements}u + i]`);
  const call = width === 4
    ? `${name}(${operands.join(", ")})`
    : `vec4f(${[0, 1, 2, 3].map((k) => `${name}(${operands.map((x) => `${x}[${k}]`).join(", ")})`).join(", ")})`;
  const module = device.createShaderModule({ code: `${writeFunctions([functionOf(primitive, 1)], width)}
@group(0) @binding(0) var<storage, read> operands: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> values: array<vec4f>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i < ${elements}u) { values[i] = ${call}; }
}` });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const given = device.createBuffer({ size: elements * count * 16, usage: STORAGE | COPY_DST });
  const values = device.createBuffer({ size: elements * 16, usage: STORAGE | COPY_SRC });
  const staging = device.createBuffer({ size: elements * 16, usage: MAP_READ | COPY_DST });
  const data = new Float32Array(elements * count * 4);
  rows.forEach((row, i) => { row.forEach((x, k) => { data[k * elements * 4 + i] = x; }); });
  device.queue.writeBuffer(given, 0, data);
  const entries = [given, values].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(elements / 64));
  pass.end();
  encoder.copyBufferToBuffer(values, 0, staging, 0, elements * 16);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const found = new Float32Array(staging.getMappedRange().slice(0));
  for (const buffer of [given, values, staging]) buffer.destroy();
  return found;
}

/** An operand as a device may see it, that takes subnormal numbers for zero. */
function flushed(x: number): number {
  return Math.abs(x) < LEAST_NORMAL ? x * 0 : x;
}

function isNear(primitive: ElementPrimitive, actual: number, row: readonly number[]): boolean {
  const meaning: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
  return [row, row.map(flushed)].some(([x = 0, y = 0, z = 0]) => {
    const expected = Math.fround(meaning(x, y, z));
    if (Object.is(actual, expected)) return true;
    // A zero keeps its sign, unless it is what is left of a smaller number.
    if (actual === expected) return expected !== 0;
    const size = Math.max(Math.abs(expected), ABSOLUTE[primitive] ?? 0);
    const flush = expected !== 0 && Math.abs(expected) < 2 * LEAST_NORMAL ? 2 * LEAST_NORMAL : 0;
    return Math.abs(actual - expected) <= TOLERANCE * size + flush;
  });
}

describe.skipIf("missing" in open)("a function in WGSL", () => {
  const { device } = open as Exclude<typeof open, { missing: string }>;

  afterAll(async () => {
    await device.queue.onSubmittedWorkDone();
    device.destroy();
  });

  it.each(PRIMITIVES)("computes what it means for numbers of all sizes, NaN and infinities: %s", async (primitive) => {
    const rows = operandRows(primitive);
    const found = await run(device, primitive, rows, 4);
    const meaning: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
    const wrong = rows.flatMap((row, i) => {
      if (isNear(primitive, found[i] as number, row)) return [];
      const [x = 0, y = 0, z = 0] = row;
      return [`${primitive}(${row.join(", ")}) is ${String(found[i])}, not ${meaning(x, y, z)}`];
    });
    expect(wrong.slice(0, 12), `${wrong.length} of ${rows.length}`).toEqual([]);
  });

  it.each(PRIMITIVES)("gives one number the bits that it gives four: %s", async (primitive) => {
    const rows = operandRows(primitive).slice(0, 2000);
    const [four, one] = await Promise.all(([4, 1] as const).map((width) => run(device, primitive, rows, width)));
    expect(one?.map((x, i) => (Object.is(x, four?.[i]) ? 0 : i + 1)).find((i) => i > 0)).toBeUndefined();
  });
});

describe("the table of functions", () => {
  it("refuses a function that it does not have", () => {
    expect(() => writeFunctions(["gammaOf"], 1)).toThrow("There is no function \"gammaOf\" in WGSL.");
  });
});
