import type { Bytes } from "./bytes.js";

/** The value types of WebAssembly that the engine uses, by their binary codes. */
export const TYPE_CODES = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

/** A value type. */
export type WasmType = keyof typeof TYPE_CODES;

/** Something that leaves one value on the stack. Building one emits nothing; a statement emits it. */
export interface Expression<T extends WasmType = WasmType> {
  readonly type: T;
  /** Writes the instructions that compute the value. */
  readonly emit: (code: Bytes) => void;
}

/** A local variable: an expression that reads it. */
export interface Local<T extends WasmType = WasmType> extends Expression<T> {
  readonly index: number;
}

/** An expression of an `i32`, or a number that stands for one. */
export type I32 = Expression<"i32"> | number;
/** An expression of four `f32` lanes (or other lanes of 128 bits). */
export type V128 = Expression<"v128">;

const SIMD = 0xfd;

/** Writes a vector instruction's opcode. */
function simd(code: Bytes, opcode: number): Bytes {
  return code.byte(SIMD).unsigned(opcode);
}

/** The expression of an instruction without immediates. */
function plain<T extends WasmType>(type: T, opcode: number, ...operands: readonly Expression[]): Expression<T> {
  return {
    type,
    emit: (code) => {
      for (const operand of operands) operand.emit(code);
      code.byte(opcode);
    },
  };
}

/** The expression of a vector instruction without immediates. */
function vector<T extends WasmType>(type: T, opcode: number, ...operands: readonly Expression[]): Expression<T> {
  return {
    type,
    emit: (code) => {
      for (const operand of operands) operand.emit(code);
      simd(code, opcode);
    },
  };
}

/** An integer, or the expression given. */
export function i32(value: I32): Expression<"i32"> {
  return typeof value === "number" ? { type: "i32", emit: (code) => code.byte(0x41).signed(value) } : value;
}

/** A float32 number. */
export function f32(value: number): Expression<"f32"> {
  return { type: "f32", emit: (code) => code.byte(0x43).float32(value) };
}

/** A float64 number. */
export function f64(value: number): Expression<"f64"> {
  return { type: "f64", emit: (code) => code.byte(0x44).float64(value) };
}

/** Sum of integers; constants are folded. */
export function add(x: I32, y: I32): Expression<"i32"> {
  if (typeof x === "number" && typeof y === "number") return i32(x + y);
  if (y === 0) return i32(x);
  if (x === 0) return i32(y);
  return plain("i32", 0x6a, i32(x), i32(y));
}

/** Product of integers; constants are folded. */
export function times(x: I32, y: I32): Expression<"i32"> {
  if (typeof x === "number" && typeof y === "number") return i32(x * y);
  if (y === 1) return i32(x);
  if (x === 1) return i32(y);
  return plain("i32", 0x6c, i32(x), i32(y));
}

/** The bits that are set in both integers. */
export function and(x: I32, y: I32): Expression<"i32"> {
  return plain("i32", 0x71, i32(x), i32(y));
}

/** 1 where x < y, signed. */
export function less(x: I32, y: I32): Expression<"i32"> {
  return plain("i32", 0x48, i32(x), i32(y));
}

/** 1 where x < y, both taken as unsigned. */
export function lessUnsigned(x: I32, y: I32): Expression<"i32"> {
  return plain("i32", 0x49, i32(x), i32(y));
}

/** 1 where x is 0. */
export function isZero(x: I32): Expression<"i32"> {
  return plain("i32", 0x45, i32(x));
}

/** Operations on single float32 numbers. */
export const scalar32 = {
  add: (x: Expression<"f32">, y: Expression<"f32">) => plain("f32", 0x92, x, y),
  multiply: (x: Expression<"f32">, y: Expression<"f32">) => plain("f32", 0x94, x, y),
  divide: (x: Expression<"f32">, y: Expression<"f32">) => plain("f32", 0x95, x, y),
  fromI32: (x: I32) => plain("f32", 0xb2, i32(x)),
  load: (address: I32, offset = 0): Expression<"f32"> => memory("f32", 0x2a, 2, address, offset),
} as const;

/** Operations on single float64 numbers. */
export const scalar64 = {
  constant: (x: number) => f64(x),
  add: (x: Expression<"f64">, y: Expression<"f64">) => plain("f64", 0xa0, x, y),
  multiply: (x: Expression<"f64">, y: Expression<"f64">) => plain("f64", 0xa2, x, y),
  divide: (x: Expression<"f64">, y: Expression<"f64">) => plain("f64", 0xa3, x, y),
  sqrt: (x: Expression<"f64">) => plain("f64", 0x9f, x),
  fromF32: (x: Expression<"f32">) => plain("f64", 0xbb, x),
  toF32: (x: Expression<"f64">) => plain("f32", 0xb6, x),
  load: (address: I32, offset = 0): Expression<"f64"> => memory("f64", 0x2b, 3, address, offset),
} as const;

