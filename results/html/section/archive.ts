import { scoreText } from "../../estimate.js";
import { MEASURES } from "../../measures.js";
import { counted, percent, toShortNumber, toSignedNumber } from "../../number.js";
import { at, label } from "../chart/frame.js";
import { type Child, type Markup, element } from "../markup.js";
import { figure, folded, listing, remark, section } from "../piece.js";
import type { ArchiveStory, EliteProgram, RunStory } from "../story.js";

/** How many shades scores have. */
const SHADES = 7;

/** The archive as a map: a cell for every behaviour, the better its elite the stronger. */
export function archiveSection({ archive }: RunStory): Markup | null {
  const { filled, cells, coverage, qdScore, elites, axes } = archive;
  if (filled === 0) return null;
  const scores = elites.map(({ fitness }) => fitness);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const names = axes.map(({ name }) => nameOf(name)).join(", ");
  return section("archive", "The archive",
    figure([
      `The best program of every behaviour that was found: ${filled} of ${cells} cells (${percent(coverage)}), spread by ${names}. ` +
        `QD score ${toShortNumber(qdScore)}. The ring marks the best for sure. A cell leads to its program.`,
    ], element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Map of the archive" }, map(archive, low, high)),
    legend(low, high)),
    folded(`${counted(elites.length, "program")} of the archive, best first`,
      elites.toSorted((a, b) => b.fitness - a.fitness || a.index - b.index).map(eliteText)),
    remark("Scores of the archive are those that candidates were chosen by: the highest of many is flattered by chance."),
  );
}

function nameOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A side of the map: the axes that lie along it, outermost first, and where each of their combinations is. */
interface Side {
  readonly axes: ArchiveStory["axes"];
  readonly length: number;
  /** Where the cell of these bins begins. */
  readonly at: (bins: readonly number[]) => number;
}

const CELL = 18;
const GAP = 2;
/** Between groups that differ in an outer axis. */
const GROUP = 9;

function sideOf(axes: ArchiveStory["axes"]): Side {
  const sizes = axes.map(({ labels }) => labels.length);
  // What one step along an axis takes: all of those further in, and the gap behind them.
  const strides = sizes.map((_, k) => {
    let stride = CELL + GAP;
    for (let j = sizes.length - 1; j > k; j--) stride = stride * (sizes[j] as number) + (j === k + 1 ? GROUP : 0);
    return stride;
  });
  const offset = (bins: readonly number[]): number =>
    bins.reduce((sum, bin, k) => sum + bin * (strides[k] as number), 0);
  return { axes, at: offset, length: offset(sizes.map((size) => size - 1)) + CELL };
}

/** Room for what bins are called. */
const [LEFT, TOP] = [104, 106];

/** A small map is not drawn larger than others, and has room for its titles. */
const [LEAST_WIDTH, LEAST_HEIGHT] = [430, 230];

function map({ axes, elites, best }: ArchiveStory, low: number, high: number): Markup {
  // In turns, so that a map of any number of axes is about as wide as it is high.
  const rows = sideOf(axes.filter((_, k) => k % 2 === 0));
  const columns = sideOf(axes.filter((_, k) => k % 2 === 1));
  const bins = new Map<string, EliteProgram>(elites.map((elite) => [elite.cell.join("\n"), elite]));
  const cells = combinations(axes.map(({ labels }) => labels.length)).map((combination) => {
    const x = LEFT + columns.at(combination.filter((_, k) => k % 2 === 1));
    const y = TOP + rows.at(combination.filter((_, k) => k % 2 === 0));
    const names = combination.map((bin, k) => axes[k]?.labels[bin] ?? "");
    return cellOf(bins.get(names.join("\n")), x, y, { names, axes, low, high, best });
  });
  const [width, height] = [LEFT + columns.length + 4, Math.max(LEAST_HEIGHT, TOP + rows.length + 4)];
  const side = Math.max(0, LEAST_WIDTH - width) / 2;
  return element("svg", {
    class: "map", viewBox: `${at(-side)} 0 ${at(width + 2 * side)} ${at(height)}`, role: "group", "aria-label": "Map of the archive",
  }, sideLabels(columns, "x"), sideLabels(rows, "y"), cells);
}

