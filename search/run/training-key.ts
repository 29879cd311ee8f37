import { createHash } from "node:crypto";
import type { TrainingRequest } from "../../proxies/executor.js";
import { contentKey } from "./content-key.js";

/** What a training is: all of a request but its number, keys in one order, and what the files of its task hold. */
export function keyOf({ index: _, ...request }: TrainingRequest): string {
  const text = JSON.stringify({ ...request, content: contentKey(request.task) }, (__, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value === Infinity ? "Infinity" : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
