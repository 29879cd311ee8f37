/** Threads of a workgroup, unless a kernel says otherwise. */
export const WORKGROUP = 64;

/**
 * What every kernel can read and write: one arena with a stretch for each lane, and what the host supplies. All kernels
 * share these bindings, so that nothing but the pipeline changes between two dispatches.
 */
export const PRELUDE = `
// Floats of a lane in the arena: known once all kernels have said what they need.
override STRIDE: u32;
struct Lane {
  // Whether the lane takes part in this submission: 1 or 0.
  running: u32,
  // Where its examples begin, in words of \`examples\`.
  examples: u32,
  // Where its program begins, in words of \`code\`.
  code: u32,
  // Where its numbers of the first step begin, in \`scalars\`, and how many there are for a step.
  scalars: u32,
  scalarCount: u32,
  // Where its initial weights begin, in words of \`examples\`.
  weights: u32,
  // The step of the submission, from 0, at which the size of its update is measured; 0xffffffff: at none.
  measured: u32,
  unused: u32,
}
struct Step {
  // The step of the submission, or the batch of an evaluation, from 0.
  index: u32,
  unused0: u32,
  unused1: u32,
  unused2: u32,
}
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;
@group(0) @binding(1) var<storage, read> lanes: array<Lane>;
@group(0) @binding(2) var<storage, read> examples: array<u32>;
@group(0) @binding(3) var<storage, read> code: array<u32>;
@group(0) @binding(4) var<storage, read> scalars: array<f32>;
@group(0) @binding(5) var<storage, read_write> results: array<f32>;
@group(0) @binding(6) var<uniform> step: Step;
`;

/** 32-bit words of a lane in the buffer \`lanes\`, in the order of the structure. */
export const LANE_WORDS = 8;

/**
 * A kernel: the text of its WGSL behind {@link PRELUDE}, with an entry point `main`. It is dispatched with
 * `workgroups` along x and a row of them for each lane along y: `workgroup_id.y` is the lane.
 */
export interface Kernel {
  /** What it computes, for error messages and profiles. */
  readonly label: string;
  readonly code: string;
  readonly workgroups: number;
}

/** Where numbers of a lane lie in its stretch of the arena, in float32 from its start. */
export interface Region {
  readonly offset: number;
  readonly length: number;
}
