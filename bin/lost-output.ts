import { EXIT } from "./exit.js";
import { interruptUnread } from "./interrupt.js";

/**
 * Ends the process without a word where the reader of its output has gone, as `head` does when it has seen
 * enough, and with a message where the output cannot be written, as on a full disk. What is under way is interrupted,
 * and ends in good order.
 */
export function endOnLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") {
        if (interruptUnread()) return;
        process.exit(process.exitCode ?? EXIT.done);
      }
      // The terminal was closed: a signal that says so is on its way, and ends the command in good order.
      if (error.code === "EIO" && stream.isTTY) return;
      if (stream === process.stdout) process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(EXIT.failed);
    });
  }
}
