import type { Kernel } from "../kernel.js";
import type { MachineRoom } from "./room.js";
import { PLACES, stageHead, stageWord, writeApply } from "./text.js";
import { NARROW_WORDS, OPERATION } from "./word.js";

/** Threads of a lane. */
const THREADS = 128;

/**
 * The kernel that computes narrow values, one workgroup a lane: state moves on, the partial sums of the pass before
 * are added up in their order, four at a time, then instruction after instruction, an array a thread. It also says
 * which stage it is.
 *
 * @param isFirst - Whether it begins a step, or the next stage of one.
 */
export function narrowKernel(room: MachineRoom, isFirst: boolean): Kernel {
  const { arrays, blocks, partial, stage } = room;
  const count = arrays.length;
  const present = isFirst
    ? `  if (thread == 0u) { arena[base + ${stage}u] = 0.0; }
  let stage = 0u;`
    : `  if (thread == 0u) { present = u32(arena[base + ${stage}u]) + 1u; }
  let stage = workgroupUniformLoad(&present);
  if (thread == 0u) { arena[base + ${stage}u] = f32(stage); }
  if (stage >= code[lane.code]) { return; }`;
  return {
    label: isFirst ? "first narrow values" : "narrow values",
    workgroups: 1,
    code: `
${writeApply(() => true)}
${PLACES}
var<workgroup> present: u32;
fn storeNarrow(word: u32, array: u32, value: f32) {
  arena[base + (word & 0x1fffffffu) + select(0u, array, (word & 0x20000000u) != 0u)] = value;
}
fn widthOf(word: u32) -> u32 { return select(1u, ${count}u, (word & 0x20000000u) != 0u); }
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u) { return; }
  takePlaces(lane, group.y);
${present}
  let head = ${stageHead(room, "stage")};

  let moves = lane.code + ${stageWord("moves")};
  let moveCount = ${stageWord("moveCount")};
  if (moveCount > 0u) {
    for (var k = thread; k < moveCount * ${count}u; k += ${THREADS}u) {
      arena[base + ${partial}u + k] = narrowNumber(code[moves + 2u * (k / ${count}u)], k % ${count}u);
    }
    storageBarrier();
    for (var k = thread; k < moveCount * ${count}u; k += ${THREADS}u) {
      let to = code[moves + 2u * (k / ${count}u) + 1u];
      if (k % ${count}u < widthOf(to)) { storeNarrow(to, k % ${count}u, arena[base + ${partial}u + k]); }
    }
    storageBarrier();
  }

  let sums = lane.code + ${stageWord("sums")};
  let sumCount = ${stageWord("sumCount")};
  for (var k = thread; k < sumCount * ${count}u; k += ${THREADS}u) {
    let array = k % ${count}u;
    let source = base + ${partial}u + (k / ${count}u) * ${blocks.count}u;
    var at = code[lane.code + 1u + array];
    let end = code[lane.code + 2u + array];
    var four = vec4f();
    for (; at + 4u <= end; at += 4u) {
      four += vec4f(arena[source + at], arena[source + at + 1u], arena[source + at + 2u], arena[source + at + 3u]);
    }
    var sum = (four.x + four.y) + (four.z + four.w);
    for (; at < end; at++) { sum += arena[source + at]; }
    arena[base + code[sums + k / ${count}u] + array] = sum;
  }
  storageBarrier();

  let instructions = lane.code + ${stageWord("narrow")};
  let narrowCount = ${stageWord("narrowCount")};
  for (var k = 0u; k < narrowCount; k++) {
    let at = instructions + k * ${NARROW_WORDS}u;
    let operation = code[at];
    let to = code[at + 1u];
    let x = code[at + 2u];
    if (operation == ${OPERATION.total}u) {
      if (thread == 0u) {
        var sum = 0.0;
        for (var array = 0u; array < widthOf(x); array++) { sum += narrowNumber(x, array); }
        storeNarrow(to, 0u, sum);
      }
    } else {
      let y = code[at + 3u];
      let z = code[at + 4u];
      for (var array = thread; array < widthOf(to); array += ${THREADS}u) {
        let value = apply(operation, narrowNumber(x, array), narrowNumber(y, array), narrowNumber(z, array));
        storeNarrow(to, array, value);
      }
    }
    storageBarrier();
  }
}`,
  };
}
