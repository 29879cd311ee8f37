import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import { InputError } from "../../src/errors.js";
import type { Configuration } from "../configuration/configuration.js";

/** The executor of a run; those of older versions name none, and had one. */
export function executorOf({ executor = "wasm" }: Partial<Pick<Configuration, "executor">>): ExecutorName {
  if (executor !== "auto") return executor;
  throw new InputError(
    "no-executor", "`executor` is auto, and a run keeps to one: choose it before the run begins, as `symopt search` does.",
  );
}
