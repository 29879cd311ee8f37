import { ContractError } from "../src/errors.js";
import { exp10, exp2, log10, log2 } from "../src/transcendental/index.js";

/** One setting of a rule: training runs `scale · update + reference size · lr · decay · weights`. */
export interface Setting {
  /** What every update is multiplied by. */
  readonly scale: number;
  /** Decay, in units of the reference's update size: 0 for none. */
  readonly decay: number;
  /** Hyperparameters of the rule in place of their defaults. */
  readonly hyperparameters: Readonly<Record<string, number>>;
}

/** A hyperparameter that is tuned, and on what scale. */
export interface TunedHyperparameter {
  readonly name: string;
  readonly default: number;
  /** `average`: 1 − value is varied by factors of two, as for β; `factor`: the value itself is. */
  readonly scale: "average" | "factor";
}

/** Options of {@link tune}. */
export interface TuningOptions {
  /** How many settings are tried: from 1. */
  readonly trials: number;
  /** @default none */
  readonly hyperparameters?: readonly TunedHyperparameter[];
  /** Where the first window of the scale has its middle. @default 1 */
  readonly likelyScale?: number;
  /**
   * A setting that was good on a similar problem: tried first, and looked about in windows half as wide.
   * @default none: the rule as it is is tried first
   */
  readonly from?: Setting | undefined;
  /**
   * Whether a setting trains on more than what it was tried on. Asked of the best, then of the next best, until one
   * does; where none does the best is taken all the same. @default every one does
   */
  readonly withstands?: (setting: Setting) => Promise<boolean>;
}

/** A setting that was tried, and the loss that it came to. */
export interface Trial {
  readonly setting: Setting;
  /** Infinite where the training failed. */
  readonly loss: number;
}

/** What tuning found. */
export interface Tuned {
  /** The best trial of those whose setting withstands what is asked of it. */
  readonly best: Trial;
  /** Every trial, in order. */
  readonly trials: readonly Trial[];
  /** What the best lies at the edge of all that was tried with: more trials might find better. */
  readonly edges: readonly string[];
}

/** Rounds of trials: after each, the windows move to the best so far. */
const ROUNDS = 4;
/** The outer part of a window, on either side, that counts as its edge. */
const EDGE = 0.15;
/** How much narrower a window gets whose best lies inside, and how much wider where everything fails. */
const NARROWER = 0.5;
const WIDER = 2;
/** log10 of the smallest decay: what lies below it stands for none at all, wherever the window is. */
const LEAST_DECAY = -5;

/** A quantity that is tuned: a window on its own scale. */
interface Axis {
  readonly name: string;
  readonly centre: number;
  readonly width: number;
  /** All places below it mean the same, so that none of them is an edge. */
  readonly floor: number;
}

/** A trial, and its place on each axis. */
interface Placed extends Trial {
  readonly place: readonly number[];
}

/**
 * Tunes a rule's scale, decay and hyperparameters by quasi-random trials in windows: scale by factors of two
 * within 2^±4 of the likely one at first, decay among none and 10^-5 … 10^-1. The first trial is the rule as it is:
 * scale 1, no decay, its own hyperparameters; or the setting that it is tuned from. Four rounds; after each, every
 * window moves to the best so far, half as wide, or as wide as before where the best lies at its edge: so the search
 * widens while the best lies on an edge. Where everything failed, windows stay and get twice as wide. Deterministic,
 * and the same number of trials whatever the rule; what is asked of a setting afterwards is no trial.
 *
 * @param lossOf - Trains one setting: the loss; infinite or NaN where the training fails. Called for all
 * trials of a round at once.
 * @throws {@link ContractError} where the number of trials is no integer from 1.
 */
export async function tune(
  lossOf: (setting: Setting) => Promise<number>, options: TuningOptions,
): Promise<Tuned> {
  const { trials: count, hyperparameters = [], likelyScale = 1, from, withstands } = options;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new ContractError(`Tuning takes a whole number of trials, from 1, got ${count}.`);
  }
  const usual: readonly Axis[] = [
    { name: "scale", centre: log2(likelyScale), width: 8, floor: -Infinity },
    { name: "decay", centre: -3.5, width: 5, floor: LEAST_DECAY },
    ...hyperparameters.map(({ name }) => ({ name, centre: 0, width: 3, floor: -Infinity })),
  ];
  const first = from === undefined
    ? usual.map(({ floor }) => (floor === -Infinity ? 0 : floor - 1))
    : placeOfSetting(from, hyperparameters);
  let axes = from === undefined ? usual : around(first, usual);
  const trials: Placed[] = [];
  const rounds = Math.min(ROUNDS, count);
  for (let round = 0; round < rounds; round++) {
    const until = Math.round((count * (round + 1)) / rounds);
    const places: (readonly number[])[] = [];
    for (let i = trials.length; i < until; i++) places.push(i === 0 ? first : placeOf(i, axes));
    const settings = places.map((place) => settingAt(place, hyperparameters));
    const losses = await Promise.all(settings.map(lossOf));
    places.forEach((place, k) => {
      const loss = losses[k] as number;
      trials.push({ setting: settings[k] as Setting, loss: Number.isFinite(loss) ? loss : Infinity, place });
    });
    axes = moved(axes, trials);
  }
  const best = (withstands && await bestThat(withstands, trials)) ?? bestOf(trials);
  const edges = axes.filter((axis, d) => best.loss < Infinity && isEdge(axis, d, best, trials));
  return {
    best: withoutPlace(best),
    trials: trials.map(withoutPlace),
    edges: edges.map(({ name }) => name),
  };
}

