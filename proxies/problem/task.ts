import type { Graph } from "../../src/engine/graph/graph.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import type { Fields, FloatField, IntegerField, Source } from "../data/source.js";

/** How large a task is: the proxy, ten times its compute, a hundred times. */
export const SIZES = [1, 10, 100] as const;

/** A size of a task. */
export type Size = (typeof SIZES)[number];

/** The families of tasks; a search and its verdict never share one. */
export const FAMILIES = [
  "classification", "regression", "label-noise", "language", "masked-language", "diffusion", "auto-encoder",
  "contrastive", "fine-tuning", "tabular",
] as const;

/** A family of tasks: one that is built in, or one of the user's own. */
export type Family = (typeof FAMILIES)[number] | (string & {});

/** What a model comes to: tensors of single numbers. */
export interface Model {
  /** What is minimized. */
  readonly loss: Tensor;
  /** What is reported besides, by name: accuracy, perplexity…. */
  readonly metrics?: Readonly<Record<string, Tensor>>;
}

/**
 * A training that comes before every training of a size: once, by the paper's AdamW and with one fixed seed, so
 * that what it leaves is the same everywhere to the bit.
 */
export interface Pretraining {
  /** What it trains on; its fields are those of the size's own source. */
  readonly source: () => Source;
  /** Its steps. */
  readonly horizon: number;
  /** Examples of its steps. */
  readonly batch: number;
  /** What AdamW's updates, of learning rate 0.001, are multiplied by. */
  readonly scale: number;
}

/** A source whose fields have these names. */
export type NamedSource<Name extends string> = Source<Readonly<Record<Name, FloatField | IntegerField>>>;

/**
 * One size of a task.
 *
 * @typeParam Name - The names of its fields, which {@link defineSize} finds out. Where they are any, a compiler with
 * `noUncheckedIndexedAccess` takes each of the model's inputs for one that may be missing.
 */
export interface SizeDefinition<Name extends string = string> {
  /** The data that it trains on and is judged by. */
  readonly source: () => NamedSource<Name>;
  /**
   * Reads real data in place of what `source` gives: fields of the same names, whose shapes and symbols may differ.
   *
   * @param path - Absolute, of a file or a folder.
   * @default none: it takes no real data
   */
  readonly read?: (path: string) => NamedSource<NoInfer<Name>>;
  /** Steps of a training. */
  readonly horizon: number;
  /** Examples of a step. */
  readonly batch: number;
  // A method, since only methods let a size whose fields are known be one whose fields may be any.
  /**
   * Builds the model and its loss.
   *
   * @param inputs - For each field of the source a tensor, with the batch as its first dimension.
   * @param fields - The fields of the source: how many symbols or classes there are.
   */
  model(graph: Graph, inputs: Readonly<Record<NoInfer<Name>, Tensor>>, fields: Fields): Model;
  /**
   * What trainings start from: the weights that it leaves, but for arrays of the role `head`, which begin anew with
   * each seed. @default none: every array begins as its initializer says
   */
  readonly pretraining?: Pretraining;
}

/**
 * One size of a task, as it is, with the names of its fields known to the compiler: those of its source.
 *
 * @example
 * defineSize({
 *   source: () => tabularClassification(),
 *   horizon: 100,
 *   batch: 32,
 *   model: (graph, { features, label }) => ({
 *     loss: crossEntropy(graph, dense(graph, "head", features, 10), label),
 *   }),
 * });
 */
export function defineSize<Name extends string>(definition: SizeDefinition<Name>): SizeDefinition<NoInfer<Name>> {
  return definition;
}

/** A task, as its author writes it: model, data, loss and metrics, in one or more sizes. */
export interface TaskDefinition {
  /** Unique, in the style of a file name: `glyph-mlp`. */
  readonly name: string;
  readonly family: Family;
  /** One line for people. */
  readonly title: string;
  readonly sizes: Readonly<Partial<Record<Size, SizeDefinition>>>;
}

/** One concrete problem: a task at a size, with its horizon and batch size. */
export interface Problem {
  readonly task: TaskDefinition;
  readonly size: Size;
  /** Absolute path of real data in place of what the task generates. @default none */
  readonly data?: string;
  /** Steps of a training: T. */
  readonly horizon: number;
  readonly batch: number;
}
