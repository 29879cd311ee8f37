import { log, log2 } from "../../src/transcendental/index.js";
import type { TypedProgram } from "../check.js";
import { check } from "../check.js";
import { liveStateTensors } from "../cost.js";
import { type Interpreter, createInterpreter } from "../interpret.js";
import { type Liveness, liveness } from "../liveness.js";
import { prune } from "../prune.js";
import { Fingerprinter } from "./fingerprint.js";
import { PROBE_LAYOUT, type ProbeStream, createStream, mapGradients } from "./stream.js";

/** How far the gradient of one coordinate reaches. */
export type Coupling = "coordinate" | "array" | "matrix" | "tree";

/** What places a program in the archive: how it behaves, whatever it is made of. */
export interface Measures {
  /** Live state variables that are tensors: memory per parameter. */
  readonly liveState: number;
  /** d log‖u‖ / d log c for gradients c·g: 1 for SGD, 0 for Adam and Lion. */
  readonly scaleExponent: number;
  /** Centroid of the response to a gradient pulse, in steps, from 1 (no memory). */
  readonly averagingLength: number;
  /** log2 of ‖u‖ at a signal-to-noise ratio of 1 over ‖u‖ at 0.1, gradients of equal power. */
  readonly noiseResponse: number;
  /** How far the gradient of one coordinate reaches in the update. */
  readonly coupling: Coupling;
  /** Root mean square of the update, per parameter and step, at lr = 1. */
  readonly updateSize: number;
}

/** What the probe found. */
export interface Probed {
  /** A hash of the updates on a fixed stream, mantissas truncated: programs that behave alike share it. */
  readonly fingerprint: string;
  /** How the program behaves; absent where an update on the probe was not finite, or was zero throughout. */
  readonly measures?: Measures;
}

const BASE_STEPS = 12;
const SCALE = 4;
const PERTURBED = 20;
const NOISE_STEPS = 24;
const PULSE_AT = 16;
const WINDOW = 96;
const BLOCK = WINDOW / 3;

const BASE = createStream({ name: "base", steps: BASE_STEPS, signalToNoise: 0.5, scales: [-2, 0.5], schedule: true });
const LEVEL = BASE.map((inputs) => ({ ...inputs, lr: 1 }));
const SCALED = mapGradients(LEVEL, (g) => g.map((x) => SCALE * x));
const NUDGED = mapGradients(LEVEL, (g) => g.map((x, i) => (i === PERTURBED ? 3 * x : x)));
const CLEAR = createStream({ name: "clear", steps: NOISE_STEPS, signalToNoise: 1 });
const NOISY = createStream({ name: "noisy", steps: PULSE_AT + WINDOW, signalToNoise: 0.1 });
const PULSE = Float32Array.from(BASE[0]?.g ?? [], (x) => (x < 0 ? -1 : 1));
const PULSED = mapGradients(NOISY, (g, k) => (k === PULSE_AT ? g.map((x, i) => x + (PULSE[i] as number)) : g));

/**
 * Runs a program through the interpreter on fixed streams of gradients and weights, before any training.
 * About 300 steps on 39 parameters. Dead code does not matter. Deterministic.
 */
export function probe(typed: TypedProgram, live: Liveness = liveness(typed.program)): Probed {
  const interpreter = createInterpreter(check(prune(typed.program, live)), PROBE_LAYOUT);
  const fingerprint = new Fingerprinter();
  run(interpreter, BASE, (u) => { fingerprint.add(u); });
  const measures = measure(typed, live, interpreter);
  return measures === undefined
    ? { fingerprint: fingerprint.digest() }
    : { fingerprint: fingerprint.digest(), measures };
}

/**
 * The root mean square of a program's updates on the probe, per parameter and step: what `updateSize` of the
 * measures is, without the rest. Not a number where an update is not finite.
 */
export function probeUpdateSize(typed: TypedProgram, live: Liveness = liveness(typed.program)): number {
  return size(createInterpreter(check(prune(typed.program, live)), PROBE_LAYOUT), LEVEL, 0);
}