/** An integer in memory. */
export function loadI32(address: I32, offset = 0): Expression<"i32"> {
  return memory("i32", 0x28, 2, address, offset);
}

function memory<T extends WasmType>(
  type: T,
  opcode: number,
  align: number,
  address: I32,
  offset: number,
): Expression<T> {
  return {
    type,
    emit: (code) => {
      i32(address).emit(code);
      code.byte(opcode).unsigned(align).unsigned(offset);
    },
  };
}

function vectorMemory(opcode: number, align: number, address: I32, offset: number): V128 {
  return {
    type: "v128",
    emit: (code) => {
      i32(address).emit(code);
      simd(code, opcode).unsigned(align).unsigned(offset);
    },
  };
}

/** Four float32 lanes. */
export const f32x4 = {
  splat: (x: Expression<"f32">): V128 => vector("v128", 0x13, x),
  constant: (x: number): V128 => f32x4.splat(f32(x)),
  lane: (x: V128, lane: number): Expression<"f32"> => ({
    type: "f32",
    emit: (code) => {
      x.emit(code);
      simd(code, 0x1f).byte(lane);
    },
  }),
  equal: (x: V128, y: V128): V128 => vector("v128", 0x41, x, y),
  notEqual: (x: V128, y: V128): V128 => vector("v128", 0x42, x, y),
  less: (x: V128, y: V128): V128 => vector("v128", 0x43, x, y),
  greater: (x: V128, y: V128): V128 => vector("v128", 0x44, x, y),
  lessEqual: (x: V128, y: V128): V128 => vector("v128", 0x45, x, y),
  ceil: (x: V128): V128 => vector("v128", 0x67, x),
  floor: (x: V128): V128 => vector("v128", 0x68, x),
  nearest: (x: V128): V128 => vector("v128", 0x6a, x),
  abs: (x: V128): V128 => vector("v128", 0xe0, x),
  negate: (x: V128): V128 => vector("v128", 0xe1, x),
  sqrt: (x: V128): V128 => vector("v128", 0xe3, x),
  add: (x: V128, y: V128): V128 => vector("v128", 0xe4, x, y),
  subtract: (x: V128, y: V128): V128 => vector("v128", 0xe5, x, y),
  multiply: (x: V128, y: V128): V128 => vector("v128", 0xe6, x, y),
  divide: (x: V128, y: V128): V128 => vector("v128", 0xe7, x, y),
  /** x·y + z, rounded once: relaxed SIMD, which is there and does so where `canFuse` says. */
  multiplyAdd: (x: V128, y: V128, z: V128): V128 => vector("v128", 0x105, x, y, z),
  minimum: (x: V128, y: V128): V128 => vector("v128", 0xe8, x, y),
  maximum: (x: V128, y: V128): V128 => vector("v128", 0xe9, x, y),
  /** y where y < x, else x: one instruction, where `minimum` takes several to order zeros and spread NaN. */
  smaller: (x: V128, y: V128): V128 => vector("v128", 0xea, x, y),
  /** y where x < y, else x: one instruction; keeps x where it is NaN. */
  larger: (x: V128, y: V128): V128 => vector("v128", 0xeb, x, y),
  fromI32x4: (x: V128): V128 => vector("v128", 0xfa, x),
} as const;

/** Two float64 lanes. */
export const f64x2 = {
  splat: (x: Expression<"f64">): V128 => vector("v128", 0x14, x),
  lane: (x: V128, lane: number): Expression<"f64"> => ({
    type: "f64",
    emit: (code) => {
      x.emit(code);
      simd(code, 0x21).byte(lane);
    },
  }),
  constant: (x: number): V128 => f64x2.splat(f64(x)),
  equal: (x: V128, y: V128): V128 => vector("v128", 0x47, x, y),
  less: (x: V128, y: V128): V128 => vector("v128", 0x49, x, y),
  lessEqual: (x: V128, y: V128): V128 => vector("v128", 0x4b, x, y),
  nearest: (x: V128): V128 => vector("v128", 0x94, x),
  abs: (x: V128): V128 => vector("v128", 0xec, x),
  sqrt: (x: V128): V128 => vector("v128", 0xef, x),
  add: (x: V128, y: V128): V128 => vector("v128", 0xf0, x, y),
  subtract: (x: V128, y: V128): V128 => vector("v128", 0xf1, x, y),
  multiply: (x: V128, y: V128): V128 => vector("v128", 0xf2, x, y),
  divide: (x: V128, y: V128): V128 => vector("v128", 0xf3, x, y),
  /** y where y < x, else x, as `f32x4.smaller`. */
  smaller: (x: V128, y: V128): V128 => vector("v128", 0xf6, x, y),
  /** y where x < y, else x, as `f32x4.larger`. */
  larger: (x: V128, y: V128): V128 => vector("v128", 0xf7, x, y),
  /** The two low float32 lanes, exact in float64. */
  promoteLow: (x: V128): V128 => vector("v128", 0x5f, x),
  /** The two lanes rounded to float32 in the two low lanes, zero in the others. */
  demote: (x: V128): V128 => vector("v128", 0x5e, x),
} as const;

