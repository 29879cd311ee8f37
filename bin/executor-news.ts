import type { ExecutorNews } from "../proxies/executor/open-executor.js";
import type { Progress } from "./progress.js";

/**
 * What an executor tells on its way, as lines on standard error: trainings that are lost together in one.
 *
 * @param progress - The line that must make way for them; it is shown again by itself.
 */
export function executorNews(progress: Pick<Progress, "end">, stream: Pick<NodeJS.WriteStream, "write"> = process.stderr):
ExecutorNews {
  const write = (line: string): void => {
    progress.end();
    stream.write(`${line}\n`);
  };
  const lost = new Map<string, number>();
  const tellLost = (): void => {
    for (const [reason, count] of lost) {
      write(`a worker was lost with ${count} ${count === 1 ? "training" : "trainings"}: ${reason}`);
    }
    lost.clear();
  };
  return {
    onLost: (_, reason) => {
      if (lost.size === 0) setImmediate(tellLost);
      lost.set(reason, (lost.get(reason) ?? 0) + 1);
    },
    onFewerLanes: (lanes, reason) => { write(`${lanes} ${lanes === 1 ? "lane" : "lanes"} from now on: ${reason}`); },
  };
}
