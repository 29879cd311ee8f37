import { sizeOf, stridesOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import { Elements } from "./element.js";
import type { ProductGroup } from "./group.js";
import { type Memory, load, storing } from "./memory.js";
import type { Part } from "./part.js";
import { powerFrom } from "./power.js";
import { type Sum, constantSum, divide, largestOf, plus, project, sumOf, times } from "./sum.js";
import { Body, type Value } from "./text.js";

/** How a workgroup computes a part of a product: rows × columns of it, a thread so many of both. */
interface Tile {
  readonly rows: number;
  readonly columns: number;
  /** Rows, and columns, of a thread. */
  readonly each: 2 | 4;
}

const TILES: readonly Tile[] = [
  { rows: 64, columns: 64, each: 4 },
  { rows: 32, columns: 32, each: 4 },
  { rows: 64, columns: 16, each: 4 },
  { rows: 16, columns: 64, each: 4 },
  { rows: 16, columns: 16, each: 2 },
];

/** Along the inner dimension a tile is at most so deep. */
const DEPTH = 16;

/** So many places along the inner dimension are written out in the loop over them. */
const UNROLLED = 4;

/** An operand of a product, by whose rows (of A) or columns (of B) a workgroup's tile of it is laid out. */
interface Side {
  readonly operand: Tensor;
  /** Elements from one row or column, and from one place in it, to the next. */
  readonly strides: readonly [across: number, along: number];
  /** Rows or columns there are. */
  readonly count: number;
  /** Rows or columns in a tile. */
  readonly tile: number;
  /** Which tile it is. */
  readonly which: Sum;
  readonly name: string;
}

/** Writes what computes a product, and of what goes on with its elements. */
export function writeProduct(group: ProductGroup, memory: Memory, label: string): Part {
  return new ProductWriter(group, memory).part(label);
}

class ProductWriter {
  readonly #body = new Body();
  readonly #elements: Elements;
  readonly #group: ProductGroup;
  readonly #memory: Memory;
  readonly #tile: Tile;
  readonly #batch: readonly number[];
  readonly #size: Record<"rows" | "columns" | "inner" | "batch", number>;
  readonly #depth: number;
  readonly #thread: Sum;
  /** The element of the product that is at hand. */
  #at: Value | undefined;

  constructor(group: ProductGroup, memory: Memory) {
    this.#group = group;
    this.#memory = memory;
    const { shape, operands, operation } = group.product;
    const [rows = 1, columns = 1] = shape.slice(-2);
    this.#batch = shape.slice(0, -2);
    const isTurned = operation.kind === "matmul" && operation.transposeA;
    const inner = operands[0]?.shape.at(isTurned ? -2 : -1) as number;
    this.#size = { rows, columns, inner, batch: sizeOf(this.#batch) };
    this.#tile = chooseTile(this.#size);
    this.#depth = Math.min(DEPTH, powerFrom(Math.max(inner, 4)));
    this.#thread = sumOf({ name: "thread", count: threadsOf(this.#tile), depth: 0 });
    this.#elements = new Elements(this.#body, (tensor, flat) => {
      if (tensor === group.product) return this.#at;
      return group.items.includes(tensor) ? undefined : load(this.#body, memory, tensor, flat);
    });
  }

  part(label: string): Part {
    const { rows, columns, batch } = this.#size;
    const { each } = this.#tile;
    const [down, across] = [Math.ceil(rows / this.#tile.rows), Math.ceil(columns / this.#tile.columns)];
    const workgroups = down * across * batch;
    const group = sumOf({ name: "group", count: workgroups, depth: 0 });
    const [line, column] = divide(group, across, this.#body.variable);
    const [matrix, row] = divide(line, down, this.#body.variable);
    const [left, right] = this.#sides(row, column);
    for (let i = 0; i < each; i++) this.#body.line(`var sum${i} = vec${each}<f32>();`);
    this.#multiply(left, right, matrix);
    this.#goOn(row, column, matrix);
    const type = each === 4 ? ("vec4<f32>" as const) : ("vec2<f32>" as const);
    const shared = [left, right].map(({ name, tile }) => ({ name, type, length: this.#depth * this.#pitch(tile) }));
    return { label, body: this.#body, workgroups, threads: threadsOf(this.#tile), shared };
  }

  #sides(row: Sum, column: Sum): readonly [Side, Side] {
    const { operands, operation } = this.#group.product;
    const [a, b] = operands as [Tensor, Tensor];
    const turned = operation.kind === "matmul" ? operation : { transposeA: false, transposeB: false };
    const strides = ({ shape }: Tensor, isTurned: boolean): readonly [number, number] => {
      const width = shape.at(-1) as number;
      return isTurned ? [1, width] : [width, 1];
    };
    const { rows, columns } = this.#size;
    return [
      { operand: a, strides: strides(a, turned.transposeA), count: rows, tile: this.#tile.rows, which: row, name: `left${this.#tile.each}` },
      {
        operand: b, strides: strides(b, !turned.transposeB), count: columns, tile: this.#tile.columns, which: column,
        name: `right${this.#tile.each}`,
      },
    ];
  }

  /** Vectors from one place along the inner dimension to the next: one is left free, so that banks differ. */
  #pitch(tile: number): number {
    return tile / this.#tile.each + 1;
  }

  #multiply(left: Side, right: Side, matrix: Sum): void {
    const { each } = this.#tile;
    const body = this.#body;
    const steps = Math.ceil(this.#size.inner / this.#depth);
    const write = (step: Sum): void => {
      for (const side of [left, right]) this.#fill(side, matrix, step);
      body.line("workgroupBarrier();");
      const [y, x] = this.#threadPlace();
      const [own, other] = [body.index(y), body.index(x)];
      body.nest(`for (var k = 0u; k < ${this.#depth}u + none; k += ${UNROLLED}u)`, () => {
        for (let k = 0; k < UNROLLED; k++) {
          body.line(`let a${k} = ${left.name}[(k + ${k}u) * ${this.#pitch(left.tile)}u + ${own}];`);
          body.line(`let b${k} = ${right.name}[(k + ${k}u) * ${this.#pitch(right.tile)}u + ${other}];`);
          for (let i = 0; i < each; i++) body.line(`sum${i} += a${k}[${i}] * b${k};`);
        }
      });
      if (steps > 1) body.line("workgroupBarrier();");
    };
    if (steps === 1) {
      write(constantSum(0));
      return;
    }
    body.nest(`for (var step0 = 0u; step0 < ${steps}u + none; step0++)`, () => {
      write(sumOf({ name: "step0", count: steps, depth: body.depth }));
    });
  }

  /** Loads a tile of an operand, of which every thread takes some vectors across rows or columns. */
  #fill({ operand, strides, count, tile, which, name }: Side, matrix: Sum, step: Sum): void {
    const body = this.#body;
    const { each } = this.#tile;
    const { inner } = this.#size;
    const vectors = (this.#depth * tile) / each;
    const threads = threadsOf(this.#tile);
    const start = this.#matrixStart(operand, matrix);
    for (let first = 0; first < vectors; first += threads) {
      const write = (): void => {
        // In an innermost condition a number of its own keeps loads where they may be.
        const number = vectors - first >= threads
          ? plus(this.#thread, constantSum(first))
          : sumOf(body.local(body.index(plus(this.#thread, constantSum(first))), vectors));
        const [k, vector] = strides[1] === 1
          ? swap(divide(number, this.#depth, body.variable))
          : divide(number, tile / each, body.variable);
        const [place, isPlace] = this.#elements.within(plus(times(step, this.#depth), k), inner);
        const loaded = Array.from({ length: each }, (_, c) => {
          const at = plus(times(which, tile), times(vector, each), constantSum(c));
          const [safe] = this.#elements.within(at, count);
          const flat = plus(start, times(safe, strides[0]), times(place, strides[1]));
          const value = this.#elements.of(operand, flat);
          return (isPlace === undefined ? value : this.#elements.masked(value, isPlace)).text;
        });
        const to = `${name}[${body.index(plus(times(k, this.#pitch(tile)), vector))}]`;
        body.line(`${to} = vec${each}<f32>(${loaded.join(", ")});`);
      };
      if (vectors - first >= threads) write();
      else body.nest(`if (thread < ${vectors - first}u)`, write);
    }
  }

  /** Where an operand's matrix begins, of which there may be one for several of the product's. */
  #matrixStart({ shape }: Tensor, matrix: Sum): Sum {
    const strides = stridesOf(shape);
    const missing = this.#batch.length - (shape.length - 2);
    const moved = this.#batch.map((_, axis) => {
      return axis < missing || shape[axis - missing] === 1 ? 0 : (strides[axis - missing] as number);
    });
    return project(matrix, this.#batch, moved, this.#body.variable);
  }

  #threadPlace(): readonly [y: Sum, x: Sum] {
    return divide(this.#thread, this.#tile.columns / this.#tile.each, this.#body.variable);
  }

  /** Computes and stores what is made of the thread's elements. */
  #goOn(row: Sum, column: Sum, matrix: Sum): void {
    const body = this.#body;
    const { each } = this.#tile;
    const { rows, columns } = this.#size;
    const [y, x] = this.#threadPlace();
    // Written out for each row, what goes on would be four times as long, and as long to compile.
    const results = Array.from({ length: each }, (_, i) => `sum${i}`).join(", ");
    body.line(`var results = array<vec${each}<f32>, ${each}>(${results});`);
    body.nest(`for (var i = 0u; i < ${each}u + none; i++)`, () => {
      const i = sumOf({ name: "i", count: each, depth: body.depth });
      const m = plus(times(row, this.#tile.rows), times(y, each), i);
      for (let j = 0; j < each; j++) {
        const n = plus(times(column, this.#tile.columns), times(x, each), constantSum(j));
        const needed = ([[m, rows], [n, columns]] as const).filter(([sum, count]) => largestOf(sum) >= count);
        const write = (inRow: Sum, inColumn: Sum): void => {
          const flat = plus(times(matrix, rows * columns), times(inRow, columns), inColumn);
          this.#store(flat, `results[i][${j}]`);
        };
        if (needed.length === 0) {
          write(m, n);
          continue;
        }
        const text = needed.map(([sum, count]) => `${body.index(sum)} < ${count}u`).join(" && ");
        body.nest(`if (${text})`, () => {
          write(sumOf(body.local(body.index(m), rows)), sumOf(body.local(body.index(n), columns)));
        });
      }
    });
  }

  #store(flat: Sum, text: string): void {
    this.#at = { text: this.#body.local(text, 1).name, depth: this.#body.depth };
    for (const item of this.#group.items) {
      if (!this.#memory.arena.has(item)) continue;
      const value = this.#elements.of(item, flat);
      this.#body.line(storing(this.#body, this.#memory, item, flat, value) as string);
    }
  }
}

function swap<T>([a, b]: readonly [T, T]): readonly [T, T] {
  return [b, a];
}

function threadsOf({ rows, columns, each }: Tile): number {
  return (rows * columns) / (each * each);
}

/** The tile that wastes least, and leaves some workgroups to each lane. */
function chooseTile({ rows, columns, batch }: Record<"rows" | "columns" | "batch", number>): Tile {
  const cost = (tile: Tile): number => {
    const tiles = batch * Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
    const work = tiles * tile.rows * tile.columns * (1 + 8 / tile.rows + 8 / tile.columns);
    return work * (1 + 2 / tiles) * (tile.each === 4 ? 1 : 1.2);
  };
  return TILES.reduce((best, tile) => (cost(tile) < cost(best) ? tile : best));
}
