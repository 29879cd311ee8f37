import { type TypedProgram, check } from "../../dsl/check.js";
import { probeUpdateSize } from "../../dsl/probe/probe.js";
import { parse } from "../../dsl/text/parse.js";

/** Programs that are kept parsed. */
const MOST_KEPT = 8192;

interface Kept {
  readonly typed: TypedProgram;
  updateSize: number | undefined;
}

/** The programs of a log, parsed when they are asked for; those not asked for longest are forgotten. */
export class Programs {
  readonly #textOf: (index: number) => string;
  readonly #kept = new Map<number, Kept>();
  /** To find the update size of a program that was handed out. */
  readonly #sizes = new WeakMap<TypedProgram, Kept>();

  /**
   * @param textOf - Reads the text of an entry's program out of the log.
   */
  constructor(textOf: (index: number) => string) {
    this.#textOf = textOf;
  }

  /** The program of an entry. */
  get(index: number): TypedProgram {
    let kept = this.#kept.get(index);
    if (kept === undefined) {
      kept = { typed: check(parse(this.#textOf(index))), updateSize: undefined };
      this.#sizes.set(kept.typed, kept);
    }
    this.#kept.delete(index);
    this.#kept.set(index, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return kept.typed;
  }

  /** The size of a program's update on the probe, remembered where the program was handed out by this. */
  updateSize(typed: TypedProgram): number {
    const kept = this.#sizes.get(typed);
    return kept === undefined ? probeUpdateSize(typed) : (kept.updateSize ??= probeUpdateSize(typed));
  }
}
