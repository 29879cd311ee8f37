import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { ConfigurationError } from "./fault.js";
import { loadConfiguration, parseConfiguration } from "./load.js";

const folder = mkdtempSync(join(tmpdir(), "symopt-configuration-"));
afterAll(() => { rmSync(folder, { recursive: true }); });

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A user's task, as it stands in a module: one weight, and data that nobody looks at. */
function taskText(name: string, { family = "mine", loss = "w" }: { readonly family?: string; readonly loss?: string } = {}): string {
  return `{
    name: "${name}", family: "${family}", title: "", sizes: { 1: {
      horizon: 30, batch: 4,
      source: () => ({ fields: {}, floor: { loss: 0, kind: "atLeast" }, size: () => Infinity, fill: () => undefined }),
      model(graph) {
        const w = graph.parameter("w", [1], "vector", { kind: "fill", value: 1 });
        return { loss: ${loss} };
      },
    } },
  }`;
}

/** What is wrong with a text, in words. */
async function faultsIn(text: string, overrides: readonly string[] = []): Promise<string> {
  return parseConfiguration(text, { name: "c.yaml", folder, overrides }).then(
    () => expect.fail("it was taken"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigurationError);
      return (error as Error).message;
    },
  );
}

describe("a configuration", () => {
  it("has a default for everything: no file, an empty one and one of comments are the same", async () => {
    const plain = await loadConfiguration();
    expect(plain).toMatchObject({
      seed: 1,
      budget: { evaluations: 2000, steps: null, minutes: null },
      workers: null,
      inFlight: 16,
      mode: "evolution+archive",
      functions: { set: "extended", exclude: [], include: [] },
      population: { size: 200, tournament: 3, islands: 1, migrateEvery: 500, archiveParents: 0.25 },
      restart: { patience: 1000 },
      hurdles: { at: [0.25, 0.5], keep: 0.5, window: 500, spare: 0.05 },
      sweep: { top: 0.25, factors: [0.5, 2] },
      confirmation: { top: 0.05, seeds: [1, 2, 4, 8], race: "paired", best: 8 },
      limits: { statements: 60, state: 2, cost: 32 },
    });
    expect(await loadConfiguration({ file: write("empty.yaml", "") })).toEqual(plain);
    expect(await loadConfiguration({ file: write("comment.yaml", "# nothing\n") })).toEqual(plain);
    expect(await parseConfiguration("population:\n# size: 3\nhurdles:\n")).toEqual(plain);
  });

  it("cannot be changed", async () => {
    const configuration = await parseConfiguration("");
    expect(() => { (configuration.tasks.search as unknown[]).push(1); }).toThrow(TypeError);
    expect(() => { (configuration.mutation.weights as { modify: number }).modify = 1; }).toThrow(TypeError);
  });

  it("limits evaluations only where it sets no other limit", async () => {
    expect((await parseConfiguration("budget: { minutes: 5 }")).budget).toEqual({ evaluations: null, steps: null, minutes: 5 });
    expect((await parseConfiguration("budget: { steps: 5, evaluations: 3 }")).budget).toMatchObject({ evaluations: 3, steps: 5 });
    expect(await faultsIn("budget:\n  evaluations: null")).toContain("c.yaml:2:3: `budget` sets no limit");
  });

  it("has search tasks at another horizon and batch size too, unless it wants no peers", async () => {
    const text = "tasks: { search: [{ task: teacher, horizon: 100, batch: 32 }, glyph-mlp]";
    const { search } = (await parseConfiguration(`${text} }`)).tasks;
    expect(search.map(({ name, horizon, batch }) => [name, horizon, batch]).slice(0, 3)).toEqual([
      ["teacher", 100, 32], ["glyph-mlp", search[1]?.horizon, search[1]?.batch], ["teacher", 400, 4],
    ]);
    expect(search).toHaveLength(4);
    expect((await parseConfiguration(`${text}, peers: false }`)).tasks.search).toHaveLength(2);
  });

  it("starts from those of the usual rules that keep to the limits: half of AdamW's memory is one line", async () => {
    const names = async (text: string): Promise<readonly string[]> =>
      (await parseConfiguration(text)).start.map(({ name }) => name);
    expect(await names("")).toContain("adamw");
    expect(await names("limits: { state: 1 }")).toEqual(["rmsprop", "lion", "signum", "nesterov", "momentum", "sgd"]);
    expect(await names("start: library")).toContain("muon");
    expect(await names("{ start: library, limits: { cost: 4 } }")).not.toContain("muon");
    expect(await faultsIn("limits: { state: 0, statements: 1 }")).toContain("none of the rules");
  });

  it("starts from tuned rules too, unless it says what it starts from", async () => {
    const tuned = async (text: string): Promise<boolean> => (await parseConfiguration(text)).startTuned;
    expect(await tuned("")).toBe(true);
    expect(await tuned("start: [lion]")).toBe(false);
    expect(await tuned("{ start: [lion], startTuned: true }")).toBe(true);
    expect(await tuned("startTuned: false")).toBe(false);
  });

  it("reads programs beside it, or in it", async () => {
    write("mine.rule", "def mine(w, g, lr):\n  update = g * lr  # mine\n  return update\n");
    const { start } = await parseConfiguration(
      "start:\n  - ./mine.rule\n  - { name: other, program: \"def f(w, g):\\n  u = -g\\n  return u\" }\n  - lion\n", { folder },
    );
    expect(start.map(({ name }) => name)).toEqual(["./mine.rule", "other", "lion"]);
    expect(start[0]?.program).toBe("def mine(w, g, lr):\n  update = g * lr\n  return update\n");
  });

  it("loads the user's tasks beside it", async () => {
    write("mine.js", `export default [${taskText("one")}, ${taskText("two")}];`);
    const file = write("own.yaml", "tasks: { search: [./mine.js:one, { task: ./mine.js:two, batch: 8 }], peers: false }");
    const module = join(folder, "mine.js");
    expect((await loadConfiguration({ file })).tasks.search).toEqual([
      { name: "one", family: "mine", module, size: 1, horizon: 30, batch: 4 },
      { name: "two", family: "mine", module, size: 1, horizon: 30, batch: 8 },
    ]);
    expect(await faultsIn("tasks: { search: [./mine.js, ./mine.js:three, ./none.js, { task: './mine.js:one', size: 10 }] }"))
      .toMatch(/defines several tasks, one, two.*defines no task `three`.*no file and no task `.\/none.js`.*no size 10; it has 1/s);
  });

  it("seeks what is set besides in the working directory, and what the file names beside it", async () => {
    const here = mkdtempSync(join(folder, "here-"));
    for (const [place, name] of [[folder, "theirs"], [here, "mine"]] as const) {
      writeFileSync(join(place, "same.js"), `export default ${taskText(name, { family: name })};`);
      writeFileSync(join(place, "same.rule"), `def ${name}(w, g):\n  return g\n`);
    }
    const before = process.cwd();
    try {
      process.chdir(here);
      const file = write("same.yaml", "{ tasks: { search: [./same.js], peers: false }, start: [./same.rule] }");
      const loaded = async (...overrides: readonly string[]): Promise<readonly unknown[]> => {
        const { tasks: { search: [problem] }, start: [start] } = await loadConfiguration({ file, overrides });
        return [problem?.name, problem?.batch, start?.program.split("(")[0]];
      };
      expect(await loaded()).toEqual(["theirs", 4, "def theirs"]);
      expect(await loaded("tasks.search=[./same.js]", "start=[./same.rule]")).toEqual(["mine", 4, "def mine"]);
      expect(await loaded("tasks.search.0={ task: ./same.js, batch: 8 }")).toEqual(["mine", 8, "def theirs"]);
      expect(await loaded("tasks.search=[]", "tasks.search.0.task=./same.js", "start.0=./same.rule"))
        .toEqual(["mine", 4, "def mine"]);
      // Half of it is the file's.
      writeFileSync(join(folder, "half.yaml"), "{ tasks: { search: [{ task: ./same.js, batch: 2 }], peers: false } }");
      const { tasks: { search } } = await loadConfiguration({ file: join(folder, "half.yaml"), overrides: ["tasks.search.0.batch=9"] });
      expect(search).toMatchObject([{ name: "theirs", batch: 9 }]);
    } finally {
      process.chdir(before);
    }
  });

  it("tries the user's tasks, those that select too", async () => {
    write("many.js", `export default ${taskText("many", { loss: "graph.broadcast(w, [8, 1])" })};`);
    expect(await faultsIn("tasks: { selection: [{ task: ./many.js, size: 1 }] }"))
      .toMatch(/c\.yaml:1:\d+: .*"many" ×1 of .*many\.js cannot be built: its loss must be a single number/);
  });

  it("takes families that are written in two ways for one", async () => {
    write("graph.js", `export default ${taskText("one", { family: "graphs" })};`);
    write("graphs.js", `export default ${taskText("two", { family: "Graph" })};`);
    write("class.js", `export default ${taskText("three", { family: "Classification" })};`);
    expect(await faultsIn("tasks: { search: [./graph.js], selection: [{ task: ./graphs.js, size: 1 }], peers: false }"))
      .toMatch(/the family of `two`, Graph, is that of `one`, graphs, but for its spelling/);
    expect(await faultsIn("tasks: { search: [glyph-mlp], selection: [{ task: ./class.js, size: 1 }] }"))
      .toMatch(/of the family "Classification", which is none; did you mean "classification"\?/);
  });
});

