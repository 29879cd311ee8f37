import { type TypedProgram, check } from "../../dsl/check.js";
import { probeUpdateSize } from "../../dsl/probe/probe.js";
import { parse } from "../../dsl/text/parse.js";

/** Programs that are kept parsed, and of those planned last the texts. */
const MOST_KEPT = 8192;

interface Kept {
  readonly typed: TypedProgram;
  updateSize: number | undefined;
}

/** The programs of a log, parsed when they are asked for; those not asked for longest are forgotten. */
export class Programs {
  readonly #textOf: (index: number) => string;
  readonly #texts = new Map<number, string>();
  readonly #kept = new Map<number, Kept>();
  /** To find the update size of a program that was handed out. */
  readonly #sizes = new WeakMap<TypedProgram, Kept>();

  /**
   * @param textOf - Reads the text of an entry's program out of the log.
   */
  constructor(textOf: (index: number) => string) {
    this.#textOf = textOf;
  }

  /** Remembers the text of an entry, which need not be read for a while. */
  remember(index: number, text: string): void {
    this.#texts.set(index, text);
    forgetOldest(this.#texts);
  }

  /** The program of an entry. */
  get(index: number): TypedProgram {
    let kept = this.#kept.get(index);
    if (kept === undefined) {
      kept = { typed: check(parse(this.#texts.get(index) ?? this.#textOf(index))), updateSize: undefined };
      this.#sizes.set(kept.typed, kept);
    }
    this.#kept.delete(index);
    this.#kept.set(index, kept);
    forgetOldest(this.#kept);
    return kept.typed;
  }

  /** The size of a program's update on the probe, remembered where the program was handed out by this. */
  updateSize(typed: TypedProgram): number {
    const kept = this.#sizes.get(typed);
    return kept === undefined ? probeUpdateSize(typed) : (kept.updateSize ??= probeUpdateSize(typed));
  }
}

function forgetOldest(kept: Map<number, unknown>): void {
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}
