import { ContractError } from "../../../errors.js";
import type { UpdateArray } from "../../update/array.js";
import type { UpdateRule } from "../../update/rule.js";
import type { Kernel, Region } from "../kernel.js";
import { type EncodeOptions, type EncodedRule, encodeRule } from "./encode.js";
import { matrixKernel } from "./matrix-kernel.js";
import { narrowKernel } from "./narrow-kernel.js";
import { passKernel } from "./pass-kernel.js";
import { type MachineLimits, type MachinePlace, layOut } from "./room.js";
import { MOST_SUMS, REGISTERS } from "./word.js";

/** Where the machine works, and how much a lane can hold. */
export interface MachineSpec extends MachinePlace {
  /** What is missing has its default. */
  readonly limits?: Partial<MachineLimits>;
  /**
   * Blocks of an array, each a workgroup's, at most: their sums are added up one after another. @default 256
   */
  readonly mostBlocks?: number;
}

/** Floats that tensors between passes take at most, as long as there are at least {@link LEAST_KEPT} of them. */
const KEPT_FLOATS = 1 << 20;
const LEAST_KEPT = 8;

/**
 * What a lane of few parameters can hold, if nothing else is said: every rule of the library, and what a search makes
 * within its own default limits. Of 6,560 programs, mutated from the library's and random ones of 30 and 60
 * statements, none needed more than 4 state tensors, 7 tensors between passes, 16 narrow values, 6 sums, 6 passes and
 * 290 words; of 25,800 none more than 8 registers. The worst that 60 statements can ask for is more: such a program is
 * refused. Where there are many parameters, there is room for fewer tensors between passes.
 */
export const MACHINE_LIMITS: MachineLimits = {
  states: 4, kept: 20, narrow: 64, sums: 32, stages: 64, words: 4096,
};

/** Blocks of an array, at most, if nothing else is said. */
const MOST_BLOCKS = 256;

/** Workgroups of a dispatch, in one dimension. */
const MOST_WORKGROUPS = 65535;

/** A machine that runs update rules, each lane its own, by the same few kernels. */
export interface MachineLayout {
  /** The first float behind all that it uses. */
  readonly end: number;
  /** What must be zero when a rule begins in a lane. */
  readonly state: Region;
  /** Room of a lane's program, in words. */
  readonly codeWords: number;
  /**
   * What makes a step, in order: those that no lane in it uses may be left out. Some are one and the same kernel, which
   * knows by itself how often it has been run in the step.
   */
  readonly kernels: readonly Kernel[];
  /**
   * Writes a rule as words. Time O(values · stages), a fraction of a millisecond.
   *
   * @throws {@link InputError} where the lane has no room for what the rule keeps.
   */
  encode(rule: UpdateRule, options: EncodeOptions): EncodedRule;
}

/**
 * Lays out a machine for the parameters of a problem.
 *
 * @throws {@link ContractError} where there are more parameters than one dispatch can move.
 */
export function machineLayout(arrays: readonly UpdateArray[], spec: MachineSpec): MachineLayout {
  const size = arrays.reduce((sum, array) => sum + array.size, 0);
  const kept = Math.min(MACHINE_LIMITS.kept, Math.max(LEAST_KEPT, Math.floor(KEPT_FLOATS / size)));
  const limits = { ...MACHINE_LIMITS, kept, ...spec.limits };
  if (limits.states > REGISTERS - 4) {
    throw new ContractError(`${limits.states} state tensors do not fit into ${REGISTERS} registers.`);
  }
  if (limits.sums > MOST_SUMS) {
    throw new ContractError(`A pass has no more than ${MOST_SUMS} sums, not ${limits.sums}.`);
  }
  const room = layOut(arrays, spec, limits, spec.mostBlocks ?? MOST_BLOCKS);
  if (room.blocks.count > MOST_WORKGROUPS) {
    throw new ContractError(`${room.blocks.count} blocks of parameters are more than a dispatch has workgroups.`);
  }
  const further = [narrowKernel(room, false), matrixKernel(room), passKernel(room, false)];
  return {
    end: room.end,
    state: room.state,
    codeWords: limits.words,
    kernels: [
      narrowKernel(room, true), passKernel(room, true),
      ...Array.from({ length: limits.stages - 1 }, () => further).flat(),
    ],
    encode: (rule, options) => encodeRule(rule, room, options),
  };
}