describe("a faulty configuration", () => {
  it.each([
    ["an unknown key", "population:\n  sise: 3", "c.yaml:2:3: `population.sise` is no key of a configuration; did you mean `size`?"],
    ["a key at the wrong place", "islands: 4", "c.yaml:1:1: `islands` is no key of a configuration; did you mean `population.islands`?"],
    ["a key like none", "banana: 4", "c.yaml:1:1: `banana` is no key of a configuration: expected `seed`, `budget`"],
    ["an unknown key of a task", "tasks: {search: [{task: teacher, sise: 1}]}", "`tasks.search.0.sise` is no key of a configuration; did you mean `size`?"],
    ["a missing key", "start:\n - name: x", "c.yaml:2:4: `start.0.program` is missing: it must be the text of a program"],
    ["another type", "seed: [1]", "c.yaml:1:7: `seed` must be an integer from 0, got a list of 1"],
    ["no integer", "inFlight: 1.5", "`inFlight` must be an integer from 1 to 131072, or null, got `1.5`"],
    ["a number too large", "seed: 1e300", "`seed` must be an integer from 0, got `1e+300`"],
    ["no number", "budget: {minutes: .nan}", "`budget.minutes` must be a number above 0, at most 10000000, or null, got `NaN`"],
    ["an infinite number", "limits: {cost: 1e999}", "`limits.cost` must be a number above 0, at most 1000000, got `Infinity`"],
    ["a share above 1", "hurdles: {keep: 2}", "`hurdles.keep` must be a number from 0 to 1, got `2`"],
    ["a word for a number", "workers: all", "`workers` must be an integer from 1 to 1024, or null, got `all`"],
    ["nothing for a number", "seed:", "`seed` must be an integer from 0, got nothing (null)"],
    ["a misspelt word", "mode: evolutio", "got `evolutio`; did you mean `evolution`?"],
    ["a misspelt alternative", "functions: papr", "got `papr`; did you mean `paper`?"],
    ["a scalar for a group", "hurdles: 3", "`hurdles` must be a mapping of keys, got `3`"],
    ["a list at the top", "- 1", "c.yaml:1:1: a configuration must be a mapping of keys, got a list of 1"],
    ["numbers that fall", "confirmation: {seeds: [1, 4, 2]}", "`seeds` must rise"],
    ["a best of few seeds", "confirmation: {best: 3}", "`confirmation.best` must be an integer from 8 to 1000, got `3`"],
    ["no weight", "mutation: {weights: {modify: 0, insert: 0, delete: 0, constant: 0, idiom: 0}}", "at least one must be above 0"],
    ["a misspelt function", "functions: {exclude: [sqrtt]}", "c.yaml:1:23: there is no function `sqrtt`; did you mean `sqrt`?"],
    ["no function left", "{functions: {set: paper, exclude: [sin]}, mutation: {mode: paper}, limits: 3}", "`limits` must be a mapping"],
    ["a misspelt rule", "start: [lionn]", "c.yaml:1:9: there is no file and no rule `lionn`; did you mean `lion`?"],
    ["a rule above a limit", "{ start: [muon], limits: { cost: 4 } }", "`muon` costs 24.88 × AdamW, `limits.cost` is 4"],
    ["a rule with much state", "start: [amsgrad]", "`amsgrad` keeps 3 state variables, `limits.state` is 2"],
    ["a name that nobody sees", "start: [{name: \"a\\u202eb\", program: x}]", "c.yaml:1:16: expected text in which every character can be seen"],
    ["a faulty program", "start: [{name: p, program: \"def f(w, g):\\n  return h\"}]", "c.yaml:1:9: the program is faulty:\n  p:2:10: `h` is read before it is assigned"],
    ["a misspelt task", "tasks: {search: [teachr]}", "there is no file and no task `teachr`; did you mean `teacher`?"],
    ["a size there is not", "tasks: {search: [{task: teacher, size: 2}]}", "`tasks.search.0.size` must be one of `1`, `10`, `100`, got `2`"],
    ["absent data", "tasks: {search: [{task: glyph-mlp, data: no-such}]}", "there is no file and no folder"],
    ["data for a task that takes none", "tasks: {search: [{task: teacher, data: .}]}", "task `teacher` takes no real data at size 1"],
    ["a task twice", "tasks: {search: [teacher, {task: teacher}]}", "this problem stands twice in `tasks.search`"],
    ["a family in two lists", "tasks: {selection: [glyph-convnet]}", "`glyph-convnet` in `tasks.selection` and `glyph-mlp` in `tasks.search` are of one family, classification"],
    ["a misspelt measure", "archive: {measures: [livestate]}", "got `livestate`; did you mean `liveState`?"],
    ["a measure twice", "archive: {measures: [coupling, coupling]}", "the measure `coupling` stands twice"],
    ["edges of words", "archive: {measures: [{name: coupling, edges: [1]}]}", "`coupling` has no `edges`"],
    ["a measure without usual edges", "archive: {measures: [updateSize]}", "`updateSize` has no usual edges: write { name: updateSize, edges: [ … ] }"],
    ["a key twice", "seed: 1\nseed: 2", "c.yaml:2:1: the key `seed` stands twice in one mapping"],
    ["no YAML", "seed: [1", "this is not YAML: Flow sequence"],
    ["two documents", "seed: 1\n---\nseed: 2", "c.yaml:2:1: a second document begins here"],
    ["a key that is a list", "? [1]\n: 2", "a key must be a plain word"],
    ["an alias of nothing", "seed: *x", "there is no anchor `&x` before this alias"],
    ["an alias of itself", "start: &x [*x]", "there is no anchor `&x` before this alias"],
    ["a tag", "seed: !!js/function x", "this is not YAML: Unresolved tag"],
    ["a key of the prototype", "__proto__: {seed: 3}", "`__proto__` is no key of a configuration"],
    ["another key of the prototype", "population: {constructor: 3}", "`population.constructor` is no key of a configuration"],
  ])("is refused for %s", async (_, text, message) => {
    expect(await faultsIn(text)).toContain(message);
  });

  it("is told all that is wrong with it, in order, each with its line and a caret", async () => {
    const text = "seed: -1\nseed: 2\ntasks:\n  search: [teachr]\n  sealed: [{ task: tabular, sise: 1 }]\nstart: [adamm]\n";
    expect(await faultsIn(text)).toBe(`c.yaml:1:7: \`seed\` must be an integer from 0, got \`-1\`
1 | seed: -1
          ^^
c.yaml:2:1: the key \`seed\` stands twice in one mapping
2 | seed: 2
    ^^^^
c.yaml:4:12: there is no file and no task \`teachr\`; did you mean \`teacher\`?
4 |   search: [teachr]
               ^^^^^^
c.yaml:5:29: \`tasks.sealed.0.sise\` is no key of a configuration; did you mean \`size\`?
5 |   sealed: [{ task: tabular, sise: 1 }]
                                ^^^^
c.yaml:6:9: there is no file and no rule \`adamm\`; did you mean \`adam\`, \`adamw\`?
6 | start: [adamm]
            ^^^^^`);
  });

  it("says how many faults there are beyond the first", async () => {
    expect(await faultsIn(Array.from({ length: 25 }, (_, k) => `key${k}: 1`).join("\n"))).toMatch(/\nand 5 more$/);
  });

  it.each([
    ["does not exist", () => join(folder, "none.yaml"), "there is no configuration"],
    ["is a folder", () => folder, "is a directory: expected a .yaml file"],
    ["is binary", () => write("zero.yaml", "a\0b"), "is not text but binary: expected a configuration"],
    ["is no UTF-8", () => write("latin.yaml", Uint8Array.of(0xe9, 0x20)), "is not text: expected a configuration in UTF-8"],
    ["is large", () => write("large.yaml", "#".repeat(1_000_001)), "is larger than 1 MB: that is no configuration"],
  ])("is refused where its file %s", async (_, path, message) => {
    const error: unknown = await loadConfiguration({ file: path() }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
  });
});

describe("a value that is set beside the file", () => {
  it("goes before the file's, a later one before an earlier, and is read as YAML", async () => {
    const overrides = ["population.size=10", "seed=7", "population.size=20", "restart.patience=null", "functions={exclude: [sin]}"];
    const configuration = await parseConfiguration("seed: 3\npopulation: { size: 5, islands: 2 }", { overrides });
    expect(configuration).toMatchObject({
      seed: 7, population: { size: 20, islands: 2 }, restart: { patience: null }, functions: { exclude: ["sin"] },
    });
  });

  it("reaches into lists by index, and one more; a list that is not there begins as its default", async () => {
    const overrides = ["tasks.search[1]=tabular", "tasks.selection=[]", "hurdles.at.2=0.75", "tasks.peers=false", "start.0=lion"];
    const { tasks, hurdles, start } = await parseConfiguration("tasks: { search: [language] }", { overrides });
    expect(tasks.search.map(({ name }) => name)).toEqual(["language", "tabular"]);
    expect(hurdles.at).toEqual([0.25, 0.5, 0.75]);
    expect(start.slice(0, 2).map(({ name }) => name)).toEqual(["lion", "nadamw"]);
  });

  it.each([
    ["population.sise=3", "--set population.sise=3: `population.sise` is no key of a configuration; did you mean `size`?"],
    ["seed=x", "--set seed=x: `seed` must be an integer from 0, got `x`"],
    ["seed", "--set seed: expected path=value, as in population.size=500"],
    ["=3", "--set =3: expected path=value"],
    [`${"a.".repeat(20_000)}a=3`, "…: expected path=value"],
    ["a..b=3", "--set a..b=3: expected path=value"],
    ["limits.state <= 1", "not a condition with <=; did you mean `limits.state=1`?"],
    ["limits.state==1", "not a condition with ==; did you mean `limits.state=1`?"],
    ["limits.state < 2", "--set limits.state < 2: expected path=value, which sets a value, and not a condition with <, as in"],
    ["limits.state>=1", "not a condition with >=, as in"],
    ["limits.state != 1", "not a condition with !=, as in"],
    ["seed=[1", "--set seed=[1: this is not YAML"],
    ["seed={a: 1, a: 2}", "the key `a` stands twice"],
    ["seed.x=1", "--set seed.x=1: `seed` is `5`, which has no part `x`"],
    ["tasks.search.5=x", "`tasks.search` is a list of 3: expected an index from 0 to 3, where 3 adds one"],
    ["tasks.search.first=x", "`tasks.search` is a list of 3: expected an index"],
    ["__proto__.seed=1", "`__proto__` is no key of a configuration"],
    ["constructor.prototype.seed=1", "`constructor` is no key of a configuration"],
  ])("is refused as %s", async (text, message) => {
    expect(await faultsIn("seed: 5", [text])).toContain(message);
    expect(({} as { seed?: number }).seed).toBeUndefined();
  });

  it("is told of together with the faults of the file", async () => {
    const message = await faultsIn("sede: 1", ["seed=x", "workers=0", "oops"]);
    expect(message).toMatch(/^c.yaml:1:1: .*\n.*\n.*\n--set oops: .*\n--set seed=x: .*\n--set workers=0: /);
  });
});
