import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TrainerSource } from "../../proxies/lanes/trainer-source.js";
import type { ProblemReference } from "../../proxies/problem.js";
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

const CHILD = new URL("ladder-child.js", import.meta.url);

/**
 * Climbs a ladder of lanes in a process of its own.
 *
 * @param entry - The child's built file. @default the one beside this file
 */
export async function climbLadder(request: LadderRequest, signal: AbortSignal, entry = CHILD): Promise<Climbed> {
  const child = spawn(process.execPath, [fileURLToPath(entry), JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = (): void => { child.kill("SIGKILL"); };
  signal.addEventListener("abort", stop, { once: true });
  const rungs: Rung[] = [];
  let climbed: Climbed = { rungs };
  let isOver = false;
  try {
    for await (const line of linesOf(child.stdout)) {
      const message = JSON.parse(line) as LadderMessage;
      if ("rung" in message) rungs.push(message.rung);
      else if (!("end" in message)) climbed = { ...climbed, ...message };
      isOver = "end" in message || "failure" in message;
      // Nothing more comes: what its driver still does is of no interest.
      if (isOver) stop();
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
  signal.throwIfAborted();
  return isOver ? climbed : { ...climbed, failure: "its process ended without a word" };
}

/** The rung with the most trainings a second; `undefined` where there is none. */
export function bestRung({ rungs }: Climbed): Rung | undefined {
  return [...rungs].sort((a, b) => b.perSecond - a.perSecond)[0];
}