function bestOf(trials: readonly Placed[]): Placed {
  return trials.reduce((best, trial) => (trial.loss < best.loss ? trial : best));
}

/** The best trial whose setting passes; undefined where none does. */
async function bestThat(
  passes: (setting: Setting) => Promise<boolean>, trials: readonly Placed[],
): Promise<Placed | undefined> {
  for (const trial of byLoss(trials)) if (await passes(trial.setting)) return trial;
  return undefined;
}

/** The trials that came to a loss, the best first, and of equal ones the earlier. */
export function byLoss<T extends Trial>(trials: readonly T[]): readonly T[] {
  return trials.filter(({ loss }) => loss < Infinity).toSorted((a, b) => a.loss - b.loss);
}

function withoutPlace({ setting, loss }: Placed): Trial {
  return { setting, loss };
}

/** The windows of the next round. */
function moved(axes: readonly Axis[], trials: readonly Placed[]): readonly Axis[] {
  const best = bestOf(trials);
  const { loss, place } = best;
  return axes.map((axis, d) => {
    if (loss === Infinity) return { ...axis, width: axis.width * WIDER };
    const at = place[d] as number;
    const isOuter = at > axis.floor && Math.abs(at - axis.centre) > axis.width * (0.5 - EDGE);
    const width = isOuter || isEdge(axis, d, best, trials) ? axis.width : axis.width * NARROWER;
    return { ...axis, centre: Math.max(at, axis.floor), width };
  });
}

/** Windows half as wide about a place. */
function around(place: readonly number[], axes: readonly Axis[]): readonly Axis[] {
  return axes.map((axis, d) => {
    return { ...axis, centre: Math.max(place[d] as number, axis.floor), width: axis.width * NARROWER };
  });
}

/**
 * The points of the additive recurrence with the generalized golden ratio (Roberts 2018), in the windows: any few of
 * them in a row are spread well.
 */
function placeOf(i: number, axes: readonly Axis[]): readonly number[] {
  let ratio = 2;
  for (let k = 0; k < 30; k++) ratio = exp2(log2(1 + ratio) / (axes.length + 1));
  let step = 1;
  return axes.map(({ centre, width }) => {
    step /= ratio;
    const unit = (0.5 + i * step) % 1;
    return centre + (unit - 0.5) * width;
  });
}

function settingAt(place: readonly number[], hyperparameters: readonly TunedHyperparameter[]): Setting {
  const [scale = 0, decay = 0, ...rest] = place;
  return {
    scale: exp2(scale),
    decay: decay < LEAST_DECAY ? 0 : exp10(decay),
    hyperparameters: Object.fromEntries(
      hyperparameters.map(({ name, default: value, scale: kind }, k) => {
        const factor = exp2(rest[k] ?? 0);
        return [name, kind === "average" ? 1 - Math.min(1, (1 - value) * factor) : value * factor];
      }),
    ),
  };
}

/** Where a setting lies: what {@link settingAt} makes it of. */
function placeOfSetting(
  { scale, decay, hyperparameters: values }: Setting, hyperparameters: readonly TunedHyperparameter[],
): readonly number[] {
  return [
    log2(scale),
    decay === 0 ? LEAST_DECAY - 1 : log10(decay),
    ...hyperparameters.map(({ name, default: usual, scale: kind }) => {
      const value = values[name] ?? usual;
      return log2(kind === "average" ? (1 - value) / (1 - usual) : value / usual);
    }),
  ];
}

/** Whether the best place on an axis is the lowest or highest that was tried, with anything new beyond it. */
function isEdge({ floor }: Axis, d: number, best: Placed, trials: readonly Placed[]): boolean {
  const at = best.place[d] as number;
  const tried = trials.map(({ place }) => place[d] as number);
  const isLowest = at > floor && at <= Math.min(...tried);
  return isLowest || Math.max(at, floor) >= Math.max(...tried);
}
