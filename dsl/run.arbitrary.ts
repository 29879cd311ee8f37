import { RandomStream } from "../src/random.js";
import type { TypedProgram } from "./check.js";
import { createInterpreter } from "./interpret.js";
import { createLayout } from "./layout.js";
import type { Program } from "./program.js";

/** A small parameter tree of a matrix, a vector and a single number. */
export const SMALL_LAYOUT = createLayout([
  { name: "kernel", shape: [3, 2], role: "matrix" },
  { name: "bias", shape: [3], role: "vector" },
  { name: "scale", shape: [], role: "vector" },
]);

/** The weights and gradients of some steps, the same every time; a few gradients are zero. */
const STEPS = Array.from({ length: 6 }, (_, step) => {
  const random = new RandomStream(1, "run of a test", step);
  const draw = (): number => random.normal() * (random.chance(0.1) ? 0 : 1);
  return {
    w: Float32Array.from({ length: SMALL_LAYOUT.size }, draw),
    g: Float32Array.from({ length: SMALL_LAYOUT.size }, draw),
    lr: 1 - step / 8,
    t: step + 1,
    T: 6,
    loss: 2 / (step + 1),
  };
});

/** The bits of the updates of six steps from zero state, all NaNs alike. */
export function updateBits(program: Program | TypedProgram): number[] {
  const interpreter = createInterpreter(program, SMALL_LAYOUT);
  return STEPS.flatMap((inputs) => {
    const update = interpreter.step(inputs).slice();
    const bits = new Int32Array(update.buffer);
    return Array.from(update, (value, i) => (Number.isNaN(value) ? 0x7fc00000 : (bits[i] as number)));
  });
}
