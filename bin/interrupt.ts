import { EXIT } from "./exit.js";

/**
 * Runs something that Ctrl-C ends in good order: the signal it is given is aborted, what it throws then is of
 * no interest, and the exit code is 130. A second Ctrl-C ends the process at once.
 *
 * @returns What it gives, or `undefined` where it was interrupted.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const controller = new AbortController();
  const interrupt = (): void => { controller.abort(); };
  process.once("SIGINT", interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    process.stderr.write("interrupted\n");
    process.exitCode = EXIT.interrupted;
    return undefined;
  } finally {
    process.off("SIGINT", interrupt);
  }
}
