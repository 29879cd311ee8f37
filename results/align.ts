import type { Operand, Parameter, Program } from "../dsl/program.js";
import { print, printNumber, printStatement } from "../dsl/text/print.js";

/** A line of two programs side by side; each side is absent where the other has no counterpart. */
export interface AlignedLine {
  /** `same`: computes the same, or reads the same; `changed`: counterparts that differ. */
  readonly kind: "same" | "changed" | "onlyA" | "onlyB";
  readonly a: string | null;
  readonly b: string | null;
}

/** How many pairs of statements are weighed; beyond that, only what starts and ends alike is aligned. */
const MOST_PAIRS = 1_000_000;
/** How often what was aligned is used to align more. */
const ROUNDS = 4;

/**
 * Aligns two programs line by line: the header with the header, the return with the return, and between them a
 * longest common subsequence of statements, in its gaps the most counterparts, which call the same function or
 * assign the same variable.
 *
 * Two statements are the same where they compute the same value from the inputs, or where they apply the same
 * function to the same operands: to parameters of the same role, results of aligned statements, or else
 * variables of the same name. So neither a renaming nor a change further up makes a line differ. Time and
 * memory O(a.statements · b.statements).
 */
export function align(a: Program, b: Program): readonly AlignedLine[] {
  const intern = createInterner();
  const left = new Side(a, sharedNames(a, b), intern);
  const right = new Side(b, sharedNames(a, b), intern);
  let pairs = new Pairs([]);
  let aligned = alignStatements(left, right, pairs);
  for (let round = 1; round < ROUNDS; round++) {
    const next = new Pairs(aligned);
    if (next.equal(pairs)) break;
    pairs = next;
    aligned = alignStatements(left, right, pairs);
  }
  pairs = new Pairs(aligned);
  const returned = left.returned.every((operand, k) => correspond(operand, right.returned[k], pairs));
  return [
    line(left.header === right.header, left.lines[0], right.lines[0]),
    ...aligned.map(({ i, j, same }): AlignedLine => {
      if (j === undefined) return { kind: "onlyA", a: left.lines[1 + i] ?? "", b: null };
      if (i === undefined) return { kind: "onlyB", a: null, b: right.lines[1 + j] ?? "" };
      return line(same, left.lines[1 + i], right.lines[1 + j]);
    }),
    line(returned && left.returned.length === right.returned.length, left.lines.at(-1), right.lines.at(-1)),
  ];
}

function line(same: boolean, a = "", b = ""): AlignedLine {
  return { kind: same ? "same" : "changed", a, b };
}

/** Statements by index: counterparts, or one that has none. */
type AlignedStatements =
  | { readonly i: number; readonly j: number; readonly same: boolean }
  | { readonly i: number; readonly j: undefined; readonly same: false }
  | { readonly i: undefined; readonly j: number; readonly same: false };

/** Which statements are aligned as the same, from either side. */
class Pairs {
  readonly #partners = new Map<number, number>();
  readonly #taken = new Set<number>();

  constructor(aligned: readonly AlignedStatements[]) {
    for (const { i, j, same } of aligned) {
      if (!same) continue;
      this.#partners.set(i, j);
      this.#taken.add(j);
    }
  }

