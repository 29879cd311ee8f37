/** Words that name nothing else in Python. */
const KEYWORDS = [
  "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
  "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
  "pass", "raise", "return", "try", "while", "with", "yield",
];

/** What generated code uses of Python itself. */
const BUILTINS = [
  "abs", "callable", "dict", "float", "int", "isinstance", "len", "max", "min", "range", "sum", "super", "tuple", "zip",
];

/**
 * A name as variables may have it. Generated functions begin with an underscore, and Python sees something of its own
 * in two of them.
 */
export function pythonName(name: string): string {
  const plain = name.replace(/^_+/, "").replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z]/.test(plain) ? plain : `x_${plain}`;
}

/** Names of Python that are taken, each once. */
export class PythonNames {
  readonly #taken: Set<string>;

  /** Takes the keywords, the built-in functions that generated code calls, and what it is given. */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set([...KEYWORDS, ...BUILTINS, ...reserved]);
  }

  /** The name itself where it is free, else with an underscore or the first number that makes it so. */
  take(name: string): string {
    const base = pythonName(name);
    let free = base;
    for (let k = 1; this.#taken.has(free); k++) free = k === 1 ? `${base}_` : `${base}_${k}`;
    this.#taken.add(free);
    return free;
  }

  /** All that are taken. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }
}
