import type { Coupling, Measures } from "../dsl/probe/probe.js";
import { counted, toShortNumber } from "./number.js";
import type { Page } from "./style.js";
import { wrap } from "./table.js";

/** Every measure: how a report names it, its value, and what the value means. */
export const MEASURES: readonly {
  readonly label: string;
  readonly value: (measures: Measures) => number | string;
  readonly words: (measures: Measures) => string;
}[] = [
  {
    label: "live state",
    value: (m) => m.liveState,
    words: (m) => (m.liveState === 0 ? "no tensor" : counted(m.liveState, "tensor")) + " carried from step to step",
  },
  { label: "scale exponent", value: (m) => rounded(m.scaleExponent), words: (m) => scaleInWords(m.scaleExponent) },
  { label: "averaging length", value: (m) => m.averagingLength, words: (m) => averagingInWords(m.averagingLength) },
  { label: "noise response", value: (m) => rounded(m.noiseResponse), words: (m) => noiseInWords(m.noiseResponse) },
  { label: "coupling", value: (m) => m.coupling, words: (m) => COUPLING_IN_WORDS[m.coupling] },
  { label: "update size", value: (m) => m.updateSize, words: () => "root mean square of the update at lr = 1" },
];

/** The value of a measure for people. */
export function measureText(value: number | string): string {
  return typeof value === "number" ? toShortNumber(value) : value;
}

/** An exponent, to what the probe can tell. */
function rounded(exponent: number): number {
  return Math.round(exponent * 1000) / 1000 + 0;
}

const COUPLING_IN_WORDS: Readonly<Record<Coupling, string>> = {
  coordinate: "each element of the update sees its own coordinate alone",
  array: "an element sees its whole array, as through a norm",
  matrix: "an element sees the rows and columns of its matrix",
  tree: "an element sees every array of the model",
};

/** How near to a round exponent counts as that exponent. */
const NEAR = 0.05;

function scaleInWords(exponent: number): string {
  if (Math.abs(exponent) < NEAR) return "gradients c times as large change nothing, as for sign";
  if (Math.abs(exponent - 1) < NEAR) return "gradients c times as large give updates c times as large, as for SGD";
  return `gradients c times as large give updates c^${toShortNumber(exponent)} times as large`;
}

function averagingInWords(length: number): string {
  if (length - 1 < NEAR) return "a gradient acts in its own step alone";
  return `a gradient acts on average ${toShortNumber(length - 1)} steps after its own`;
}

function noiseInWords(response: number): string {
  if (Math.abs(response) < NEAR) return "as large when the gradient is clear as when it is noise";
  const factor = toShortNumber(2 ** Math.abs(response));
  return response > 0
    ? `${factor} times as large where the gradient is clear as where it is noise`
    : `${factor} times as large where the gradient is noise as where it is clear`;
}

const INDENT = 20;
const VALUE = 12;

/** The measures, one a line: name, value, and its meaning in words. */
export function formatMeasures(measures: Measures, page: Page): string {
  return MEASURES.map(({ label, value, words }) => {
    const [first = "", ...rest] = wrap(words(measures), Math.max(20, page.width - INDENT - VALUE));
    const head = `  ${page.style.faint(label.padEnd(INDENT - 2))}${measureText(value(measures)).padEnd(VALUE)}`;
    return [head + first, ...rest.map((line) => " ".repeat(INDENT + VALUE) + line)]
      .map((line) => `${line}\n`)
      .join("");
  }).join("");
}
