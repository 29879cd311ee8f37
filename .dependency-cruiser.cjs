/** Imports point one way: `bin → search → { proxies, results } → dsl → src`; no cycles. Tests, bench see all. */

/** Tests, and what they draw programs with. */
const TEST = "\\.(test|arbitrary)\\.ts$";
const SHIPPED = "^(src|dsl|proxies|results|search|bin|bench)/";

/** A folder and the folders that it may not import. */
function layer(folder, above, comment) {
  return {
    name: `layer-${folder}`, severity: "error", comment,
    from: { path: `^${folder}/`, pathNot: TEST },
    to: { path: `^(${above.join("|")})/` },
  };
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular", severity: "error",
      comment: "Files that import each other, if only types, are one file or have a third between them.",
      from: {}, to: { circular: true },
    },
    layer("src", ["dsl", "proxies", "results", "search", "bin", "bench"],
      "What everything shares, the engine included, knows nothing of programs, searches and disks."),
    layer("dsl", ["proxies", "results", "search", "bin", "bench"],
      "The language knows nothing of tasks, runs and searches."),
    layer("proxies", ["results", "search", "bin", "bench"],
      "Tasks and training know nothing of evolution and of a run's files."),
    layer("results", ["proxies", "search", "bin", "bench"], "It formats, it never trains."),
    layer("search", ["bin", "bench"], "The search knows nothing of terminals."),
    {
      name: "dsl-is-pure", severity: "error",
      comment: "No disks, no threads, no packages: the language runs anywhere.",
      from: { path: "^dsl/", pathNot: TEST },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer"] },
    },
    {
      name: "no-disks-in-src", severity: "error",
      comment: "What everything shares touches no disk and no network.",
      from: { path: "^src/", pathNot: TEST },
      to: { dependencyTypes: ["core"], path: "^(node:)?(fs|net|http|https|http2|dgram|child_process)(/|$)" },
    },
    {
      name: "terminal-only-in-bin", severity: "error",
      comment: "Only the command line reads arguments and asks the terminal.",
      from: { path: SHIPPED, pathNot: ["^bin/", TEST] },
      to: { path: "node_modules/commander/|^(node:)?(readline|tty)(/|$)" },
    },
    {
      name: "no-tests-in-production", severity: "error",
      comment: "What is shipped must not import a test.",
      from: { pathNot: TEST }, to: { path: TEST },
    },
    {
      name: "no-dev-dependencies-in-production", severity: "error",
      comment: "What is shipped must run where only `dependencies` are installed.",
      from: { path: SHIPPED, pathNot: TEST },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        // What is optional may also be a dev dependency: its types are needed to build, installed or not.
        dependencyTypesNot: ["type-only", "npm-optional"],
      },
    },
    {
      name: "no-orphans", severity: "error",
      comment: "A file that nothing imports and that imports nothing is forgotten.",
      from: { orphan: true, path: SHIPPED, pathNot: [TEST, "\\.d\\.ts$"] }, to: {},
    },
    {
      name: "not-to-unresolvable", severity: "error",
      comment: "The imported file or package is not there. (Examples import symopt as its users do, by its name.)",
      from: { pathNot: "^configs/" }, to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|docs|coverage|results/discovered)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
    skipAnalysisNotInRules: true,
  },
};
