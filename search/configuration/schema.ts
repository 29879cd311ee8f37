import { z } from "zod";
import { FUNCTIONS, findFunction, functionNames } from "../../dsl/functions/table.js";
import { DEFAULT_WEIGHTS, MOST_STATEMENTS, MOST_STATES, NORM_MATCH } from "../../dsl/mutate/options.js";
import type { Measures } from "../../dsl/probe/probe.js";
import { printable } from "../../dsl/text/diagnostic.js";
import { EXECUTOR_CHOICES } from "../../proxies/executor/executor-name.js";
import { nearest } from "../../dsl/text/nearest.js";
import { SIZES } from "../../proxies/problem/task.js";
import { RACES } from "../evolution/race.js";
import { MOST_SEEDS } from "../seeds.js";
import { OR_NULL, choice, fraction, group, integer, line, list, number, positive, rising } from "./value.js";

/** Evaluations of a run that sets no other limit. */
export const DEFAULT_EVALUATIONS = 2000;

/** The fewest fresh seeds on which a "best" is judged: a promise of symopt's, not a matter of taste. */
const FEWEST_BEST = 8;

/** The fewest fresh seeds of a comparison. */
const FEWEST_COMPARED = 10;

/** Most tasks of a list. */
export const MOST_TASKS = 100;

/** One task of a list, as the file gives it. */
export const taskSchema = z.union(
  [
    line("a task"),
    z.strictObject({
      task: line("a built-in task, or a module that defines one, as in `./task.js` or `./task.js:name`").describe(
        "A built-in task (`symopt tasks` lists them), or a module that defines one: `./task.js`, or " +
          "`./task.js:name` where it defines several. Paths are relative to this file.",
      ),
      size: z.literal(SIZES, { error: "one of `1`, `10`, `100`" }).optional().describe(
        "How large: 1 (the proxy), 10 or 100 times its compute. Default: 1 for search, 10 for the others.",
      ),
      horizon: integer(1, 10_000_000).optional().describe("Steps of a training. Default: the task's own."),
      batch: integer(1, 1_000_000).optional().describe("Examples of a step. Default: the task's own."),
      data: line("the path of a file or folder").optional().describe(
        "File or folder of real data that the task reads, relative to this file. Default: data that it generates.",
      ),
    }),
  ],
  { error: "a task: its name, or a mapping with the key `task`" },
);

/** One starting program, as the file gives it. */
export const startSchema = z.union(
  [
    line("a program"),
    z.strictObject({
      name: line("a name").describe("What the log calls it."),
      program: z.string({ error: "the text of a program" }).describe("The text of the program."),
      tuned: z.boolean({ error: "`true` or `false`" }).optional().describe(
        "Whether its update is of a size that suits the tasks: then it is not tried with much larger ones. Default: false.",
      ),
    }),
  ],
  { error: "a program: a name of the library, the path of a .rule file, or a mapping with `name` and `program`" },
);

const functionName = line("a function of the language").check((context) => {
  if (findFunction(context.value) !== undefined) return;
  const near = nearest(context.value, functionNames());
  const advice = near === undefined ? "`symopt rules --functions` lists them" : `did you mean \`${near}\`?`;
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `there is no function \`${printable(context.value)}\`; ${advice}`,
  });
});

const functionSet = choice(["extended", "paper"]);

const functions = z.union(
  [
    functionSet,
    z.strictObject({
      set: functionSet.default("extended").describe("The set to begin with."),
      exclude: list(functionName, "functions").default([]).describe("Functions of the set that are left out."),
      include: list(functionName, "functions").default([]).describe("Functions that are added to the set."),
    }),
  ],
  { error: "`extended`, `paper`, or a mapping with the keys `set`, `exclude`, `include`" },
);

/** The rules that a search starts from where nothing else is said: well known, cheap, unlike each other. */
export const DEFAULT_START = [
  "adamw", "nadamw", "adam", "adabelief", "rmsprop", "lion", "signum", "nesterov", "momentum", "sgd",
] as const;

