import type { PeerLibrary } from "./library.js";
import { Peer, type PeerTime } from "./peer.js";

/** After so many steps all libraries must have the same loss. */
export const AGREED = 20;
/** How far a loss may be off, relative to ours. */
const TOLERANCE = 1e-3;

/** A library that is measured, or why it is not. */
export type Contender =
  | {
      readonly library: PeerLibrary;
      readonly peer: Peer;
      /** Its losses after {@link AGREED} steps, in each of its forms. */
      readonly losses: readonly number[];
      /** What it computes on, where it says so. */
      readonly device?: string;
      /** What it took, turn by turn. */
      readonly times: readonly PeerTime[];
    }
  | { readonly library: PeerLibrary; readonly reason: string };

/** Starts a library on a problem's folder. One that comes to another loss than ours trains something else. */
export async function enter(library: PeerLibrary, folder: string, loss: number): Promise<Contender> {
  if (library.command === undefined) return { library, reason: library.advice ?? "not found" };
  const peer = new Peer(library.command, folder);
  try {
    const { losses, ...device } = await peer.ready();
    const agrees = losses.every((theirs) => Math.abs(theirs - loss) <= TOLERANCE * Math.abs(loss));
    if (agrees) return { library, peer, losses, ...device, times: [] };
    await peer.end();
    return {
      library,
      reason: `disagrees, so it is not timed: its loss after ${AGREED} steps is ${losses.join(" and ")}, ours ${loss}`,
    };
  } catch (error) {
    await peer.end();
    return { library, reason: `failed: ${(error as Error).message}` };
  }
}

/** Has a library measure its step once more, for so many seconds; it is out where it fails. */
export async function takeTurn(contender: Contender, seconds: number): Promise<Contender> {
  if (!("peer" in contender)) return contender;
  const { library, peer, times } = contender;
  try {
    return { ...contender, times: [...times, await peer.time(seconds)] };
  } catch (error) {
    await peer.end();
    return { library, reason: `failed: ${(error as Error).message}` };
  }
}
