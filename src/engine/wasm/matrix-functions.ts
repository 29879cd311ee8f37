import type { MatrixPrimitive } from "../update/primitive.js";
import { type WasmFunction, type WasmMemory, instantiate } from "./host.js";
import { type MatrixPlace, type MatrixShape, writeColMean, writeOrthogonalize, writeRowMean } from "./matrix.js";
import { type FunctionBuilder, ModuleBuilder } from "./module.js";

const WRITERS: Readonly<
  Record<MatrixPrimitive, (f: FunctionBuilder, shape: MatrixShape, place: MatrixPlace) => void>
> = { rowMean: writeRowMean, colMean: writeColMean, orthogonalize: writeOrthogonalize };

/**
 * The matrix functions over a memory, each compiled once for a shape, with addresses as its arguments. All rules that
 * work there share them: a rule is compiled without them, and finds them optimized by the host already.
 */
export class MatrixFunctions {
  readonly #memory: WasmMemory;
  readonly #known = new Map<string, WasmFunction>();

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** A function of the byte addresses of `MatrixPlace`: from, to, norm, scratch. */
  of(primitive: MatrixPrimitive, { rows, cols, ndim }: MatrixShape): WasmFunction {
    const key = `${primitive} ${rows} ${cols} ${ndim < 2}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const builder = new ModuleBuilder();
    builder.function("run", ["i32", "i32", "i32", "i32"], [], (f) => {
      const [from, to, norm, scratch] = f.parameters;
      WRITERS[primitive](f, { rows, cols, ndim }, { from, to, norm, scratch });
    });
    const run = instantiate(builder.finish(0), this.#memory)["run"] as WasmFunction;
    this.#known.set(key, run);
    return run;
  }
}