const edges = list(number(-1e9, 1e9), "numbers that rise", 1, 100).refine(rising, {
  error: "`edges` must rise from each to the next",
});

const MEASURES = [
  "liveState", "scaleExponent", "averagingLength", "noiseResponse", "coupling", "updateSize",
] as const satisfies readonly (keyof Measures)[];

const axis = z.union(
  [
    choice(MEASURES),
    z.strictObject({
      name: choice(MEASURES).describe("The measure."),
      edges: edges.optional().describe(
        "Where one bin ends and the next begins, rising; a value on an edge belongs to the bin above. Default: " +
          "what the measure usually has. `coupling` has none: its bins are its four values.",
      ),
    }),
  ],
  { error: "a measure: its name, or a mapping with the keys `name` and `edges`" },
);

const seeds = list(integer(1, MOST_SEEDS), "numbers of seeds that rise", 1, 20).refine(rising, {
  error: "`seeds` must rise from each level to the next",
});

const hurdlePlaces = list(
  z.number({ error: "a number between 0 and 1" })
    .gt(0, { error: "a number between 0 and 1" })
    .lt(1, { error: "a number between 0 and 1" }),
  "shares of the horizon that rise", 0, 10,
).refine(rising, { error: "`at` must rise from each hurdle to the next" });

const weight = (usual: number, what: string): z.ZodDefault<z.ZodNumber> =>
  number(0, 1e6).default(usual).describe(`${what} Default: ${usual}.`);

const stageSchema = z.strictObject({
  size: z.literal(SIZES, { error: "one of `1`, `10`, `100`" }).describe("The size of the tasks."),
  keep: integer(1, 10_000).describe("How many go on."),
  seeds: integer(1, 1000).default(4).describe("Fresh seeds that each candidate is trained on. Default: 4."),
  trials: integer(1, 100_000).default(1).describe(
    "Settings of scale, decay and hyperparameters that are tried for each candidate before; 1: as it is. Default: 1.",
  ),
}, { error: "a stage: a mapping with the keys `size` and `keep`" });

