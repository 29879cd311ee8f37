import { fileURLToPath } from "node:url";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { type Problem, mlpProblem, transformerProblem } from "../problem.js";

/** What candidates are trained on, side by side. */
export interface Work {
  readonly name: "mlp" | "transformer" | "convnet10";
  /** Its name for people. */
  readonly title: string;
  readonly reference: ProblemReference;
  /** The same model for other libraries. @default they do not train it */
  readonly peers?: Problem;
  /** Candidates a second that a GPU must train. @default none */
  readonly bar?: number;
}

/** Tasks that only the benchmark has. */
const TASKS = fileURLToPath(new URL("tasks.js", import.meta.url));

/** The two proxies that peers train too, and a task of size 10. */
export function works(): readonly Work[] {
  return [
    {
      name: "mlp", title: "MLP proxy", bar: 2000, peers: mlpProblem(),
      reference: { name: "glyph-mlp", size: 1, horizon: 200, batch: 64 },
    },
    {
      name: "transformer", title: "transformer proxy", peers: transformerProblem(),
      reference: { name: "bench-transformer", module: TASKS, size: 1, horizon: 200, batch: 16 },
    },
    {
      name: "convnet10", title: "glyph-convnet ×10",
      reference: { name: "glyph-convnet", size: 10, horizon: 650, batch: 64 },
    },
  ];
}
