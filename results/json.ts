/**
 * A report as machine-readable text: indented JSON, keys in the order of the report, a newline at the end.
 *
 * JSON knows no NaN and no infinity. Such a number becomes `null`, and a key of the same name with `Reason`
 * appended follows it and says which it was: `"relative": null, "relativeReason": "Infinity"`.
 */
export function toJson(report: unknown): string {
  return `${JSON.stringify(withReasons(report), null, 2)}\n`;
}

/** A report as one line of JSON, a newline at its end; numbers that are not finite as {@link toJson} has them. */
export function toJsonLine(report: unknown): string {
  return `${JSON.stringify(withReasons(report))}\n`;
}

function withReasons(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReasons);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
      typeof inner === "number" && !Number.isFinite(inner)
        ? [[key, null], [`${key}Reason`, String(inner)]]
        : [[key, withReasons(inner)]],
    ),
  );
}
