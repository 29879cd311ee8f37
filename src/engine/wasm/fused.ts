import { setFlagsFromString } from "node:v8";
import { f32x4 } from "./expression.js";
import { createMemory, instantiate } from "./host.js";
import { ModuleBuilder } from "./module.js";

/** Behind this flag a Node below 22 has the instruction. */
const FLAG = "--experimental-wasm-relaxed-simd";

/** 2⁻¹²: its square is half of what float32 tells from 1. */
const TINY = 1 / 4096;

let isKnown: boolean | undefined;

/**
 * Whether a multiplication and an addition are done in one here, and rounded once: by a processor that fuses them, and
 * a Node that has relaxed SIMD. The first call finds out, and turns relaxed SIMD on where it is off.
 */
export function canFuse(): boolean {
  return (isKnown ??= fuses() ?? (allow(), fuses()) ?? false);
}

/** `undefined` where there is no such instruction. */
function fuses(): boolean | undefined {
  const builder = new ModuleBuilder();
  builder.function("remainder", [], ["f32"], (f) => {
    const [x, square] = [f32x4.constant(1 + TINY), f32x4.constant(-1 - 2 * TINY)];
    f.return(f32x4.lane(f32x4.multiplyAdd(x, x, square), 0));
  });
  try {
    // Rounding loses the last of x² = 1 + 2·tiny + tiny².
    return instantiate(builder.finish(1), createMemory(1))["remainder"]?.() === TINY * TINY;
  } catch {
    return undefined;
  }
}

function allow(): void {
  setFlagsFromString(FLAG);
}
