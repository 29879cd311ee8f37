import { describe, expect, it } from "vitest";
import { paletteOf } from "../../dsl/mutate/options.js";
import { mutationOptionsOf } from "./configuration.js";
import { parseConfiguration } from "./load.js";

describe("mutationOptionsOf", () => {
  it("gives mutations what the configuration says", async () => {
    const overrides = ["limits.state=1", "limits.cost=3", "mutation.weights.idiom=0", "mutation.normMatch=0.25"];
    const options = mutationOptionsOf(await parseConfiguration("", { overrides }));
    expect(options).toMatchObject({ mode: "default", normMatch: 0.25, limits: { statements: 60, states: 1, cost: 3 } });
    expect(options.weights).toEqual({ modify: 0.35, insert: 0.25, delete: 0.2, constant: 0.15, idiom: 0 });
  });

  it("lets mutations write the functions of the set, less those excluded, and those included", async () => {
    const functions = "{ set: paper, exclude: [sin, maximum], include: [orthogonalize] }";
    const options = mutationOptionsOf(await parseConfiguration(`functions: ${functions}`));
    const names = paletteOf(options).functions.map(({ name }) => name);
    expect(names).toContain("orthogonalize");
    expect(names).toContain("interp");
    expect(names).not.toContain("sin");
    expect(names).not.toContain("max");
    expect(names).not.toContain("row_mean");
  });
});
