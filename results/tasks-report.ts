import { toShortNumber, toWholeNumber } from "./number.js";
import type { Page } from "./style.js";
import { formatField, formatTable } from "./table.js";

/** A parameter array of a model. */
export interface ArrayReport {
  readonly name: string;
  readonly role: string;
  readonly shape: readonly number[];
}

/** An array that an example consists of. */
export interface FieldReport {
  readonly name: string;
  readonly element: "f32" | "i32";
  /** Of one example: empty for a single number. */
  readonly shape: readonly number[];
}

/** A size of a task. */
export interface TaskSizeReport {
  /** 1 for the proxy, 10 and 100 for so many times its compute. */
  readonly size: number;
  /** How many numbers are trained. */
  readonly parameters: number;
  /** Steps of a training, unless it is told otherwise. */
  readonly horizon: number;
  /** Examples of a step, unless it is told otherwise. */
  readonly batch: number;
  readonly metrics: readonly string[];
  /** What is known of the smallest loss that any model can reach. */
  readonly floor: { readonly loss: number; readonly kind: "exact" | "atLeast" | "atMost" };
  readonly fields: readonly FieldReport[];
  readonly arrays: readonly ArrayReport[];
}

/** What `symopt tasks` says of a task; `--json` prints it as it is, so its keys stay what they are. */
export interface TaskReport {
  readonly name: string;
  readonly family: string;
  readonly title: string;
  readonly sizes: readonly TaskSizeReport[];
}

/** One line of the table of tasks. */
interface Line {
  readonly task: TaskReport;
  readonly size: TaskSizeReport;
}

/** The tasks as a table, one size a line. */
export function formatTasks(tasks: readonly TaskReport[], page: Page): string {
  const lines = tasks.flatMap((task) => task.sizes.map((size): Line => ({ task, size })));
  const once = (text: (task: TaskReport) => string) => ({ task, size }: Line): string =>
    size === task.sizes[0] ? text(task) : "";
  return formatTable<Line>(
    [
      { title: "name", cell: once(({ name }) => name), keep: true },
      { title: "family", cell: once(({ family }) => family), keep: true },
      { title: "title", cell: once(({ title }) => title) },
      { title: "size", cell: ({ size }) => `×${size.size}`, align: "right", keep: true },
      { title: "parameters", cell: ({ size }) => toWholeNumber(size.parameters), align: "right", keep: true },
      { title: "steps", cell: ({ size }) => toWholeNumber(size.horizon), align: "right", keep: true },
      { title: "batch", cell: ({ size }) => toWholeNumber(size.batch), align: "right", keep: true },
    ],
    lines,
    page,
  );
}

const INDENT = 16;
const FLOORS = { exact: "", atLeast: "at least ", atMost: "at most " } as const;

/** One task in detail. */
export function formatTask(task: TaskReport, page: Page): string {
  const { style } = page;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  return [
    `${style.strong(task.name)}\n\n`,
    field("title", task.title),
    field("family", task.family),
    ...task.sizes.flatMap(({ size, parameters, horizon, batch, metrics, floor, fields, arrays }) => [
      `\n${style.strong(`×${size}`)}\n`,
      field("steps", toWholeNumber(horizon)),
      field("batch", toWholeNumber(batch)),
      field("example", fields.map((each) => `${each.name} ${shapeText(each.element, each.shape)}`).join(", ")),
      field("least loss", FLOORS[floor.kind] + toShortNumber(floor.loss)),
      field("metrics", metrics.length === 0 ? "none" : metrics.join(", ")),
      field("parameters", toWholeNumber(parameters)),
      ...arrays.map(({ name, role, shape }, k) =>
        field(k === 0 ? "arrays" : "", `${name} ${shapeText(role, shape)}`),
      ),
    ]),
  ].join("");
}

function shapeText(kind: string, shape: readonly number[]): string {
  return shape.length === 0 ? `(${kind})` : `(${kind} ${shape.join("×")})`;
}
