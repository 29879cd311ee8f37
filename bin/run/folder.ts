import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";

/**
 * The folder of a run that no folder was named for: `runs/quick-20260509-170312`, after the configuration and the
 * time. Where that is there already it has a number behind it.
 */
export function newRunFolder(configuration: string | undefined, now: Date): string {
  const name = configuration === undefined ? "" : basename(configuration, extname(configuration)).replace(/[^\w.-]/g, "_");
  const parts = [
    now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds(),
  ].map((part) => String(part).padStart(2, "0"));
  const folder = join("runs", `${name === "" ? "search" : name}-${parts.slice(0, 3).join("")}-${parts.slice(3).join("")}`);
  let free = folder;
  for (let k = 2; existsSync(free); k++) free = `${folder}-${k}`;
  return free;
}