function measure(typed: TypedProgram, live: Liveness, interpreter: Interpreter): Measures | undefined {
  const updateSize = size(interpreter, LEVEL, 0);
  if (!(updateSize > 0 && updateSize < Infinity)) return undefined;
  // The first updates depend on how a rule starts up; the second half of a stream shows how it goes on.
  const scaleExponent =
    log(size(interpreter, SCALED, BASE_STEPS / 2) / size(interpreter, LEVEL, BASE_STEPS / 2)) / log(SCALE);
  const noiseResponse = log2(
    size(interpreter, CLEAR, NOISE_STEPS / 2) /
      size(interpreter, NOISY.slice(0, NOISE_STEPS), NOISE_STEPS / 2),
  );
  const averagingLength = pulseResponse(interpreter);
  const found = {
    liveState: liveStateTensors(typed, live),
    scaleExponent,
    averagingLength,
    noiseResponse,
    coupling: coupling(typed, live, interpreter),
    updateSize,
  };
  return Number.isFinite(scaleExponent + noiseResponse + averagingLength) ? found : undefined;
}

function run(interpreter: Interpreter, stream: ProbeStream, see: (update: Float32Array, step: number) => void): void {
  interpreter.reset();
  for (let k = 0; k < stream.length; k++) see(interpreter.step(stream[k] as ProbeStream[number]), k);
}

/** Root mean square of the updates from a step on. */
function size(interpreter: Interpreter, stream: ProbeStream, from: number): number {
  let sum = 0;
  run(interpreter, stream, (u, k) => {
    if (k < from) return;
    for (let i = 0; i < u.length; i++) sum += (u[i] as number) * (u[i] as number);
  });
  return Math.sqrt(sum / ((stream.length - from) * PROBE_LAYOUT.size));
}

/**
 * The centroid, from 1, of the absolute response along a pulse that is added to one step's gradient. What lies
 * beyond the window is continued as a geometric series with the ratio of the window's last two thirds.
 */
function pulseResponse(interpreter: Interpreter): number {
  const plain: Float32Array[] = [];
  run(interpreter, NOISY, (u) => { plain.push(u.slice()); });
  const response: number[] = [];
  run(interpreter, PULSED, (u, k) => {
    if (k < PULSE_AT) return;
    const before = plain[k] as Float32Array;
    let along = 0;
    for (let i = 0; i < u.length; i++) along += ((u[i] as number) - (before[i] as number)) * (PULSE[i] as number);
    response.push(Math.abs(along));
  });
  const blocks = [0, 1, 2].map((b) => moments(response, b * BLOCK, (b + 1) * BLOCK));
  let mass = 0;
  let moment = 0;
  for (const block of blocks) {
    mass += block.mass;
    moment += block.moment;
  }
  if (mass === 0) return 1;
  const [, middle, last] = blocks as [Moments, Moments, Moments];
  if (last.mass > 0) {
    const ratio = Math.min(last.mass / middle.mass, 0.97);
    const tail = (last.mass * ratio) / (1 - ratio);
    mass += tail;
    moment += tail * (last.moment / last.mass + BLOCK / (1 - ratio));
  }
  return 1 + moment / mass;
}

interface Moments {
  readonly mass: number;
  readonly moment: number;
}

function moments(response: readonly number[], from: number, to: number): Moments {
  let mass = 0;
  let moment = 0;
  for (let k = from; k < to; k++) {
    mass += response[k] as number;
    moment += k * (response[k] as number);
  }
  return { mass, moment };
}

/** Changes one coordinate's gradient and sees which updates change. */
function coupling(typed: TypedProgram, live: Liveness, interpreter: Interpreter): Coupling {
  const plain: Float32Array[] = [];
  run(interpreter, LEVEL, (u) => { plain.push(u.slice()); });
  const array = PROBE_LAYOUT.arrays.find(({ offset, size }) => PERTURBED >= offset && PERTURBED < offset + size);
  const start = array?.offset ?? 0;
  const end = start + (array?.size ?? 0);
  let outside = false;
  let inside = false;
  run(interpreter, NUDGED, (u, k) => {
    const before = plain[k] as Float32Array;
    for (let i = 0; i < u.length; i++) {
      if (i === PERTURBED || u[i] === before[i]) continue;
      if (i >= start && i < end) inside = true;
      else outside = true;
    }
  });
  if (outside) return "tree";
  if (!inside) return "coordinate";
  const usesMatrices = typed.program.statements.some(
    ({ fn }, i) => fn.group === "matrices" && live.statements[i] === 1,
  );
  return usesMatrices ? "matrix" : "array";
}
