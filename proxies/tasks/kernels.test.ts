import { afterAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/random.js";
import { sizeOf } from "../../src/engine/graph/shape.js";
import type { Tensor } from "../../src/engine/graph/tensor.js";
import { adapterForTests } from "../../src/engine/webgpu/device.arbitrary.js";
import { expectAsAlone } from "../../src/engine/webgpu/graph/lowered.arbitrary.js";
import { type Fields, symbolsOf } from "../data/source.js";
import { buildTaskGraph } from "../problem/task-graph.js";
import type { TaskDefinition } from "../problem/task.js";
import { TASKS, findTask } from "./index.js";
import { drawWeight } from "./weight.arbitrary.js";

const opened = await adapterForTests();
const device = "missing" in opened ? undefined : opened.device;

/** A batch of normal numbers and of symbols, and weights as a training begins with them. */
function valuesFor(fields: Fields): (tensor: Tensor, lane: number) => number[] {
  return ({ id, operation, element, shape }, lane) => {
    const random = new RandomStream(1, `${id} ${lane}`);
    return Array.from({ length: sizeOf(shape) }, () => {
      if (operation.kind === "input" && element === "i32") return random.integer(symbolsOf(fields, operation.name));
      return operation.kind === "parameter" ? drawWeight(operation.initial, random) : Math.fround(random.normal());
    });
  };
}

describe.skipIf(device === undefined)("kernels of a built-in task", () => {
  afterAll(async () => {
    await device?.queue.onSubmittedWorkDone();
    device?.destroy();
  });

  /** Expects of a task's kernels what the title says. */
  const expectOf = async ({ name, sizes }: TaskDefinition, isJoined: boolean): Promise<void> => {
    const definition = sizes[1];
    if (definition === undefined) return expect.fail(`Task ${name} has no size 1.`);
    const source = definition.source();
    const { graph, loss, metrics = {} } = buildTaskGraph(definition, source, definition.batch);
    const values = valuesFor(source.fields);
    const outputs = Object.values(metrics);
    await expectAsAlone(device as GPUDevice, { graph, loss, outputs, lanes: 2, isJoined, values, tolerance: 1e-5 });
  };

  it.each(TASKS.map((task) => [task.name, task] as const))(
    "have the loss, metrics and gradients of the wasm executor: %s",
    (_, task) => expectOf(task, false),
    120_000,
  );

  // As a GPU runs them; a processor that plays one takes long to compile them, so not all are here.
  it.each(["glyph-mlp", "language"])("have the same where they are joined: %s", async (name) => {
    const task = findTask(name);
    if (task === undefined) return expect.fail(`There is no task ${name}.`);
    await expectOf(task, true);
  });
});
