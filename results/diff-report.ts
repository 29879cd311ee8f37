import type { BehaviourDifference } from "../dsl/compare.js";
import type { Measures } from "../dsl/probe/probe.js";
import type { Program } from "../dsl/program.js";
import { type AlignedLine, align } from "./align.js";
import { wrapCode } from "./listing.js";
import { MEASURES, measureText } from "./measures.js";
import { toShortNumber } from "./number.js";
import type { ProgramReport } from "./program-report.js";
import type { Page } from "./style.js";
import { type Column, cut, formatField, formatTable, pad, visibleWidth } from "./table.js";

/** One of the two programs of a {@link DiffReport}. */
export interface DiffSide {
  readonly name: string;
  readonly statements: number;
  readonly hash: string;
  readonly fingerprint: string;
  readonly cost: number;
  readonly stateTensors: number;
  readonly measures: Measures | null;
  readonly measuresReason?: string;
}

/** What `symopt diff` says of two programs; `--json` prints it as it is, so its keys stay what they are. */
export interface DiffReport {
  readonly a: DiffSide;
  readonly b: DiffSide;
  /** Whether they are the same dataflow, and so compute the same bits. */
  readonly sameHash: boolean;
  /** Whether they behave alike on the probe, to 12 bits of the updates' mantissas. */
  readonly sameFingerprint: boolean;
  /** How far their updates lie apart on the same stream of gradients. */
  readonly updates: BehaviourDifference;
  /** Header, statements and return, aligned. */
  readonly lines: readonly AlignedLine[];
}

/** A program and its report, as {@link toDiffReport} takes it. */
export interface Compared {
  readonly program: Program;
  readonly report: ProgramReport;
}

/** Puts two programs side by side. */
export function toDiffReport(a: Compared, b: Compared, updates: BehaviourDifference): DiffReport {
  return {
    a: toSide(a.report),
    b: toSide(b.report),
    sameHash: a.report.hash === b.report.hash,
    sameFingerprint: a.report.fingerprint === b.report.fingerprint,
    updates,
    lines: align(a.program, b.program),
  };
}

function toSide(report: ProgramReport): DiffSide {
  const { name, statements, hash, fingerprint, cost, stateTensors, measures, measuresReason } = report;
  const side = { name, statements, hash, fingerprint, cost, stateTensors, measures };
  return measuresReason === undefined ? side : { ...side, measuresReason };
}

const INDENT = 18;
const MARKS: Readonly<Record<AlignedLine["kind"], string>> = { same: " ", changed: "|", onlyA: "<", onlyB: ">" };

/** What `symopt diff` prints for people: verdicts, behaviour side by side, and the aligned texts. */
export function formatDiff(report: DiffReport, page: Page): string {
  const { a, b, updates } = report;
  return [
    formatField("structure", structureInWords(report), INDENT, page),
    formatField("fingerprint", report.sameFingerprint ? "the same" : "different", INDENT, page),
    formatField("updates", updatesInWords(updates), INDENT, page),
    "\n",
    formatTable(sideColumns(a, b), SIDE_ROWS, page),
    "\n",
    formatLines(report, page),
  ].join("");
}

function structureInWords({ sameHash }: DiffReport): string {
  return sameHash ? "the same hash: both compute the same bits" : "different hashes";
}

function updatesInWords({ steps, firstDifference, absolute, relative }: BehaviourDifference): string {
  if (firstDifference === null) return `equal in every bit over ${steps} steps`;
  const first = `first differ in step ${firstDifference} of ${steps}`;
  if (absolute.value === 0) return `${first}, in the sign of zeros alone`;
  return (
    `${first}; at most by ${toShortNumber(absolute.value)} (step ${absolute.step}), ` +
    `relative to the whole update ${toShortNumber(relative.value)} (step ${relative.step})`
  );
}

interface SideRow {
  readonly label: string;
  readonly value: (side: DiffSide) => string;
}

const SIDE_ROWS: readonly SideRow[] = [
  { label: "hash", value: ({ hash }) => hash },
  { label: "fingerprint", value: ({ fingerprint }) => fingerprint },
  { label: "statements", value: ({ statements }) => String(statements) },
  { label: "static cost", value: ({ cost }) => `${toShortNumber(cost)} × AdamW` },
  ...MEASURES.map(({ label, value }): SideRow => ({
    label,
    value: ({ measures }) => (measures === null ? "none" : measureText(value(measures))),
  })),
];

/** What a name may take of the table's width, about as much as a hash. */
const NAME = 24;

function sideColumns(a: DiffSide, b: DiffSide): readonly Column<SideRow>[] {
  return [
    { title: "", cell: ({ label }) => `  ${label}`, keep: true },
    { title: cut(a.name, NAME), cell: ({ value }) => value(a), keep: true },
    { title: cut(b.name, NAME), cell: ({ value }) => value(b), keep: true },
  ];
}

/** Between the two texts: a space, the mark, a space, and room to breathe. */
const GUTTER = 5;

/** The texts side by side; what is wider than its half of the page goes on below, further indented. */
function formatLines({ a, b, lines }: DiffReport, page: Page): string {
  const { style } = page;
  const last = lines.length - 1;
  const left = lines.map((line, k) => indentLine(line.a, k === 0 || line.a === null));
  const right = lines.map((line, k) => indentLine(line.b, k === 0 || line.b === null));
  const room = Math.max(40, page.width - GUTTER);
  const widest = (texts: readonly string[], name: string): number =>
    Math.max(visibleWidth(name), ...texts.slice(1, last).map(visibleWidth));
  const widthA = Math.min(widest(left, a.name), Math.max(Math.floor(room / 2), room - widest(right, b.name)));
  const widthB = room - widthA;
  const rows = lines.flatMap(({ kind }, k) => {
    const textA = wrapCode(left[k] ?? "", widthA);
    const textB = wrapCode(right[k] ?? "", widthB);
    const paint = kind === "same" ? (text: string) => text : kind === "changed" ? style.accent : undefined;
    return Array.from({ length: Math.max(textA.length, textB.length) }, (_, i) => {
      const mark = i === 0 ? MARKS[kind] : " ";
      const x = (paint ?? style.bad)(pad(textA[i] ?? "", widthA));
      const y = (paint ?? style.good)(textB[i] ?? "");
      return `${x}  ${mark}  ${y}`.trimEnd();
    });
  });
  const title = `${pad(cut(a.name, widthA), widthA)}${" ".repeat(GUTTER)}${cut(b.name, widthB)}`;
  const kinds = new Set(lines.map(({ kind }) => kind));
  const legend = LEGEND.filter(([kind]) => kinds.has(kind)).map(([kind, text]) => `${MARKS[kind]} ${text}`);
  return [
    style.strong(title),
    ...rows,
    ...(legend.length === 0 ? [] : ["", style.faint(legend.join("   "))]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

const LEGEND: readonly (readonly [AlignedLine["kind"], string])[] = [
  ["changed", "differ"],
  ["onlyA", "only in the first"],
  ["onlyB", "only in the second"],
];

function indentLine(text: string | null, flush: boolean): string {
  return flush ? (text ?? "") : `  ${text ?? ""}`;
}
