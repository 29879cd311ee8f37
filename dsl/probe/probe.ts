import { log, log2 } from "../../src/transcendental/index.js";
import { type TypedProgram, check } from "../check.js";
import { liveStateTensors } from "../cost.js";
import { type Interpreter, type StepInputs, createInterpreter } from "../interpret.js";
import { type Liveness, liveness } from "../liveness.js";
import type { ArrayLayout } from "../layout.js";
import { prune } from "../prune.js";
import { ProbeArithmetic } from "./arithmetic.js";
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
/** The coordinate whose gradient is changed to see how far it reaches: one amid the matrix. */
const NUDGED_ARRAY = PROBE_LAYOUT.arrays[1] as ArrayLayout;
const NUDGED_COORDINATE = NUDGED_ARRAY.offset + 5;
const NOISE_STEPS = 24;
const PULSE_AT = 16;
const WINDOW = 96;
const BLOCK = WINDOW / 3;

/** Learning rates and horizons that the fingerprint's steps go round: rules that differ at one of them differ. */
const RATES = [1, 0.07, 0.005, 3e-4];
const HORIZONS = [12, 150, 20_000, 2000, 50];
/** Every so many gradients of the fingerprint's stream one is exactly zero, as those of unused units are. */
const ZERO_EVERY = 7;

const SCALES = [-2, 0.5] as const;
const FINGERPRINTED = mapGradients(
  createStream({ name: "fingerprint", steps: BASE_STEPS, signalToNoise: 0.5, scales: SCALES }),
  (g, k) => g.map((x, i) => ((i + k) % ZERO_EVERY === 0 ? 0 : x)),
).map((inputs, k) => ({
  ...inputs,
  lr: RATES[k % RATES.length] as number,
  T: HORIZONS[k % HORIZONS.length] as number,
}));
const LEVEL = createStream({ name: "base", steps: BASE_STEPS, signalToNoise: 0.5, scales: SCALES });
const SCALED = mapGradients(LEVEL, (g) => g.map((x) => SCALE * x));
const NUDGED = mapGradients(LEVEL, (g) => g.map((x, i) => (i === NUDGED_COORDINATE ? 3 * x : x)));
const CLEAR = createStream({ name: "clear", steps: NOISE_STEPS, signalToNoise: 1 });
const NOISY = createStream({ name: "noisy", steps: PULSE_AT + WINDOW, signalToNoise: 0.1 });
const PULSE = Float32Array.from(LEVEL[0]?.g ?? [], (x) => (x < 0 ? -1 : 1));
const PULSED = mapGradients(NOISY, (g, k) => (k === PULSE_AT ? g.map((x, i) => x + (PULSE[i] as number)) : g));

/** The updates of a run, step after step. */
type Trace = Float32Array;

/** Everything that is run for the measures. */
interface Traces {
  readonly level: Trace;
  readonly scaled: Trace;
  readonly nudged: Trace;
  readonly clear: Trace;
  readonly noisy: Trace;
  readonly pulsed: Trace;
}

/**
 * Runs a program through the interpreter on fixed streams of gradients and weights, before any training.
 * About 300 steps on 39 parameters: a fifth of a millisecond for a rule like AdamW, once the host has optimized it.
 * Dead code does not matter.
 */
export function probe(typed: TypedProgram, live: Liveness = liveness(typed.program)): Probed {
  const interpreter = createProbed(typed, live);
  const traces: Traces = {
    level: trace(interpreter, LEVEL),
    scaled: trace(interpreter, SCALED),
    nudged: trace(interpreter, NUDGED),
    clear: trace(interpreter, CLEAR),
    ...pulseTraces(interpreter),
  };
  const fingerprinter = new Fingerprinter();
  fingerprinter.add(trace(interpreter, FINGERPRINTED));
  // Of the long runs only some sizes: every number more is one more that rounding may tip over.
  for (const updates of Object.values(traces) as readonly Trace[]) fingerprinter.add(sizes(updates));
  const fingerprint = fingerprinter.digest();
  const measures = measure(typed, live, traces);
  return measures === undefined ? { fingerprint } : { fingerprint, measures };
}

/**
 * The root mean square of a program's updates on the probe, per parameter and step: what `updateSize` of the
 * measures is, without the rest. Not finite where an update is not.
 */
export function probeUpdateSize(typed: TypedProgram, live: Liveness = liveness(typed.program)): number {
  return size(trace(createProbed(typed, live), LEVEL));
}

/** An interpreter of a program's live statements, until the next is made. */
function createProbed(typed: TypedProgram, live: Liveness): Interpreter {
  return createInterpreter(check(prune(typed.program, live)), PROBE_LAYOUT, { arithmetic: new ProbeArithmetic() });
}

