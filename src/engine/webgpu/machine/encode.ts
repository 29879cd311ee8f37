import type { ElementPrimitive } from "../../update/primitive.js";
import { type Residence, residence } from "../../update/residence.js";
import { type UpdateRule, type UpdateValue, operandsOf } from "../../update/rule.js";
import { type Stage, planStages } from "../../update/stage.js";
import { HostPlanner } from "./host-plan.js";
import { HostProgram } from "./host-program.js";
import { type PassSource, type PassStep, assemblePass } from "./pass.js";
import { type MachineNeeds, type MachineRoom, headWords, requireRoom } from "./room.js";
import { isShort } from "./text.js";
import {
  MATRIX_FUNCTION,
  MATRIX_WORDS,
  NARROW_WORDS,
  OPERATION,
  PER_ARRAY,
  STAGE,
  STAGE_WORDS,
  operationOf,
  placeWord,
} from "./word.js";

export { HostProgram } from "./host-program.js";

/** A rule as the machine runs it. */
export interface EncodedRule {
  /** The lane's program. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** Numbers that the host supplies for a step. */
  readonly scalarCount: number;
  /** Which of the machine's kernels the rule needs. */
  readonly uses: readonly boolean[];
  /** What of the lane's room it takes. */
  readonly needs: MachineNeeds;
  /** Where the device has each state variable after a step: floats from the lane's start; none that the host holds. */
  readonly states: readonly StatePlace[];
  /** The host's part of a training, at its first step. */
  host(): HostProgram;
}

/** Where a state variable is. */
export type StatePlace =
  | { readonly kind: "host" }
  | { readonly kind: "tensor"; readonly offset: number }
  /** One number, or one for each array. */
  | { readonly kind: "narrow"; readonly offset: number; readonly perArray: boolean };

/** How training applies an update. */
export interface EncodeOptions {
  /** Whether updates are scaled and decay is added. */
  readonly tuned: boolean;
}

/**
 * Writes a rule in the language of the machine. Time O(values · stages).
 *
 * @throws {@link InputError} where the lane has no room for it.
 */
export function encodeRule(rule: UpdateRule, room: MachineRoom, options: EncodeOptions): EncodedRule {
  const thrifty = (): EncodedRule => new Encoder(rule, room, options, () => 0).finish();
  const encoder = new Encoder(rule, room, options, instructionCost);
  // Where there is no room to keep tensors, they are computed again.
  return encoder.needs.kept > room.limits.kept ? thrifty() : encoder.finish();
}

/** What it costs to compute a value again, in instructions of a cheap primitive. */
function instructionCost(value: UpdateValue): number {
  if (value.kind !== "element") return 0;
  return isShort(value.primitive) ? 1 : 3;
}

/** What a stage comes to. */
interface StageWords {
  readonly moves: readonly number[];
  readonly sums: readonly number[];
  readonly narrow: readonly number[];
  readonly matrices: readonly number[];
  readonly pass: readonly number[];
  readonly passSums: number;
}

class Encoder {
  readonly #rule: UpdateRule;
  readonly #room: MachineRoom;
  readonly #tuned: boolean;
  readonly #stages: readonly Stage[];
  readonly #residence: Residence;
  readonly #host: HostPlanner;
  /** Floats of narrow values in use. */
  #narrow = 0;
  readonly #narrowAt = new Map<number, number>();
  readonly #stateAt: readonly number[];
  readonly #tensorAt = new Map<number, number>();
  readonly #taken: boolean[] = [];
  readonly #constants: number[] = [];
  readonly #constantAt = new Map<number, number>();
  readonly #constantsFrom: number;
  readonly #words: Uint32Array<ArrayBuffer>;
  readonly #written: readonly StageWords[];
  readonly needs: MachineNeeds;

