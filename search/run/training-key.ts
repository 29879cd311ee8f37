import { createHash } from "node:crypto";
import type { TrainingRequest } from "../../proxies/executor/executor.js";
import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import { contentKey } from "./content-key.js";

/**
 * What a training is: all of a request but its number, keys in one order, what the files of its task hold, and the
 * executor with the device that it computes on, if they depend on that: outcomes are its own to the last bits.
 */
export function keyOf(
  { index: _, ...request }: TrainingRequest, executor: ExecutorName = "wasm", device?: string,
): string {
  const content = contentKey(request.task);
  // Logs of older versions, which had one executor, do not name it.
  const trained = { ...request, content, ...(executor === "wasm" ? {} : { executor, device }) };
  const text = JSON.stringify(trained, (__, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value === Infinity ? "Infinity" : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
