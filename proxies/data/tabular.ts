import { RandomStream } from "../../src/random.js";
import { exp, exp10, log, normalQuantile } from "../../src/transcendental/index.js";
import {
  exampleStream, type Floor, type FloatField, type IntegerField, type Source, type Split,
} from "./source.js";

/** Which table, and how its rows are made. */
export interface TabularOptions {
  /** Numeric columns: in turn normal, log-normal, heavy-tailed, and counts. @default 8 */
  readonly numeric?: number;
  /** Columns of categories in no order, 3 to 8 of them, one number a category (one-hot). @default 3 */
  readonly nominal?: number;
  /** Columns of ordered categories, 3 to 8 of them, one number between −1 and 1. @default 2 */
  readonly ordinal?: number;
  /** How much of a column's variance it shares with the others, through four hidden causes. @default 0.4 */
  readonly shared?: number;
  /** Decades over which the scales of the numeric columns are spread. @default 1 */
  readonly spread?: number;
  /** How many decision trees of three tests the teacher adds up. @default 24 */
  readonly trees?: number;
  /** Which table: an integer. @default 1 */
  readonly world?: number;
}

/** Options of {@link tabularClassification}. */
export interface TabularClassificationOptions extends TabularOptions {
  /** How many classes. @default 4 */
  readonly classes?: number;
  /** Standard deviation of the logits that rows get: larger ones make labels surer. @default 5 */
  readonly sharpness?: number;
}

/** Options of {@link tabularRegression}. */
export interface TabularRegressionOptions extends TabularOptions {
  /** Standard deviation of the targets' noise; the teacher's own is 1. @default 0.3 */
  readonly noise?: number;
}

/** What one row of a table with classes has. */
export type TabularClassFields = Readonly<{
  /** `[columns]`: numeric columns, then one-hot ones, then ordered ones. */
  features: FloatField;
  /** `[]`: the class. */
  label: IntegerField;
}>;

/** What one row of a table with a number to predict has. */
export type TabularNumberFields = Readonly<{
  /** `[columns]`: numeric columns, then one-hot ones, then ordered ones. */
  features: FloatField;
  /** `[1]`: the number to predict. */
  targets: FloatField;
}>;

/**
 * Rows of mixed columns whose class a sum of decision trees sets.
 *
 * Each tree asks three questions of a row (is a number above a bound, is a category one of these) and adds
 * what stands at the answer to the logits; the label is drawn from their softmax. The floor, the mean entropy
 * of that draw, is exact: trees ask only for what the row shows.
 */
export function tabularClassification(
  options: TabularClassificationOptions = {},
): Source<TabularClassFields> {
  const { classes = 4, sharpness = 5 } = options;
  const table = new Table(options, classes);
  const shares = new Array<number>(classes).fill(0);
  let floor: Floor | undefined;

  /** Turns the teacher's answer into probabilities; gives their entropy in nats. */
  function soften(): number {
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, sharpness * (table.answer[c] as number));
    let total = 0;
    let mean = 0;
    for (let c = 0; c < classes; c++) {
      const logit = sharpness * (table.answer[c] as number) - largest;
      const share = exp(logit);
      shares[c] = share;
      total += share;
      mean += share * logit;
    }
    for (let c = 0; c < classes; c++) shares[c] = (shares[c] as number) / total;
    return log(total) - mean / total;
  }

  return {
    fields: {
      features: { element: "f32", shape: [table.width] },
      label: { element: "i32", shape: [], symbols: classes },
    },
    /** Over 10,000 rows of a stream of their own. */
    get floor() {
      floor ??= { loss: table.mean(10_000, soften), kind: "exact" };
      return floor;
    },
    size: () => Infinity,
    fill(split: Split, seed: number, first: number, count: number, into) {
      for (let i = 0; i < count; i++) {
        const stream = exampleStream("tabular", split, seed, first + i);
        table.row(stream, into.features, i * table.width);
        soften();
        into.label[i] = stream.weighted(shares);
      }
    },
  };
}

/**
 * Rows of mixed columns with a number to predict: a sum of decision trees, of variance 1, and normal noise.
 * The floor of the mean squared error is the noise's variance.
 */
