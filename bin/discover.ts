import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import type { Configuration } from "../search/configuration/configuration.js";
import { decimalNumber } from "./decimal-number.js";
import { executorOption } from "./executor.js";
import { executorNews } from "./executor-news.js";
import { naturalNumber } from "./natural-number.js";
import { type SettingOptions, collect, overridesOf } from "./run/settings.js";
import { MOST_EVALUATIONS, MOST_WORKERS } from "./search.js";

/** What is discovered with where nothing is said: a few minutes on two cores. */
const QUICK = fileURLToPath(new URL("../../configs/quick.yaml", import.meta.url));

interface DiscoverCommandOptions extends SettingOptions {
  readonly out?: string;
  readonly workers?: number;
  /** Whether what is found is tried without its parts. */
  readonly ablation: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `symopt discover`: from nothing to an optimizer, in one go. */
export function discoverCommand(): Command {
  return new Command("discover")
    .summary("search, select, compare, export and report, in one go")
    .description(
      "Searches for update rules, selects the best on larger tasks and other families, compares what is left with the " +
        "bar, judges it on a sealed family that nothing was chosen by, and writes it as code and the story as a page. " +
        "Interrupted or killed at any point, it goes on with `symopt discover RUN`; a run that `symopt search` made will " +
        "do as well. Where nothing is above the bar it says so.",
    )
    .argument("[config|run]", "a YAML file, or the folder of a run to go on with; without it configs/quick.yaml, which " +
      "takes a few minutes on two cores")
    .option("--out <dir>", "the folder of the run (default: runs/, and there a name with the time)")
    .option("--evaluations <n>", "how many candidates the search trains", naturalNumber(1, MOST_EVALUATIONS))
    .option("--minutes <m>", "how long the search takes at most", decimalNumber("positive"))
    .option("--workers <n>", "how many threads train; they never change a result", naturalNumber(1, MOST_WORKERS))
    .addOption(executorOption("the configuration's, usually wasm", { auto: true }))
    .option("--seed <s>", "the seed of every random draw", naturalNumber(0, Number.MAX_SAFE_INTEGER))
    .option("--set <path=value>", "set a value of the configuration; may be given again", collect, [])
    .option("--no-ablation", "do not try what is found without each of its parts, whatever the configuration says")
    .option("--dry-run", "only tell how many trainings, minutes and megabytes it would take")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  symopt discover\n  symopt discover configs/evening.yaml --out runs/evening\n" +
        "  symopt discover runs/evening",
    )
    .action(discoverRule);
}

async function discoverRule(argument: string | undefined, options: DiscoverCommandOptions): Promise<void> {
  const { hasRun } = await import("../results/store/place.js");
  if (argument !== undefined && hasRun(argument)) return goOn(argument, options);
  const configuration = await configurationOf(argument ?? QUICK, options);
  if (options.dryRun === true) return foretell(configuration, options);
  const [{ newRunFolder }, { startRun }, { searchUntilEnd }] = await Promise.all([
    import("./run/folder.js"),
    import("../search/run/run.js"),
    import("./run/searching.js"),
  ]);
  const folder = options.out ?? newRunFolder(argument ?? QUICK, new Date());
  const ended = await searchUntilEnd((run) => startRun(configuration, run), {
    folder, workers: options.workers, goesOn: GOES_ON,
  });
  if (ended !== undefined && ended.end !== "interrupted") await finish(folder, options);
}

/** The command that goes on where this one was interrupted. */
const GOES_ON = "symopt discover";

/** Goes on with a run, wherever it stands. */
async function goOn(folder: string, options: DiscoverCommandOptions): Promise<void> {
  const { set, seed, evaluations, minutes, executor, out, dryRun } = options;
  const [
    { InputError }, { quoted }, { requireDiscoverable }, { withRun }, { toRunReport }, { resumeRun },
    { searchUntilEnd },
  ] = await Promise.all([
    import("../src/errors.js"),
    import("../results/path.js"),
    import("../search/discovery/requirements.js"),
    import("../search/run/read.js"),
    import("../search/run/report.js"),
    import("../search/run/run.js"),
    import("./run/searching.js"),
  ]);
  if (dryRun === true) {
    throw new InputError(
      "bad-argument", `${folder} is a run, and a forecast is of a whole run from its configuration: what this one has done ` +
        `already is not subtracted. \`symopt status ${quoted(folder)}\` says where it stands; \`symopt discover CONFIG --dry-run\` ` +
        "foretells one like it.",
    );
  }
  if ([seed, evaluations, minutes, executor, out].some((value) => value !== undefined) || set.length > 0) {
    throw new InputError(
      "bad-argument", `${folder} is a run, which has its settings: only --workers, --no-ablation and --json go with it; ` +
        "`symopt resume` extends a search",
    );
  }
  const { ended, configuration } = withRun(folder, (run) =>
    ({ ended: toRunReport(run).ended, configuration: run.content.configuration }));
  await requireDiscoverable(configuration);
  if (ended === null || ended === "interrupted") {
    const end = await searchUntilEnd(resumeRun, { folder, workers: options.workers, goesOn: GOES_ON });
    if (end === undefined || end.end === "interrupted") return;
  }
  await finish(folder, options);
}

