import { ContractError } from "../../../errors.js";
import type { Kernel } from "../kernel.js";
import { functionsFor } from "./function.js";
import type { Body } from "./text.js";

/** WebGPU's limit along one dimension. */
const MOST_WORKGROUPS = 65_535;
/** Bytes that a workgroup may share on every adapter. */
const SHARED_BYTES = 16_384;
/** More text takes the driver's compiler too long. */
const MOST_TEXT = 60_000;

/** Elements of a workgroup's memory, and the bytes of one. */
const TYPES = { f32: 4, "vec2<f32>": 8, "vec4<f32>": 16 } as const;

/** An array in a workgroup's memory; parts that use one of the same name share it. */
export interface SharedArray {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly length: number;
}

/** What some workgroups of a kernel do. */
export interface Part {
  readonly label: string;
  /** Knows `group`, the workgroup's number among those of the part, and `thread`. */
  readonly body: Body;
  readonly workgroups: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  readonly shared: readonly SharedArray[];
}

/**
 * Makes kernels of parts that do not depend on each other: a kernel's workgroups are those of its parts, one after
 * another, as what is begun together ends sooner.
 *
 * @throws {@link ContractError} where a part takes more workgroups than WebGPU allows.
 */
export function joinParts(parts: readonly Part[], batchWords: number): readonly Kernel[] {
  const joined: Part[][] = [];
  for (const part of parts) {
    const fitting = joined.find((others) => fits([...others, part]));
    if (fitting === undefined) joined.push([part]);
    else fitting.push(part);
  }
  return joined.map((own) => kernelOf(own, batchWords));
}

function fits(parts: readonly Part[]): boolean {
  const bytes = arraysOf(parts).reduce((sum, { type, length }) => sum + TYPES[type] * length, 0);
  const text = parts.reduce((sum, { body }) => sum + body.length, 0);
  const isAlike = parts.every(({ threads }) => threads === parts[0]?.threads);
  return isAlike && bytes <= SHARED_BYTES && text <= MOST_TEXT && countOf(parts) <= MOST_WORKGROUPS;
}

function countOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { workgroups }) => sum + workgroups, 0);
}

/** The arrays that parts need, each as long as the longest of its name. */
function arraysOf(parts: readonly Part[]): readonly SharedArray[] {
  const arrays = new Map<string, SharedArray>();
  for (const array of parts.flatMap(({ shared }) => shared)) {
    if ((arrays.get(array.name)?.length ?? 0) < array.length) arrays.set(array.name, array);
  }
  return [...arrays.values()];
}

function kernelOf(parts: readonly Part[], batchWords: number): Kernel {
  const label = parts.map((part) => part.label).join(" | ");
  const workgroups = countOf(parts);
  if (workgroups > MOST_WORKGROUPS) {
    throw new ContractError(`"${label}" takes ${workgroups} workgroups a lane; ${MOST_WORKGROUPS} are allowed.`);
  }
  const arrays = arraysOf(parts).map(({ name, type, length }) => `var<workgroup> ${name}: array<${type}, ${length}>;`);
  let first = 0;
  const bodies = parts.map(({ body, workgroups: own }) => {
    const condition = first + own === workgroups ? "" : `if (at.x < ${first + own}u) `;
    const text = `${condition}{\n  let group = at.x - ${first}u;\n${body.toString().replace(/^/gm, "  ")}\n}`;
    first += own;
    return text;
  });
  const text = bodies.join(" else ");
  const code = `${functionsFor(text)}
${arrays.join("\n")}
@compute @workgroup_size(${parts[0]?.threads ?? 1})
fn main(@builtin(workgroup_id) at: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  if (lanes[at.y].running == 0u) { return; }
  let base = at.y * STRIDE;
  let batch = lanes[at.y].examples + step.index * ${batchWords}u;
  // 0, which no compiler knows: loops that end by it stay loops. Unrolled, they take software adapters minutes to compile.
  let none = lanes[at.y].running - 1u;
  ${text.replace(/\n/g, "\n  ")}
}
`;
  return { label, code, workgroups };
}
