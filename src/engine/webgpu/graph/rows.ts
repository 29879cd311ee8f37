import type { Tensor } from "../../graph/tensor.js";
import { Elements } from "./element.js";
import { type RowGroup, roleOf, scattered } from "./group.js";
import { numberText } from "./function.js";
import type { Items } from "./item.js";
import { type Memory, load, storing } from "./memory.js";
import type { Part } from "./part.js";
import { powerFrom } from "./power.js";
import type { Space } from "./space.js";
import { type Sum, constantSum, divide, plus, sumOf, times } from "./sum.js";
import { Body, type Value } from "./text.js";

/** Places of a row that a thread takes one after another without a loop, so that what it computed stays at hand. */
const UNROLLED = 8;
/** So many threads a lane are enough to keep a GPU busy, with some lanes. */
const THREADS = 8192;

/** Partial results that a thread brings together at once; a power of two. */
const TOGETHER = 8;

/** How threads of a workgroup are spread over rows and the places in them. */
interface Layout {
  readonly rows: number;
  readonly slots: number;
}

/** Writes what computes a group of items over rows: a thread takes a row, or several share it. */
export function writeRows(group: RowGroup, items: Items, memory: Memory, label: string): Part {
  return new RowWriter(group, items, memory).part(label);
}

class RowWriter {
  readonly #body = new Body();
  readonly #elements: Elements;
  readonly #group: RowGroup;
  readonly #space: Space;
  readonly #memory: Memory;
  readonly #layout: Layout;
  readonly #row: Sum;
  readonly #rowInGroup: Sum;
  readonly #slot: Sum;
  /** What says whether the thread's row is one, where that is not sure. */
  readonly #isRow: Value | undefined;
  readonly #bound = new Map<Tensor, Value>();
  readonly #levels: ReadonlyMap<Tensor, number>;
  #partials = 0;

