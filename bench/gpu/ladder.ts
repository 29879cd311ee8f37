import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { parse } from "../../dsl/text/parse.js";
import { type LanedTrainer, OutOfRoom } from "../../proxies/lanes/laned-trainer.js";
import { InputError } from "../../src/errors.js";

/** What a ladder is climbed with. */
export interface Climb {
  /** Makes a trainer with so many lanes; rejects with {@link OutOfRoom} where the device cannot hold them. */
  readonly make: (lanes: number) => Promise<LanedTrainer>;
  /** Steps of a training. */
  readonly horizon: number;
  /** Lanes that are tried first, and at most. */
  readonly least: number;
  readonly most: number;
  /** Seconds that the trainings of a rung may take. */
  readonly seconds: number;
  /** Candidates that are trained for a step first: they prepare what is prepared once. */
  readonly warmUp: number;
  /** The program of a candidate. */
  readonly programOf: (index: number) => string;
  /** Milliseconds on a clock. @default those since the process began */
  readonly now?: () => number;
}

/** What so many lanes filled at once came to. */
export interface Rung {
  readonly lanes: number;
  /** Trainings a second, programs read and compiled, and the final judgement counted. */
  readonly perSecond: number;
}

/** How high a ladder goes. */
export interface Top {
  /** Lanes that the device has room for, up to the most that were asked for. */
  readonly room: number;
  /** Why there is no room for more, in the device's own words. @default there is */
  readonly shortage?: string;
}

/** A trainer with as many lanes as there is room for: the most, or what limits allow of it, or a half, or a quarter… */
export async function openHighest({ make, most }: Climb): Promise<Top & { readonly trainer: LanedTrainer }> {
  let shortage: string | undefined;
  for (let room = most; ; room = Math.floor(room / 2)) {
    try {
      const trainer = await make(room);
      shortage ??= trainer.shortage;
      return { trainer, room: trainer.lanes, ...(shortage === undefined ? {} : { shortage }) };
    } catch (error) {
      if (!(error instanceof OutOfRoom)) throw error;
      room = Math.min(room, error.lanes ?? room);
      if (room <= 1) throw error;
      shortage ??= error.message;
    }
  }
}

/** Below this share of the best rate so far, the rate falls. */
const FALLEN = 0.9;

/**
 * Fills more and more lanes, twice as many each time and always with the first candidates, until clearly fewer
 * trainings a second end than before.
 */
export async function* climb(trainer: LanedTrainer, options: Climb): AsyncGenerator<Rung, undefined> {
  const { least, seconds, warmUp, now = () => performance.now() } = options;
  for (let index = 0; index < warmUp;) {
    index = await trainOnce(trainer, Math.min(warmUp, trainer.lanes), index, { ...options, horizon: 1 });
  }
  let best = 0;
  for (let lanes = Math.min(least, trainer.lanes); lanes <= trainer.lanes; lanes *= 2) {
    const start = now();
    await trainOnce(trainer, lanes, 0, options);
    const took = (now() - start) / 1000;
    const perSecond = lanes / took;
    yield { lanes, perSecond };
    // Where they fill the device, twice as many take twice as long.
    if (perSecond < FALLEN * best || 2 * took > seconds) return;
    best = Math.max(best, perSecond);
  }
}

/** Trains one candidate in each of so many lanes, from an index on: the index behind the last. */
async function trainOnce(trainer: LanedTrainer, lanes: number, from: number, options: Climb): Promise<number> {
  const { horizon, programOf } = options;
  let index = from;
  for (let lane = 0; lane < lanes; lane++) {
    while (!begin(trainer, lane, programOf(index++))) {
      // What no lane has room for is left out.
    }
  }
  await trainer.advance(horizon);
  await trainer.evaluate(Array.from({ length: lanes }, (_, lane) => lane));
  for (let lane = 0; lane < lanes; lane++) trainer.end(lane);
  return index;
}

/** Puts a program in a lane, if that has room for what it keeps. */
function begin(trainer: LanedTrainer, lane: number, program: string): boolean {
  try {
    trainer.begin(lane, { rule: compile(check(parse(program))), seed: 1 });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
