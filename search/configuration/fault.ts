import { quote, shownFaults } from "../../dsl/text/diagnostic.js";
import { InputError } from "../../src/errors.js";
import type { Place } from "./node.js";

/** Something that is wrong with a configuration, and where. */
export interface Fault {
  readonly place: Place;
  /** What was found, what was expected and what to do. */
  readonly message: string;
}

/** A configuration is faulty; its message spells out the faults, each with its place. */
export class ConfigurationError extends InputError {
  readonly faults: readonly Fault[];

  /**
   * @param faults - At least one.
   */
  constructor(faults: readonly Fault[]) {
    const sorted = faults.toSorted((a, b) => rank(a) - rank(b));
    super("bad-configuration", shownFaults(sorted, faultText));
    this.faults = sorted;
  }
}

/** Files before arguments, and each from its beginning. */
function rank({ place: { source, offset } }: Fault): number {
  return source.kind === "file" ? offset : Number.MAX_SAFE_INTEGER;
}

function faultText({ place: { source, offset, length }, message }: Fault): string {
  if (source.kind === "argument") return `${source.name}: ${message}`;
  const lines = source.text.split(/\r?\n/);
  const before = source.text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - (before.lastIndexOf("\n") + 1) + 1;
  const rest = Math.max(1, (lines[line - 1] ?? "").length - column + 1);
  const shown = Math.min(Math.max(1, length), rest);
  if (source.text === "") return `${source.name}: ${message}`;
  return quote(lines, { line, column, length: shown, message }, source.name);
}
