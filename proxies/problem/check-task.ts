import { inspect } from "node:util";
import { InputError } from "../../src/errors.js";
import { gradients } from "../../src/engine/graph/gradient.js";
import { shapeText, sizeOf } from "../../src/engine/graph/shape.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { type Batch, type Fields, type Source, type Split, take } from "../data/source.js";
import { placeIn } from "./place.js";
import type { Problem, SizeDefinition } from "./task.js";
import { buildTaskGraph } from "./task-graph.js";

/** Where a task comes from. */
export interface TaskOrigin extends Pick<Problem, "task" | "size"> {
  /** The user's module that defines it; `undefined` or empty for a built-in one. */
  readonly module?: string | undefined;
}

/**
 * Does what runs the code of a task. What a user's code throws, or the engine where that code uses it wrongly, is the
 * user's to mend; what a built-in task throws stays a defect.
 *
 * @throws {@link InputError} that names the module, and the line of it where there is one.
 */
export function orBadTask<T>({ task, size, module = "" }: TaskOrigin, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (module === "" || error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const place = placeIn(module, error);
    throw new InputError(
      "bad-task",
      `Task "${task.name}" ×${size} of ${module} cannot be built: ${reason}${place === undefined ? "" : ` (${place})`}`,
      { cause: error },
    );
  }
}

/** The splits that every training draws from. */
const DRAWN: readonly Split[] = ["train", "validation"];

/**
 * Whether a size of a task can be trained at all: builds its model, differentiates it and draws a batch each to train
 * and to validate, twice, which must come to the same. No compiler has checked what a user's module gives. Takes
 * milliseconds, and what six batches take.
 *
 * @param open - Opens its source anew, where that was not given. Default: as the task generates it.
 * @throws Error that says what was expected, or whatever the task's own code throws: see {@link orBadTask}.
 */
export function checkTask(
  definition: SizeDefinition, source: Source, batch: number, open: () => Source = definition.source,
): void {
  requireMembers(source);
  for (const key of ["horizon", "batch"] as const) requireNatural(key, definition[key]);
  const { graph, loss, metrics = {} } = buildTaskGraph(definition, source, batch);
  requireNumber("loss", loss);
  for (const [name, metric] of Object.entries(metrics)) requireNumber(`metric "${name}"`, metric);
  if (graph.parameters.length === 0) throw new Error("its model has no parameters; expected `graph.parameter` or layers.");
  gradients(graph, loss, graph.parameters);
  const again = reopened(source, open);
  for (const split of DRAWN) checkBatch(source, again, split, batch);
  const { pretraining } = definition;
  if (pretraining === undefined) return;
  const before = pretraining.source();
  checkBatch(before, reopened(before, pretraining.source), "train", pretraining.batch);
}

/**
 * The source that must give the same examples: made anew, as other threads and machines make it, but for one that
 * holds what was read from files, which may take long to read.
 */
function reopened(source: Source, open: () => Source): Source {
  return DRAWN.every((split) => source.size(split) === Infinity) ? open() : source;
}

function requireMembers(source: Partial<Source> | undefined): void {
  const isWhole =
    typeof source?.fields === "object" && typeof source.floor === "object" &&
    typeof source.size === "function" && typeof source.fill === "function";
  if (!isWhole) throw new Error("its source must have `fields`, a `floor`, a function `size` and a function `fill`.");
}

function requireNatural(key: string, value: unknown): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return;
  throw new Error(`its \`${key}\` must be an integer from 1, got ${inspect(value)}.`);
}

function requireNumber(what: string, tensor: Partial<Tensor> | undefined): void {
  const { shape } = tensor ?? {};
  if (shape !== undefined && sizeOf(shape) === 1 && tensor?.element === "f32") return;
  const found = shape === undefined ? "something else" : `a tensor of ${tensor?.element} and shape ${shapeText(shape)}`;
  throw new Error(
    `its ${what} must be a single number, a tensor of f32 and shape [], got ${found}. ` +
      "`meanOfAll(graph, x)` of symopt/engine gives the mean of all elements.",
  );
}

/**
 * Draws a batch, and looks whether its symbols are ones, since the engine takes every other for none and says nothing,
 * and whether it is the same when it is drawn again.
 */
function checkBatch(source: Source, again: Source, split: Split, batch: number): void {
  const examples = drawn(source, split, batch);
  for (const [name, field] of Object.entries<Fields[string]>(source.fields)) {
    if (field.element !== "i32") continue;
    const wrong = examples[name]?.find((symbol) => symbol < -1 || symbol >= field.symbols);
    if (wrong === undefined) continue;
    throw new Error(
      `its source gives the symbol ${wrong} in \`${name}\` for ${split}, expected 0 to ${field.symbols - 1}, or -1 for none.`,
    );
  }
  // Nor must it matter what was drawn between.
  drawn(again, split, batch, 2);
  requireSame(examples, drawn(again, split, batch), split, batch);
}

function requireSame(one: Batch<Fields>, other: Batch<Fields>, split: Split, batch: number): void {
  for (const [name, numbers] of Object.entries(one)) {
    const place = numbers.findIndex((number, i) => !Object.is(number, other[name]?.[i]));
    if (place < 0) continue;
    const example = Math.floor((place * batch) / numbers.length);
    throw new Error(
      `its source is not the same when it is drawn from again: \`${name}\` of example ${example} for ${split} was ` +
        `${numbers[place]}, then ${other[name]?.[place]}. Example i of a split and a seed must always be the same one: ` +
        "draw from `new RandomStream(seed, split, i)` of symopt, not `Math.random`.",
    );
  }
}

function drawn(source: Source, split: Split, batch: number, seed = 1): Batch<Fields> {
  try {
    return take(source, split, seed, 0, batch);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`its source cannot fill a batch of ${batch} for ${split}: ${reason}`, { cause: error });
  }
}
