import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, stdin, stdout } from "node:process";
import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-core";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { type Tfjs, loadTfjs } from "../../src/engine/tfjs/library.js";
import { repeat } from "../clock.js";
import { median } from "../median.js";
import type { ProblemDescription } from "../problem.js";
import { linesOf } from "./lines.js";

/*
 * The TensorFlow.js peer of the training benchmark: the same model, weights, data and update rule, written as
 * one writes it with that library, with its own gradients and kernels. Speaks as the Python peers do:
 * node tfjs.js cpu|wasm FOLDER
 */

/** Steps until the loss is told. */
const AGREED = 20;
/** Steps that are timed together, where a step takes less than so many milliseconds. */
const BLOCK = 10;
const SLOW = 100;

type Batch = Readonly<Record<string, Tensor>>;

/** One parameter: its values, and AdamW's two averages. */
interface Trained {
  readonly w: Variable;
  readonly m: Variable;
  readonly v: Variable;
}

class TfjsTraining {
  readonly #tf: Tfjs;
  readonly #problem: ProblemDescription;
  readonly #trained = new Map<string, Trained>();
  readonly #batches: readonly Batch[];
  readonly #constants: Readonly<Record<"keepM" | "addM" | "keepV" | "addV" | "epsilon" | "decay" | "rate", Scalar>>;
  #at = 0;

