import { readFileSync } from "node:fs";
import { access, constants, statfs } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import type { DoctorCheck } from "../../results/doctor-report.js";

const GIB = 1024 ** 3;
/** GiB of memory below which large tasks do not fit beside several workers. */
const LEAST_MEMORY = 2;
/** GiB of free disk below which a long run does not fit: a million candidates of some 1.2 KB. */
const LEAST_DISK = 2;

/** The version of Node, held against that which the package asks for. */
export function checkNode(): DoctorCheck {
  const path = new URL("../../../package.json", import.meta.url);
  const { engines } = JSON.parse(readFileSync(path, "utf8")) as { readonly engines: { readonly node: string } };
  const least = engines.node.replace(/^>=/, "");
  const own = process.versions.node;
  const title = "Node";
  if (isAtLeast(own, least)) return { name: "node", title, state: "ok", finding: `${own}; ${least} or newer works` };
  return {
    name: "node", title, state: "broken",
    finding: `${own} is not supported: ${least} or newer is`,
    advice: "install a newer Node from https://nodejs.org",
  };
}

/** Compares versions by their numbers: a part that is left out counts as 0. */
function isAtLeast(version: string, least: string): boolean {
  const [own, wanted] = [version, least].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (let k = 0; k < wanted.length; k++) {
    const difference = (own[k] ?? 0) - (wanted[k] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The processor and how many threads it runs at once. */
export function checkProcessor(): DoctorCheck {
  const cores = cpus();
  const threads = availableParallelism();
  const model = cores[0]?.model.trim() ?? "unknown";
  return {
    name: "processor", title: "processor", state: "ok",
    finding: `${model}, ${cores.length} cores; ${threads} threads at once: as many workers by default`,
  };
}

/** The memory that this process may use. */
export function checkMemory(): DoctorCheck {
  const limit = process.constrainedMemory();
  const all = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const check = { name: "memory", title: "memory", finding: `${(all / GIB).toFixed(1)} GiB` };
  if (all >= LEAST_MEMORY * GIB) return { ...check, state: "ok" };
  return { ...check, state: "broken", advice: `large tasks need ${LEAST_MEMORY} GiB: train with --workers 1` };
}

/** Whether results can be written to a folder, and how much fits there. */
export async function checkFolder(folder: string): Promise<DoctorCheck> {
  const check = { name: "folder", title: "working folder" };
  try {
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = (bavail * bsize) / GIB;
    const finding = `${folder} can be written to, ${free.toFixed(1)} GiB free`;
    if (free >= LEAST_DISK) return { ...check, state: "ok", finding };
    return { ...check, state: "broken", finding, advice: `a long run needs ${LEAST_DISK} GiB: make room` };
  } catch (error) {
    return {
      ...check, state: "broken",
      finding: `${folder} cannot be written to: ${(error as Error).message}`,
      advice: "work in another folder, or give paths outside it to --out and -o",
    };
  }
}
