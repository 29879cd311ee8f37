/**
 * Rows as comma-separated values after RFC 4180: lines end in CR LF, a field with a comma, a quote or a line
 * break is quoted. Numbers have the shortest text that reads back the same.
 */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(fieldOf).join(",")}\r\n`).join("");
}

function fieldOf(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
