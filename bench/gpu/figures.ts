import type { Device } from "../../proxies/lanes/trainer-source.js";
import { type BenchRow, toBenchRow } from "../../results/bench-report.js";
import { counted, toShortNumber } from "../../results/number.js";
import { type PeerRate, type PeerRates, bestRate } from "../peers/candidates.js";
import { type Climbed, bestRung } from "./climbed.js";
import type { Likeness } from "./rate.js";
import type { Work } from "./work.js";

/** How much faster than the `wasm` executor with two workers a GPU must be where a rate is asked of it too. */
const BESIDE_WASM = 50;
/** How much faster than a library that trains one program after another on the same GPU. */
const BESIDE_PEERS = 10;

/** Candidates a second of the `wasm` executor. */
export interface WasmRate {
  readonly workers: number;
  readonly perSecond: number;
}

/** What a search gets: the executor in a process of its own, its queue included. */
export interface ExecutorFigures {
  readonly lanes: number;
  /** Candidates a second, of a spread of rules. */
  readonly spread: number;
  /** Of AdamW alone, which peers train. */
  readonly adamw: number;
  /** Candidates of the spread that were refused before a step, such as those that no lane has room for. */
  readonly refused: number;
  /** Candidates of the spread that were lost with their processes. */
  readonly faults: number;
  /** How its outcomes compare with those of the `wasm` executor. */
  readonly likeness: Likeness;
}

/** All that was measured of a work, as far as it could be. */
export interface Figures {
  /** What computes, where it was found. */
  readonly device: Device | undefined;
  readonly climbed: Climbed;
  /** What the executor came to, or why it came to nothing. */
  readonly executor: ExecutorFigures | { readonly failure: string };
  /** With two workers first, then with one for each core, where there are more. */
  readonly wasm: readonly WasmRate[];
  readonly peers: readonly PeerRates[];
}

/** A row for each figure; bars are for GPUs, not for processors that play one. */
export function toRows(work: Work, figures: Figures): readonly BenchRow[] {
  const { device, climbed, executor, wasm, peers } = figures;
  const isGpu = device?.isGpu === true;
  const row = (key: string, what: string, of: Omit<BenchRow, "name" | "what" | "met">): BenchRow =>
    toBenchRow({ name: `gpu/${work.name}/${key}`, what: `${work.title}, ${what}`, ...of, bar: isGpu ? of.bar : null });
  const measured = "failure" in executor ? undefined : executor;
  const failure = "failure" in executor ? executor.failure : "";
  const rows = [
    row("lanes", "candidates in lanes", {
      unit: "perSecond", measured: bestRung(climbed)?.perSecond ?? null, bar: null, detail: ladderText(device, climbed),
    }),
    row("executor", "candidates of a search", {
      unit: "perSecond", measured: measured?.spread ?? null, bar: work.bar ?? null,
      detail: measured === undefined ? failure : executorText(measured),
    }),
    row("agreement", "outcomes as on wasm", {
      unit: "share", measured: measured?.likeness.agreeing ?? null, bar: null,
      detail: measured === undefined ? failure : likenessText(measured.likeness),
    }),
    ...wasm.map(({ workers, perSecond }, k) =>
      row(k === 0 ? "wasm" : "wasm-cores", `against wasm with ${counted(workers, "worker")}`, {
        unit: "times", measured: measured === undefined ? null : measured.spread / perSecond,
        bar: k === 0 && work.bar !== undefined ? BESIDE_WASM : null,
        detail: `wasm trains ${toShortNumber(perSecond)} of the same candidates a second${failure && `; ${failure}`}`,
      })),
  ];
  for (const peer of peers) {
    const { library: { name, title } } = peer;
    const [label = title] = title.split(" ");
    const rates = "rates" in peer ? peer.rates : [];
    for (const [kind, key, what, bar] of [
      ["own", name, "one program a candidate", BESIDE_PEERS], ["shared", `${name}-shared`, "one program for all", null],
    ] as const) {
      const best = bestRate(rates, kind);
      const ratio = best === undefined || measured === undefined ? null : measured.adamw / best.perSecond;
      const own = measured === undefined ? failure : `ours ${toShortNumber(measured.adamw)}/s, with programs of their own`;
      rows.push(row(key, `against ${label}, ${what}`, {
        unit: "times", measured: ratio, bar, detail: `${peerText(peer, kind)}; ${own}`,
      }));
    }
  }
  return rows;
}

function ladderText(device: Device | undefined, { top, rungs, failure }: Climbed): string {
  const name = device === undefined ? [] : [`${device.name}${device.isGpu ? "" : ", a processor: no figures of a GPU"}`];
  const each = rungs.map(({ lanes, perSecond }) => `${lanes} ${toShortNumber(perSecond)}/s`).join(", ");
  const room = top === undefined ? [] : [`room for ${top.room}${top.shortage === undefined ? "" : `: ${top.shortage}`}`];
  const climbed = each === "" ? [] : [`by lanes: ${each}`];
  return [...name, ...climbed, ...room, ...(failure === undefined ? [] : [`it ended: ${failure}`])].join("; ");
}

function executorText({ lanes, adamw, refused, faults }: ExecutorFigures): string {
  const left = ([[refused, "refused"], [faults, "lost"]] as const)
    .map(([count, became]) => (count === 0 ? "" : `; ${counted(count, "candidate")} ${became}, which count for nothing`))
    .join("");
  return `through its process and queue, ${counted(lanes, "lane")}, rules of the library and mutants of them; ` +
    `${toShortNumber(adamw)}/s of AdamW alone${left}`;
}

function likenessText({ compared, difference }: Likeness): string {
  return `of ${counted(compared, "candidate")}: ended in the same way, with a loss within 1 %; the median difference of ` +
    `their losses is ${difference.toExponential(1)} of them`;
}

/** What a library came to, the forms of a kind and, beside those that are compiled, what they do without. */
function peerText(peer: PeerRates, kind: PeerRate["kind"]): string {
  const { title } = peer.library;
  if ("reason" in peer) return `${title}: ${peer.reason}`;
  const told = peer.rates.filter((rate) => rate.kind === kind || (kind === "own" && rate.kind === "prepared"));
  const forms = told.map(({ form, lanes, perSecond }) =>
    `${form}${lanes > 1 ? ` over ${lanes}` : ""} ${toShortNumber(perSecond)}/s`);
  return `${title} on ${peer.device}: ${forms.join(", ") || "none"}`;
}
