import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { entryLike } from "./entry.arbitrary.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHILD = fileURLToPath(new URL("child.js", import.meta.url));

/** Other processes cannot run TypeScript, so they use what is built. */
export function refuseStaleBuild(): void {
  for (const entry of readdirSync(join(ROOT, "results/store"))) {
    if (!entry.endsWith(".ts") || /\.(test|arbitrary)\.ts$/.test(entry)) continue;
    const source = join("results/store", entry);
    const built = statSync(join(ROOT, "dist", source.replace(/ts$/, "js")), { throwIfNoEntry: false });
    if (built === undefined || built.mtimeMs < statSync(join(ROOT, source)).mtimeMs) {
      throw new Error(`dist/ is ${built === undefined ? "without" : "older than"} ${source}: run \`npm run build\``);
    }
  }
}

function argumentsOf(task: string, folder: string): readonly string[] {
  return [CHILD, task, folder, JSON.stringify(entryLike(0))];
}

/** What another process says that does a task of `child.js` to the end. */
export function runChild(task: string, folder: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, argumentsOf(task, folder), { encoding: "utf8" });
  return (stdout + stderr).trim();
}

/** Another process that does a task of `child.js`. */
export class Child {
  readonly pid: number;
  readonly #process: ChildProcess;
  #output = "";

  constructor(task: string, folder: string) {
    this.#process = spawn(process.execPath, argumentsOf(task, folder), { stdio: ["ignore", "pipe", "inherit"] });
    this.pid = this.#process.pid as number;
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => { this.#output += text; });
  }

  /** Waits until it has said something. */
  async spoken(): Promise<void> {
    if (this.#output === "" && this.#process.stdout !== null) await once(this.#process.stdout, "data");
  }

  /** Ends it with SIGKILL, and gives the lines that it has said in full. */
  async kill(): Promise<readonly string[]> {
    this.#process.kill("SIGKILL");
    // Everything that it wrote has been read when its streams are closed.
    await once(this.#process, "close");
    return this.#output.split("\n").slice(0, -1);
  }
}
