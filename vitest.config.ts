import { defineConfig } from "vitest/config";

/** Where to write the counts as JSON, beside the text; `.ci/run` reads them there. */
const report = process.env["TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["{src,dsl,proxies,results,search,bin,bench}/**/*.test.ts"],
    exclude: ["dist/**", "node_modules/**"],
    setupFiles: "vitest.setup.ts",
    // For what hangs: laws over thousands of programs, and tests that start the command, may be slow on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A processor that plays a GPU compiles shaders for seconds each: in half the time without optimization.
    env: { GALLIVM_PERF: "nopt", LP_NATIVE_VECTOR_WIDTH: "128" },
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
