import type { StepInput, UpdateRule, UpdateValue } from "../update/rule.js";
import { instantiate } from "./host.js";
import { MatrixFunctions } from "./matrix-functions.js";
import { ModuleBuilder } from "./module.js";
import { narrowStep, spread } from "./narrow.js";
import { PassWriter } from "./pass.js";
import { type UpdatePlace, UpdateRoom } from "./room.js";

/** How training applies an update. */
export interface UpdateOptions {
  /** Whether updates are scaled and decay is added: `scale` and `decay` of a step count. @default false */
  readonly tuned?: boolean;
}

/** The numbers of one step. */
export interface UpdateStep extends Readonly<Record<StepInput, number>> {
  /** What the update is multiplied by. */
  readonly scale?: number;
  /** For each array, what its weights are multiplied by and added to the update. */
  readonly decay?: Float64Array;
}

/** A rule compiled for one place: it moves the weights by its updates. */
export interface CompiledUpdate {
  /** Computes the update from weights and gradients, subtracts it from the weights, and moves the state on. */
  step(inputs: UpdateStep): void;
  /** Puts all state back to zero. */
  reset(): void;
  /** State variables, in order: float32 for tensors, float64 for narrow ones. */
  readonly states: readonly (Float32Array | Float64Array)[];
  /** Bytes of room in use. */
  readonly size: number;
}

/**
 * Compiles a rule. Every pass is one loop over the flat weights, four lanes at a time; narrow values are
 * computed between passes in float64. Equal to the interpreter bit for bit but for transcendental functions.
 */
export function compileUpdate(rule: UpdateRule, place: UpdatePlace, options: UpdateOptions = {}): CompiledUpdate {
  const room = new UpdateRoom(rule, place.arrays, place.room);
  const passes = new PassWriter(rule, place, room, options.tuned ?? false);
  const exports = instantiate(writeModule(room, passes), place.memory);
  const { memory, arrays } = place;
  const narrowView = (i: number): Float64Array => {
    const value = rule.values[i] as UpdateValue;
    return new Float64Array(memory.buffer, room.address[i], value.width === 0 ? 1 : arrays.length);
  };
  room.prepare(memory, arrays);
  const inputs: (readonly [Float64Array, StepInput])[] = [];
  rule.values.forEach((value, i) => {
    if (value.kind === "input") inputs.push([narrowView(i), value.name]);
    if (value.kind === "constant") narrowView(i)[0] = value.value;
    if (value.kind === "fact") arrays.forEach((array, a) => { narrowView(i)[a] = array[value.fact]; });
  });
  const matrixFunctions = place.matrixFunctions ?? new MatrixFunctions(place.memory);
  const program: (() => void)[] = [];
  room.stages.forEach((stage, s) => {
    for (const i of stage.narrow) program.push(narrowStep(rule, i, narrowView));
    for (const i of stage.matrices) program.push(...matrixCalls(rule, i, place, room, matrixFunctions));
    const pass = exports[`pass${s}`];
    if (pass !== undefined) program.push(pass);
  });
  const states = rule.states.map(({ width }, k) => {
    const at = room.stateAddress[k] as number;
    return width === 2
      ? new Float32Array(memory.buffer, at, room.size)
      : new Float64Array(memory.buffer, at, width === 0 ? 1 : arrays.length);
  });
  const moves = rule.states.flatMap(({ width, next }, k) => {
    if (width === 2) return [];
    const to = states[k] as Float64Array;
    return [{ to, from: narrowView(next), pending: new Float64Array(to.length) }];
  });
  const decay = new Float64Array(memory.buffer, room.decay, arrays.length);
  const scale = new Float64Array(memory.buffer, room.scale, 1);
  const reset = (): void => { for (const state of states) state.fill(0); };
  reset();
  return {
    states,
    size: room.end - place.room,
    reset,
    step: (step) => {
      for (const [view, name] of inputs) view[0] = step[name];
      scale[0] = step.scale ?? 1;
      if (step.decay !== undefined) decay.set(step.decay);
      for (const run of program) run();
      // All narrow state is read before any of it is written.
      for (const { pending, from } of moves) spread(pending, from);
      for (const { to, pending } of moves) to.set(pending);
    },
  };
}

/** A module with a function for every pass that has something to do. */
function writeModule(room: UpdateRoom, passes: PassWriter): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  room.stages.forEach((stage, s) => {
    const isLast = s === room.stages.length - 1;
    if (!isLast && stage.computed.length + stage.reductions.length === 0) return;
    builder.function(`pass${s}`, [], [], (f) => { passes.write(f, stage, isLast); });
  });
  return builder.finish(0);
}

/** Calls of a matrix function, one for each array. */
function matrixCalls(
  rule: UpdateRule, i: number, place: UpdatePlace, room: UpdateRoom, functions: MatrixFunctions,
): readonly (() => void)[] {
  const { primitive, operands } = rule.values[i] as UpdateValue & { readonly kind: "matrix" };
  const [x = 0, norm] = operands;
  const from = room.tensorAddress(x, rule.values[x] as UpdateValue, place);
  const to = room.address[i] as number;
  const norms = norm === undefined ? 0 : (room.address[norm] as number);
  return place.arrays.map((array, a) => {
    const run = functions.of(primitive, array);
    return () => { run(from + array.offset * 4, to + array.offset * 4, norms + a * 8, room.scratch); };
  });
}
