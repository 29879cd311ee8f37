import { createRequire } from "node:module";

/** The version of this package. */
export function symoptVersion(): string {
  // By its own name, since it is as far from here as from a built file.
  const manifest: unknown = createRequire(import.meta.url)("symopt/package.json");
  return (manifest as { readonly version: string }).version;
}
