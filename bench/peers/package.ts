import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The version of a package that this file can import; nothing where there is none. It is found as an import
 * finds it, since the folder of an optional package may be there without the package.
 */
export function installedVersion(name: string): string | undefined {
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
  } catch {
    return undefined;
  }
  if (!existsSync(entry)) return undefined;
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name: named, version } = JSON.parse(readFileSync(manifest, "utf8")) as {
      readonly name?: string;
      readonly version?: string;
    };
    if (named === name && version !== undefined) return version;
  }
  return undefined;
}
