import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawData, mlpProblem, writeProblem } from "../problem.js";
import { Stepper } from "../stepper.js";
import { type PeerEffort, bestRate, measurePeer } from "./candidates.js";
import { AGREED } from "./contender.js";
import { type PeerLibrary, findCandidatePeers } from "./library.js";

const EFFORT: PeerEffort = { steps: 3, seconds: 0.01, most: 16 };

let folder = "";
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-candidates-")); });
afterAll(() => { if (folder !== "") rmSync(folder, { recursive: true }); });

/** A library that is a script, and answers what it is told to. */
function library(name: string, answer: string): PeerLibrary {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `
    import { createInterface } from "node:readline";
    console.log('{"losses": [2], "device": "Some GPU"}');
    for await (const line of createInterface({ input: process.stdin })) {
      const { steps, seconds, most } = JSON.parse(line);
      ${answer}
    }
  `);
  return { name, title: name, command: { command: process.execPath, args: [path] } };
}

describe("a library that trains candidates", () => {
  test("is told how much, and says what it computes on and how fast each form is", async () => {
    const answer = "console.log(JSON.stringify({ forms: [{ kind: 'own', form: 'eager', lanes: most, perSecond: steps }] }));";
    const peer = library("answers", answer);
    expect(await measurePeer(peer, folder, 2, EFFORT)).toEqual({
      library: peer, device: "Some GPU", rates: [{ kind: "own", form: "eager", lanes: 16, perSecond: 3 }],
    });
  });

  test("is out with its reason where it trains something else, fails or is not there", async () => {
    expect(await measurePeer(library("other", ""), folder, 3, EFFORT)).toHaveProperty(
      "reason", expect.stringMatching(/^disagrees/),
    );
    expect(await measurePeer(library("fails", "throw new Error('no memory');"), folder, 2, EFFORT)).toHaveProperty(
      "reason", expect.stringMatching(/^failed: .*no memory/),
    );
    const absent: PeerLibrary = { name: "jax", title: "JAX", advice: "pip install jax" };
    expect(await measurePeer(absent, folder, 2, EFFORT)).toEqual({ library: absent, reason: "pip install jax" });
  });

  test("is judged by its best form of a kind", () => {
    const rates = [1, 3, 2].map((perSecond) => ({ kind: "own", form: String(perSecond), lanes: 1, perSecond }) as const);
    expect(bestRate(rates, "own")?.perSecond).toBe(3);
    expect(bestRate(rates, "shared")).toBeUndefined();
  });
});

describe.each(findCandidatePeers("cpu").filter(({ command }) => command !== undefined))("$title", (peer) => {
  test("trains what we do, in each form", async () => {
    const problem = mlpProblem();
    const data = drawData(problem);
    writeProblem(folder, problem, data);
    const stepper = new Stepper(problem, data);
    let loss = NaN;
    stepper.begin();
    for (let step = 0; step < AGREED; step++) loss = stepper.step();
    const measured = await measurePeer(peer, folder, loss, EFFORT);
    expect(measured).not.toHaveProperty("reason");
    const rates = "rates" in measured ? measured.rates : [];
    expect(rates.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["own", "shared"]));
    for (const { perSecond } of rates) expect(perSecond).toBeGreaterThan(0);
  });
});