  constructor(group: RowGroup, items: Items, memory: Memory) {
    this.#group = group;
    this.#space = group.space;
    this.#memory = memory;
    this.#levels = levelsOf(group, items);
    this.#elements = new Elements(this.#body, (tensor, flat) => {
      const bound = this.#bound.get(tensor);
      if (bound !== undefined || group.items.includes(tensor)) return bound;
      return load(this.#body, memory, tensor, flat);
    });
    const { rows, slots } = (this.#layout = layoutOf(group.space));
    const thread = sumOf({ name: "thread", count: rows * slots, depth: 0 });
    const [outer, inner] = divide(thread, group.space.isTrailing ? slots : rows, this.#body.variable);
    const [row, slot] = group.space.isTrailing ? [outer, inner] : [inner, outer];
    const workgroup = sumOf({ name: "group", count: this.#workgroups, depth: 0 });
    [this.#row, this.#isRow] = this.#elements.within(plus(times(workgroup, rows), row), group.space.rows);
    this.#slot = slot;
    this.#rowInGroup = row;
  }

  get #workgroups(): number {
    return Math.ceil(this.#space.rows / this.#layout.rows);
  }

  part(label: string): Part {
    const most = Math.max(...this.#levels.values());
    for (let level = 0; level <= most; level++) this.#write(level);
    const threads = this.#layout.rows * this.#layout.slots;
    const shared = Array.from({ length: this.#partials }, (_, k) => {
      return { name: `partial${k}`, type: "f32" as const, length: threads };
    });
    return { label, body: this.#body, workgroups: this.#workgroups, threads, shared };
  }

  /** Writes what can be known after so many reductions. */
  #write(level: number): void {
    const here = this.#group.items.filter((item) => this.#levels.get(item) === level);
    for (const item of here) {
      if (roleOf(item, this.#space) !== "row") continue;
      const value = this.#elements.of(item, this.#row);
      this.#bound.set(item, value);
      this.#storeRow(item, value);
    }
    const stored = here.filter((item) => roleOf(item, this.#space) === "element" && this.#memory.arena.has(item));
    const reductions = here.filter((item) => roleOf(item, this.#space) === "reduction");
    if (stored.length + reductions.length > 0) this.#pass(stored, reductions);
  }

  /** Goes through the places of the row once. */
  #pass(stored: readonly Tensor[], reductions: readonly Tensor[]): void {
    const { slots } = this.#layout;
    const turns = Math.ceil(this.#space.length / slots);
    const sums = new Map<Tensor, Accumulator>(reductions.map((item) => [item, this.#accumulator(item, turns)]));
    const turn = (which: Sum): void => {
      const [place, isPlace] = this.#elements.within(plus(times(which, slots), this.#slot), this.#space.length);
      for (const item of stored) {
        const flat = this.#whole(place);
        const statement = storing(this.#body, this.#memory, item, flat, this.#elements.of(item, flat));
        this.#guarded(statement as string, [this.#isRow, isPlace]);
      }
      for (const [item, sum] of sums) this.#accumulate(item, sum, place, isPlace);
    };
    if (turns <= UNROLLED) {
      for (let k = 0; k < turns; k++) turn(constantSum(k));
    } else {
      const name = this.#body.name("turn");
      this.#body.nest(`for (var ${name} = 0u; ${name} < ${turns}u + none; ${name}++)`, () => {
        turn(sumOf({ name, count: turns, depth: this.#body.depth }));
      });
    }
    this.#finish(reductions.map((item) => [item, (sums.get(item) as Accumulator).text]));
  }

  #accumulator({ operation }: Tensor, turns: number): Accumulator {
    const isVariable = turns > UNROLLED || operation.kind === "scatter";
    const start = operation.kind === "reduce" && operation.fn === "max" ? numberText(-Infinity) : "0f";
    if (!isVariable) return { text: start, isVariable, isFirst: true };
    const text = this.#body.name("sum");
    this.#body.line(`var ${text} = ${start};`);
    return { text, isVariable, isFirst: false };
  }

  #accumulate(item: Tensor, sum: Accumulator, place: Sum, isPlace: Value | undefined): void {
    const [x, y] = item.operands as [Tensor, Tensor];
    if (item.operation.kind === "scatter") {
      const [row] = divide(this.#row, this.#space.rows / (item.shape[0] as number), this.#body.variable);
      const index = this.#elements.of(y, place);
      const isHere = `${index.text} == ${this.#body.index(row)}`;
      const condition = isPlace === undefined ? isHere : `${isHere} && ${isPlace.text}`;
      this.#body.nest(`if (${condition})`, () => {
        // A variable of its own keeps what it loads where it is wanted.
        const here = sumOf(this.#body.local(this.#body.index(place), this.#space.length));
        const value = this.#elements.of(x, scattered(item, this.#row, here, this.#body.variable));
        this.#body.line(`${sum.text} += ${value.text};`);
      });
      return;
    }
    const isMax = item.operation.kind === "reduce" && item.operation.fn === "max";
    const value = this.#elements.of(x, this.#whole(place));
    // Places that are none repeat the first of the row, which no maximum minds.
    const taken = isMax || isPlace === undefined ? value : this.#elements.masked(value, isPlace);
    const joined = isMax ? `greatest(${sum.text}, ${taken.text})` : `${sum.text} + ${taken.text}`;
    if (sum.isVariable) this.#body.line(`${sum.text} = ${joined};`);
    else sum.text = sum.isFirst ? taken.text : this.#body.define(joined, 0).text;
    sum.isFirst = false;
  }

  /** Brings together what the threads of a row have, always in the same order. */
  #finish(sums: readonly (readonly [item: Tensor, text: string])[]): void {
    const { slots } = this.#layout;
    if (slots === 1 || sums.length === 0) {
      for (const [item, text] of sums) this.#reduced(item, this.#body.local(text, 1).name);
      return;
    }
    const body = this.#body;
    const start = body.index(times(this.#rowInGroup, slots));
    const own = body.local(`${start} + ${body.index(this.#slot)}`, 1).name;
    // A pass before has used the same memory.
    if (this.#partials > 0) body.line("workgroupBarrier();");
    this.#partials = Math.max(this.#partials, sums.length);
    sums.forEach(([, text], k) => { body.line(`partial${k}[${own}] = ${text};`); });
    body.line("workgroupBarrier();");
    let left = slots;
    for (; left > TOGETHER; left = Math.ceil(left / TOGETHER)) {
      const next = Math.ceil(left / TOGETHER);
      body.nest(`if (${body.index(this.#slot)} < ${next}u)`, () => {
        sums.forEach(([item], k) => { body.line(`partial${k}[${own}] = ${joinedText(item, k, own, left / next, next)};`); });
      });
      body.line("workgroupBarrier();");
    }
    // The last few are brought together by every thread alike, which spares them waiting for the one that would.
    const first = body.local(start, 1).name;
    sums.forEach(([item], k) => {
      this.#reduced(item, body.local(joinedText(item, k, first, left, 1), 1).name);
    });
  }

  #reduced(item: Tensor, text: string): void {
    const value = { text, depth: 0 };
    this.#bound.set(item, value);
    this.#storeRow(item, value);
  }

  #storeRow(item: Tensor, value: Value): void {
    const statement = storing(this.#body, this.#memory, item, this.#row, value);
    const isFirst = { text: `(${this.#body.index(this.#slot)}) == 0u`, depth: 0 };
    if (statement !== undefined) {
      this.#guarded(statement, [this.#isRow, this.#layout.slots > 1 ? isFirst : undefined]);
    }
  }

  #guarded(statement: string, conditions: readonly (Value | undefined)[]): void {
    const texts = conditions.flatMap((condition) => (condition === undefined ? [] : [condition.text]));
    this.#body.line(texts.length === 0 ? statement : `if (${texts.join(" && ")}) { ${statement} }`);
  }

  #whole(place: Sum): Sum {
    return this.#space.element?.(this.#row, place, this.#body.variable) ?? this.#row;
  }
}

interface Accumulator {
  /** What has come together: an expression, or the name of a variable. */
  text: string;
  readonly isVariable: boolean;
  isFirst: boolean;
}

/** What some partial results of an item, so many places apart, come to. */
function joinedText({ operation }: Tensor, partial: number, start: string, count: number, apart: number): string {
  const isMax = operation.kind === "reduce" && operation.fn === "max";
  const parts = Array.from({ length: count }, (_, k) => `partial${partial}[${start} + ${k * apart}u]`);
  return parts.reduce((joined, part) => (isMax ? `greatest(${joined}, ${part})` : `${joined} + ${part}`));
}

/** After how many reductions of its kernel each item can be known. */
function levelsOf({ items, space }: RowGroup, { reads }: Items): ReadonlyMap<Tensor, number> {
  const levels = new Map<Tensor, number>();
  for (const item of items) {
    const own = [...(reads.get(item) ?? [])].flatMap((read) => {
      const level = levels.get(read);
      return level === undefined ? [] : [roleOf(read, space) === "reduction" ? level + 1 : level];
    });
    levels.set(item, Math.max(0, ...own));
  }
  return levels;
}

function layoutOf({ rows, length, isTrailing }: Space): Layout {
  if (length === 1) return { rows: 64, slots: 1 };
  const wanted = powerFrom(length / 4);
  const allowed = powerFrom(THREADS / rows);
  if (isTrailing) {
    const most = length > 1024 ? 256 : 64;
    const slots = Math.min(wanted, Math.max(allowed, Math.min(8, wanted)), most);
    return { rows: Math.max(1, 64 / slots), slots };
  }
  // Neighbouring threads take neighbouring rows, of which the places are apart: so many fill a sector of memory.
  const columns = Math.min(powerFrom(rows), 8);
  const slots = Math.min(wanted, allowed, (length > 512 ? 256 : 64) / columns);
  return { rows: Math.max(columns, 64 / slots), slots };
}
