import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Contender, enter, takeTurn } from "./contender.js";
import type { PeerLibrary } from "./library.js";

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-contender-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

/** A library that is a script: it says a loss, then answers every turn with its seconds as milliseconds. */
function library(name: string, script: string): PeerLibrary {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, script);
  return { name, title: name, command: { command: process.execPath, args: [path] } };
}

const answering = (losses: string): string => `
import { createInterface } from "node:readline";
console.log('{"losses": ${losses}}');
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ milliseconds: Number(line), form: process.argv[2] }));
}
`;

async function end(contender: Contender): Promise<void> {
  if ("peer" in contender) await contender.peer.end();
}

describe("a library in the benchmark", () => {
  test("takes its turns where it agrees on the loss", async () => {
    let contender = await enter(library("same", answering("[2.3107, 2.3106]")), folder, 2.3106);
    for (const turn of [0.5, 0.25]) contender = await takeTurn(contender, turn);
    await end(contender);
    expect(contender).toMatchObject({
      losses: [2.3107, 2.3106],
      // The folder of the problem is its last argument.
      times: [{ milliseconds: 0.5, form: folder }, { milliseconds: 0.25 }],
    });
  });

  test("is not timed where it trains something else, in whichever form", async () => {
    const contender = await enter(library("other", answering("[2.3106, 2.4]")), folder, 2.3106);
    expect(contender).not.toHaveProperty("peer");
    expect(contender).toHaveProperty(
      "reason",
      "disagrees, so it is not timed: its loss after 20 steps is 2.3106 and 2.4, ours 2.3106",
    );
  });

  test("is out with its own words where it fails, at the start or in a turn", async () => {
    const early = await enter(library("early", "throw new Error(\"no such module\");"), folder, 1);
    expect(early).toHaveProperty("reason", expect.stringMatching(/^failed: [^]*no such module/));
    const late = await enter(library("late", "console.log('{\"losses\": [1]}'); process.stdin.resume().on(\"data\", () => process.exit(3));"), folder, 1);
    expect(await takeTurn(late, 1)).toHaveProperty("reason", "failed: it ended without a word");
    expect(await takeTurn(await takeTurn(late, 1), 1)).toHaveProperty("reason");
  });

  test("says what to install where it is not there, or what there is cannot be started", async () => {
    const absent: PeerLibrary = { name: "jax", title: "JAX", advice: "pip install jax" };
    expect(await enter(absent, folder, 1)).toEqual({ library: absent, reason: "pip install jax" });
    const gone: PeerLibrary = { name: "gone", title: "gone", command: { command: join(folder, "gone"), args: [] } };
    expect(await enter(gone, folder, 1)).toHaveProperty("reason", expect.stringMatching(/^failed: .*ENOENT/));
  });
});
