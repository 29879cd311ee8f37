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
