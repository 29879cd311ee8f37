import { ContractError, InputError, SymoptError } from "../src/errors.js";

/** Exit codes of the command. */
export const EXIT = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/**
 * Says what went wrong, on standard error, and sets the exit code: the user's fault, or the machine's, without
 * a stack, any other with it.
 */
export function reportError(error: unknown): void {
  if (error instanceof InputError) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.badInput;
    return;
  }
  if (error instanceof SymoptError && !(error instanceof ContractError)) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT.failed;
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${stack}\nThis is a defect of symopt, not of your input: please report it with the command that caused it.\n`,
  );
  process.exitCode = EXIT.failed;
}

/**
 * Ends the process without a word where the reader of its output has gone, as `head` does when it has seen
 * enough, and with a message where the output cannot be written, as on a full disk.
 */
export function endOnLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.done);
      // The terminal was closed: a signal that says so is on its way, and ends the command in good order.
      if (error.code === "EIO" && stream.isTTY) return;
      if (stream === process.stdout) process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(EXIT.failed);
    });
  }
}
