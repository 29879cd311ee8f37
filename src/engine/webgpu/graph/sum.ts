/** A natural number of a kernel that is known by name when it runs. */
export interface Variable {
  readonly name: string;
  /** It is less than this. */
  readonly count: number;
  /** How many scopes are around the one where it is declared. */
  readonly depth: number;
}

/** A digit of a variable, times a factor: ⌊variable / divisor⌋ mod count, of which no larger one exists. */
interface Term {
  readonly variable: Variable;
  readonly divisor: number;
  readonly count: number;
  readonly factor: number;
}

/**
 * An index as a kernel computes it: a sum of digits of variables. Digits that belong together become one, so that an
 * index that was taken apart by one shape and put together by another is plain again.
 */
export interface Sum {
  readonly constant: number;
  readonly terms: readonly Term[];
}

/** Declares a variable that holds a sum. */
export type Naming = (sum: Sum) => Variable;

/** A number that is known when the kernel is written. */
export function constantSum(constant: number): Sum {
  return { constant, terms: [] };
}

/** A variable as it is. */
export function sumOf(variable: Variable): Sum {
  return normal(0, [{ variable, divisor: 1, count: variable.count, factor: 1 }]);
}

/** The sum of sums. */
export function plus(...sums: readonly Sum[]): Sum {
  return normal(sums.reduce((total, { constant }) => total + constant, 0), sums.flatMap(({ terms }) => terms));
}

/** A sum so many times. */
export function times({ constant, terms }: Sum, factor: number): Sum {
  if (factor === 0) return constantSum(0);
  return { constant: constant * factor, terms: terms.map((term) => ({ ...term, factor: term.factor * factor })) };
}

/** The largest value that a sum can have. */
export function largestOf({ constant, terms }: Sum): number {
  return terms.reduce((most, { count, factor }) => most + (count - 1) * factor, constant);
}

/** The depth of the innermost scope that declares a variable of a sum. */
export function depthOf({ terms }: Sum): number {
  return terms.reduce((most, { variable }) => Math.max(most, variable.depth), 0);
}

/** The same text for the same sum. */
export function keyOf({ constant, terms }: Sum): string {
  return [constant, ...terms.map(({ variable, divisor, count, factor }) => {
    return `${factor}*${variable.name}/${divisor}%${count}`;
  })].join("+");
}

/**
 * Quotient and remainder of a sum by a number.
 *
 * @param name - Called where neither can be told from the digits.
 */
export function divide(sum: Sum, by: number, name: Naming): readonly [quotient: Sum, remainder: Sum] {
  if (by === 1) return [sum, constantSum(0)];
  const whole = Math.floor(sum.constant / by);
  const multiples = sum.terms.filter(({ factor }) => factor % by === 0);
  const quotient = normal(whole, multiples.map((term) => ({ ...term, factor: term.factor / by })));
  const left = normal(sum.constant - whole * by, sum.terms.filter(({ factor }) => factor % by !== 0));
  if (largestOf(left) < by) return [quotient, left];
  const [more, remainder] = divideDigits(left, by, name);
  return [plus(quotient, more), remainder];
}

/** Where a number goes by index of a shape whose dimensions move it by strides; 0 repeats. */
export function project(flat: Sum, shape: readonly number[], strides: readonly number[], name: Naming): Sum {
  const dimensions: { size: number; stride: number }[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const stride = strides[axis] as number;
    const before = dimensions.at(-1);
    if (before?.stride === stride * size) {
      before.size *= size;
      before.stride = stride;
    } else dimensions.push({ size, stride });
  });
  let rest = flat;
  let total = constantSum(0);
  for (const [back, { size, stride }] of dimensions.reverse().entries()) {
    const [quotient, remainder] = back === dimensions.length - 1 ? [rest, rest] : divide(rest, size, name);
    total = plus(total, times(remainder, stride));
    rest = quotient;
  }
  return total;
}

function divideDigits(left: Sum, by: number, name: Naming): readonly [Sum, Sum] {
  const [only, ...others] = left.terms;
  if (only?.factor === 1 && others.length === 0 && left.constant === 0) {
    const { variable, divisor, count } = only;
    if (isWhole(only) || count % by === 0) return split(variable, divisor, count, by);
  }
  const common = new Set(left.terms.map(({ factor }) => gcd(factor, by)).filter((factor) => factor > 1));
  for (const factor of [...common].sort((a, b) => b - a)) {
    const coarse = left.terms.filter((term) => term.factor % factor === 0);
    const fine = normal(left.constant % factor, left.terms.filter((term) => term.factor % factor !== 0));
    if (largestOf(fine) >= factor) continue;
    const units = coarse.map((term) => ({ ...term, factor: term.factor / factor }));
    const [quotient, remainder] = divide(normal(Math.floor(left.constant / factor), units), by / factor, name);
    return [quotient, plus(times(remainder, factor), fine)];
  }
  const variable = name(left);
  return split(variable, 1, variable.count, by);
}

function split(variable: Variable, divisor: number, count: number, by: number): readonly [Sum, Sum] {
  return [
    normal(0, [{ variable, divisor: divisor * by, count: Math.ceil(count / by), factor: 1 }]),
    normal(0, [{ variable, divisor, count: Math.min(by, count), factor: 1 }]),
  ];
}

/** Whether a digit is all that is left of its variable, so that no remainder needs to be taken. */
export function isWhole({ variable, divisor, count }: Term): boolean {
  return divisor * count >= variable.count;
}

/** Terms in one order, neighbouring digits of a variable made one. */
function normal(constant: number, terms: readonly Term[]): Sum {
  const sorted = terms.filter(({ count, factor }) => count > 1 && factor !== 0).sort((a, b) => {
    if (a.variable.name !== b.variable.name) return a.variable.name < b.variable.name ? -1 : 1;
    return a.divisor - b.divisor || a.count - b.count;
  });
  const merged: Term[] = [];
  for (const term of sorted) {
    const last = merged.at(-1);
    const joined = last === undefined ? undefined : join(last, term);
    if (joined === undefined) merged.push(term);
    else merged[merged.length - 1] = joined;
  }
  return { constant, terms: merged };
}

/** Two digits of a variable as one; `undefined` where they are none. */
function join(low: Term, high: Term): Term | undefined {
  if (low.variable.name !== high.variable.name) return undefined;
  if (low.divisor === high.divisor && low.count === high.count) return { ...low, factor: low.factor + high.factor };
  if (low.divisor * low.count !== high.divisor || low.factor * low.count !== high.factor) return undefined;
  return { ...low, count: Math.min(low.count * high.count, Math.ceil(low.variable.count / low.divisor)) };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
