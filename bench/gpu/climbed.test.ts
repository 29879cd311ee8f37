import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ClimbOptions, type Climbed, type LadderRequest, climbLadder } from "./climbed.js";

const REQUEST: LadderRequest = {
  source: { kind: "webgpu" }, reference: { name: "glyph-mlp", size: 1, horizon: 12, batch: 4 }, least: 1, most: 2, seconds: 1,
};
const TOLD = { top: { room: 2 }, rung: { lanes: 1, perSecond: 7 } };
const TELLS = `console.log('${JSON.stringify({ top: TOLD.top })}\\n${JSON.stringify({ rung: TOLD.rung })}');`;
const HANGS = "setInterval(() => {}, 1000);";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-ladder-")); });
afterAll(() => { rmSync(folder, { recursive: true }); });

/** Climbs with a child that does something else. */
function climbWith(code: string, options: Partial<ClimbOptions> = {}): Promise<Climbed> {
  const file = join(folder, "child.mjs");
  writeFileSync(file, code);
  return climbLadder(REQUEST, { signal: new AbortController().signal, entry: pathToFileURL(file), ...options });
}

describe("a ladder that is climbed in a process of its own", () => {
  test("is what the process tells until it says that it is over", async () => {
    const climbed = await climbWith(`${TELLS} console.log('{"end":true}'); ${HANGS}`);
    expect(climbed).toEqual({ top: TOLD.top, rungs: [TOLD.rung] });
  });

  test("keeps what was told by a process that died", async () => {
    const climbed = await climbWith(`${TELLS} process.exitCode = 3;`);
    expect(climbed).toEqual({ top: TOLD.top, rungs: [TOLD.rung], failure: "its process ended without a word" });
  });

  test("ends where the process tells nothing for too long, and says so", async () => {
    const { rungs, failure } = await climbWith(HANGS, { limit: 0.05 });
    expect(rungs).toEqual([]);
    expect(failure).toBe("its process told nothing for 0.05 s and was ended: the GPU or its driver hangs");
  });

  test("is over where it is interrupted", async () => {
    const stop = new AbortController();
    const climbed = climbWith(HANGS, { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(climbed).rejects.toThrow("enough");
  });
});
