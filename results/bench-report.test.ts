import { expect, test } from "vitest";
import { type BenchReport, benchValue, formatBench, toBenchRow } from "./bench-report.js";
import { plainStyle } from "./style.js";

const PYTORCH = toBenchRow({
  name: "training/mlp/pytorch",
  what: "MLP step, against PyTorch eager",
  unit: "times",
  measured: 4.213,
  bar: 4,
  detail: "PyTorch 2.0.0, torch._foreach, 0.5 ms, ours 0.119 ms; loss after 20 steps 2.310687, ours 2.310687",
});
const REPORT: BenchReport = {
  machine: { cpu: "Some CPU", cores: 2, node: "v20.0.0", load: [0.125, 1.5] },
  quick: false,
  seconds: 98.7,
  rows: [
    PYTORCH,
    toBenchRow({ name: "a", what: "product 64×64×64", unit: "share", measured: 0.7149, bar: 0.75, detail: "41 GFLOP/s" }),
    toBenchRow({ name: "b", what: "MLP step, against JAX", unit: "times", measured: null, bar: null, detail: "not found" }),
    toBenchRow({ name: "c", what: "proposing", unit: "perSecond", measured: 1e5, bar: 1e5, detail: "" }),
    toBenchRow({ name: "d", what: "probe", unit: "milliseconds", measured: 0.5, bar: null, detail: "" }),
  ],
  notes: ["JAX: no Python on the path has it: pip install jax"],
};

test("every figure stands beside its bar, and below is what is behind it", () => {
  expect(formatBench(REPORT, { style: plainStyle, width: 100 })).toMatchInlineSnapshot(`
    "Some CPU, 2 cores, Node v20.0.0; 99 s
    load 0.13 before, 1.50 after

    work                              measured   at least  met
    MLP step, against PyTorch eager      4.21×         4×  yes
    product 64×64×64                    71.5 %       75 %  NO
    MLP step, against JAX                    –
    proposing                        100,000/s  100,000/s  yes
    probe                               0.5 ms

    how it was measured
      MLP step, against PyTorch eager                     PyTorch 2.0.0, torch._foreach, 0.5 ms, ours
                                                          0.119 ms; loss after 20 steps 2.310687, ours
                                                          2.310687
      product 64×64×64                                    41 GFLOP/s
      MLP step, against JAX                               not found
      proposing
      probe

    JAX: no Python on the path has it: pip install jax
    "
  `);
});

test("a bar is met from its value on, and there is no verdict without a bar or a figure", () => {
  expect(REPORT.rows.map(({ met }) => met)).toEqual([true, false, null, true, null]);
  expect(toBenchRow({ ...PYTORCH, measured: null }).met).toBeNull();
});

test("values carry their unit", () => {
  expect(benchValue(0.95, "share")).toBe("95 %");
  expect(benchValue(123_456.7, "perSecond")).toBe("123,457/s");
  expect(benchValue(0.4951, "perSecond")).toBe("0.495/s");
  expect(benchValue(null, "times")).toBe("–");
});

test("a quick run and a busy machine say so", () => {
  const machine = { ...REPORT.machine, load: [3, 3] as const };
  const text = formatBench({ ...REPORT, machine, quick: true }, { style: plainStyle, width: 100 });
  expect(text).toContain("load 3.00 before, 3.00 after: the machine was busy\n");
  expect(text).toContain("quick: shows that everything runs; the figures mean little\n");
});
