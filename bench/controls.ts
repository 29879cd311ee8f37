import { join } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import { simplify } from "../dsl/rewrite/simplify.js";
import { WorkerPool } from "../proxies/pool/pool.js";
import { scoreText } from "../results/estimate.js";
import { readRun } from "../search/run/read.js";
import { intervalOf, pairedInterval, scoresOf } from "./fresh-seeds.js";
import { searchInto } from "./search-run.js";

// Positive controls: whether a search that starts from a damaged AdamW alone mends it.
//
//   npm run controls -- [--config FILE] [--steps N] [--out DIR] [--judge N]
//
// Damaged and undamaged rule are scaled as suits each, by the search itself, before they are compared.

/** The seeds of the searches, named before any of them was run. */
const SEEDS = [1, 2, 3] as const;

const HEAD = `def damaged(w, g, m, v, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
`;

const TAIL = `  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`;

/** What was done to AdamW. */
const DAMAGES = [
  {
    name: "momentum deleted",
    body: `  v = interp(square(g), v, beta2)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(g, sqrt(v_hat) + epsilon)
`,
  },
  {
    name: "bias correction deleted",
    body: `  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  update = divide(m, sqrt(v) + epsilon)
`,
  },
  {
    name: "second moment frozen after the first step",
    body: `  m = interp(g, m, beta1)
  v = select(t == 1, square(g), v)
  m_hat = divide(m, 1 - beta1 ** t)
  update = divide(m_hat, sqrt(v) + epsilon)
`,
  },
] as const;

const { values } = parseArgs({
  options: {
    config: { type: "string", default: "configs/quick.yaml" },
    steps: { type: "string", default: "1000000" },
    out: { type: "string", default: "runs/controls" },
    judge: { type: "string", default: "32" },
  },
});

/** Steps in which the starting program is scaled as suits it, and hardly more. */
const SCALING_STEPS = 20_000;

/** Nothing to start from but what is said: not the rules of the bar, as they are tuned. */
const ALONE = ["startTuned=false"] as const;

/** What a search came to: scores on fresh seeds. */
interface Found {
  /** Of its best. */
  readonly best: readonly number[];
  /** Of the best form of what it started from. */
  readonly start: readonly number[];
  /** The best, simplified. */
  readonly text: string;
}

async function judged(folder: string): Promise<Found> {
  const run = readRun(folder);
  try {
    const programOf = (index: number | undefined): string => run.store.entry(index ?? 0)?.program ?? "";
    const [best, start] = [programOf(run.state.best?.index), programOf(run.state.bestStart)];
    return {
      best: await scoresOf(pool, run.problems, best, Number(values.judge)),
      start: await scoresOf(pool, run.problems, start, Number(values.judge)),
      text: print(simplify(parse(best)).program),
    };
  } finally {
    run.store.close();
  }
}

const pool = new WorkerPool();
const write = (line: string): void => { process.stdout.write(`${line}\n`); };
const whole = join(values.out, "undamaged");
await searchInto(whole, values.config, SCALING_STEPS, [...ALONE, "start=[adamw]"]);
const { start: undamaged } = await judged(whole);
write(`undamaged AdamW: ${scoreText(intervalOf(undamaged))}\n`);
write("| damage | seed | damaged | best found | best less undamaged | restored |\n|---|---|---|---|---|---|");
const texts: string[] = [];
for (const { name, body } of DAMAGES) {
  const start = JSON.stringify([{ name: "damaged", program: HEAD + body + TAIL }]);
  for (const seed of SEEDS) {
    const folder = join(values.out, `${name.replaceAll(" ", "-")}-${seed}`);
    await searchInto(folder, values.config, Number(values.steps), [...ALONE, `seed=${seed}`, `start=${start}`]);
    const found = await judged(folder);
    const less = pairedInterval(found.best, undamaged);
    const restored = less.mean + less.error >= 0 ? "yes" : "no";
    const cells = [
      name, seed, ...[found.start, found.best].map((scores) => scoreText(intervalOf(scores))), scoreText(less),
      restored,
    ];
    write(`| ${cells.join(" | ")} |`);
    texts.push(`${name}, seed ${seed}:\n\n${found.text}`);
  }
}
write(`\n${texts.join("\n")}`);
await pool.close();
