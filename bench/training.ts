import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { check } from "../dsl/check.js";
import { compile } from "../dsl/compile.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { parse } from "../dsl/text/parse.js";
import { mlp } from "../proxies/models/mlp.js";
import { languageModel } from "../proxies/models/transformer.js";
import { Graph } from "../src/engine/graph/graph.js";
import { sizeOf } from "../src/engine/graph/shape.js";
import type { Tensor } from "../src/engine/graph/tensor.js";
import { crossEntropy } from "../src/engine/layers/softmax.js";
import { type UpdateArray, updateArrays } from "../src/engine/update/array.js";
import { type CompiledTraining, compileTraining } from "../src/engine/wasm/training.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { compileUpdate } from "../src/engine/wasm/update.js";
import { RandomStream } from "../src/random.js";
import { median } from "./median.js";
import { type PythonPeer, findPython } from "./peers/python.js";

/** What one training step costs here and in the peer. */
export interface StepTiming {
  readonly model: string;
  readonly parameters: number;
  /** Milliseconds of a step, update included: the median. */
  readonly milliseconds: number;
  /** The better of the peer's two forms of the update; absent where there is no peer. */
  readonly peer?: number;
  /** Peer over ours, the median of the rounds. */
  readonly ratio?: number;
  /** The training loss after 20 steps, here and there. */
  readonly losses: readonly number[];
}

const ROUNDS = 7;
const SECONDS = 1.5;
/** Batches that the steps go round. */
const BATCHES = 40;

interface Problem {
  readonly name: "mlp" | "transformer";
  readonly graph: Graph;
  readonly loss: Tensor;
  /** Inputs, and below what their integers are drawn (0 for numbers). */
  readonly inputs: readonly (readonly [name: string, tensor: Tensor, symbols: number])[];
  readonly facts: Readonly<Record<string, number>>;
}

/** The MLP 64-64-64-10 at batch 64. */
function mlpProblem(): Problem {
  const graph = new Graph();
  const pixels = graph.input("pixels", [64, 64]);
  const label = graph.input("label", [64], "i32");
  const loss = crossEntropy(graph, mlp(graph, pixels, [64, 64], 10), label);
  return { name: "mlp", graph, loss, inputs: [["pixels", pixels, 0], ["label", label, 10]], facts: {} };
}

/** The transformer of two layers, width 32, 4 heads, 32 positions, 64 symbols, at batch 16. */
function transformerProblem(): Problem {
  const graph = new Graph();
  const inputs = graph.input("inputs", [16, 32], "i32");
  const targets = graph.input("targets", [16, 32], "i32");
  const logits = languageModel(graph, inputs, 64, { layers: 2, width: 32, heads: 4 }, true);
  return {
    name: "transformer",
    graph,
    loss: crossEntropy(graph, logits, targets),
    inputs: [["inputs", inputs, 64], ["targets", targets, 64]],
    facts: { width: 32, heads: 4 },
  };
}

/** A training on random data that goes on as long as it is asked to. */
class Stepper {
  readonly weights: Float32Array;
  readonly data: ReadonlyMap<string, Float32Array | Int32Array>;
  readonly #problem: Problem;
  readonly #training: CompiledTraining;
  readonly #update: ReturnType<typeof compileUpdate>;
  #at = 0;

  constructor(problem: Problem) {
    this.#problem = problem;
    this.#training = compileTraining({ graph: problem.graph, loss: problem.loss });
    const rule = compile(check(parse(adamwPaper.text)));
    const random = new RandomStream(1, `bench/training ${problem.name}`);
    const arrays = updateArrays(problem.graph.parameters);
    this.#training.reserve(updateRoom(rule, arrays));
    this.#update = compileUpdate(rule, { ...this.#training.place, arrays });
    const { parameters } = this.#training;
    problem.graph.parameters.forEach(({ operation }, k) => {
      const { offset: from, size } = arrays[k] as UpdateArray;
      if (operation.kind !== "parameter") return;
      const { initial } = operation;
      for (let i = from; i < from + size; i++) {
        parameters[i] = initial.kind === "fill" ? initial.value : initial.deviation * random.normal();
      }
    });
    this.weights = parameters.slice();
    this.data = new Map(problem.inputs.map(([name, tensor, symbols]) => {
      const length = BATCHES * sizeOf(tensor.shape);
      return [name, symbols > 0
        ? Int32Array.from({ length }, () => random.integer(symbols))
        : Float32Array.from({ length }, () => random.normal())] as const;
    }));
  }

