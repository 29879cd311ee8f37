import type { Executor } from "../proxies/executor/executor.js";
import { RunStore } from "../results/store/store.js";
import { Search } from "../search/evolution/search.js";
import { problemsOf, readContent } from "../search/run/content.js";

// Takes in a run as to go on with it, in a process of its own, and prints how long that took and how much memory the
// process has had at most: see replay.ts.

const executor: Executor = {
  lanes: 1, submit: () => Promise.reject(new Error("nothing is trained")), close: () => Promise.resolve(),
};

const start = performance.now();
const log = RunStore.read(process.argv[2] ?? "");
const content = readContent(log);
const { length } = new Search({
  configuration: content.configuration, problems: problemsOf(content), log, executor,
  signal: new AbortController().signal,
});
const seconds = (performance.now() - start) / 1000;
log.close();
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ seconds, bytes: 1024 * maxRSS, entries: length }));
