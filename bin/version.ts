import { readFileSync } from "node:fs";

/** The version of the package that this file is installed in. */
export function symoptVersion(): string {
  // From dist/bin/: the command runs built.
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}
