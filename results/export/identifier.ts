/** The words of a name: `weight_decay` has two. */
function wordsOf(name: string): readonly string[] {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.length === 0 ? ["x"] : words;
}

/** A name as JavaScript spells variables: `weight_decay` is `weightDecay`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = wordsOf(name);
  const text = (/[a-z]/.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first.toLowerCase()) +
    rest.map(capital).join("");
  return /^\d/.test(text) ? `x${text}` : text;
}

/** A name as JavaScript spells classes: `cautious-lion` is `CautiousLion`. */
export function pascalCase(name: string): string {
  const text = wordsOf(name).map(capital).join("");
  return /^\d/.test(text) ? `X${text}` : text;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Names that are taken, each once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** All that are taken. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  /** The name itself where it is free, else with the first number that makes it so. */
  take(name: string): string {
    let free = name;
    for (let k = 2; this.#taken.has(free); k++) free = /\d$/.test(name) ? `${name}_${k}` : `${name}${k}`;
    this.#taken.add(free);
    return free;
  }
}

/** Words that JavaScript keeps for itself, and globals that exported code uses. */
export const JAVASCRIPT_WORDS: readonly string[] = [
  "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
  "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import",
  "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return",
  "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void", "while", "with",
  "yield", "Array", "Float32Array", "Float64Array", "Infinity", "Math", "NaN", "Number", "Object", "RangeError",
];

/** Names that every object has already. */
const OBJECT_NAMES: readonly string[] = [
  "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "prototype", "proto", "toLocaleString",
  "toString", "valueOf",
];

/**
 * What names of a program are called as properties of an object in JavaScript, each its own.
 *
 * @param taken - Properties that the object has beside them.
 */
export function propertyNames(names: readonly string[], taken: readonly string[]): ReadonlyMap<string, string> {
  const properties = new Names([...JAVASCRIPT_WORDS, ...OBJECT_NAMES, ...taken]);
  return new Map(names.map((name) => [name, properties.take(camelCase(name))]));
}
