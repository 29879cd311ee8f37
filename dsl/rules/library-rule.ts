/** A known optimizer, written as a program of the language. */
export interface LibraryRule {
  /** What the command line calls it: lower case with hyphens, as in `cautious-lion`. */
  readonly name: string;
  /** Its name in prose. */
  readonly title: string;
  /**
   * Where it comes from, in one line: authors, year, title, arXiv number; and which implementation it equals,
   * with which settings.
   */
  readonly source: string;
  /**
   * The program's text. Its hyperparameters have the defaults of that implementation; `learning_rate` is the
   * peak that the schedule's `lr` multiplies. Where an implementation divides plainly the text says `divide`,
   * for `/` adds 1e-8 to its denominator.
   */
  readonly text: string;
}