function measure(typed: TypedProgram, live: Liveness, traces: Traces): Measures | undefined {
  const { level, noisy } = traces;
  const updateSize = size(level);
  if (!(updateSize > 0 && updateSize < Infinity)) return undefined;
  // The first updates depend on how a rule starts up; the second half of a stream shows how it goes on.
  const scaled = size(traces.scaled, BASE_STEPS / 2) / size(level, BASE_STEPS / 2);
  const clear = size(traces.clear, NOISE_STEPS / 2) / size(noisy, NOISE_STEPS / 2, NOISE_STEPS);
  const measures = {
    liveState: liveStateTensors(typed, live),
    scaleExponent: log(scaled) / log(SCALE),
    averagingLength: pulseResponse(noisy, traces.pulsed),
    noiseResponse: log2(clear),
    coupling: coupling(typed, live, level, traces.nudged),
    updateSize,
  };
  const { scaleExponent, averagingLength, noiseResponse } = measures;
  return Number.isFinite(scaleExponent + averagingLength + noiseResponse) ? measures : undefined;
}

/** Runs a stream from zero state. */
function trace(interpreter: Interpreter, stream: ProbeStream): Trace {
  interpreter.reset();
  const updates = new Float32Array(stream.length * PROBE_LAYOUT.size);
  run(interpreter, stream, updates, 0, stream.length);
  return updates;
}

/** The noisy stream without the pulse and with it: until the pulse comes both are one. */
function pulseTraces(interpreter: Interpreter): Pick<Traces, "noisy" | "pulsed"> {
  interpreter.reset();
  const noisy = new Float32Array(NOISY.length * PROBE_LAYOUT.size);
  run(interpreter, NOISY, noisy, 0, PULSE_AT);
  const state = interpreter.state.map((values) => values.slice());
  const pulsed = noisy.slice();
  run(interpreter, NOISY, noisy, PULSE_AT, NOISY.length);
  state.forEach((values, k) => { interpreter.state[k]?.set(values); });
  run(interpreter, PULSED, pulsed, PULSE_AT, PULSED.length);
  return { noisy, pulsed };
}

/** Runs some steps of a stream. */
function run(interpreter: Interpreter, stream: ProbeStream, updates: Trace, from: number, to: number): void {
  for (let k = from; k < to; k++) {
    updates.set(interpreter.step(stream[k] as StepInputs), k * PROBE_LAYOUT.size);
  }
}

/** The sizes of the updates in each quarter of a run. */
function sizes(updates: Trace): Float32Array {
  const quarter = updates.length / PROBE_LAYOUT.size / 4;
  return Float32Array.from({ length: 4 }, (_, k) => size(updates, k * quarter, (k + 1) * quarter));
}

/** Root mean square of the updates of some steps. */
function size(updates: Trace, from = 0, to = updates.length / PROBE_LAYOUT.size): number {
  let sum = 0;
  for (let i = from * PROBE_LAYOUT.size; i < to * PROBE_LAYOUT.size; i++) {
    sum += (updates[i] as number) * (updates[i] as number);
  }
  return Math.sqrt(sum / ((to - from) * PROBE_LAYOUT.size));
}

/**
 * The centroid, from 1, of the absolute response along a pulse that is added to one step's gradient. What lies
 * beyond the window is continued as a geometric series with the ratio of the window's last two thirds.
 */
function pulseResponse(plain: Trace, pulsed: Trace): number {
  const response = Float64Array.from({ length: WINDOW }, (_, k) => {
    const start = (PULSE_AT + k) * PULSE.length;
    let along = 0;
    for (let i = 0; i < PULSE.length; i++) {
      along += ((pulsed[start + i] as number) - (plain[start + i] as number)) * (PULSE[i] as number);
    }
    return Math.abs(along);
  });
  const first = moments(response, 0, BLOCK);
  const middle = moments(response, BLOCK, 2 * BLOCK);
  const last = moments(response, 2 * BLOCK, WINDOW);
  let mass = first.mass + middle.mass + last.mass;
  let moment = first.moment + middle.moment + last.moment;
  if (mass === 0) return 1;
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

function moments(response: Float64Array, from: number, to: number): Moments {
  let mass = 0;
  let moment = 0;
  for (let k = from; k < to; k++) {
    mass += response[k] as number;
    moment += k * (response[k] as number);
  }
  return { mass, moment };
}

/** Where one coordinate's changed gradient changes the updates. */
function coupling(typed: TypedProgram, live: Liveness, plain: Trace, nudged: Trace): Coupling {
  let inside = false;
  for (let at = 0; at < plain.length; at++) {
    const i = at % PROBE_LAYOUT.size;
    if (i === NUDGED_COORDINATE || plain[at] === nudged[at]) continue;
    if (i < NUDGED_ARRAY.offset || i >= NUDGED_ARRAY.offset + NUDGED_ARRAY.size) return "tree";
    inside = true;
  }
  if (!inside) return "coordinate";
  const mixesMatrix = typed.program.statements.some(
    ({ fn }, i) => fn.mixesMatrix === true && live.statements[i] === 1,
  );
  return mixesMatrix ? "matrix" : "array";
}
