import { TFJS_VERSION } from "../../bench/peers/library.js";
import { installedVersion } from "../../bench/peers/package.js";
import type { DoctorCheck } from "../../results/doctor-report.js";
import { Graph } from "../../src/engine/graph/graph.js";
import { dense } from "../../src/engine/layers/dense.js";
import { crossEntropy } from "../../src/engine/layers/softmax.js";
import type { TfjsBackend } from "../../src/engine/tfjs/library.js";
import { createTfjsTraining } from "../../src/engine/tfjs/training.js";
import { compileTraining } from "../../src/engine/wasm/training.js";

/** How far the two executors may be apart, relative to the larger number. */
const TOLERANCE = 1e-4;

/** Whether a backend of TensorFlow.js computes what the wasm executor does: loss and gradients of a small model. */
export async function checkTfjs(backend: TfjsBackend): Promise<DoctorCheck> {
  const check = { name: `tfjs-${backend}`, title: `tfjs executor, ${backend}` };
  const packages = ["@tensorflow/tfjs-core", `@tensorflow/tfjs-backend-${backend}`];
  const missing = packages.filter((name) => installedVersion(name) === undefined);
  const install = packages.map((name) => `${name}@${TFJS_VERSION}`).join(" ");
  if (missing.length > 0) {
    return {
      ...check, state: "missing",
      finding: `${missing.join(" and ")} not installed: optional, for checks and for \`symopt bench\``,
      advice: `npm install ${install}`,
    };
  }
  const version = installedVersion(packages[0] as string) ?? "";
  try {
    const apart = await difference(backend);
    if (apart <= TOLERANCE) {
      return { ...check, state: "ok", finding: `TensorFlow.js ${version}; loss and gradients as the wasm executor's` };
    }
    return {
      ...check, state: "broken",
      finding: `TensorFlow.js ${version}; its gradients differ from the wasm executor's by ${apart.toPrecision(2)}`,
      advice: `npm install ${install}`,
    };
  } catch (error) {
    return {
      ...check, state: "broken",
      finding: `TensorFlow.js ${version} does not run: ${(error as Error).message}`,
      advice: `npm install ${install}`,
    };
  }
}

/** How far losses and gradients of the two executors are apart. */
async function difference(backend: TfjsBackend): Promise<number> {
  const graph = new Graph();
  const x = graph.input("x", [4, 3]);
  const label = graph.input("label", [4], "i32");
  const loss = crossEntropy(graph, dense(graph, "head", x, 2), label);
  const theirs = await createTfjsTraining({ graph, loss, backend, lanes: 1 });
  const ours = compileTraining({ graph, loss });
  const weights = Float32Array.from(ours.parameters, (_, i) => Math.sin(i + 1));
  for (const training of [ours, theirs]) {
    training.input(x).forEach((_, i, all) => { all[i] = Math.cos(i); });
    training.input(label).forEach((_, i, all) => { all[i] = i % 2; });
  }
  ours.parameters.set(weights);
  theirs.writeParameters(0, weights);
  const [theirLoss = NaN] = theirs.differentiate();
  const all = [[ours.differentiate(), theirLoss]];
  const gradients = theirs.readGradients(0);
  ours.gradients.forEach((gradient, i) => { all.push([gradient, gradients[i] as number]); });
  theirs.dispose();
  const largest = Math.max(...all.map(([a = NaN]) => Math.abs(a)));
  return Math.max(...all.map(([a = NaN, b = NaN]) => Math.abs(a - b))) / largest;
}
