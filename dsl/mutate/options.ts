import { InputError } from "../../src/errors.js";
import { FUNCTIONS, findFunction } from "../functions/table.js";
import type { FunctionRow, FunctionSet } from "../functions/row.js";

/**
 * How programs are changed: `default`, or `paper`, which knows only insert, delete and modify, a third each,
 * over the functions of the paper (arXiv 2302.06675).
 */
export type MutationMode = "default" | "paper";

/** How often each kind of mutation is tried in the default mode; relative, need not sum to 1. */
export interface MutationWeights {
  /** An argument of a statement, or its function. @default 0.35 */
  readonly modify: number;
  /** A random statement more. @default 0.25 */
  readonly insert: number;
  /** A statement less. @default 0.2 */
  readonly delete: number;
  /** A constant or the update scaled, or an averaging constant made relative to the horizon. @default 0.15 */
  readonly constant: number;
  /** A whole idiom, or, where there is a mate, in half the cases statements of the mate. @default 0.05 */
  readonly idiom: number;
}

/** What a child must keep to; a child outside is never returned. */
export interface Limits {
  /** Most statements. @default 60 */
  readonly statements?: number;
  /** Most live state variables. @default 2 */
  readonly states?: number;
  /**
   * Functions that mutations may write: a set (`extended` holds the paper's too) or names. What a parent
   * already uses may stay. In mode `paper` only functions of the paper count.
   *
   * @default "extended"; in mode `paper`, "paper"
   */
  readonly functions?: FunctionSet | readonly string[];
  /** Most static cost, as a multiple of AdamW's. @default no limit */
  readonly cost?: number;
}

/** Options of every mutation: made once for a search and passed again and again, never changed. */
export interface MutationOptions {
  /** @default "default" */
  readonly mode?: MutationMode;
  /** Each kind that is missing has its default weight. */
  readonly weights?: Partial<MutationWeights>;
  readonly limits?: Limits;
  /** How often `propose` scales a child's update to its parent's size. @default 0.5 */
  readonly normMatch?: number;
}

/** The default weights; see {@link MutationWeights}. */
export const DEFAULT_WEIGHTS: MutationWeights = {
  modify: 0.35,
  insert: 0.25,
  delete: 0.2,
  constant: 0.15,
  idiom: 0.05,
};

/** The default limit of statements. */
export const MOST_STATEMENTS = 60;
/** The default limit of live state variables: what AdamW needs. */
export const MOST_STATES = 2;
/** The default probability of norm-matching. */
export const NORM_MATCH = 0.5;

/** Options made ready for the inner loop: what a try would otherwise look up each time. */
export interface Palette {
  readonly paper: boolean;
  /** Shares of modify, insert, delete, constant, idiom. */
  readonly weights: readonly number[];
  /** What an insertion chooses from. */
  readonly functions: readonly FunctionRow[];
  /** By function id, 1 where mutations may write it. */
  readonly allowed: Uint8Array;
  /** By function id: the allowed functions with the same arguments and result, itself among them or not. */
  readonly peers: readonly (readonly FunctionRow[])[];
  readonly statements: number;
  readonly states: number;
  readonly cost: number;
  readonly normMatch: number;
}

// The same options object comes a million times in a row; it is read once.
const palettes = new WeakMap<MutationOptions, Palette>();
let lastOptions: MutationOptions | undefined;
let lastPalette: Palette | undefined;

/**
 * Reads options. The result is kept for as long as the options object lives.
 *
 * @throws {@link InputError} where a weight, limit or probability is out of range or a function is unknown.
 */
export function paletteOf(options: MutationOptions): Palette {
  if (options === lastOptions && lastPalette !== undefined) return lastPalette;
  let palette = palettes.get(options);
  if (palette === undefined) {
    palette = createPalette(options);
    palettes.set(options, palette);
  }
  lastOptions = options;
  lastPalette = palette;
  return palette;
}

function createPalette(options: MutationOptions): Palette {
  const { mode = "default", weights = {}, limits = {}, normMatch = NORM_MATCH } = options;
  const paper = mode === "paper";
  const chosen = { ...DEFAULT_WEIGHTS, ...weights };
  const shares = paper
    ? [1, 1, 1, 0, 0]
    : [chosen.modify, chosen.insert, chosen.delete, chosen.constant, chosen.idiom];
  if (!shares.every((share) => Number.isFinite(share) && share >= 0) || !shares.some((share) => share > 0)) {
    throw new InputError(
      "bad-mutation-options",
      `Mutation weights must be non-negative with at least one positive, got ${JSON.stringify(chosen)}.`,
    );
  }
  if (!(normMatch >= 0 && normMatch <= 1)) {
    throw new InputError(
      "bad-mutation-options",
      `normMatch is a probability between 0 and 1, got ${normMatch}.`,
    );
  }
  const { statements = MOST_STATEMENTS, states = MOST_STATES, cost = Infinity } = limits;
  for (const [name, limit] of Object.entries({ statements, states, cost })) {
    if (!(limit >= 0)) {
      throw new InputError(
        "bad-mutation-options",
        `The limit \`${name}\` must be a number from 0, got ${limit}.`,
      );
    }
  }
  const functions = allowedFunctions(limits.functions ?? (paper ? "paper" : "extended"), paper);
  const allowed = new Uint8Array(FUNCTIONS.length);
  for (const { id } of functions) allowed[id] = 1;
  return {
    paper,
    weights: shares,
    functions,
    allowed,
    peers: peersAmong(functions),
    statements,
    states,
    cost,
    normMatch,
  };
}

function allowedFunctions(wanted: FunctionSet | readonly string[], paper: boolean): readonly FunctionRow[] {
  const rows =
    wanted === "extended"
      ? FUNCTIONS
      : wanted === "paper"
        ? FUNCTIONS.filter(({ set }) => set === "paper")
        : [...new Set(wanted.map(namedFunction))];
  const kept = paper ? rows.filter(({ set }) => set === "paper") : rows;
  if (kept.length === 0) {
    throw new InputError(
      "bad-mutation-options",
      "No function is allowed: `functions` must name at least one.",
    );
  }
  return kept;
}

function namedFunction(name: string): FunctionRow {
  const row = findFunction(name);
  if (row !== undefined) return row;
  throw new InputError(
    "bad-mutation-options",
    `\`functions\` names \`${name}\`, which is no function of the language; \`symopt rules --functions\` lists them.`,
  );
}

/** By function id, which signature it has: functions of one signature can stand for each other. */
const SIGNATURES: readonly number[] = numbered(
  FUNCTIONS.map(({ args, result }) => `${args.map(({ type }) => type).join()}→${result}`),
);

function numbered(keys: readonly string[]): readonly number[] {
  const known = [...new Set(keys)];
  return keys.map((key) => known.indexOf(key));
}

function peersAmong(functions: readonly FunctionRow[]): readonly (readonly FunctionRow[])[] {
  const groups: FunctionRow[][] = FUNCTIONS.map(() => []);
  for (const row of functions) groups[SIGNATURES[row.id] as number]?.push(row);
  return SIGNATURES.map((signature) => groups[signature] as readonly FunctionRow[]);
}