/** Four 32-bit integer lanes. */
export const i32x4 = {
  splat: (x: I32): V128 => vector("v128", 0x11, i32(x)),
  constant: (x: number): V128 => i32x4.splat(x),
  equal: (x: V128, y: V128): V128 => vector("v128", 0x37, x, y),
  add: (x: V128, y: V128): V128 => vector("v128", 0xae, x, y),
  subtract: (x: V128, y: V128): V128 => vector("v128", 0xb1, x, y),
  /** The smaller lanes, as signed integers. */
  minimum: (x: V128, y: V128): V128 => vector("v128", 0xb6, x, y),
  shiftLeft: (x: V128, by: I32): V128 => vector("v128", 0xab, x, i32(by)),
  shiftRight: (x: V128, by: I32): V128 => vector("v128", 0xac, x, i32(by)),
  shiftRightUnsigned: (x: V128, by: I32): V128 => vector("v128", 0xad, x, i32(by)),
  fromF32x4: (x: V128): V128 => vector("v128", 0xf8, x),
} as const;

/** Two 64-bit integer lanes. */
export const i64x2 = {
  /** One integer in both lanes, by its halves. */
  constant: (high: number, low: number): V128 => v128.constant([low, high, low, high]),
  add: (x: V128, y: V128): V128 => vector("v128", 0xce, x, y),
  subtract: (x: V128, y: V128): V128 => vector("v128", 0xd1, x, y),
  shiftLeft: (x: V128, by: I32): V128 => vector("v128", 0xcb, x, i32(by)),
  shiftRightUnsigned: (x: V128, by: I32): V128 => vector("v128", 0xcd, x, i32(by)),
} as const;

/** 128 bits, whatever their lanes. */
export const v128 = {
  zero: { type: "v128", emit: (code) => simd(code, 12).append(new Uint8Array(16)) } as V128,
  /** Four 32-bit lanes, as integers. */
  constant: (lanes: readonly [number, number, number, number]): V128 => ({
    type: "v128",
    emit: (code) => simd(code, 12).append(new Uint8Array(Int32Array.from(lanes).buffer)),
  }),
  load: (address: I32, offset = 0): V128 => vectorMemory(0, 2, address, offset),
  /** One 32-bit number in all four lanes. */
  loadSplat: (address: I32, offset = 0): V128 => vectorMemory(9, 2, address, offset),
  /** The vector with one 32-bit lane read from memory. */
  loadLane: (address: I32, x: V128, lane: number): V128 => ({
    type: "v128",
    emit: (code) => {
      i32(address).emit(code);
      x.emit(code);
      simd(code, 0x56).unsigned(2).unsigned(0).byte(lane);
    },
  }),
  not: (x: V128): V128 => vector("v128", 77, x),
  and: (x: V128, y: V128): V128 => vector("v128", 78, x, y),
  andNot: (x: V128, y: V128): V128 => vector("v128", 79, x, y),
  or: (x: V128, y: V128): V128 => vector("v128", 80, x, y),
  xor: (x: V128, y: V128): V128 => vector("v128", 81, x, y),
  /** The bits of x where the mask has ones, else those of y. */
  select: (x: V128, y: V128, mask: V128): V128 => vector("v128", 82, x, y, mask),
  anyTrue: (x: V128): Expression<"i32"> => vector("i32", 83, x),
  /** Lanes of two vectors, by byte: 0–15 of x, 16–31 of y. */
  shuffle: (x: V128, y: V128, bytes: readonly number[]): V128 => ({
    type: "v128",
    emit: (code) => {
      x.emit(code);
      y.emit(code);
      simd(code, 13).append(Uint8Array.from(bytes));
    },
  }),
} as const;

/** Four 32-bit lanes chosen from two vectors: 0–3 of x, 4–7 of y. */
export function shuffleLanes(x: V128, y: V128, lanes: readonly [number, number, number, number]): V128 {
  return v128.shuffle(x, y, lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)));
}
