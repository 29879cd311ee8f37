import type { Sum, Variable } from "./sum.js";
import { depthOf, isWhole, keyOf, largestOf } from "./sum.js";

/** A number of a running kernel: its text, and how deep the scope lies where it is known. */
export interface Value {
  readonly text: string;
  readonly depth: number;
}

interface Scope {
  readonly lines: string[];
  readonly known: Map<string, Value>;
}

/**
 * The body of a kernel while it is written. What is computed is declared once, in the outermost scope that knows all
 * it is made of; so nothing is computed in a loop that could be before it.
 */
export class Body {
  readonly #scopes: Scope[] = [{ lines: [], known: new Map() }];
  #names = 0;

  /** How many scopes are open around the innermost. */
  get depth(): number {
    return this.#scopes.length - 1;
  }

  /** Adds a line to the innermost scope. */
  line(text: string): void {
    this.#scope(this.depth).lines.push(text);
  }

  /** Writes something in a scope of its own behind a heading: a loop or a condition. */
  nest(heading: string, write: () => void): void {
    this.#scopes.push({ lines: [], known: new Map() });
    write();
    const { lines } = this.#scopes.pop() as Scope;
    this.line(`${heading} {`);
    for (const line of lines) this.line(`  ${line}`);
    this.line("}");
  }

  /** A name that nothing else has. */
  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** Declares what an expression gives, or finds it declared. */
  define(text: string, depth: number): Value {
    const { lines, known } = this.#scope(depth);
    const found = this.#find(text, depth) ?? known.get(text);
    if (found !== undefined) return found;
    const value = { text: this.name("v"), depth };
    lines.push(`let ${value.text} = ${text};`);
    known.set(text, value);
    return value;
  }

  /** What is known under a key in a scope or around it. */
  #find(key: string, depth: number): Value | undefined {
    for (let at = depth; at >= 0; at--) {
      const value = this.#scope(at).known.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Gives what is remembered under a key since a scope of this depth was opened, or remembers it. */
  remember(key: string, depth: number, compute: () => Value): Value {
    const found = this.#find(key, depth);
    if (found !== undefined) return found;
    const value = compute();
    this.#scope(Math.max(depth, value.depth)).known.set(key, value);
    return value;
  }

  /** Declares a variable of the innermost scope, whatever the expression is made of. */
  local(text: string, count: number): Variable {
    const variable = { name: this.name("n"), count, depth: this.depth };
    this.line(`let ${variable.name} = ${text};`);
    return variable;
  }

  /** A sum as an expression of type u32. */
  index(sum: Sum): string {
    const terms = sum.terms.map((term) => {
      const { variable, divisor, count, factor } = term;
      const quotient = divisor === 1 ? variable.name : `${variable.name} / ${divisor}u`;
      const digit = isWhole(term) ? quotient : `(${quotient}) % ${count}u`;
      const text = digit === variable.name ? digit : this.define(digit, variable.depth).text;
      return factor === 1 ? text : `${text} * ${factor}u`;
    });
    const all = sum.constant === 0 && terms.length > 0 ? terms : [...terms, `${sum.constant}u`];
    return all.join(" + ");
  }

  /** A variable that holds a sum, declared where its own variables are known. */
  readonly variable = (sum: Sum): Variable => {
    const depth = depthOf(sum);
    const { text } = this.remember(`name ${keyOf(sum)}`, depth, () => this.define(this.index(sum), depth));
    return { name: text, count: largestOf(sum) + 1, depth };
  };

  /** Characters that are written. */
  get length(): number {
    return this.#scope(0).lines.reduce((sum, line) => sum + line.length + 1, 0);
  }

  /** All that is written. */
  toString(): string {
    return this.#scope(0).lines.join("\n");
  }

  #scope(depth: number): Scope {
    return this.#scopes[depth] as Scope;
  }
}
