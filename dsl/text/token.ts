/** What a token is. */
export type TokenKind = "name" | "number" | "symbol" | "junk" | "end";

/** One token of a line. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column: number;
}

/** A logical line: a physical one, or several joined by open parentheses. */
export type LogicalLine = readonly Token[];

const TOKEN = /\s+|#.*|([A-Za-z_][A-Za-z0-9_]*)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(\*\*|<=|>=|==|[-+*/(),:=<>])/sy;

const RETURN = /^\s*return\b/;
const STATEMENT = /^\s*(?:return\b|[A-Za-z_]\w*\s*=[^=])/;

/**
 * Splits text into logical lines of tokens; blank lines and comments vanish. Each line ends with an `end`
 * token that stands where the line does. A run of characters that are no token is one token of junk.
 */
export function tokenize(source: readonly string[]): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let tokens: Token[] = [];
  let depth = 0;
  source.forEach((text, index) => {
    const line = index + 1;
    // A parenthesis left open must not swallow the rest of the text: the next statement ends it.
    // Within parameters what looks like a statement may be a default, unless a colon has ended them.
    const statement = tokens[0]?.text === "def" && tokens.at(-1)?.text !== ":" ? RETURN : STATEMENT;
    if (depth > 0 && statement.test(text)) {
      depth = 0;
      lines.push(ended(tokens));
      tokens = [];
    }
    let at = 0;
    while (at < text.length) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (match === null) {
        const start = at;
        do at++;
        while (at < text.length && !isTokenStart(text, at));
        tokens.push({ kind: "junk", text: text.slice(start, at), line, column: start + 1 });
        continue;
      }
      at = TOKEN.lastIndex;
      const [all, name, number, symbol] = match;
      const column = at - all.length + 1;
      if (name !== undefined) tokens.push({ kind: "name", text: name, line, column });
      else if (number !== undefined) tokens.push({ kind: "number", text: number, line, column });
      else if (symbol !== undefined) {
        if (symbol === "(") depth++;
        else if (symbol === ")" && depth > 0) depth--;
        tokens.push({ kind: "symbol", text: symbol, line, column });
      }
    }
    if (depth === 0 && tokens.length > 0) {
      lines.push(ended(tokens));
      tokens = [];
    }
  });
  if (tokens.length > 0) lines.push(ended(tokens));
  return lines;
}

function isTokenStart(text: string, at: number): boolean {
  TOKEN.lastIndex = at;
  return TOKEN.test(text);
}

function ended(tokens: readonly Token[]): LogicalLine {
  const last = tokens.at(-1);
  const column = last === undefined ? 1 : last.column + last.text.length;
  return [...tokens, { kind: "end", text: "", line: last?.line ?? 1, column }];
}
