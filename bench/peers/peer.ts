import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { linesOf } from "./lines.js";

/** How a peer is started: it takes the folder of a problem as its last argument. */
export interface PeerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** What a peer says when it has trained 20 steps. */
interface Greeting {
  /** The training loss of the 20th step, in each of the forms in which it does the same. */
  readonly losses: readonly number[];
  /** What it computes on, where that is not the processor alone. */
  readonly device?: string;
}

/** Milliseconds that a step takes in a peer, the best of its forms. */
export interface PeerTime {
  readonly milliseconds: number;
  /** Which form that was, where there are several. @default there is one */
  readonly form?: string;
}

/** Seconds that a peer may take for an answer: on a slow machine the slowest takes a minute. */
const LIMIT = 300;
/** How much of what a peer complained about is told. */
const TOLD = 300;

/** What it says of itself that it died of, else the end of all that it said. */
function lastWords(complaints: string): string {
  const errors = complaints.split("\n").filter((line) => /^\w*Error\b/.test(line));
  return (errors.at(-1) ?? complaints.trim().slice(-TOLD)) || "it ended without a word";
}

/**
 * Another library that trains the same model in a process of its own. It says a line of JSON when it is ready,
 * then measures as often as it is asked to, and ends when nobody can ask any more.
 */
export class Peer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string, undefined>;
  /** Until it has ended and all that it said is here. */
  readonly #closed: Promise<unknown>;
  #complaints = "";

  constructor({ command, args }: PeerCommand, folder: string) {
    this.#process = spawn(command, [...args, folder]);
    this.#process.on("error", (error) => { this.#complaints += error.message; });
    this.#closed = new Promise((resolve) => { this.#process.on("close", resolve); });
    this.#process.stdin.on("error", () => undefined);
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => { this.#complaints += text; });
    this.#answers = linesOf(this.#process.stdout);
  }

  /**
   * Waits until it has trained 20 steps.
   *
   * @throws An error with the peer's own words where it fails.
   */
  async ready(): Promise<Greeting> {
    return (await this.#answer()) as Greeting;
  }

  /**
   * Has it measure its step for so many seconds.
   *
   * @throws An error with the peer's own words where it fails.
   */
  async time(seconds: number): Promise<PeerTime> {
    return (await this.ask(String(seconds))) as PeerTime;
  }

  /**
   * Asks it a line, and waits for its answer.
   *
   * @throws An error with the peer's own words where it fails.
   */
  async ask(question: string): Promise<unknown> {
    this.#process.stdin.write(`${question}\n`);
    return this.#answer();
  }

  /** Ends the process. */
  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#closed;
  }

  async #answer(): Promise<unknown> {
    const timer = setTimeout(() => {
      this.#complaints += `\nError: it took more than ${LIMIT} s`;
      this.#process.kill("SIGKILL");
    }, LIMIT * 1000);
    const answer = await this.#answers.next();
    clearTimeout(timer);
    if (answer.done !== true) return JSON.parse(answer.value) as unknown;
    await this.#closed;
    throw new Error(lastWords(this.#complaints));
  }
}
