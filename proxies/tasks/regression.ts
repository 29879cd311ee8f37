import { squaredError } from "../../src/engine/layers/softmax.js";
import { type TeacherOptions, teacher } from "../data/teacher.js";
import { mlp } from "../models/mlp.js";
import { type SizeDefinition, type TaskDefinition, defineSize } from "../problem/task.js";

function regression(
  options: TeacherOptions,
  hidden: readonly number[],
  horizon: number,
  batch: number,
): SizeDefinition {
  return defineSize({
    source: () => teacher(options),
    horizon,
    batch,
    model: (graph, { inputs, targets }) => {
      const outputs = targets.shape.at(-1) as number;
      return { loss: squaredError(graph, mlp(graph, inputs, hidden, outputs, "tanh"), targets) };
    },
  });
}

/** A random network's answers to ill-conditioned inputs, learned by a perceptron. */
export const teacherRegression: TaskDefinition = {
  name: "teacher",
  family: "regression",
  title: "Ill-conditioned teacher, tanh perceptron",
  sizes: {
    1: regression({ inputs: 32 }, [48, 48], 200, 64),
    10: regression({ inputs: 64, hidden: 32 }, [96, 96], 500, 64),
    100: regression({ inputs: 128, hidden: 64 }, [224, 224], 1000, 64),
  },
};
