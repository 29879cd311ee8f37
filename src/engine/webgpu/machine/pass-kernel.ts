import { type Kernel, WORKGROUP } from "../kernel.js";
import { CHUNK, type MachineRoom } from "./room.js";
import { PLACES, loadStage, stageHead, stageWord, writeApply4, writeSearch } from "./text.js";
import { OPERATION, REGISTERS } from "./word.js";

/**
 * The kernel that runs a pass: each thread four elements at a time, which lie {@link WORKGROUP} apart, so that
 * neighbouring threads read neighbouring floats. Elements beyond the end of an array are computed with its last, and
 * go nowhere.
 *
 * @param isFirst - Whether it runs the first stage, or the one that the narrow kernel has come to.
 */
export function passKernel(room: MachineRoom, isFirst: boolean): Kernel {
  const { arrays, blocks, limits, partial } = room;
  const block = CHUNK * blocks.chunks;
  const search = writeSearch(blocks.first.slice(0, -1), "index", (a) => {
    const { offset, size } = arrays[a] as (typeof arrays)[number];
    return `return Block(${a}u, ${offset}u + (index - ${blocks.first[a]}u) * ${block}u, ${offset + size}u);`;
  });
  return {
    label: isFirst ? "first pass" : "pass",
    workgroups: blocks.count,
    code: `
${writeApply4()}
${PLACES}
struct Block { array: u32, start: u32, end: u32 }
fn blockOf(index: u32) -> Block { ${search} }
var<private> r: array<vec4f, ${REGISTERS}>;
var<private> sums: array<f32, ${limits.sums}>;
var<workgroup> tree: array<f32, ${WORKGROUP}>;
var<workgroup> present: u32;
fn load(at: u32, i: vec4u) -> vec4f {
  let source = i + (base + at);
  return vec4f(arena[source.x], arena[source.y], arena[source.z], arena[source.w]);
}
fn store(at: u32, i: vec4u, valid: vec4<bool>, value: vec4f) {
  let to = i + (base + at);
  if (valid.x) { arena[to.x] = value.x; }
  if (valid.y) { arena[to.y] = value.y; }
  if (valid.z) { arena[to.z] = value.z; }
  if (valid.w) { arena[to.w] = value.w; }
}
fn addUp(value: vec4f, valid: vec4<bool>) -> f32 {
  let masked = choose4(vec4f(), value, valid);
  return (masked.x + masked.y) + (masked.z + masked.w);
}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u) { return; }
  takePlaces(lane, group.y);
${isFirst ? "  let stage = 0u;" : loadStage(room, "thread")}
  let head = ${stageHead(room, "stage")};
  let begin = lane.code + ${stageWord("pass")};
  let end = lane.code + ${stageWord("passEnd")};
  if (begin == end) { return; }
  let block = blockOf(group.x);
  for (var chunk = 0u; chunk < ${blocks.chunks}u; chunk++) {
    let first = block.start + chunk * ${CHUNK}u + thread;
    let i = vec4u(first, first + ${WORKGROUP}u, first + ${2 * WORKGROUP}u, first + ${3 * WORKGROUP}u);
    let valid = i < vec4u(block.end);
    let bounded = min(i, vec4u(block.end - 1u));
    var at = begin;
    while (at < end) {
      let word = code[at];
      at++;
      let operation = word & 0xffu;
      let to = (word >> 8u) & 63u;
      let x = (word >> 14u) & 63u;
      let y = (word >> 20u) & 63u;
      let z = word >> 26u;
      switch operation {
        case ${OPERATION.load}u: { r[to] = load(code[at], bounded); at++; }
        case ${OPERATION.spread}u: { r[to] = vec4f(narrowNumber(code[at], block.array)); at++; }
        case ${OPERATION.store}u: { store(code[at], i, valid, r[x]); at++; }
        case ${OPERATION.sum}u: { sums[to] += addUp(r[x], valid); }
        case ${OPERATION.dot}u: { sums[to] += addUp(r[x] * r[y], valid); }
        default: { r[to] = apply4(operation, r[x], r[y], r[z]); }
      }
    }
  }
  let count = ${stageWord("passSums")};
  for (var k = 0u; k < count; k++) {
    tree[thread] = sums[k];
    workgroupBarrier();
    for (var half = ${WORKGROUP / 2}u; half > 0u; half /= 2u) {
      if (thread < half) { tree[thread] += tree[thread + half]; }
      workgroupBarrier();
    }
    if (thread == 0u) { arena[base + ${partial}u + k * ${blocks.count}u + group.x] = tree[0]; }
    workgroupBarrier();
  }
}`,
  };
}
