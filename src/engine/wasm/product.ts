import { type I32, type V128, add, f32x4, less, shuffleLanes, times, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";

/** Where a matrix lies: element (i, j) is at `address + 4·(i·rowStride + j·columnStride)`. */
export interface MatrixAt {
  readonly address: I32;
  /** Distance of rows, in elements. */
  readonly rowStride: number;
  /** Distance of columns, in elements; above 0 where there are several. @default 1 */
  readonly columnStride?: number;
}

/** A matrix product C = A·B, or C += A·B, of fixed shape. */
export interface Product {
  /** Rows of A and C. */
  readonly m: number;
  /** Columns of B and C. */
  readonly n: number;
  /** Columns of A, rows of B. */
  readonly k: number;
  readonly a: MatrixAt;
  /** Its columns must be adjacent. */
  readonly b: MatrixAt;
  /** Its columns must be adjacent. */
  readonly c: MatrixAt;
  /** Whether the product is added to what C holds. @default false */
  readonly accumulate?: boolean;
  /**
   * Whether C is known to be symmetric to the bit, as A·Aᵀ is: what lies above its diagonal is computed and copied
   * below, for half the work. @default false
   */
  readonly symmetric?: boolean;
  /** Whether terms are multiplied and added in one, rounded once; only where the machine can. @default false */
  readonly fused?: boolean;
}

/** Rows of a register tile. Four by eight fill the sixteen vector registers of a plain x86-64 machine. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Rows of a tile that is one vector wide: with four, its few sums would wait for one another. */
const NARROW_ROWS = 6;
/** Terms written out in a turn of the loop over k. */
const TURNS = 8;

/**
 * Writes a matrix product in register tiles of 4×8, narrower at the edge. Each element's terms are added in the
 * order of k, in float32, whatever the tile, so the result does not depend on where in the matrix an element
 * stands. Reads up to 7 floats past the end of B's last row; writes only C.
 */
export function writeProduct(f: FunctionBuilder, product: Product): void {
  const { m, n, k, a, b, c, symmetric = false, fused = false } = product;
  const aColumn = a.columnStride ?? 1;
  const wide = n - (n % TILE_COLUMNS);
  // Columns outside, rows inside: a panel of B's columns stays in the first-level cache for all rows of A.
  const panel = (columns: number) => (j: I32): void => {
    const rows = (count: number) => (i: I32): void => {
      const aAt = add(a.address, times(i, a.rowStride * 4));
      const bAt = add(b.address, times(j, 4));
      const cAt = f.let(add(c.address, add(times(i, c.rowStride * 4), times(j, 4))));
      const vectors = Math.ceil(columns / 4);
      const sums = Array.from({ length: count * vectors }, () => f.local("v128"));
      sums.forEach((sum, s) => {
        const start = product.accumulate === true
          ? v128.load(cAt, (Math.floor(s / vectors) * c.rowStride + (s % vectors) * 4) * 4)
          : v128.zero;
        f.set(sum, start);
      });
      const aPointer = f.let(aAt);
      const bPointer = f.let(bAt);
      const end = f.let(add(aPointer, k * aColumn * 4));
      const turns = Math.min(TURNS, k);
      f.doWhile((turn) => {
        const bRow = Array.from({ length: vectors }, (_, v) =>
          f.let(v128.load(bPointer, (turn * b.rowStride + v * 4) * 4)),
        );
        for (let r = 0; r < count; r++) {
          const splat = v128.loadSplat(aPointer, r * a.rowStride * 4);
          const factor = vectors === 1 ? splat : f.let(splat);
          bRow.forEach((lanes, v) => {
            const sum = sums[r * vectors + v] as (typeof sums)[number];
            f.set(sum, fused ? f32x4.multiplyAdd(factor, lanes, sum) : f32x4.add(sum, f32x4.multiply(factor, lanes)));
          });
        }
        // A moves with every term, as its loads take no offset for free; B's do, so it moves with every turn.
        f.set(aPointer, add(aPointer, aColumn * 4));
        if (turn === turns - 1) f.set(bPointer, add(bPointer, turns * b.rowStride * 4));
        return less(aPointer, end);
      }, turns);
      for (let r = 0; r < count; r++) {
        for (let v = 0; v < vectors; v++) {
          const lanes = Math.min(4, columns - v * 4);
          f.storeLanes(cAt, sums[r * vectors + v] as V128, lanes, (r * c.rowStride + v * 4) * 4);
        }
      }
    };
    const tall = columns > 4 ? TILE_ROWS : NARROW_ROWS;
    if (symmetric && columns === TILE_COLUMNS) {
      f.forRange(0, add(j, TILE_COLUMNS), TILE_ROWS, rows(TILE_ROWS));
      return;
    }
    const whole = m - (m % tall);
    f.forRange(0, whole, tall, rows(tall));
    if (whole < m) rows(m - whole)(whole);
  };
  f.forRange(0, wide, TILE_COLUMNS, panel(TILE_COLUMNS));
  if (wide < n) panel(n - wide)(wide);
  if (symmetric) mirrorPanels(f, n, c);
}

/** Copies below the diagonal of a square matrix what lies above it; each panel is whole down to the diagonal. */
function mirrorPanels(f: FunctionBuilder, n: number, { address, rowStride }: MatrixAt): void {
  const wide = n - (n % TILE_COLUMNS);
  const at = (i: I32, j: I32): MatrixAt =>
    ({ address: f.let(add(address, add(times(i, rowStride * 4), times(j, 4)))), rowStride });
  f.forRange(TILE_COLUMNS, wide, TILE_COLUMNS, (j) => {
    f.forRange(0, j, TILE_COLUMNS, (i) => { writeTranspose(f, TILE_COLUMNS, TILE_COLUMNS, at(i, j), at(j, i)); });
  });
  if (wide > 0 && wide < n) writeTranspose(f, wide, n - wide, at(0, wide), at(wide, 0));
}

/** Writes B = Aᵀ for an m×n matrix A whose columns are adjacent, in blocks of 4×4 lanes where they fit. */
export function writeTranspose(f: FunctionBuilder, m: number, n: number, from: MatrixAt, to: MatrixAt): void {
  const rows = m - (m % 4);
  const columns = n - (n % 4);
  const single = (i: I32, j: I32): void => {
    const source = add(from.address, add(times(i, from.rowStride * 4), times(j, 4)));
    const target = add(to.address, add(times(j, to.rowStride * 4), times(i, 4)));
    f.storeLanes(target, v128.loadSplat(source), 1);
  };
  f.forRange(0, rows, 4, (i) => {
    f.forRange(0, columns, 4, (j) => {
      const source = f.let(add(from.address, add(times(i, from.rowStride * 4), times(j, 4))));
      const target = f.let(add(to.address, add(times(j, to.rowStride * 4), times(i, 4))));
      const load = (r: number): V128 => f.let(v128.load(source, r * from.rowStride * 4));
      const row = [load(0), load(1), load(2), load(3)] as const;
      const low = (x: V128, y: V128): V128 => f.let(interleave(x, y, 0));
      const high = (x: V128, y: V128): V128 => f.let(interleave(x, y, 2));
      const [p, q, r, s] = [low(row[0], row[2]), low(row[1], row[3]), high(row[0], row[2]), high(row[1], row[3])];
      [interleave(p, q, 0), interleave(p, q, 2), interleave(r, s, 0), interleave(r, s, 2)].forEach((column, c) => {
        f.storeVector(target, column, c * to.rowStride * 4);
      });
    });
    for (let j = columns; j < n; j++) for (let r = 0; r < 4; r++) single(add(i, r), j);
  });
  for (let i = rows; i < m; i++) f.forRange(0, n, 1, (j) => { single(i, j); });
}

/** Lanes of two vectors in turn, from a lane on: x₀ y₀ x₁ y₁. */
function interleave(x: V128, y: V128, from: 0 | 2): V128 {
  return shuffleLanes(x, y, [from, 4 + from, from + 1, 5 + from]);
}
