import { type Kernel, type Region, WORKGROUP } from "./kernel.js";

/** Where a lane's results lie in its stretch of the buffer `results`, in float32. */
export interface ResultLayout {
  /** Floats of a lane. */
  readonly stride: number;
  /** The ratio of update to weights lies here, if one was measured. */
  readonly ratio: number;
  /** 1 here where every weight is finite, else 0. */
  readonly finite: number;
}

/** Threads of the kernels that go over all weights of a lane with one workgroup. */
const THREADS = 256;

/** How many weights a thread of `begin` sets. */
const EACH = 4;

/** Puts a lane's initial weights in place, and clears what its rule remembers. */
export function beginKernel(weights: Region, cleared: Region): Kernel {
  const length = Math.max(weights.length, cleared.length);
  return {
    label: "begin",
    workgroups: Math.ceil(length / (WORKGROUP * EACH)),
    code: `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u) { return; }
  let base = group.y * STRIDE;
  for (var k = 0u; k < ${EACH}u; k++) {
    let i = (group.x * ${EACH}u + k) * ${WORKGROUP}u + thread;
    if (i < ${weights.length}u) { arena[base + ${weights.offset}u + i] = bitcast<f32>(examples[lane.weights + i]); }
    if (i < ${cleared.length}u) { arena[base + ${cleared.offset}u + i] = 0.0; }
  }
}`,
  };
}

/** Writes numbers of the arena to a lane's results: for the step or batch of index n at n times their count. */
export function recordKernel(from: readonly number[], results: ResultLayout): Kernel {
  const writes = from.map((offset, k) =>
    `  results[at + ${k}u] = arena[group.y * STRIDE + ${offset}u];`);
  return {
    label: "record",
    workgroups: 1,
    code: `
@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3u) {
  if (lanes[group.y].running == 0u) { return; }
  let at = group.y * ${results.stride}u + step.index * ${from.length}u;
${writes.join("\n")}
}`,
  };
}

/** Keeps the weights as they are before the step that is measured. */
export function keepKernel(weights: Region, kept: Region): Kernel {
  return {
    label: "keep",
    workgroups: Math.ceil(weights.length / (WORKGROUP * EACH)),
    code: `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u || lane.measured != step.index) { return; }
  let base = group.y * STRIDE;
  for (var k = 0u; k < ${EACH}u; k++) {
    let i = (group.x * ${EACH}u + k) * ${WORKGROUP}u + thread;
    if (i < ${weights.length}u) { arena[base + ${kept.offset}u + i] = arena[base + ${weights.offset}u + i]; }
  }
}`,
  };
}

/** Adds numbers of all threads up in a fixed tree: \`total[0]\` has the sum behind it. */
const TREE = `
fn add(thread: u32) {
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { total[thread] += total[thread + half]; }
  }
  workgroupBarrier();
}`;

/** Measures how far the step has moved the weights, relative to what they were: root mean squares. */
export function ratioKernel(weights: Region, kept: Region, results: ResultLayout): Kernel {
  return {
    label: "ratio",
    workgroups: 1,
    code: `
var<workgroup> total: array<vec2f, ${THREADS}>;
${TREE}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u || lane.measured != step.index) { return; }
  let base = group.y * STRIDE;
  var sum = vec2f();
  for (var i = thread; i < ${weights.length}u; i += ${THREADS}u) {
    let before = arena[base + ${kept.offset}u + i];
    let moved = arena[base + ${weights.offset}u + i] - before;
    sum += vec2f(moved * moved, before * before);
  }
  total[thread] = sum;
  add(thread);
  if (thread == 0u) { results[group.y * ${results.stride}u + ${results.ratio}u] = sqrt(total[0].x / total[0].y); }
}`,
  };
}

/** Looks for weights that are not finite: by their bits, since a shader may take all numbers for finite. */
export function finiteKernel(weights: Region, results: ResultLayout): Kernel {
  return {
    label: "finite",
    workgroups: 1,
    code: `
var<workgroup> total: array<u32, ${THREADS}>;
${TREE}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  if (lanes[group.y].running == 0u) { return; }
  var faulty = 0u;
  for (var i = thread; i < ${weights.length}u; i += ${THREADS}u) {
    let bits = bitcast<u32>(arena[group.y * STRIDE + ${weights.offset}u + i]);
    if ((bits & 0x7f800000u) == 0x7f800000u) { faulty = 1u; }
  }
  total[thread] = faulty;
  add(thread);
  if (thread == 0u) { results[group.y * ${results.stride}u + ${results.finite}u] = select(0.0, 1.0, total[0] == 0u); }
}`,
  };
}
