import { InputError } from "../../src/errors.js";

/** One fault of a program's text, at its place. */
export interface Diagnostic {
  /** Line, from 1. */
  readonly line: number;
  /** First column at fault, from 1. */
  readonly column: number;
  /** How many characters are at fault: at least 1. */
  readonly length: number;
  /** What was found and what was expected. */
  readonly message: string;
}

/** How many faults an error message spells out before it only counts the rest. */
const SHOWN = 20;
/** The longest piece of a source line that is quoted. */
const QUOTED = 100;

/** A program's text is faulty; carries every fault, and quotes each with a caret in its message. */
export class ProgramError extends InputError {
  readonly diagnostics: readonly Diagnostic[];

  /**
   * @param source - The text, split into lines.
   * @param diagnostics - At least one.
   * @param file - What to call the text in the message. @default "program"
   */
  constructor(source: readonly string[], diagnostics: readonly Diagnostic[], file = "program") {
    super("bad-program", shownFaults(diagnostics, (fault) => quote(source, fault, file)));
    this.diagnostics = diagnostics;
  }
}

/** The first of many faults, one below the other, and how many there are besides. */
export function shownFaults<Fault>(faults: readonly Fault[], text: (fault: Fault) => string): string {
  const shown = faults.slice(0, SHOWN).map(text);
  const more = faults.length - shown.length;
  if (more > 0) shown.push(`and ${more} more`);
  return shown.join("\n");
}

/** A fault as `file:line:column: message`, the line below it and a caret under the place. */
export function quote(source: readonly string[], fault: Diagnostic, file: string): string {
  const line = source[fault.line - 1] ?? "";
  const start = Math.max(0, fault.column - 1 - QUOTED / 2);
  const piece = printable(line.slice(start, start + QUOTED));
  const gutter = `${fault.line} | `;
  const caret = " ".repeat(gutter.length + fault.column - 1 - start) + "^".repeat(Math.min(fault.length, QUOTED / 2));
  return `${file}:${fault.line}:${fault.column}: ${fault.message}\n${gutter}${piece}\n${caret}`;
}

/** Tabs as spaces; what is invisible or could play tricks on a terminal as one visible character each. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this replaces
  return text.replace(/\t/g, " ").replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/g, "\ufffd");
}
