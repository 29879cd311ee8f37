import type { ExecutorChoice } from "../../proxies/executor/executor-name.js";

/** Options that set values of a configuration, the same for every command that begins a search. */
export interface SettingOptions {
  /** Each as `path=value`. */
  readonly set: readonly string[];
  readonly seed?: number;
  readonly evaluations?: number;
  readonly minutes?: number;
  readonly executor?: ExecutorChoice;
}

/** What these options set, each as `path=value`; a later one goes before an earlier. */
export function overridesOf({ set, seed, evaluations, minutes, executor }: SettingOptions): readonly string[] {
  return [
    ...set,
    ...(seed === undefined ? [] : [`seed=${seed}`]),
    ...(evaluations === undefined ? [] : [`budget.evaluations=${evaluations}`]),
    ...(minutes === undefined ? [] : [`budget.minutes=${minutes}`]),
    ...(executor === undefined ? [] : [`executor=${executor}`]),
  ];
}

/** Gathers the values of an option that may be given again. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
