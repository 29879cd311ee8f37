import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TrainerSource } from "../../proxies/lanes/trainer-source.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { linesOf } from "../peers/lines.js";
import type { Rung, Top } from "./ladder.js";

/** What a ladder is climbed on, as pure data. */
export interface LadderRequest {
  readonly source: TrainerSource;
  readonly reference: ProblemReference;
  /** Lanes that are tried first, and at most. */
  readonly least: number;
  readonly most: number;
  /** Seconds that the trainings of a rung may take. */
  readonly seconds: number;
}

/** What the child says, one after another. */
export type LadderMessage =
  | { readonly top: Top }
  | { readonly rung: Rung }
  | { readonly failure: string }
  | { readonly end: true };

/** A ladder that was climbed, as far as it went. */
export interface Climbed {
  readonly top?: Top;
  readonly rungs: readonly Rung[];
  /** Why it ended before its time. @default it did not */
  readonly failure?: string;
}

/** How a ladder is climbed. */
export interface ClimbOptions {
  /** Ends it; then its reason is thrown. */
  readonly signal: AbortSignal;
  /** Seconds that the child may take to get ready, and for each rung: drivers compile long. @default 300 */
  readonly limit?: number;
  /** The child's built file. @default the one beside this file */
  readonly entry?: URL;
}

const CHILD = new URL("ladder-child.js", import.meta.url);

/** Climbs a ladder of lanes in a process of its own: where that hangs it is ended, and what it told before is kept. */
export async function climbLadder(request: LadderRequest, options: ClimbOptions): Promise<Climbed> {
  const { signal, limit = 300, entry = CHILD } = options;
  const child = spawn(process.execPath, [fileURLToPath(entry), JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = (): void => {
    child.kill("SIGKILL");
    // A driver may hang so that not even this ends the process: it is waited for no longer.
    child.stdout.destroy();
    child.unref();
  };
  signal.addEventListener("abort", stop, { once: true });
  const rungs: Rung[] = [];
  let climbed: Climbed = { rungs };
  let isOver = false;
  let failure = "its process ended without a word";
  const watchdog = setTimeout(() => {
    failure = `its process told nothing for ${limit} s and was ended: the GPU or its driver hangs`;
    stop();
  }, limit * 1000);
  try {
    for await (const line of linesOf(child.stdout)) {
      watchdog.refresh();
      const message = JSON.parse(line) as LadderMessage;
      if ("rung" in message) rungs.push(message.rung);
      else if (!("end" in message)) climbed = { ...climbed, ...message };
      isOver = "end" in message || "failure" in message;
      // Nothing more comes: what its driver still does is of no interest.
      if (isOver) stop();
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", stop);
    stop();
  }
  signal.throwIfAborted();
  return isOver ? climbed : { ...climbed, failure };
}

/** The rung with the most trainings a second; `undefined` where there is none. */
export function bestRung({ rungs }: Climbed): Rung | undefined {
  return [...rungs].sort((a, b) => b.perSecond - a.perSecond)[0];
}