  constructor(
    rule: UpdateRule, room: MachineRoom, { tuned }: EncodeOptions, cost: (value: UpdateValue) => number,
  ) {
    this.#rule = rule;
    this.#room = room;
    this.#tuned = tuned;
    this.#stages = planStages(rule, cost);
    const { limits, arrays, blocks } = room;
    const states = rule.states.filter(({ width }) => width === 2).length;
    const stages = this.#stages.length;
    requireRoom({ states, stages, kept: 0, narrow: 0, sums: 0, words: 0 }, limits);
    this.#residence = residence(rule, { knowsLoss: false });
    const order = this.#stages.flatMap((stage) => stage.narrow);
    this.#host = new HostPlanner(rule, arrays, this.#residence, order, tuned);
    this.#constantsFrom = headWords(arrays.length, stages);
    let tensors = 0;
    this.#stateAt = rule.states.map(({ width }, k) => {
      if (width === 2) return room.states + room.tensor * tensors++;
      return this.#residence.states[k] ? -1 : this.#takeNarrow(width);
    });
    const lastUse = this.#lastUses();
    this.#written = this.#stages.map((stage, s) => this.#stage(stage, s, lastUse));
    const sections = this.#written.map(({ moves, sums, narrow, matrices, pass }) =>
      [moves, sums, narrow, matrices, pass]);
    const length = this.#constantsFrom + this.#constants.length + sections.flat(2).length;
    this.needs = {
      states, stages, words: length, kept: this.#taken.length,
      // Narrow state on its way takes a number for each array.
      narrow: Math.max(Math.ceil(this.#narrow / arrays.length), this.#moves().length / 2),
      sums: Math.max(...this.#written.map(({ passSums }) => passSums)),
    };
    this.#words = new Uint32Array(length);
    this.#words.set([stages, ...blocks.first]);
    this.#words.set(this.#constants, this.#constantsFrom);
    let at = this.#constantsFrom + this.#constants.length;
    const put = (words: readonly number[]): number => {
      const start = at;
      this.#words.set(words, at);
      at += words.length;
      return start;
    };
    this.#written.forEach(({ moves, sums, narrow, matrices, pass, passSums }, s) => {
      const head = this.#constantsFrom - STAGE_WORDS * (stages - s);
      const stage = this.#words.subarray(head, head + STAGE_WORDS);
      stage[STAGE.moves] = put(moves);
      stage[STAGE.moveCount] = moves.length / 2;
      stage[STAGE.sums] = put(sums);
      stage[STAGE.sumCount] = sums.length;
      stage[STAGE.narrow] = put(narrow);
      stage[STAGE.narrowCount] = narrow.length / NARROW_WORDS;
      stage[STAGE.matrices] = put(matrices);
      stage[STAGE.matrixCount] = matrices.length / MATRIX_WORDS;
      stage[STAGE.pass] = put(pass);
      stage[STAGE.passEnd] = at;
      stage[STAGE.passSums] = passSums;
    });
  }

  finish(): EncodedRule {
    requireRoom(this.needs, this.#room.limits);
    const plan = this.#host.plan();
    return {
      words: this.#words,
      scalarCount: plan.row.length,
      uses: this.#uses(),
      needs: this.needs,
      states: this.#rule.states.map(({ width, next }, k): StatePlace => {
        if (this.#residence.states[k]) return { kind: "host" };
        if (width === 2) return { kind: "tensor", offset: this.#stateAt[k] as number };
        const word = this.#statePlace(next);
        return { kind: "narrow", offset: word & (PER_ARRAY - 1), perArray: (word & PER_ARRAY) !== 0 };
      }),
      host: () => new HostProgram(plan),
    };
  }

  /** The kernels are those of the first stage, narrow and pass, then for each further one narrow, matrices and pass. */
  #uses(): readonly boolean[] {
    const { limits } = this.#room;
    return Array.from({ length: limits.stages }, (_, s) => {
      const stage = this.#written[s];
      const isThere = stage !== undefined;
      const hasPass = isThere && stage.pass.length > 0;
      if (s > 0) return [isThere, isThere && stage.matrices.length > 0, hasPass];
      const hasNarrow = isThere && stage.moves.length + stage.narrow.length > 0;
      return [hasNarrow || this.#written.length > 1, hasPass];
    }).flat();
  }

  /** For each tensor that is kept, or made by a matrix function, the last stage that reads it. */
  #lastUses(): ReadonlyMap<number, number> {
    const last = new Map<number, number>();
    const { values, update, states } = this.#rule;
    this.#stages.forEach((stage, s) => {
      const readers = [...stage.computed, ...stage.reductions, ...stage.matrices];
      for (const i of readers) for (const x of operandsOf(values[i] as UpdateValue)) last.set(x, s);
      if (s === this.#stages.length - 1) for (const x of [update, ...states.map(({ next }) => next)]) last.set(x, s);
    });
    return last;
  }

  #stage(stage: Stage, s: number, lastUse: ReadonlyMap<number, number>): StageWords {
    const before = s === 0 ? [] : (this.#stages[s - 1] as Stage).reductions;
    const sums = before.map((i) => this.#narrowOf(i));
    const isLast = s === this.#stages.length - 1;
    const narrow = stage.narrow.filter((i) => !this.#residence.values[i]).flatMap((i) => this.#narrowStep(i));
    if (isLast) narrow.push(...this.#copies());
    const own: number[] = [];
    const takeOwn = (): number => {
      const tensor = this.#takeTensor();
      own.push(tensor);
      return this.#tensorPlace(tensor);
    };
    for (const i of [...stage.matrices, ...stage.kept]) this.#tensorAt.set(i, this.#takeTensor());
    const matrices = stage.matrices.flatMap((i) => this.#matrixStep(i));
    const computed = new Set(stage.computed);
    const sourceOf = (i: number): PassSource => this.#source(i, computed);
    const pass = assemblePass(this.#passSteps(stage, isLast), sourceOf, takeOwn);
    // Free after the stage and not in it: a workgroup must not write what another one still reads.
    const done = [...this.#tensorAt].filter(([i]) => (lastUse.get(i) ?? s) <= s);
    for (const tensor of [...own, ...done.map(([, tensor]) => tensor)]) this.#taken[tensor] = false;
    for (const [i] of done) this.#tensorAt.delete(i);
    return { moves: s === 0 ? this.#moves() : [], sums, narrow, matrices, pass, passSums: stage.reductions.length };
  }

  /** Narrow state takes over its next value, which the step before has left. */
  #moves(): readonly number[] {
    return this.#rule.states.flatMap(({ width, next }, k) => {
      if (width === 2 || this.#residence.states[k]) return [];
      return [this.#statePlace(next), placeWord("arena", this.#stateAt[k] as number, width)];
    });
  }

  /** The loss is gone when the state that remembers it moves on: a copy stays. */
  #copies(): readonly number[] {
    const remembered = new Set(this.#rule.states.flatMap(({ width, next }, k) =>
      width < 2 && !this.#residence.states[k] && this.#isLoss(next) ? [next] : []));
    return [...remembered].flatMap((i) =>
      [operationOf("copy"), this.#statePlace(i), this.#place(i), 0, 0]);
  }

  #isLoss(i: number): boolean {
    return this.#rule.values[i]?.kind === "input";
  }

  /** Where a narrow state's next value is found when the next step begins. */
  #statePlace(next: number): number {
    return this.#isLoss(next) ? placeWord("arena", this.#narrowOf(next), 0) : this.#place(next);
  }

  #narrowStep(i: number): readonly number[] {
    const value = this.#rule.values[i] as UpdateValue;
    const operation = value.kind === "element" ? operationOf(value.primitive) : OPERATION.total;
    const [x = 0, y = 0, z = 0] = operandsOf(value).map((operand) => this.#place(operand));
    return [operation, this.#place(i), x, y, z];
  }

  #matrixStep(i: number): readonly number[] {
    const value = this.#rule.values[i] as UpdateValue & { readonly kind: "matrix" };
    const [x = 0, norm] = value.operands;
    const source = this.#source(x, new Set());
    const from = source.kind === "tensor" ? source.offset : 0;
    const to = this.#tensorPlace(this.#tensorAt.get(i) as number);
    return [MATRIX_FUNCTION[value.primitive], from, to, norm === undefined ? 0 : this.#place(norm)];
  }

  #passSteps(stage: Stage, isLast: boolean): readonly PassStep[] {
    const { values } = this.#rule;
    const steps: PassStep[] = [];
    const computed = new Set(stage.computed);
    const kept = new Set(stage.kept);
    // A sum is taken as soon as what it is taken of is there, so that no register waits for it.
    const sumsAfter = new Map<number, PassStep[]>();
    stage.reductions.forEach((i, sum) => {
      const { operands } = values[i] as UpdateValue & { readonly kind: "reduce" };
      const last = Math.max(-1, ...operands.filter((x) => computed.has(x)));
      sumsAfter.set(last, [...(sumsAfter.get(last) ?? []), { kind: "sum", sum, operands }]);
    });
    steps.push(...(sumsAfter.get(-1) ?? []));
    for (const i of stage.computed) {
      const { primitive, operands } = values[i] as UpdateValue & { readonly kind: "element" };
      steps.push({ kind: "element", value: i, primitive, operands });
      if (kept.has(i)) {
        steps.push({ kind: "store", offset: this.#tensorPlace(this.#tensorAt.get(i) as number), operands: [i] });
      }
      steps.push(...(sumsAfter.get(i) ?? []));
    }
    if (isLast) this.#lastSteps(steps);
    return steps;
  }

  /** The weights are moved, and the state moves on: all is read before any of it is written. */
  #lastSteps(steps: PassStep[]): void {
    const { values, update, states } = this.#rule;
    let value = values.length + TUNING;
    const element = (primitive: ElementPrimitive, ...operands: readonly number[]): number => {
      steps.push({ kind: "element", value, primitive, operands });
      return value++;
    };
    const change = this.#tuned
      ? element("add", element("multiply", this.#scale, update), element("multiply", this.#decay, this.#weights))
      : update;
    const moved = element("subtract", this.#weights, change);
    const stores = states.flatMap(({ width, next }, k) =>
      width === 2 ? [{ kind: "store" as const, offset: this.#stateAt[k] as number, operands: [next] as const }] : []);
    steps.push({ kind: "hold", operands: [moved, ...stores.map(({ operands: [next] }) => next)] });
    steps.push(...stores, { kind: "store", offset: this.#room.weights, operands: [moved] });
  }

  /** Numbers of the values that tuning adds: the weights, the scale and the decay. */
  get #weights(): number {
    return this.#rule.values.length;
  }

  get #scale(): number {
    return this.#rule.values.length + 1;
  }

  get #decay(): number {
    return this.#rule.values.length + 2;
  }

  #source(i: number, computed: ReadonlySet<number>): PassSource {
    const { values } = this.#rule;
    const tensor = (offset: number): PassSource => ({ kind: "tensor", offset });
    if (i === this.#weights) return tensor(this.#room.weights);
    if (i === this.#scale) return { kind: "narrow", word: placeWord("scalars", 0, 0) };
    if (i === this.#decay) return { kind: "narrow", word: placeWord("scalars", 1, 1) };
    const value = values[i];
    if (value === undefined || computed.has(i)) return { kind: "computed" };
    if (value.width < 2) return { kind: "narrow", word: this.#place(i) };
    switch (value.kind) {
      case "weights":
        return tensor(this.#room.weights);
      case "gradient":
        return tensor(this.#room.gradients);
      case "state":
        return tensor(this.#stateAt[value.state] as number);
      default:
        return tensor(this.#tensorPlace(this.#tensorAt.get(i) as number));
    }
  }

  /** Where the device reads a narrow value. */
  #place(i: number): number {
    const value = this.#rule.values[i] as UpdateValue;
    const width = value.width as 0 | 1;
    if (this.#residence.values[i]) {
      return this.#host.isStatic(i)
        ? this.#constantPlace(i)
        : placeWord("scalars", this.#host.rowPlace(i), width);
    }
    if (value.kind === "input") return placeWord("arena", this.#room.loss, 0);
    if (value.kind === "state") return placeWord("arena", this.#stateAt[value.state] as number, width);
    return placeWord("arena", this.#narrowOf(i), width);
  }

  #constantPlace(i: number): number {
    const numbers = this.#host.staticNumbers(i);
    let at = this.#constantAt.get(i);
    if (at === undefined) {
      at = this.#constants.length;
      this.#constantAt.set(i, at);
      this.#constants.push(...new Uint32Array(Float32Array.from(numbers).buffer));
    }
    return placeWord("program", this.#constantsFrom + at, numbers.length > 1 ? 1 : 0);
  }

  /** The place of a narrow value that the device computes. */
  #narrowOf(i: number): number {
    const known = this.#narrowAt.get(i);
    if (known !== undefined) return known;
    const at = this.#takeNarrow((this.#rule.values[i] as UpdateValue).width as 0 | 1);
    this.#narrowAt.set(i, at);
    return at;
  }

  #takeNarrow(width: 0 | 1): number {
    const at = this.#room.narrow + this.#narrow;
    this.#narrow += width === 1 ? this.#room.arrays.length : 1;
    return at;
  }

  #takeTensor(): number {
    const free = this.#taken.indexOf(false);
    const tensor = free < 0 ? this.#taken.length : free;
    this.#taken[tensor] = true;
    return tensor;
  }

  #tensorPlace(tensor: number): number {
    return this.#room.kept + tensor * this.#room.tensor;
  }
}

/** How many values tuning and the weights add to those of a rule. */
const TUNING = 3;