  constructor(tf: Tfjs, folder: string) {
    this.#tf = tf;
    const problem = JSON.parse(readFileSync(join(folder, "problem.json"), "utf8")) as ProblemDescription;
    this.#problem = problem;
    const weights = new Float32Array(bytesOf(folder, "weights"));
    let from = 0;
    for (const [name, shape] of problem.parameters) {
      const size = shape.reduce((product, length) => product * length, 1);
      const w = tf.variable(tf.tensor(weights.slice(from, from + size), [...shape]), true, name);
      this.#trained.set(name, {
        w,
        m: tf.variable(tf.zerosLike(w), false),
        v: tf.variable(tf.zerosLike(w), false),
      });
      from += size;
    }
    this.#batches = Array.from({ length: problem.steps }, (_, step) => Object.fromEntries(
      problem.inputs.map(([name, element, shape]): [string, Tensor] => {
        const size = shape.reduce((product, length) => product * length, 1);
        const all = element === "f32"
          ? new Float32Array(bytesOf(folder, name))
          : new Int32Array(bytesOf(folder, name));
        const own = all.slice(step * size, (step + 1) * size);
        return [name, tf.tensor(own, [...shape], element === "f32" ? "float32" : "int32")];
      }),
    ));
    this.#constants = {
      keepM: tf.scalar(0.9), addM: tf.scalar(0.1), keepV: tf.scalar(0.999), addV: tf.scalar(0.001),
      epsilon: tf.scalar(1e-8), decay: tf.scalar(0.01), rate: tf.scalar(0.001),
    };
  }

  /** One step of AdamW: the loss before it. */
  step(): number {
    const tf = this.#tf;
    const x = this.#batches[this.#at++ % this.#batches.length] as Batch;
    return tf.tidy(() => {
      const variables = [...this.#trained.values()].map(({ w }) => w);
      const { value, grads } = tf.variableGrads(() => this.#loss(x), variables);
      for (const [name, trained] of this.#trained) this.#update(trained, grads[name] as Tensor);
      return value.dataSync()[0] as number;
    });
  }

  #update({ w, m, v }: Trained, g: Tensor): void {
    const tf = this.#tf;
    const { keepM, addM, keepV, addV, epsilon, decay, rate } = this.#constants;
    m.assign(tf.add(tf.mul(m, keepM), tf.mul(g, addM)));
    v.assign(tf.add(tf.mul(v, keepV), tf.mul(tf.square(g), addV)));
    const update = tf.add(tf.div(m, tf.add(tf.sqrt(v), epsilon)), tf.mul(w, decay));
    w.assign(tf.sub(w, tf.mul(update, rate)));
  }

  #loss(x: Batch): Scalar {
    return this.#problem.model === "mlp" ? this.#mlp(x) : this.#transformer(x);
  }

  #mlp(x: Batch): Scalar {
    const tf = this.#tf;
    const pixels = x["pixels"] as Tensor;
    let h: Tensor = tf.reshape(pixels, [pixels.shape[0], -1]);
    for (let layer = 0; this.#trained.has(`layer${layer}.weight`); layer++) {
      h = tf.relu(this.#dense(`layer${layer}`, h));
    }
    return this.#crossEntropy(this.#dense("head", h), x["label"] as Tensor);
  }

  #transformer(x: Batch): Scalar {
    const tf = this.#tf;
    const { width = 0, heads = 0 } = this.#problem.facts;
    const tokens = x["inputs"] as Tensor;
    const [batch = 0, length = 0] = tokens.shape;
    const rows = batch * length;
    const embedding = this.#of("embedding");
    // The gradient of a gather is a kernel that the wasm backend lacks.
    const symbols = this.#oneHot(tf.reshape(tokens, [rows]), embedding.shape[0]);
    const embedded = tf.reshape(tf.matMul(symbols, embedding), [batch, length, width]);
    const mask = tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0)), -1e9);
    let h: Tensor = tf.reshape(tf.add(embedded, this.#of("positions")), [rows, width]);
    for (let layer = 0; this.#trained.has(`block${layer}.norm1.scale`); layer++) {
      const block = `block${layer}`;
      const n = this.#norm(`${block}.norm1`, h);
      const [q, k, v] = ["query", "key", "value"].map((part) => {
        const projected = tf.matMul(n, this.#of(`${block}.attention.${part}.weight`));
        return tf.transpose(tf.reshape(projected, [batch, length, heads, -1]), [0, 2, 1, 3]);
      }) as [Tensor, Tensor, Tensor];
      const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(width / heads));
      const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), v);
      const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, width]);
      h = tf.add(h, tf.matMul(joined, this.#of(`${block}.attention.output.weight`)));
      const wide = this.#gelu(this.#dense(`${block}.up`, this.#norm(`${block}.norm2`, h)));
      h = tf.add(h, this.#dense(`${block}.down`, wide));
    }
    const logits = tf.matMul(this.#norm("norm", h), this.#of("head.weight"));
    return this.#crossEntropy(logits, tf.reshape(x["targets"] as Tensor, [rows]));
  }

  #of(name: string): Variable {
    return (this.#trained.get(name) as Trained).w;
  }

  #dense(name: string, x: Tensor): Tensor {
    return this.#tf.add(this.#tf.matMul(x, this.#of(`${name}.weight`)), this.#of(`${name}.bias`));
  }

  #norm(name: string, x: Tensor): Tensor {
    const tf = this.#tf;
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
    return tf.add(tf.mul(normal, this.#of(`${name}.scale`)), this.#of(`${name}.shift`));
  }

  #gelu(x: Tensor): Tensor {
    const tf = this.#tf;
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  }

  /** Asked for floats, the wasm backend writes integers where floats are read. */
  #oneHot(indices: Tensor, count: number): Tensor {
    return this.#tf.cast(this.#tf.oneHot(indices, count), "float32");
  }

  #crossEntropy(logits: Tensor, labels: Tensor): Scalar {
    const tf = this.#tf;
    const chosen = this.#oneHot(labels, logits.shape.at(-1) as number);
    return tf.neg(tf.mean(tf.sum(tf.mul(chosen, tf.logSoftmax(logits)), -1)));
  }
}

function bytesOf(folder: string, name: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}.bin`));
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

const [backend, folder = ""] = argv.slice(2);
const tf = await loadTfjs(backend as TfjsBackend);
// All gradients, as the package for browsers brings them: no user picks those that a model needs.
const all = "@tensorflow/tfjs-core/dist/register_all_gradients.js";
await import(all);
const training = new TfjsTraining(tf, folder);
let loss = NaN;
const start = performance.now();
for (let step = 0; step < AGREED; step++) loss = training.step();
const block = (performance.now() - start) / AGREED < SLOW ? BLOCK : 1;
stdout.write(`${JSON.stringify({ losses: [loss] })}\n`);
for await (const line of linesOf(stdin)) {
  const times = repeat(Number(line), () => { for (let i = 0; i < block; i++) training.step(); });
  stdout.write(`${JSON.stringify({ milliseconds: (median(times) / block) * 1000 })}\n`);
}