/** The configuration; one with nothing to select by, or not of the sizes it takes, is refused before the search. */
async function configurationOf(file: string, options: DiscoverCommandOptions): Promise<Configuration> {
  const [{ loadConfiguration }, { requireDiscoverable }, { configured }] = await Promise.all([
    import("../search/configuration/index.js"),
    import("../search/discovery/requirements.js"),
    import("./run/configured.js"),
  ]);
  const source = { file, overrides: overridesOf(options) };
  const configuration = options.dryRun === true
    ? await loadConfiguration(source)
    : await configured(source, options.workers);
  await requireDiscoverable(configuration);
  return configuration;
}

async function foretell(configuration: Configuration, { workers, json }: DiscoverCommandOptions): Promise<void> {
  const [{ WorkerPool }, { forecast }, { formatForecast }, { printResult }] = await Promise.all([
    import("../proxies/pool/pool.js"),
    import("../search/discovery/forecast.js"),
    import("../results/forecast-report.js"),
    import("./output.js"),
  ]);
  if (configuration.executor !== "wasm") {
    process.stderr.write(`what is foretold is what \`wasm\` takes; \`${configuration.executor}\` is not measured\n`);
  }
  // What is timed is timed alone.
  const pool = new WorkerPool({ workers: 1 });
  try {
    const told = await forecast(pool, configuration, workers ?? configuration.workers ?? availableParallelism());
    printResult(json, told, (page) => formatForecast(told, page));
  } finally {
    await pool.close();
  }
}

/** What follows the search. */
async function finish(folder: string, options: DiscoverCommandOptions): Promise<void> {
  const { workers, ablation, json } = options;
  const [{ withTrainedRun }, { discover }, { formatDiscovery }] = await Promise.all([
    import("../search/run/trained-run.js"),
    import("../search/discovery/discover.js"),
    import("../results/discovery-report.js"),
  ]);
  const [{ quoted }, { printResult }, { untilInterrupted }, { StageProgress }, { warnOfDevice }] = await Promise.all([
    import("../results/path.js"),
    import("./output.js"),
    import("./interrupt.js"),
    import("./stage-progress.js"),
    import("./run/other-device.js"),
  ]);
  const progress = new StageProgress(process.stderr);
  const running = { workers, onOtherDevice: warnOfDevice, ...executorNews(progress) };
  const report = await untilInterrupted((signal) =>
    withTrainedRun(folder, { ...running, signal }, async (trained) => {
      try {
        return await discover(trained, {
          signal, ablation, onProgress: (part, done, total) => { progress.show(part, done, total); },
        });
      } finally {
        progress.end();
      }
    }));
  const page = report === undefined ? undefined : await tellStory(folder, options);
  if (report === undefined || page === undefined) {
    process.stderr.write(`everything that was trained is kept; \`${GOES_ON} ${quoted(folder)}\` goes on\n`);
    return;
  }
  const whole = { ...report, page };
  printResult(json, whole, (paper) => formatDiscovery(whole, paper));
}

/** Writes the page; its path, or `undefined` where it was interrupted. */
async function tellStory(folder: string, { workers }: DiscoverCommandOptions): Promise<string | undefined> {
  const [{ storyOf }, { formatPage }, { writeResult }] = await Promise.all([
    import("./run/story.js"),
    import("../results/html/page.js"),
    import("./output.js"),
  ]);
  const story = await storyOf(folder, { curves: true, workers });
  if (story === undefined) return undefined;
  const path = join(folder, "report.html");
  await writeResult(path, formatPage(story));
  return path;
}
