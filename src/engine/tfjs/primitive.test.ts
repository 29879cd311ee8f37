import { expect, it } from "vitest";
import { BACKENDS } from "./executors.arbitrary.js";
import { GPU_BACKENDS } from "./gpu.arbitrary.js";
import { loadTfjs } from "./library.js";
import { tensorPrimitive } from "./primitive.js";

it.each([...BACKENDS, ...GPU_BACKENDS])("a comparison on %s gives numbers that can be transposed", async (backend) => {
  const tf = await loadTfjs(backend);
  if (backend === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
  const [x, y] = [tf.tensor([[[1, 2, 3], [3, 2, 1]]]), tf.scalar(2)];
  const of = async (primitive: "less" | "lessEqual" | "equal"): Promise<number[]> => {
    const found = tf.tidy(() => tf.transpose(tensorPrimitive(tf, backend, primitive, [x, y]), [2, 1, 0]));
    return [...await found.data()];
  };
  expect(await of("less")).toEqual([1, 0, 0, 0, 0, 1]);
  expect(await of("lessEqual")).toEqual([1, 0, 1, 1, 0, 1]);
  expect(await of("equal")).toEqual([0, 0, 1, 1, 0, 0]);
});
