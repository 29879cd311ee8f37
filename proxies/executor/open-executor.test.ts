import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { findRule } from "../../dsl/rules/index.js";
import { canFuse } from "../../src/engine/wasm/fused.js";
import type { Executor, Outcome } from "./executor.js";
import { LocalExecutor } from "./local.js";
import { WorkerPool } from "../pool/pool.js";

const REQUESTS = ["glyph-mlp", "fine-tuning"].map((name, index) => ({
  index, seed: 1, scale: 8, program: findRule("adamw")?.text ?? "", task: { name, size: 1, horizon: 40, batch: 16 } as const,
}));

function lossOf(outcome: Outcome): number {
  return outcome.kind === "trained" ? outcome.loss : NaN;
}

// A processor, or a Node, that cannot fuse has no such executor.
describe.skipIf(!canFuse())("wasm:fused", () => {
  async function losses(executor: Executor): Promise<readonly number[]> {
    const outcomes = await Promise.all(REQUESTS.map((request) => executor.submit(request)));
    await executor.close();
    return outcomes.map(lossOf);
  }

  it("comes to the losses of wasm within rounding, to bits of its own whatever the number of workers", async () => {
    const plain = await losses(new LocalExecutor());
    const fused = await losses(new LocalExecutor({ fused: true }));
    const entry = new URL("../../dist/proxies/pool/worker.js", import.meta.url);
    expect(await losses(new WorkerPool({ workers: 2, entry, fused: true }))).toEqual(fused);
    fused.forEach((loss, k) => {
      expect(loss).toBeCloseTo(plain[k] as number, 4);
      expect(loss).not.toBe(plain[k]);
    });
  });

  it("says that its bits are its own, so that no reference of it is kept for others", async () => {
    const entry = new URL("../../dist/proxies/pool/worker.js", import.meta.url);
    for (const fused of [true, false]) {
      const pool = new WorkerPool({ workers: 1, entry, fused });
      expect(pool.isApproximate).toBe(fused);
      await pool.close();
    }
  });
});

it.skipIf(process.arch !== "x64")("says of a processor that does not fuse what wasm:fused needs, and what to use", () => {
  const script = `
    import { openExecutor } from ${JSON.stringify(new URL("../../dist/proxies/executor/open-executor.js", import.meta.url).href)};
    await openExecutor("wasm:fused").catch(({ code, message }) => console.log(code, message));
  `;
  const { stdout, status } = spawnSync(
    process.execPath, ["--no-enable-fma3", "--input-type=module", "--eval", script], { encoding: "utf8" },
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^no-fused `wasm:fused` needs a processor .+: use `wasm`/);
});
