/**
 * The starting programs as they are best known: a sweep that scales the update of one takes its place where it is
 * better. Finding the right scale of a known rule is no discovery.
 */
export class Starts {
  /** The starting program that an entry is, or is a scaled form of. */
  readonly #roots = new Map<number, number>();
  /** The best form of each starting program. */
  readonly #forms = new Map<number, number>();
  readonly #fitnessOf: (index: number) => number;
  #best: number | undefined;

  /**
   * @param fitnessOf - The present estimate of an entry's fitness.
   */
  constructor(fitnessOf: (index: number) => number) {
    this.#fitnessOf = fitnessOf;
  }

  /** The best of all forms; `undefined` before there is one. */
  get best(): number | undefined {
    return this.#best;
  }

  /** The best form of each starting program, in the order of the programs. */
  get forms(): readonly number[] {
    return [...this.#forms.values()];
  }

  /** Whether an entry is a starting program or a scaled form of one. */
  has(index: number): boolean {
    return this.#roots.has(index);
  }

  /**
   * Takes in a starting program, or a scaled form of one.
   *
   * @param from - What it is a scaled form of. @default itself
   */
  add(index: number, from = index): void {
    const root = this.#roots.get(from) ?? index;
    this.#roots.set(index, root);
    this.#forms.set(root, this.#better(index, this.#forms.get(root)));
    this.#best = this.#better(index, this.#best);
  }

  /** Chooses the best forms anew, where one of them proved worthless. */
  reconsider(index: number): void {
    const root = this.#roots.get(index);
    if (root === undefined) return;
    const left = [...this.#roots].filter(([form, of]) => of === root && this.#fitnessOf(form) > -Infinity);
    const form = this.#bestOf(left.map(([each]) => each));
    if (form === undefined) this.#forms.delete(root);
    else this.#forms.set(root, form);
    this.#best = this.#bestOf(this.forms);
  }

  #bestOf(indices: readonly number[]): number | undefined {
    return indices.reduce<number | undefined>((best, index) => this.#better(index, best), undefined);
  }

  #better(index: number, other: number | undefined): number {
    return other === undefined || this.#fitnessOf(index) > this.#fitnessOf(other) ? index : other;
  }
}
