import type { Coupling, Measures } from "../../dsl/probe/probe.js";
import { ContractError } from "../../src/errors.js";

/** A measure that is a number, cut into bins at its edges. */
export interface NumericAxis {
  readonly name: Exclude<keyof Measures, "coupling">;
  /** Ascending. A value that equals an edge lies above it: n edges make n + 1 bins. */
  readonly edges: readonly number[];
}

/** How far the gradient of one coordinate reaches: a bin for each of the four answers. */
export interface CouplingAxis {
  readonly name: "coupling";
}

/** A measure that the archive spreads its elites over. */
export type Axis = NumericAxis | CouplingAxis;

/**
 * The axes of an archive unless others are configured. An averaging length below 1.05 counts as no memory: a
 * rule without any has exactly 1 on the probe. The edges of the noise response part the library into 6, 13, 7
 * and 12 rules: those that grow in noise, those that see no difference (SGD, sign methods), those that look
 * ahead or mask (Nesterov, NAdam), those that average (Adam).
 */
export const DEFAULT_AXES: readonly Axis[] = [
  { name: "liveState", edges: [1, 2, 3] },
  { name: "scaleExponent", edges: [0.25, 0.75, 1.25] },
  { name: "averagingLength", edges: [1.05, 4, 16, 64] },
  { name: "noiseResponse", edges: [-0.1, 0.2, 1.3] },
];

/** By reach, so that bins side by side behave most alike. */
const COUPLINGS: readonly Coupling[] = ["coordinate", "array", "matrix", "tree"];

/** The cells of an archive: every combination of bins is one, numbered from 0 with the last axis fastest. */
export class Grid {
  readonly axes: readonly Axis[];
  /** What each bin of each axis is called, axis by axis, as in `["< 0.25", "0.25 to 0.75", "≥ 0.75"]`. */
  readonly labels: readonly (readonly string[])[];
  /** How many cells there are. */
  readonly size: number;

  /**
   * @param axes - Different measures. @default {@link DEFAULT_AXES}
   * @throws {@link ContractError} where a measure stands twice or edges do not ascend.
   */
  constructor(axes: readonly Axis[] = DEFAULT_AXES) {
    axes.forEach((axis, k) => { checkAxis(axis, axes.slice(0, k)); });
    this.axes = axes;
    this.labels = axes.map(labelsOf);
    this.size = this.labels.reduce((cells, { length }) => cells * length, 1);
    if (!Number.isSafeInteger(this.size)) throw new ContractError(`A grid of ${this.size} cells cannot be numbered.`);
  }

  /**
   * The cell that measures fall into.
   *
   * @throws {@link ContractError} where a measure is not a number.
   */
  cellOf(measures: Measures): number {
    return this.axes.reduce(
      (cell, axis, k) => cell * (this.labels[k] as readonly string[]).length + binOf(axis, measures), 0,
    );
  }

  /** The bin of a cell on every axis. */
  binsOf(cell: number): readonly number[] {
    const bins = new Array<number>(this.axes.length);
    let rest = cell;
    for (let k = bins.length - 1; k >= 0; k--) {
      const { length } = this.labels[k] as readonly string[];
      bins[k] = rest % length;
      rest = Math.floor(rest / length);
    }
    return bins;
  }

  /** What the bins of a cell are called, axis by axis. */
  labelsOf(cell: number): readonly string[] {
    return this.binsOf(cell).map((bin, k) => this.labels[k]?.[bin] as string);
  }

  /** How far apart two cells lie: along every axis the part of its length that is between them, summed up. */
  distance(one: number, other: number): number {
    const bins = this.binsOf(other);
    return this.binsOf(one).reduce((sum, bin, k) => {
      const steps = (this.labels[k] as readonly string[]).length - 1;
      return steps === 0 ? sum : sum + Math.abs(bin - (bins[k] as number)) / steps;
    }, 0);
  }
}

function checkAxis(axis: Axis, before: readonly Axis[]): void {
  if (before.some(({ name }) => name === axis.name)) throw new ContractError(`"${axis.name}" is an axis twice.`);
  if (axis.name === "coupling") return;
  const { name, edges } = axis;
  if (!edges.every((edge, k) => Number.isFinite(edge) && (k === 0 || edge > (edges[k - 1] as number)))) {
    throw new ContractError(`The edges of "${name}" must be finite and ascend, got ${edges.join(", ")}.`);
  }
}

function binOf(axis: Axis, measures: Measures): number {
  if (axis.name === "coupling") return COUPLINGS.indexOf(measures.coupling);
  const value = measures[axis.name];
  if (Number.isNaN(value)) throw new ContractError(`A program whose "${axis.name}" is NaN has no cell.`);
  let bin = 0;
  while (bin < axis.edges.length && value >= (axis.edges[bin] as number)) bin++;
  return bin;
}

function labelsOf(axis: Axis): readonly string[] {
  if (axis.name === "coupling") return COUPLINGS;
  const { edges } = axis;
  if (edges.length === 0) return ["any"];
  const whole = axis.name === "liveState";
  return [-Infinity, ...edges].map((from, k) => {
    const to = edges[k];
    return whole ? countLabel(from, to) : rangeLabel(from, to);
  });
}

function rangeLabel(from: number, to: number | undefined): string {
  if (to === undefined) return `≥ ${from}`;
  return from === -Infinity ? `< ${to}` : `${from} to ${to}`;
}

/** Counts are named one by one, the last included. */
function countLabel(from: number, to: number | undefined): string {
  const first = Math.max(0, Math.ceil(from));
  if (to === undefined) return `≥ ${first}`;
  const last = Math.ceil(to) - 1;
  return first === last ? `${first}` : `${first} to ${last}`;
}
