import { NEWTON_SCHULZ } from "../../update/matrix.js";
import type { Kernel } from "../kernel.js";
import type { MachineRoom } from "./room.js";
import { PLACES, loadStage, stageHead, stageWord, writeSearch } from "./text.js";
import { MATRIX_FUNCTION, MATRIX_WORDS } from "./word.js";

/** Threads of a lane's array. */
const THREADS = 256;

/** Rows and columns of a product that a workgroup computes at a time, and how many of its addends. */
const TILE = 64;
const DEPTH = 16;

/** Each thread has so many rows and columns of a tile, which lie {@link SIDE} apart. */
const EACH = 4;
const SIDE = TILE / EACH;

/** The kernel of matrix functions, one workgroup for each array of each lane. */
export function matrixKernel(room: MachineRoom): Kernel {
  const { arrays, scratch } = room;
  const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;
  const search = writeSearch(arrays.map((_, k) => k), "index", (k) => {
    const { offset, rows, cols, ndim } = arrays[k] as (typeof arrays)[number];
    return `return Matrix(${offset}u, ${rows}u, ${cols}u, ${ndim < 2 ? 0 : 1}u, ${scratch[k]}u);`;
  });
  const lines = (write: (k: number) => string): string => Array.from({ length: EACH }, (_, k) => write(k)).join("\n");
  return {
    label: "matrix functions",
    workgroups: arrays.length,
    code: `
${PLACES}
struct Matrix { offset: u32, rows: u32, cols: u32, isMatrix: u32, scratch: u32 }
fn matrixOf(index: u32) -> Matrix { ${search} }
var<workgroup> present: u32;
var<workgroup> tree: array<f32, ${THREADS}>;
var<workgroup> left: array<f32, ${TILE * DEPTH}>;
var<workgroup> right: array<f32, ${TILE * DEPTH}>;

/* Short rows are summed by a thread each, long ones by all of them together. */
fn rowMean(source: u32, to: u32, rows: u32, cols: u32, thread: u32) {
  if (rows >= 32u) {
    for (var row = thread; row < rows; row += ${THREADS}u) {
      var sum = 0.0;
      for (var k = 0u; k < cols; k++) { sum += arena[source + row * cols + k]; }
      let mean = sum / f32(cols);
      for (var k = 0u; k < cols; k++) { arena[to + row * cols + k] = mean; }
    }
    return;
  }
  for (var row = 0u; row < rows; row++) {
    var sum = 0.0;
    for (var k = thread; k < cols; k += ${THREADS}u) { sum += arena[source + row * cols + k]; }
    tree[thread] = sum;
    workgroupBarrier();
    for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
      if (thread < half) { tree[thread] += tree[thread + half]; }
      workgroupBarrier();
    }
    let mean = tree[0] / f32(cols);
    for (var k = thread; k < cols; k += ${THREADS}u) { arena[to + row * cols + k] = mean; }
    workgroupBarrier();
  }
}

fn colMean(source: u32, to: u32, rows: u32, cols: u32, thread: u32) {
  for (var k = thread; k < cols; k += ${THREADS}u) {
    var sum = 0.0;
    for (var row = 0u; row < rows; row++) { sum += arena[source + row * cols + k]; }
    let mean = sum / f32(rows);
    for (var row = 0u; row < rows; row++) { arena[to + row * cols + k] = mean; }
  }
}

/* to = alpha·X·Y + beta·addend, m by n and dense; X, m by depth, and Y, depth by n, are read by their strides. */
struct Product {
  x: u32, xStrides: vec2u, y: u32, yStrides: vec2u, m: u32, n: u32, depth: u32,
  alpha: f32, addend: u32, beta: f32, to: u32,
}
fn multiply(task: Product, thread: u32) {
  let m = task.m;
  let n = task.n;
  let depth = task.depth;
  let row = thread / ${SIDE}u;
  let col = thread % ${SIDE}u;
  for (var rows = 0u; rows < m; rows += ${TILE}u) {
    for (var cols = 0u; cols < n; cols += ${TILE}u) {
${lines((k) => `      var sum${k} = vec4f();`)}
      for (var k = 0u; k < depth; k += ${DEPTH}u) {
        for (var t = thread; t < ${TILE * DEPTH}u; t += ${THREADS}u) {
          let i = rows + t / ${DEPTH}u;
          let p = k + t % ${DEPTH}u;
          var number = 0.0;
          if (i < m && p < depth) { number = arena[task.x + i * task.xStrides.x + p * task.xStrides.y]; }
          left[(t % ${DEPTH}u) * ${TILE}u + t / ${DEPTH}u] = number;
          let j = cols + t % ${TILE}u;
          let q = k + t / ${TILE}u;
          number = 0.0;
          if (j < n && q < depth) { number = arena[task.y + q * task.yStrides.x + j * task.yStrides.y]; }
          right[t] = number;
        }
        workgroupBarrier();
        for (var p = 0u; p < ${DEPTH}u; p++) {
          let at = p * ${TILE}u;
          let across = vec4f(${Array.from({ length: EACH }, (_, k) => `right[at + col + ${k * SIDE}u]`).join(", ")});
${lines((k) => `          sum${k} += left[at + row + ${k * SIDE}u] * across;`)}
        }
        workgroupBarrier();
      }
      let j = vec4u(cols + col) + vec4u(0u, ${SIDE}u, ${2 * SIDE}u, ${3 * SIDE}u);
      for (var k = 0u; k < ${EACH}u; k++) {
        let i = rows + row + k * ${SIDE}u;
        if (i >= m) { break; }
        var sum = sum0;
        if (k == 1u) { sum = sum1; }
        if (k == 2u) { sum = sum2; }
        if (k == 3u) { sum = sum3; }
        for (var l = 0u; l < 4u; l++) {
          let at = i * n + j[l];
          if (j[l] >= n) { continue; }
          // What is not asked for may be NaN, left behind by another rule.
          let addend = select(0.0, task.beta * arena[task.addend + at], task.beta != 0.0);
          arena[task.to + at] = task.alpha * sum[l] + addend;
        }
      }
    }
  }
  storageBarrier();
}

/* Muon's Newton–Schulz iteration on the side with fewer rows: a tall matrix is read and written transposed. */
fn orthogonalize(source: u32, to: u32, scratch: u32, matrix: Matrix, norm: f32, thread: u32) {
  let isTall = matrix.rows > matrix.cols;
  let m = select(matrix.rows, matrix.cols, isTall);
  let n = select(matrix.cols, matrix.rows, isTall);
  let size = m * n;
  let scale = 1.0 / (norm + ${epsilon});
  var now = scratch;
  var after = now + size;
  let gram = now + 2u * size;
  let polynomial = gram + m * m;
  for (var i = thread; i < size; i += ${THREADS}u) {
    let place = select(i, (i % n) * m + i / n, isTall);
    arena[now + i] = arena[source + place] * scale;
  }
  storageBarrier();
  for (var part = 0u; part < ${3 * steps}u; part++) {
    // Three products a turn: X·Xᵀ, the polynomial in it, and the polynomial times X.
    // They are written as one, which the compiler puts in its place once.
    var task = Product(now, vec2u(n, 1u), now, vec2u(1u, n), m, m, n, 1.0, gram, 0.0, gram);
    if (part % 3u == 1u) {
      task = Product(gram, vec2u(m, 1u), gram, vec2u(m, 1u), m, m, m, ${c}, gram, ${b}, polynomial);
    }
    if (part % 3u == 2u) {
      task = Product(polynomial, vec2u(m, 1u), now, vec2u(n, 1u), m, n, m, 1.0, now, ${a}, after);
      let other = now;
      now = after;
      after = other;
    }
    multiply(task, thread);
  }
  for (var i = thread; i < size; i += ${THREADS}u) {
    let place = select(i, (i % n) * m + i / n, isTall);
    arena[to + place] = arena[now + i];
  }
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = lanes[group.y];
  if (lane.running == 0u) { return; }
  takePlaces(lane, group.y);
  // As base, but known to be the same for all threads.
  let home = group.y * STRIDE;
${loadStage(room, "thread")}
  let head = ${stageHead(room, "stage")};
  let matrix = matrixOf(group.x);
  let first = lane.code + ${stageWord("matrices")};
  let count = ${stageWord("matrixCount")};
  for (var k = 0u; k < count; k++) {
    let at = first + k * ${MATRIX_WORDS}u;
    let source = home + code[at + 1u] + matrix.offset;
    let to = home + code[at + 2u] + matrix.offset;
    switch code[at] {
      case ${MATRIX_FUNCTION.rowMean}u: { rowMean(source, to, matrix.rows, matrix.cols, thread); }
      case ${MATRIX_FUNCTION.colMean}u: { colMean(source, to, matrix.rows, matrix.cols, thread); }
      default: {
        if (matrix.isMatrix == 1u) {
          orthogonalize(source, to, home + matrix.scratch, matrix, narrowNumber(code[at + 3u], group.x), thread);
        } else {
          for (var i = thread; i < matrix.rows * matrix.cols; i += ${THREADS}u) { arena[to + i] = arena[source + i]; }
        }
      }
    }
    storageBarrier();
    workgroupBarrier();
  }
}`,
  };
}
