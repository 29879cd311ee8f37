import { z } from "zod";
import { enter } from "./contender.js";
import type { PeerLibrary } from "./library.js";

/** How a library trained candidates, and how many a second. */
export interface PeerRate {
  /**
   * `own`: one after another, each with a program of its own, and all that this takes counted. `prepared`: the same
   * without compiling. `shared`: side by side, all with the same program.
   */
  readonly kind: "own" | "prepared" | "shared";
  /** The form for people, such as `torch._foreach`. */
  readonly form: string;
  /** How many side by side. */
  readonly lanes: number;
  readonly perSecond: number;
}

/** What a library came to, or why it was not measured. */
export type PeerRates =
  | { readonly library: PeerLibrary; readonly device: string; readonly rates: readonly PeerRate[] }
  | { readonly library: PeerLibrary; readonly reason: string };

/** How much a library trains. */
export interface PeerEffort {
  /** Steps of a training. */
  readonly steps: number;
  /** Seconds that each form may take, about. */
  readonly seconds: number;
  /** Most candidates side by side. */
  readonly most: number;
}

const ANSWER = z.object({
  forms: z.array(z.object({
    kind: z.enum(["own", "prepared", "shared"]), form: z.string(), lanes: z.number(), perSecond: z.number(),
  })),
});

/**
 * Has a library train candidates on a problem's folder.
 *
 * @param loss - The training loss of step 20: one that comes to another trains something else.
 */
export async function measurePeer(
  library: PeerLibrary,
  folder: string,
  loss: number,
  effort: PeerEffort,
): Promise<PeerRates> {
  const contender = await enter(library, folder, loss);
  if (!("peer" in contender)) return contender;
  const { peer } = contender;
  try {
    const { forms } = ANSWER.parse(await peer.ask(JSON.stringify(effort)));
    return { library, device: contender.device ?? "the CPU", rates: forms };
  } catch (error) {
    return { library, reason: `failed: ${(error as Error).message}` };
  } finally {
    await peer.end();
  }
}

/** The fastest form of a kind; `undefined` where there is none. */
export function bestRate(rates: readonly PeerRate[], kind: PeerRate["kind"]): PeerRate | undefined {
  return rates.filter((rate) => rate.kind === kind).sort((a, b) => b.perSecond - a.perSecond)[0];
}