export function tabularRegression(options: TabularRegressionOptions = {}): Source<TabularNumberFields> {
  const { noise = 0.3 } = options;
  const table = new Table(options, 1);
  return {
    fields: {
      features: { element: "f32", shape: [table.width] },
      targets: { element: "f32", shape: [1] },
    },
    floor: { loss: noise * noise, kind: "exact" },
    size: () => Infinity,
    fill(split: Split, seed: number, first: number, count: number, into) {
      for (let i = 0; i < count; i++) {
        const stream = exampleStream("tabular", split, seed, first + i);
        table.row(stream, into.features, i * table.width);
        into.targets[i] = (table.answer[0] as number) + noise * stream.normal();
      }
    },
  };
}

/** How many hidden causes the columns share, and how many tests a tree makes. */
const CAUSES = 4;
const TESTS = 3;

/** How the numbers of a numeric column come from a standard normal one, each growing with it. */
const SHAPES_OF_NUMBERS: readonly ((u: number) => number)[] = [
  (u) => u,
  (u) => exp(u),
  // Tukey's h distribution with h = 0.15: moments up to the sixth.
  (u) => u * exp(0.075 * u * u),
  (u) => Math.floor(exp(1 + 0.8 * u)),
];

interface NumericColumn {
  readonly kind: "numeric";
  readonly shape: (u: number) => number;
  readonly mean: number;
  /** What a number less the mean is multiplied by. */
  readonly scale: number;
}

interface CategoryColumn {
  readonly kind: "nominal" | "ordinal";
  /** The standard normal number up to which each category but the last reaches. */
  readonly bounds: readonly number[];
}

type Column = NumericColumn | CategoryColumn;

/** A question: of which column; above which number, or for which categories (as bits), the answer is yes. */
interface Test {
  readonly column: number;
  readonly bound: number;
  readonly categories: number;
}

/** The columns of a table, the trees of its teacher, and the row drawn last. */
class Table {
  readonly width: number;
  /** What the teacher says of the row drawn last: mean 0 and variance 1 over rows, each. */
  readonly answer: Float64Array;
  readonly #columns: readonly Column[];
  readonly #shared: number;
  readonly #loadings: readonly Float64Array[];
  readonly #trees: readonly (readonly Test[])[];
  /** For each tree, answers and outputs: [trees, 2^TESTS, outputs]. */
  readonly #leaves: Float64Array;
  readonly #offset: Float64Array;
  readonly #scale: Float64Array;
  readonly #world: number;
  readonly #causes = new Float64Array(CAUSES);
  /** Of each column, the number before it is scaled, or the category. */
  readonly #values: Float64Array;

