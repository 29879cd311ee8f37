import { type ChildProcess, fork } from "node:child_process";
import type { Readable } from "node:stream";
import type { FromChild, ToChild } from "./message.js";

/** Milliseconds that a child has to end itself. */
const PATIENCE = 1000;

/** What Dawn writes to standard error whenever it looks at some drivers: it is of use to nobody. */
const NOISE = /^Warning: max\w+ artificially reduced from \d+ to \d+ /;

/** What a child process is begun with, and who hears of it. */
export interface LifeOptions {
  /** Path of the child's file. */
  readonly entry: string;
  readonly start: Extract<ToChild, { kind: "start" }>;
  readonly onMessage: (message: FromChild) => void;
  /** Told once, when it has ended unasked. */
  readonly onDeath: (reason: string) => void;
}

/** One child process, from its start to its end. */
export class Life {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isAsked = false;
  /** Why it ends, where that is known. */
  #reason: string | undefined;

  constructor({ entry, start, onMessage, onDeath }: LifeOptions) {
    // What a driver or a user's task prints must not mix with the results on standard output.
    const child = fork(entry, [], { serialization: "advanced", stdio: ["ignore", 2, "pipe", "ipc"], execArgv: [] });
    this.#child = child;
    if (child.stderr !== null) passOn(child.stderr);
    this.#ended = new Promise((resolve) => {
      const end = (reason: string): void => {
        resolve();
        if (this.#isAsked) return;
        this.#isAsked = true;
        onDeath(this.#reason ?? reason);
      };
      child.on("error", (error) => { end(`Its process does not start: ${error.message}`); });
      child.once("exit", (code, signal) => {
        const reason = `Its process ended by ${signal ?? `exit code ${code}`}.`;
        // What it told before may still be on the way.
        if (child.connected) child.once("disconnect", () => { end(reason); });
        else end(reason);
      });
    });
    child.on("message", (message) => {
      if (this.#isAsked) return;
      const told = message as FromChild;
      if (told.kind === "dying") this.#reason ??= told.message;
      else onMessage(told);
    });
    this.send(start);
  }

  /** The process's number; `undefined` where it has not started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Tells the child something, as long as it lives. */
  send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Ends it at once, for a reason. */
  kill(reason: string): void {
    this.#reason ??= reason;
    this.#child.kill("SIGKILL");
  }

  /** Asks it to end, then ends it. */
  async end(): Promise<void> {
    this.#isAsked = true;
    this.send({ kind: "close" });
    const timer = setTimeout(() => { this.#child.kill("SIGKILL"); }, PATIENCE);
    await this.#ended;
    clearTimeout(timer);
  }
}

/** Writes what a child does on its standard error on this process's, but for noise. */
function passOn(stderr: Readable): void {
  let rest = "";
  const tell = (line: string): void => {
    if (!NOISE.test(line)) process.stderr.write(`${line}\n`);
  };
  stderr.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(tell);
  });
  stderr.on("end", () => { if (rest !== "") tell(rest); });
}
