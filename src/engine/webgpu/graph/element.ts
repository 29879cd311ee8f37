import { ContractError } from "../../../errors.js";
import { sizeOf, stridesOf } from "../../graph/shape.js";
import type { Tensor, Windows } from "../../graph/tensor.js";
import { binaryText, numberText, unaryText } from "./function.js";
import { type Sum, constantSum, depthOf, divide, keyOf, largestOf, plus, project, sumOf, times } from "./sum.js";
import type { Body, Value } from "./text.js";

/** Gives an element that is not to be computed where it is asked for; `undefined` where it is. */
export type Known = (tensor: Tensor, flat: Sum) => Value | undefined;

/**
 * Writes elements of tensors as expressions of the elements that are known: views become index arithmetic. An element
 * is named by where it lies in its tensor's row-major order.
 */
export class Elements {
  readonly #body: Body;
  readonly #known: Known;

  constructor(body: Body, known: Known) {
    this.#body = body;
    this.#known = known;
  }

  /** An element of a tensor; of type u32 where it is an index. */
  of(tensor: Tensor, flat: Sum): Value {
    if (tensor.operation.kind === "constant") return { text: numberText(tensor.operation.value), depth: 0 };
    return this.#body.remember(`${tensor.id}@${keyOf(flat)}`, depthOf(flat), () => {
      return this.#known(tensor, flat) ?? this.computed(tensor, flat);
    });
  }

  /** An element by what its tensor is computed from. */
  computed(tensor: Tensor, flat: Sum): Value {
    const { operation, operands, shape } = tensor;
    const [x, y] = operands as [Tensor, Tensor];
    switch (operation.kind) {
      case "constant":
      case "reshape":
      case "stop":
        return this.of(operation.kind === "constant" ? tensor : x, flat);
      case "positions":
        return this.#body.define(`f32(${this.#body.index(flat)})`, depthOf(flat));
      case "unary": {
        const operand = this.of(x, flat);
        return this.#body.define(unaryText(operation.fn, operand.text), operand.depth);
      }
      case "binary": {
        const [a, b] = [this.of(x, this.#repeated(x, tensor, flat)), this.of(y, this.#repeated(y, tensor, flat))];
        return this.#body.define(binaryText(operation.fn, a.text, b.text), Math.max(a.depth, b.depth));
      }
      case "broadcast":
        return this.of(x, this.#repeated(x, tensor, flat));
      case "transpose": {
        const strides = stridesOf(x.shape);
        const moved = operation.permutation.map((axis) => strides[axis] as number);
        return this.of(x, project(flat, shape, moved, this.#body.variable));
      }
      case "oneHot": {
        const [row, column] = divide(flat, operation.classes, this.#body.variable);
        const index = this.of(x, row);
        const isHere = `select(0.0, 1.0, ${index.text} == ${this.#body.index(column)})`;
        return this.#body.define(isHere, Math.max(index.depth, depthOf(column)));
      }
      case "gather":
        return this.#gathered(x, y, flat);
      case "unfold":
        return this.#unfolded(x, tensor, operation.windows, flat);
      case "fold":
        return this.#folded(x, tensor, operation.windows, flat);
      case "input":
      case "parameter":
      case "matmul":
      case "reduce":
      case "scatter":
        throw new ContractError(`Tensor ${tensor.id} (${operation.kind}) cannot be computed element by element.`);
    }
  }

  /** An element where a condition holds, and 0 elsewhere. */
  masked(value: Value, condition: Value): Value {
    const depth = Math.max(value.depth, condition.depth);
    return this.#body.define(`select(0.0, ${value.text}, ${condition.text})`, depth);
  }

  /** A sum below a count, and whether it was so: whatever it is, memory can be read there. */
  within(sum: Sum, count: number): readonly [Sum, Value | undefined] {
    if (largestOf(sum) < count) return [sum, undefined];
    const value = { text: this.#body.index(sum), depth: depthOf(sum) };
    return this.#clamped(value, count);
  }

  #clamped(value: Value, count: number): readonly [Sum, Value] {
    const condition = this.#body.define(`(${value.text}) < ${count}u`, value.depth);
    const { text, depth } = this.#body.define(`select(0u, ${value.text}, ${condition.text})`, value.depth);
    return [sumOf({ name: text, count, depth }), condition];
  }

  #repeated(operand: Tensor, over: Tensor, flat: Sum): Sum {
    const strides = stridesOf(operand.shape);
    const missing = over.shape.length - operand.shape.length;
    const repeated = over.shape.map((_, axis) => {
      return axis < missing || operand.shape[axis - missing] === 1 ? 0 : (strides[axis - missing] as number);
    });
    return project(flat, over.shape, repeated, this.#body.variable);
  }

  #gathered(table: Tensor, indices: Tensor, flat: Sum): Value {
    const row = sizeOf(table.shape.slice(1));
    const [which, inside] = divide(flat, row, this.#body.variable);
    const [safe, isThere] = this.#clamped(this.of(indices, which), table.shape[0] as number);
    return this.masked(this.of(table, plus(times(safe, row), inside)), isThere);
  }

  #unfolded(image: Tensor, rows: Tensor, windows: Windows, flat: Sum): Value {
    const [, height = 1, width = 1, channels = 1] = image.shape;
    const [, down = 1, across = 1, size = 1] = rows.shape;
    const naming = this.#body.variable;
    const [window, inside] = divide(flat, size, naming);
    const [line, j] = divide(window, across, naming);
    const [b, i] = divide(line, down, naming);
    const [cell, channel] = divide(inside, channels, naming);
    const [above, beside] = divide(cell, windows.width, naming);
    const [y, isInY] = this.#shifted(plus(times(i, windows.stride), above), windows.padding, height);
    const [x, isInX] = this.#shifted(plus(times(j, windows.stride), beside), windows.padding, width);
    const line2 = plus(times(b, height), y);
    const pixel = this.of(image, plus(times(plus(times(line2, width), x), channels), channel));
    return [isInY, isInX].reduce<Value>((value, isIn) => isIn === undefined ? value : this.masked(value, isIn), pixel);
  }

  #folded(rows: Tensor, image: Tensor, windows: Windows, flat: Sum): Value {
    const [, height = 1, width = 1, channels = 1] = image.shape;
    const [, down = 1, across = 1, size = 1] = rows.shape;
    const naming = this.#body.variable;
    const [pixel, channel] = divide(flat, channels, naming);
    const [line, x] = divide(pixel, width, naming);
    const [b, y] = divide(line, height, naming);
    const vertical = this.#windowsOver(y, windows, windows.height, down);
    const horizontal = this.#windowsOver(x, windows, windows.width, across);
    const parts = vertical.flatMap((v) => horizontal.map((h) => {
      const window = plus(times(plus(times(b, down), v.window), across), h.window);
      const cell = plus(times(v.inside, windows.width), h.inside);
      const value = this.of(rows, plus(times(window, size), times(cell, channels), channel));
      return [...v.conditions, ...h.conditions].reduce((part, condition) => this.masked(part, condition), value);
    }));
    return parts.reduce((sum, part) => {
      return this.#body.define(`${sum.text} + ${part.text}`, Math.max(sum.depth, part.depth));
    });
  }

  /** The windows along a side that hold a place, each with the place's number inside, and when there is such a one. */
  #windowsOver(place: Sum, { stride, padding }: Windows, window: number, windows: number): readonly Cover[] {
    const [last, rest] = divide(plus(place, constantSum(padding)), stride, this.#body.variable);
    return Array.from({ length: Math.ceil(window / stride) }, (_, back) => {
      const [which, isWindow] = this.#shifted(last, back, windows);
      const [inside, isInside] = this.within(plus(rest, constantSum(back * stride)), window);
      return { window: which, inside, conditions: [isWindow, isInside].filter((value) => value !== undefined) };
    });
  }

  /** A sum less a number, below a count, and whether it was there: below 0 it wraps around. */
  #shifted(sum: Sum, by: number, count: number): readonly [Sum, Value | undefined] {
    if (by === 0) return this.within(sum, count);
    return this.#clamped({ text: `${this.#body.index(sum)} - ${by}u`, depth: depthOf(sum) }, count);
  }
}

interface Cover {
  readonly window: Sum;
  readonly inside: Sum;
  readonly conditions: readonly Value[];
}
