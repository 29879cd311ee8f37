/** The columns that exported code fills, as Prettier has it. */
export const COLUMNS = 80;

/** Text broken into lines of at most so many columns; a longer word has a line of its own. */
export function fill(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** A documentation comment of JavaScript: on one line where it is one paragraph and fits. */
export function docComment(paragraphs: readonly string[], indent = ""): readonly string[] {
  // A comment must not end before its end.
  const safe = paragraphs.map((text) => text.replaceAll("*/", "* /"));
  const [only] = safe;
  if (safe.length === 1 && only !== undefined && indent.length + only.length + 7 <= COLUMNS) return [`${indent}/** ${only} */`];
  const lines = safe.flatMap((text, k) => [
    ...(k > 0 ? [""] : []),
    ...text.split("\n").flatMap((part) => fill(part, COLUMNS - indent.length - 3)),
  ]);
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

/** A documentation comment on a property of an interface, with its default. */
export function withDefault(meaning: string, value: string): readonly string[] {
  const text = `${meaning} @default ${value}`;
  return docComment(text.length + 9 <= COLUMNS ? [text] : [meaning, `@default ${value}`], "  ");
}
