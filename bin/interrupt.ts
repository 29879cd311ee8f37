import { constants } from "node:os";
import { isatty } from "node:tty";
import { EXIT } from "./exit.js";

/** Signals that end a command in good order: Ctrl-C, `kill` or a limit of time, and a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What is under way, and can be interrupted. */
const underWay = new Set<AbortController>();

/** What work is aborted with: the signal that came. */
class Interruption extends Error {
  readonly exitCode: number;

  constructor(signal: (typeof SIGNALS)[number] | "SIGPIPE") {
    super(signal);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Sets the exit code of a command that a signal ended: 128 and the signal's number, so 130 for Ctrl-C. */
export function markInterrupted({ reason }: AbortSignal): void {
  process.exitCode = reason instanceof Interruption ? reason.exitCode : EXIT.interrupted;
}

/**
 * Interrupts what is under way since nobody reads its output any longer, as in `symopt search … | head`: SIGPIPE, which
 * Node does not let through. It ends in good order too.
 *
 * @returns Whether anything was under way.
 */
export function interruptUnread(): boolean {
  for (const controller of underWay) controller.abort(new Interruption("SIGPIPE"));
  return underWay.size > 0;
}

/**
 * Runs something that Ctrl-C, SIGTERM and SIGHUP end in good order: the signal it is given is aborted, what it throws
 * then is of no interest, and the exit code says which it was. Ctrl-C after that ends the process at once. The others
 * do not: a closing terminal or `timeout` may well send them twice.
 *
 * @returns What it gives, or `undefined` where it was interrupted.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const controller = new AbortController();
  const hasTerminal = [0, 1, 2].some(isatty);
  const interrupt = (signal: NodeJS.Signals): void => {
    process.off("SIGINT", interrupt);
    if (signal === "SIGHUP" && hasTerminal) process.once("exit", endByHangUp);
    controller.abort(new Interruption(signal as (typeof SIGNALS)[number]));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  underWay.add(controller);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    process.stderr.write("interrupted\n");
    markInterrupted(controller.signal);
    return undefined;
  } finally {
    underWay.delete(controller);
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

/** Node aborts where it cannot set its terminal back as it was, since that was closed: the signal ends it before. */
function endByHangUp(): void {
  process.kill(process.pid, "SIGHUP");
}
