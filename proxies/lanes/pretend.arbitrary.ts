import { setImmediate as turn } from "node:timers/promises";
import type { TrainingRequest } from "../executor/executor.js";
import type { Problem } from "../problem/task.js";
import { ratioSteps } from "../training/ratio-steps.js";
import {
  type LaneEvaluation, type LaneProgress, type LaneTraining, type LanedTrainer, OutOfRoom,
} from "./laned-trainer.js";
import type { MakeTrainer } from "./scheduler.js";

/** The training loss of a step: by its seed it falls, turns into NaN at a step, or blows up at one. */
export function lossAt(seed: number, step: number): number {
  const place = 1 + (Math.floor(seed / 3) % 12);
  if (seed % 5 === 3 && step >= place) return NaN;
  if (seed % 7 === 4 && step >= place) return 1e4;
  return 1 + ((seed * 7919) % 101) / 101 / step;
}

/** The loss that a training is judged by behind a step; of some seeds it is not finite. */
export function judgedAt(seed: number, step: number): number {
  return seed % 11 === 6 && step > 5 ? Infinity : lossAt(seed, step) + 0.25;
}

/** How large the update of a step is. */
export function ratioAt(seed: number, step: number): number {
  return 1 / (seed + step);
}

/** Whether all weights are finite in the end. */
export function endsFinite(seed: number): boolean {
  return seed % 13 !== 8;
}

/** What happened in a pretended device. */
export interface Pretence {
  /** Most lanes that it has room for, in all trainers together. */
  readonly room?: number;
  /** Most lanes of a trainer, as the device says beforehand. */
  readonly limit?: number;
  /** Told before each advance: of which task, how many lanes are in use, and how many steps are made. */
  readonly onAdvance?: (task: string, lanes: number, steps: number) => void;
}

/** A pretended device. */
export interface PretendDevice {
  /** Trainers that were made and not closed. */
  readonly open: ReadonlySet<LanedTrainer>;
  readonly make: MakeTrainer;
}

/** Makes trainers that pretend to train, on one device. */
export function pretendDevice({ room = Infinity, limit = Infinity, onAdvance }: Pretence = {}): PretendDevice {
  const open = new Set<PretendTrainer>();
  return {
    open,
    make: async (problem, { lanes: wanted }) => {
      await turn();
      const lanes = Math.min(wanted, limit);
      const taken = [...open].reduce((sum, trainer) => sum + trainer.lanes, 0);
      if (taken + lanes > room) {
        throw new OutOfRoom(`${taken} of ${room} lanes are taken, ${lanes} do not fit.`, { lanes });
      }
      const shortage = lanes < wanted ? "its limits say so." : undefined;
      const trainer = new PretendTrainer({ problem, lanes, shortage, open, onAdvance });
      open.add(trainer);
      return trainer;
    },
  };
}

interface Lane {
  readonly training: LaneTraining;
  steps: number;
}

interface PretendParts {
  readonly problem: Problem;
  readonly lanes: number;
  readonly shortage: string | undefined;
  /** Where it is as long as it is open. */
  readonly open: Set<PretendTrainer>;
  readonly onAdvance: Pretence["onAdvance"];
}

/** Refuses all that a caller must not do. */
class PretendTrainer implements LanedTrainer {
  readonly lanes: number;
  readonly shortage: string | undefined;
  readonly metrics = ["accuracy"];
  readonly #problem: Problem;
  readonly #open: Set<PretendTrainer>;
  readonly #onAdvance: Pretence["onAdvance"];
  readonly #running = new Map<number, Lane>();
  #isBusy = false;

  constructor({ problem, lanes, shortage, open, onAdvance }: PretendParts) {
    this.lanes = lanes;
    this.shortage = shortage;
    this.#problem = problem;
    this.#open = open;
    this.#onAdvance = onAdvance;
  }

  begin(lane: number, training: LaneTraining): void {
    this.#requireIdle();
    if (this.#running.has(lane) || lane < 0 || lane >= this.lanes) throw new Error(`Lane ${lane} is not free.`);
    this.#running.set(lane, { training, steps: 0 });
  }

  async advance(steps: number): Promise<readonly LaneProgress[]> {
    this.#requireIdle();
    const { task, horizon } = this.#problem;
    this.#onAdvance?.(task.name, this.#running.size, steps);
    const compared = ratioSteps(horizon);
    this.#isBusy = true;
    await turn();
    this.#isBusy = false;
    return [...this.#running].map(([lane, running]) => {
      const { seed } = running.training;
      const passed = Array.from({ length: steps }, (_, k) => running.steps + k + 1);
      running.steps += steps;
      if (steps < 1 || running.steps > horizon) throw new Error(`Lane ${lane} is led to step ${running.steps}.`);
      return {
        lane,
        losses: Float32Array.from(passed, (step) => lossAt(seed, step)),
        ratios: passed.filter((step) => compared.includes(step)).map((step) => ratioAt(seed, step)),
      };
    });
  }

  async evaluate(lanes: readonly number[]): Promise<readonly LaneEvaluation[]> {
    this.#requireIdle();
    await turn();
    return lanes.map((lane) => {
      const running = this.#running.get(lane);
      if (running === undefined) throw new Error(`Lane ${lane} is free.`);
      const { training: { seed }, steps } = running;
      return { lane, values: [judgedAt(seed, steps), seed], isFinite: endsFinite(seed) };
    });
  }

  end(lane: number): void {
    this.#requireIdle();
    if (!this.#running.delete(lane)) throw new Error(`Lane ${lane} is free.`);
  }

  close(): void {
    this.#requireIdle();
    this.#open.delete(this);
  }

  #requireIdle(): void {
    if (this.#isBusy || !this.#open.has(this)) throw new Error("The trainer is busy or closed.");
  }
}

/** A training of a task that nobody really trains. */
export function requestOf(index: number, changes: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    index, seed: index, program: "def sgd(w, g, lr):\n  return g * lr",
    task: { name: "glyph-mlp", size: 1, horizon: 12, batch: 4 },
    ...changes,
  };
}