  constructor(options: TabularOptions, outputs: number) {
    const {
      numeric = 8, nominal = 3, ordinal = 2, shared = 0.4, spread = 1, trees = 24, world = 1,
    } = options;
    const stream = new RandomStream(world, "tabular world");
    this.#world = world;
    this.#shared = shared;
    const columns: Column[] = [];
    for (let i = 0; i < numeric; i++) columns.push(numericColumn(i, spread, stream));
    for (let i = 0; i < nominal; i++) columns.push(categoryColumn("nominal", stream));
    for (let i = 0; i < ordinal; i++) columns.push(categoryColumn("ordinal", stream));
    this.#columns = columns;
    this.#values = new Float64Array(columns.length);
    this.#loadings = columns.map(() => direction(stream));
    this.#trees = Array.from({ length: trees }, () => {
      return Array.from({ length: TESTS }, () => draft(columns, stream));
    });
    this.#leaves = Float64Array.from({ length: trees * (1 << TESTS) * outputs }, () => stream.normal());
    this.width = columns.reduce((sum, column) => {
      return sum + (column.kind === "nominal" ? column.bounds.length + 1 : 1);
    }, 0);
    this.answer = new Float64Array(outputs);
    this.#offset = new Float64Array(outputs);
    this.#scale = new Float64Array(outputs).fill(1);
    this.#standardize();
  }

  /** Draws a row: writes its features and leaves what the teacher says in `answer`. */
  row(stream: RandomStream, into: Float32Array, start: number): void {
    const { width } = this;
    into.fill(0, start, start + width);
    for (let c = 0; c < CAUSES; c++) this.#causes[c] = stream.normal();
    const common = Math.sqrt(this.#shared);
    const own = Math.sqrt(1 - this.#shared);
    let at = start;
    for (let j = 0; j < this.#columns.length; j++) {
      const column = this.#columns[j] as Column;
      const loading = this.#loadings[j] as Float64Array;
      let u = own * stream.normal();
      for (let c = 0; c < CAUSES; c++) u += common * (loading[c] as number) * (this.#causes[c] as number);
      if (column.kind === "numeric") {
        const value = column.shape(u);
        this.#values[j] = value;
        into[at++] = (value - column.mean) * column.scale;
        continue;
      }
      const last = column.bounds.length;
      let category = 0;
      while (category < last && u > (column.bounds[category] as number)) category++;
      this.#values[j] = category;
      if (column.kind === "nominal") {
        into[at + category] = 1;
        at += last + 1;
      } else {
        into[at++] = (2 * category) / last - 1;
      }
    }
    this.#judge();
  }

  /** The mean of a number taken after each of so many rows. */
  mean(rows: number, take: () => number): number {
    const unused = new Float32Array(this.width);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      this.row(new RandomStream(this.#world, "tabular mean", i), unused, 0);
      total += take();
    }
    return total / rows;
  }

  #judge(): void {
    const outputs = this.answer.length;
    this.answer.fill(0);
    for (let t = 0; t < this.#trees.length; t++) {
      let leaf = t;
      for (const { column, bound, categories } of this.#trees[t] as readonly Test[]) {
        const value = this.#values[column] as number;
        const yes = this.#columns[column]?.kind === "numeric" ? value > bound : (categories >> value) & 1;
        leaf = leaf * 2 + (yes ? 1 : 0);
      }
      for (let k = 0; k < outputs; k++) {
        this.answer[k] = (this.answer[k] as number) + (this.#leaves[leaf * outputs + k] as number);
      }
    }
    for (let k = 0; k < outputs; k++) {
      const away = (this.answer[k] as number) - (this.#offset[k] as number);
      this.answer[k] = away * (this.#scale[k] as number);
    }
  }

  /** Sets offset and scale of the answers by 4,000 rows. */
  #standardize(): void {
    const rows = 4000;
    for (let k = 0; k < this.answer.length; k++) {
      let square = 0;
      const mean = this.mean(rows, () => {
        square += (this.answer[k] as number) * (this.answer[k] as number);
        return this.answer[k] as number;
      });
      this.#offset[k] = mean;
      this.#scale[k] = 1 / Math.sqrt(square / rows - mean * mean);
    }
  }
}

/** Standardized by 4,000 quantiles of its distribution, then set to a scale of its own. */
function numericColumn(index: number, spread: number, stream: RandomStream): NumericColumn {
  const shape = SHAPES_OF_NUMBERS[index % SHAPES_OF_NUMBERS.length] as (u: number) => number;
  const points = 4000;
  let sum = 0;
  let square = 0;
  for (let i = 0; i < points; i++) {
    const value = shape(normalQuantile((i + 0.5) / points));
    sum += value;
    square += value * value;
  }
  const mean = sum / points;
  const scale = exp10(spread * (stream.uniform() - 0.5)) / Math.sqrt(square / points - mean * mean);
  return { kind: "numeric", shape, mean, scale };
}

function categoryColumn(kind: "nominal" | "ordinal", stream: RandomStream): CategoryColumn {
  const weights = Array.from({ length: 3 + stream.integer(6) }, () => 0.3 + stream.uniform());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  const bounds = weights.slice(0, -1).map((weight) => {
    reached += weight / total;
    return normalQuantile(reached);
  });
  return { kind, bounds };
}

/** A random direction among the hidden causes. */
function direction(stream: RandomStream): Float64Array {
  const loading = Float64Array.from({ length: CAUSES }, () => stream.normal());
  const length = Math.sqrt(loading.reduce((sum, x) => sum + x * x, 0));
  return loading.map((x) => x / length);
}

/** A question of a random column, whose answer is yes for between a fifth and four fifths of its numbers. */
function draft(columns: readonly Column[], stream: RandomStream): Test {
  const column = stream.integer(columns.length);
  const asked = columns[column] as Column;
  if (asked.kind === "numeric") {
    const bound = asked.shape(normalQuantile(0.2 + 0.6 * stream.uniform()));
    return { column, bound, categories: 0 };
  }
  const count = asked.bounds.length + 1;
  // Neither none nor all of the categories.
  return { column, bound: 0, categories: 1 + stream.integer((1 << count) - 2) };
}