function cellOf(
  elite: EliteProgram | undefined, x: number, y: number,
  { names, axes, low, high, best }: {
    readonly names: readonly string[]; readonly axes: ArchiveStory["axes"]; readonly low: number; readonly high: number;
    readonly best: number | null;
  },
): Markup {
  const box = { x: at(x), y: at(y), width: CELL, height: CELL, rx: 2 };
  if (elite === undefined) return element("rect", { ...box, class: "empty" });
  const { index, statements } = elite;
  const where = names.map((bin, k) => `${nameOf(axes[k]?.name ?? "")} ${bin}`).join(", ");
  return element("a", { href: `#elite-${index}` },
    element("title", {}, `${index}: ${scoreOf(elite)}, ${counted(statements, "statement")}; ${where}`),
    element("rect", { ...box, class: `shade-${shadeOf(elite.fitness, low, high)}${index === best ? " ring" : ""}` }));
}

function scoreOf({ fitness, error }: EliteProgram): string {
  return scoreText({ mean: fitness, error });
}

function shadeOf(score: number, low: number, high: number): number {
  return high > low ? Math.min(SHADES - 1, Math.floor((SHADES * (score - low)) / (high - low))) : SHADES - 1;
}

/** All combinations of bins, the last axis fastest. */
function combinations(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (known, size) => known.flatMap((before) => Array.from({ length: size }, (_, bin) => [...before, bin])), [[]],
  );
}

/**
 * What the bins along a side are called: those of the outermost axis on the outside, of the innermost beside every
 * cell. Of axes between them the map's links tell.
 */
function sideLabels({ axes, at: place, length }: Side, side: "x" | "y"): Child {
  const inner = axes.at(-1);
  if (inner === undefined) return null;
  const [origin, edge] = side === "x" ? [LEFT, TOP] : [TOP, LEFT];
  const outer = axes.length > 1 ? axes[0] : undefined;
  const put = (text: string, along: number, across: number, isUpright: boolean): Markup => {
    const [x, y] = side === "x" ? [origin + along, across] : [across, origin + along];
    return isUpright
      ? element("text", { "text-anchor": side === "x" ? "start" : "middle", transform: `translate(${at(x + 4)} ${at(y)}) rotate(-90)` }, text)
      : label(text, x, side === "x" ? y : y + 4, { anchor: side === "x" ? "middle" : "end" });
  };
  const rest = axes.slice(1).map(() => 0);
  const last = axes.slice(1).map(({ labels }) => labels.length - 1);
  const groups = (outer?.labels ?? []).map((text, bin) =>
    [text, place([bin, ...rest]), place([bin, ...last]) + CELL] as const);
  const every = combinations(axes.map(({ labels }) => labels.length));
  const titles = axes.map(({ name }) => nameOf(name)).join(" › ");
  const far = side === "x" ? 30 : 28;
  return element("g", { class: "axes" },
    side === "x"
      ? label(titles, LEFT + length / 2, 12, { anchor: "middle", className: "title" })
      : element("text", {
          class: "title", "text-anchor": "middle", transform: `translate(11 ${at(TOP + length / 2)}) rotate(-90)`,
        }, titles),
    groups.map(([text, from, to]) => [
      put(text, (from + to) / 2, far, side === "y"),
      element("path", {
        class: "axis",
        d: side === "x" ? `M${at(LEFT + from)} 36H${at(LEFT + to)}` : `M36 ${at(TOP + from)}V${at(TOP + to)}`,
      }),
    ]),
    every.map((bins) => put(inner.labels[bins.at(-1) as number] ?? "", place(bins) + CELL / 2, edge - 6, side === "x")));
}

function legend(low: number, high: number): Markup {
  return element("p", { class: "legend" }, toSignedNumber(low), " ",
    Array.from({ length: SHADES }, (_, shade) => element("span", { class: `swatch shade-${shade}` })), " ", toSignedNumber(high),
    " octaves over the reference");
}

function eliteText(elite: EliteProgram): Markup {
  const { index, statements, measures, text } = elite;
  const list = MEASURES.map(({ label: name, value }) => {
    const measured = value(measures);
    return `${name} ${typeof measured === "number" ? toShortNumber(measured) : measured}`;
  }).join(", ");
  return element("details", { id: `elite-${index}` },
    element("summary", {}, element("b", {}, `${index}`), `  ${scoreOf(elite)}, ${counted(statements, "statement")}`),
    remark(list), listing(text, `Program ${index}`));
}