/** All that a configuration file may say, with its defaults. */
export const settingsSchema = z.strictObject({
  seed: integer(0, Number.MAX_SAFE_INTEGER).default(1).describe(
    "The seed of every random draw: the same configuration and seed give the same run. Default: 1.",
  ),
  budget: group({
    evaluations: integer(1, 1_000_000_000, OR_NULL).nullable().optional().describe(
      "How many candidates are trained: repeats of known ones are free; null: no limit. Default: 2000, or no limit where `steps` or `minutes` is set.",
    ),
    steps: integer(1, Number.MAX_SAFE_INTEGER, OR_NULL).nullable().default(null).describe(
      "Training steps in all: hurdles, sweeps and confirmations count. Default: null, no limit.",
    ),
    minutes: positive(10_000_000, OR_NULL).nullable().default(null).describe(
      "Minutes of wall-clock time. Default: null, no limit.",
    ),
  }).prefault({}).describe("When the run ends: at the first of the limits that is reached."),
  workers: integer(1, 1024, OR_NULL).nullable().default(null).describe(
    "Worker threads; they never change a result. Default: null, as many as there are cores.",
  ),
  executor: choice(EXECUTOR_CHOICES).default("wasm").describe(
    "What trains, in the search and all that follows it: wasm, whose results are equal on every machine to the bit; webgpu or " +
      "tfjs:…, which train side by side, on a GPU where there is one; auto, the fastest where the run begins, wasm " +
      "unless another is 10 % faster, wasm:fused 30 %. A run keeps to its executor. Default: wasm.",
  ),
  lanes: integer(1, 65_536, OR_NULL).nullable().default(null).describe(
    "Candidates that an executor other than wasm trains side by side. No training depends on them, but they set `inFlight` " +
      "where that is null. Default: null, as many as is usual for it.",
  ),
  inFlight: integer(1, 131_072, OR_NULL).nullable().default(null).describe(
    "Trainings that are under way at a time: candidates are proposed that far ahead of the results. Part of what " +
      "the run is; no smaller than `workers` or `lanes`, or some of them stand idle. Default: null, 16 for wasm, twice the " +
      "lanes for others.",
  ),
  tasks: group({
    search: list(taskSchema, "tasks", 1, MOST_TASKS).default(["glyph-mlp", "teacher", "language"]).describe(
      "What every candidate trains on. Default: glyph-mlp, teacher, language, at size 1.",
    ),
    selection: list(taskSchema, "tasks", 0, MOST_TASKS).default(["noisy-labels", "auto-encoder", "tabular"]).describe(
      "What the best are selected by, never seen by the search. Default: noisy-labels, auto-encoder, tabular, at " +
        "size 10.",
    ),
    sealed: list(taskSchema, "tasks", 0, MOST_TASKS).default(["diffusion", "captions", "masked-language"]).describe(
      "What the verdict is passed on, opened once. Default: diffusion, captions, masked-language, at size 10.",
    ),
    peers: z.boolean({ error: "`true` or `false`" }).default(true).describe(
      "Whether each search task is also trained with 4 times its steps and an eighth of its batch: what holds at " +
        "one horizon only is no discovery. Default: true.",
    ),
  }).prefault({}).describe("Three lists of tasks; no family of tasks may be in two of them."),
  mode: choice(["evolution+archive", "evolution", "archive", "random", "constants"]).default("evolution+archive")
    .describe(
      "Where parents come from: `evolution+archive` (tournament or archive), `evolution`, `archive`; or a " +
        "baseline: `random` (random programs), `constants` (only constants change). Default: evolution+archive.",
    ),
  functions: functions.default("extended").describe(
    "What programs are made of: `extended`, `paper` (the functions of the paper), or a set with some left out and " +
      "some added. What a starting program uses may stay. Default: extended.",
  ),
  start: z.union(
    [z.literal("library"), list(startSchema, "programs", 1, 10_000)],
    { error: "`library`, or a list of programs" },
  ).optional().describe(
    "What the search starts from: names of the library (`symopt rules` lists them) and paths of .rule files, " +
      "relative to this file; or `library`: every rule of it that keeps to `limits`. Default: those of " +
      `${DEFAULT_START.join(", ")} that keep to \`limits\`.`,
  ),
  startTuned: z.boolean({ error: "`true` or `false`" }).optional().describe(
    "Whether it starts from the rules of the bar as well, with the settings that each was tuned to for each search " +
      "task, where they keep to `limits`. Default: true, or false where `start` is given.",
  ),
  population: group({
    size: integer(2, 1_000_000).default(200).describe("Members of each island. Default: 200."),
    tournament: integer(1, 1_000_000).default(3).describe(
      "Members that are drawn for each parent; the best of them is it. Default: 3.",
    ),
    fill: z.boolean({ error: "`true` or `false`" }).default(false).describe(
      "Whether an island begins full, of copies of the starting programs, as the paper's does; otherwise each of them " +
        "is in it once, and it grows. Default: false.",
    ),
    islands: integer(1, 1000).default(1).describe("Populations side by side. Default: 1."),
    migrateEvery: integer(0, 1_000_000_000).default(500).describe(
      "Entries between two migrations, in which the best of each island is copied to the next; 0: never. " +
        "Default: 500.",
    ),
    archiveParents: fraction().default(0.25).describe(
      "The probability that a parent comes from the archive, in mode evolution+archive. Default: 0.25.",
    ),
  }).prefault({}).describe("Regularized evolution: the oldest member leaves."),
  mutation: group({
    mode: choice(["default", "paper"]).default("default").describe(
      "`paper`: insert, delete and modify, a third each, over the functions of the paper. Default: default.",
    ),
    weights: group({
      modify: weight(DEFAULT_WEIGHTS.modify, "An argument of a statement, or its function."),
      insert: weight(DEFAULT_WEIGHTS.insert, "A random statement more."),
      delete: weight(DEFAULT_WEIGHTS.delete, "A statement less."),
      constant: weight(DEFAULT_WEIGHTS.constant, "A constant or the update scaled."),
      idiom: weight(DEFAULT_WEIGHTS.idiom, "A whole idiom, or statements of a second parent."),
    }).refine((weights) => Object.values(weights).some((share) => share > 0), {
      error: "of `mutation.weights` at least one must be above 0",
    }).prefault({}).describe("How often each kind of change is tried, relative to the others; not in mode paper."),
    normMatch: fraction().default(NORM_MATCH).describe(
      `How often a child's update is scaled to its parent's size. Default: ${NORM_MATCH}.`,
    ),
  }).prefault({}).describe("How a child differs from its parent."),
  restart: group({
    patience: integer(1, 1_000_000_000, OR_NULL).nullable().default(1000).describe(
      "Entries of an island without a better best, after which it starts anew; null: never. Default: 1000.",
    ),
  }).prefault({}).describe("What is done on a plateau; the archive is kept."),
  archive: group({
    measures: list(axis, "measures", 1, MEASURES.length).default(
      ["liveState", "scaleExponent", "averagingLength", "noiseResponse"],
    ).describe(
      "The axes of the grid. Default: liveState, scaleExponent, averagingLength and noiseResponse with their usual " +
        "edges.",
    ),
  }).prefault({}).describe("MAP-Elites: the best program of each cell of a grid of measures."),
  hurdles: group({
    at: hurdlePlaces.default([0.25, 0.5]).describe(
      "Where a training may be stopped, as shares of its horizon, rising; []: nowhere. Default: 0.25, 0.5.",
    ),
    keep: fraction().default(0.5).describe("The share that passes each hurdle. Default: 0.5."),
    window: integer(20, 1_000_000).default(500).describe(
      "How many of the latest distinct candidates a hurdle compares with. Default: 500.",
    ),
    spare: fraction().default(0.05).describe(
      "The share of those to be stopped that go on, to see how often hurdles are wrong. Default: 0.05.",
    ),
  }).prefault({}).describe("Trainings that look bad are stopped early."),
  sweep: group({
    top: fraction().default(0.25).describe(
      "The share of candidates, the best, that are also trained with their update scaled; 0: none. Default: 0.25.",
    ),
    factors: list(positive(1e6), "factors", 0, 20).default([0.5, 2]).describe(
      "What the update is multiplied by. Default: 0.5, 2.",
    ),
  }).prefault({}).describe("A good idea at the wrong scale: the best scale is written into the program."),
  confirmation: group({
    top: fraction().default(0.05).describe(
      "The share of candidates, the best, that are trained on more seeds. Default: 0.05.",
    ),
    seeds: seeds.default([1, 2, 4, 8]).describe(
      "How many seeds in all a candidate has at each level, rising: the first is what every one gets. Default: 1, 2, " +
        "4, 8.",
    ),
    race: choice(RACES).default("paired").describe(
      "Which of them go on to the next level. `paired`: those that are not behind the best on the seeds that both had. " +
        "`interval`: those whose 95 % interval reaches to the best, which are more. Default: paired.",
    ),
    best: integer(FEWEST_BEST, 1000).default(FEWEST_BEST).describe(
      "Fresh seeds for each task on which a new best must beat the present one, at least 8. Default: 8.",
    ),
  }).prefault({}).describe("Racing over seeds: the more a candidate matters, the more it gets."),
  selection: group({
    fitness: integer(0, 10_000).default(24).describe(
      "How many of the best candidates by fitness a selection begins with. Default: 24.",
    ),
    cells: integer(0, 10_000).default(16).describe(
      "How many cells of the archive, far apart, send their best into it besides. Default: 16.",
    ),
    stages: list(stageSchema, "stages", 0, 10).default([
      { size: 1, keep: 12, seeds: 4, trials: 1 }, { size: 10, keep: 3, seeds: 2, trials: 6 },
    ]).describe(
      "The stages that they go through, on `tasks.selection` at the size of the stage; each keeps the best by the lower " +
        "bound of the score. Default: 12 are kept at size 1 with 4 seeds, then 3 at size 10 with 2 seeds and 6 trials.",
    ),
    trials: integer(1, 100_000).default(16).describe(
      "Settings that are tried for each of the last and for each rule of the bar, on `tasks.selection` as it is and on " +
        "`tasks.sealed`. Default: 16.",
    ),
    seeds: integer(FEWEST_COMPARED, 100_000).default(FEWEST_COMPARED).describe(
      "Fresh seeds that they are then compared on, at least 10. Default: 10.",
    ),
    holdout: group({
      threshold: positive(4).default(0.1).describe("How far scores may lie apart before the holdout's is given. Default: 0.1."),
      noise: positive(4).default(0.02).describe("Scale of the noise, in octaves of score. Default: 0.02."),
      queries: integer(1, 1_000_000_000).default(200).describe("How often the holdout's score may be given, by all selections of a run together. Default: 200."),
      gain: positive(4).default(0.05).describe("The smallest gain that is looked for: noise must be less. Default: 0.05."),
    }).prefault({}).describe(
      "The reusable holdout of Dwork et al. (2015, arXiv 1411.2664), for selection tasks with `data`: what is scored again and again " +
        "on the same examples would be chosen for these.",
    ),
  }).prefault({}).describe("What is done with the best of a run by `symopt select` and `symopt discover`."),
  ablation: group({
    steps: integer(0, Number.MAX_SAFE_INTEGER, OR_NULL).nullable().default(2_000_000).describe(
      "Training steps that it may take: what is not decided by then stays; 0: none is made, null: no limit. Default: " +
        "2,000,000.",
    ),
    margin: positive(4).default(0.02).describe(
      "What is worth less than this, in octaves, is dropped. Default: 0.02.",
    ),
  }).prefault({}).describe(
    "`symopt discover` tries what it has found without each of its statements and constants, on `tasks.selection` at " +
      "size 10, and drops what is surely worth nothing.",
  ),
  limits: group({
    statements: integer(1, 1000).default(MOST_STATEMENTS).describe(
      `Most statements of a program. Default: ${MOST_STATEMENTS}.`,
    ),
    state: integer(0, 100).default(MOST_STATES).describe(
      `Most live state variables: AdamW needs 2, Lion 1. Default: ${MOST_STATES}.`,
    ),
    cost: positive(1e6).default(32).describe(
      "Most static cost of a step, as a multiple of AdamW's (`symopt rules` shows each rule's): Muon, for which every " +
        "matrix is made orthogonal, has 25, and few others more than 2. Default: 32.",
    ),
  }).prefault({}).describe("What every candidate must keep to."),
}, { error: "a mapping of keys" });

/** As its argument, and nothing in it can be changed. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** What a configuration file says, with its defaults. */
export type Settings = DeepReadonly<z.output<typeof settingsSchema>>;

/** The functions that the setting allows, by name. */
export function allowedFunctions(setting: Settings["functions"]): readonly string[] {
  const { set, exclude, include } = typeof setting === "string" ? { set: setting, exclude: [], include: [] } : setting;
  const rows = (names: readonly string[]): ReadonlySet<unknown> => new Set(names.map(findFunction));
  const [without, besides] = [rows(exclude), rows(include)];
  return FUNCTIONS.filter(
    (row) => (set === "extended" || row.set === "paper" || besides.has(row)) && !without.has(row),
  ).map(({ name }) => name);
}