  step(): number {
    const batch = this.#at++ % BATCHES;
    for (const [name, tensor] of this.#problem.inputs) {
      const input = this.#training.input(tensor);
      const data = this.data.get(name) as Float32Array;
      input.set(data.subarray(batch * input.length, (batch + 1) * input.length));
    }
    const loss = this.#training.differentiate();
    this.#update.step({ lr: 1, t: this.#at, T: 1e6, loss });
    return loss;
  }

  /** Milliseconds of a step: the median over about so many seconds. */
  time(seconds: number): number {
    const times: number[] = [];
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      const start = performance.now();
      for (let i = 0; i < 10; i++) this.step();
      times.push((performance.now() - start) / 10);
    }
    return median(times);
  }
}

interface PeerResult {
  readonly loss: number;
  readonly perTensor: number;
  readonly foreach: number;
}

/** Measures training steps against PyTorch, round by round in turn, where a Python has it. */
export function trainingBench(): { readonly peer: PythonPeer | undefined; readonly timings: readonly StepTiming[] } {
  const peer = findPython("torch");
  return { peer, timings: [mlpProblem(), transformerProblem()].map((problem) => timeProblem(problem, peer)) };
}

function timeProblem(problem: Problem, peer: PythonPeer | undefined): StepTiming {
  const stepper = new Stepper(problem);
  const folder = mkdtempSync(join(tmpdir(), "symopt-peer-"));
  try {
    writeProblem(folder, problem, stepper);
    let loss = NaN;
    for (let i = 0; i < 20; i++) loss = stepper.step();
    stepper.time(SECONDS);
    const rounds = Array.from({ length: ROUNDS }, () => {
      const ours = stepper.time(SECONDS);
      return { ours, theirs: peer === undefined ? undefined : runPeer(peer, folder) };
    });
    const milliseconds = median(rounds.map(({ ours }) => ours));
    const parameters = stepper.weights.length;
    const theirs = rounds.flatMap((round) => (round.theirs === undefined ? [] : [round.theirs]));
    const [first] = theirs;
    if (first === undefined) return { model: problem.name, parameters, milliseconds, losses: [loss] };
    const best = theirs.map(({ perTensor, foreach }) => Math.min(perTensor, foreach));
    return {
      model: problem.name,
      parameters,
      milliseconds,
      peer: median(best),
      ratio: median(best.map((time, i) => time / (rounds[i]?.ours ?? NaN))),
      losses: [loss, first.loss],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeProblem(folder: string, { name, graph, inputs, facts }: Problem, { weights, data }: Stepper): void {
  const bytes = (values: Float32Array | Int32Array): Uint8Array =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(join(folder, "weights.bin"), bytes(weights));
  for (const [input, values] of data) writeFileSync(join(folder, `${input}.bin`), bytes(values));
  const described = {
    model: name,
    steps: BATCHES,
    ...facts,
    parameters: graph.parameters.map(({ operation, shape }) => [operation.kind === "parameter" && operation.name, shape]),
    inputs: inputs.map(([input, { element, shape }]) => [input, element, shape]),
  };
  writeFileSync(join(folder, "problem.json"), JSON.stringify(described));
}

function runPeer({ path }: PythonPeer, folder: string): PeerResult {
  const script = new URL("../../bench/peers/torch_peer.py", import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(path, [script, folder, String(2 * SECONDS)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The PyTorch peer failed:\n${stderr}`);
  return JSON.parse(stdout) as PeerResult;
}

/** Prints the result, a line a model. */
export function printTrainingBench({ peer, timings }: ReturnType<typeof trainingBench>): readonly string[] {
  const against = peer === undefined ? "no Python here has PyTorch" : `PyTorch ${peer.version} eager, one thread`;
  return [
    `training steps with the paper's AdamW, one thread; peer: ${against}`,
    ...timings.map(({ model, parameters, milliseconds, peer: theirs, ratio, losses }) => {
      const ours = `${model.padEnd(12)} ${String(parameters).padStart(6)} parameters  ${milliseconds.toFixed(4)} ms`;
      if (theirs === undefined || ratio === undefined) return ours;
      const agree = losses.map((loss) => loss.toFixed(6)).join(" and ");
      return `${ours}  peer ${theirs.toFixed(4)} ms  ${ratio.toFixed(2)}× as fast  losses after 20 steps ${agree}`;
    }),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const line of printTrainingBench(trainingBench())) console.log(line);
}
