import { toBenchRow } from "../results/bench-report.js";
import { createMemory } from "../src/engine/wasm/host.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { compileUpdate } from "../src/engine/wasm/update.js";
import { startRule } from "./candidate.js";
import { seconds } from "./clock.js";
import { median } from "./median.js";
import type { Effort, Measured, Section } from "./section.js";

const PARAMETERS = 10_000_000;
/** Bytes of a page of memory. */
const PAGE = 65536;
/** Steps before anything is measured: the host optimizes, the memory is touched. */
const WARM_UP = 3;
/** Rounds for each of the other sections': turns are short. */
const MORE = 3;
/** Share of a copy's bandwidth that the update must reach. */
const BAR = 0.7;

/** AdamW as a program on 10^7 parameters, against a copy of as many numbers. */
export const bandwidth: Section = {
  name: "bandwidth",
  title: "AdamW as a program on 10^7 parameters, against a copy",
  measure: measureBandwidth,
};

/** AdamW reads weights, gradient and two states and writes three of them; a copy reads one and writes one. */
function measureBandwidth({ rounds: count }: Effort): Measured {
  const rule = startRule();
  const arrays = [{ offset: 0, size: PARAMETERS, ndim: 1, rows: 1, cols: PARAMETERS, role: 0 }];
  const gradients = 64 + PARAMETERS * 4 + 64;
  const room = gradients + PARAMETERS * 4 + 64;
  const memory = createMemory(Math.ceil((room + updateRoom(rule, arrays)) / PAGE) + 1);
  const update = compileUpdate(rule, { memory, weights: 64, gradients, room, arrays });
  new Float32Array(memory.buffer, gradients, PARAMETERS).fill(0.01);
  const floats = new Float32Array(memory.buffer);
  const step = (): void => { update.step({ lr: 1, t: 1, T: 1, loss: 1 }); };
  const copy = (): void => { floats.copyWithin(gradients / 4, 16, 16 + PARAMETERS); };
  const rounds = Array.from({ length: WARM_UP + MORE * count }, () => {
    const stepped = (7 * 4 * PARAMETERS) / seconds(step) / 1e9;
    const copied = (2 * 4 * PARAMETERS) / seconds(copy) / 1e9;
    return { stepped, copied, share: stepped / copied };
  }).slice(WARM_UP);
  const of = (key: "stepped" | "copied"): string => median(rounds.map((round) => round[key])).toFixed(1);
  return {
    rows: [toBenchRow({
      name: "bandwidth/adamw",
      what: "AdamW on 10^7 parameters, of a copy's bandwidth",
      unit: "share",
      measured: median(rounds.map(({ share }) => share)),
      bar: BAR,
      detail: `${of("stepped")} GB/s, a copy ${of("copied")} GB/s`,
    })],
  };
}