  /** Whether two statements are partners, or free to correspond by name. */
  admit(i: number, j: number): "partners" | "free" | "apart" {
    if (this.#partners.get(i) === j) return "partners";
    return this.#partners.has(i) && this.#taken.has(j) ? "apart" : "free";
  }

  equal(other: Pairs): boolean {
    return (
      this.#partners.size === other.#partners.size &&
      [...this.#partners].every(([i, j]) => other.#partners.get(i) === j)
    );
  }
}

/** What a statement reads: its value's number, and, where it is another statement's result, which and its name. */
interface Source {
  readonly value: number;
  readonly statement?: number;
  readonly name?: string;
}

interface Line {
  readonly fn: string;
  /** A number that is the same in both programs where the same is computed from the inputs. */
  readonly value: number;
  readonly sources: readonly Source[];
  readonly target: string;
}

/** One of the two programs, prepared for the comparison. */
class Side {
  readonly statements: readonly Line[];
  /** Parameters by role and default, in one text. */
  readonly header: string;
  readonly returned: readonly Source[];
  /** All lines as they are printed, header and return too. */
  readonly lines: readonly string[];

  constructor(program: Program, shared: ReadonlySet<string>, intern: Interner) {
    const { parameters, names } = program;
    let states = 0;
    const roles = parameters.map((parameter) => roleOf(parameter, parameter.kind === "state" ? ++states : 0));
    const slots = new Map<number, Source>(
      parameters.map((parameter, slot) => {
        // A hyperparameter that one program has and the other has as a number is that number.
        const inlined = parameter.kind === "hyperparameter" && !shared.has(parameter.name);
        return [slot, { value: intern(inlined ? printNumber(parameter.value) : (roles[slot] ?? "")) }];
      }),
    );
    const source = (operand: Operand): Source =>
      operand.kind === "constant"
        ? { value: intern(printNumber(operand.value)) }
        : (slots.get(operand.slot) ?? { value: -1 });
    this.statements = program.statements.map(({ fn, args, target }, statement): Line => {
      const sources = args.map(source);
      const values = sources.map(({ value }) => value);
      if (fn.commutative) values.sort((x, y) => x - y);
      const value = intern(`${fn.name}(${values.join(", ")})`);
      const name = names[target] ?? "?";
      // A copy hands on what it copies, but is a statement of its own.
      slots.set(target, { value: fn.name === "copy" ? (values[0] ?? -1) : value, statement, name });
      return { fn: fn.name, value, sources, target: roles[target] ?? name };
    });
    this.header = parameters
      .map((parameter, slot) => {
        const value = parameter.kind === "hyperparameter" ? `=${printNumber(parameter.value)}` : "";
        return `${roles[slot] ?? ""}${value}`;
      })
      .join(", ");
    this.returned = program.outputs.map((slot) => slots.get(slot) ?? { value: -1 });
    const ends = print({ ...program, statements: [] }).split("\n");
    this.lines = [
      ends[0] ?? "",
      ...program.statements.map((statement) => printStatement(program, statement)),
      (ends[1] ?? "").trim(),
    ];
  }
}

/** What a parameter is called in both programs: a space in it keeps it apart from any variable. */
function roleOf(parameter: Parameter, state: number): string {
  return parameter.kind === "state" ? `state ${state}` : `${parameter.kind} ${roleName(parameter)}`;
}

function roleName(parameter: Parameter): string {
  return parameter.kind === "weights" || parameter.kind === "gradient" ? "" : parameter.name;
}

/** Names of the hyperparameters that both programs have. */
function sharedNames(a: Program, b: Program): ReadonlySet<string> {
  const hyperparameters = ({ parameters }: Program): string[] =>
    parameters.flatMap((parameter) => (parameter.kind === "hyperparameter" ? [parameter.name] : []));
  const left = new Set(hyperparameters(a));
  return new Set(hyperparameters(b).filter((name) => left.has(name)));
}

function correspond(x: Source, y: Source | undefined, pairs: Pairs): boolean {
  if (y === undefined) return false;
  if (x.value === y.value) return true;
  if (x.statement === undefined || y.statement === undefined) return false;
  const admitted = pairs.admit(x.statement, y.statement);
  return admitted === "partners" || (admitted === "free" && x.name === y.name);
}

function alike(x: Line, y: Line, pairs: Pairs): boolean {
  if (x.value === y.value) return true;
  return x.fn === y.fn && x.sources.every((source, k) => correspond(source, y.sources[k], pairs));
}

function alignStatements(a: Side, b: Side, pairs: Pairs): readonly AlignedStatements[] {
  const left = a.statements;
  const right = b.statements;
  const shorter = Math.min(left.length, right.length);
  const same = (i: number, j: number): boolean => alike(left[i] as Line, right[j] as Line, pairs);
  let start = 0;
  while (start < shorter && same(start, start)) start++;
  let end = 0;
  while (end < shorter - start && same(left.length - 1 - end, right.length - 1 - end)) end++;
  return [
    ...Array.from({ length: start }, (_, k) => ({ i: k, j: k, same: true })),
    ...alignBetween(left, right, start, left.length - end, right.length - end, same),
    ...Array.from({ length: end }, (_, k) => ({ i: left.length - end + k, j: right.length - end + k, same: true })),
  ];
}

/** Aligns the statements from `start` on and before `endA` and `endB`, by dynamic programming. */
function alignBetween(
  left: readonly Line[],
  right: readonly Line[],
  start: number,
  endA: number,
  endB: number,
  same: (i: number, j: number) => boolean,
): readonly AlignedStatements[] {
  const aligned: AlignedStatements[] = [];
  let i = start;
  let j = start;
  const rows = endA - start;
  const columns = endB - start + 1;
  if (rows * (columns - 1) <= MOST_PAIRS) {
    // One common statement outweighs all counterparts together.
    const common = Math.min(rows, columns) + 1;
    const weights = new Int32Array((rows + 1) * columns);
    const best = new Int32Array((rows + 1) * columns);
    const place = (x: number, y: number): number => (x - start) * columns + (y - start);
    for (let x = endA - 1; x >= start; x--) {
      for (let y = endB - 1; y >= start; y--) {
        const weight = same(x, y) ? common : counterparts(left[x] as Line, right[y] as Line) ? 1 : 0;
        const skipped = Math.max(best[place(x + 1, y)] as number, best[place(x, y + 1)] as number);
        const paired = weight === 0 ? 0 : weight + (best[place(x + 1, y + 1)] as number);
        weights[place(x, y)] = weight;
        best[place(x, y)] = Math.max(skipped, paired);
      }
    }
    while (i < endA && j < endB) {
      const here = best[place(i, j)] as number;
      const weight = weights[place(i, j)] as number;
      if (weight > 0 && here === weight + (best[place(i + 1, j + 1)] as number)) {
        aligned.push({ i: i++, j: j++, same: weight === common });
      } else if (here === best[place(i + 1, j)]) aligned.push({ i: i++, j: undefined, same: false });
      else aligned.push({ i: undefined, j: j++, same: false });
    }
  }
  while (i < endA) aligned.push({ i: i++, j: undefined, same: false });
  while (j < endB) aligned.push({ i: undefined, j: j++, same: false });
  return aligned;
}

function counterparts(x: Line, y: Line): boolean {
  return x.fn === y.fn || x.target === y.target;
}

/** Numbers texts, equal texts alike. */
type Interner = (text: string) => number;

function createInterner(): Interner {
  const numbers = new Map<string, number>();
  return (text) => {
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size));
    return number;
  };
}
