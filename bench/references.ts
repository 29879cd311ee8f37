import { writeFileSync } from "node:fs";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { WorkerPool } from "../proxies/pool/pool.js";
import type { ProblemReference } from "../proxies/problem/problem.js";
import { SIZES, type Size } from "../proxies/problem/task.js";
import { TASKS } from "../proxies/tasks/index.js";
import { peerOf } from "../search/peer.js";
import { BUILT_IN } from "../search/reference/built-in/index.js";
import { EFFORTS } from "../search/reference/effort.js";
import { smallerReference } from "../search/reference/find.js";
import { fingerprintOf } from "../search/reference/fingerprint.js";
import { measureReference } from "../search/reference/measure.js";
import type { Effort, Reference } from "../search/reference/reference.js";

// Measures the references of the built-in tasks and writes search/reference/built-in/, a file for each task:
//
//   npm run references -- [--task NAME]… [--size 1|10|100]… [--trials N] [--workers N] [--all]
//
// Only what is missing, with fewer trials or of an older form of its task is measured, unless --all is given. A file
// is written after every reference, so that nothing is lost where it is stopped.

const FOLDER = "search/reference/built-in";

/** The problems of the built-in tasks; the proxies with their peers, since a search trains on both. */
function problems(tasks: readonly string[], sizes: readonly Size[]): readonly ProblemReference[] {
  return TASKS.filter(({ name }) => tasks.length === 0 || tasks.includes(name)).flatMap((task) =>
    sizes.flatMap((size) => {
      const definition = task.sizes[size];
      if (definition === undefined) return [];
      const { horizon, batch } = definition;
      const own: ProblemReference = { name: task.name, size, horizon, batch };
      return size === 1 ? [own, peerOf(own)] : [own];
    }),
  );
}

function isOf(reference: Reference, { name, size, horizon, batch }: ProblemReference): boolean {
  return reference.task === name && reference.size === size && reference.horizon === horizon &&
    reference.batch === batch;
}

/** Whether as much work was done as is asked for: some tasks take more trials than others. */
function isAtLeast(done: Effort, { trials, ...asked }: Effort): boolean {
  const { trials: tried, ...rest } = done;
  return tried >= trials && isDeepStrictEqual(rest, asked);
}

/** The name of a task as a variable. */
function variableName(task: string): string {
  return task.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A value as TypeScript, keys unquoted, one tuned loss a line. */
function literal(value: unknown, indent = ""): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object")) return `[${value.map((item) => literal(item)).join(", ")}]`;
    return `[\n${value.map((item) => `${deeper}${literal(item, deeper)},\n`).join("")}${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  return `{\n${entries.map(([key, item]) => `${deeper}${key}: ${literal(item, deeper)},\n`).join("")}${indent}}`;
}

function write(references: readonly Reference[]): void {
  const names = TASKS.map(({ name }) => name).filter((name) => references.some(({ task }) => task === name));
  for (const name of names) {
    const own = references.filter(({ task }) => task === name);
    own.sort((a, b) => a.size - b.size || a.horizon - b.horizon || b.batch - a.batch);
    writeFileSync(
      `${FOLDER}/${name}.ts`,
      "// Made by `npm run references`. Do not edit.\n" +
        'import type { Reference } from "../reference.js";\n\n' +
        `/** What is known of the task \`${name}\`. */\n` +
        `export const ${variableName(name)}: readonly Reference[] = ${literal(own)};\n`,
    );
  }
  writeFileSync(
    `${FOLDER}/index.ts`,
    "// Made by `npm run references`. Do not edit.\n" +
      'import type { Reference } from "../reference.js";\n' +
      names.map((name) => `import { ${variableName(name)} } from "./${name}.js";\n`).join("") +
      "\n/** What is known of the built-in tasks at their own horizons and batch sizes, and of their peers. */\n" +
      "export const BUILT_IN: readonly Reference[] = [\n" +
      names.map((name) => `  ...${variableName(name)},\n`).join("") +
      "];\n",
  );
}

const { values } = parseArgs({
  options: {
    task: { type: "string", multiple: true, default: [] },
    size: { type: "string", multiple: true, default: ["1"] },
    trials: { type: "string" },
    workers: { type: "string" },
    all: { type: "boolean", default: false },
  },
});
const pool = new WorkerPool(values.workers === undefined ? {} : { workers: Number(values.workers) });
let references = [...BUILT_IN];
try {
  for (const problem of problems(values.task, SIZES.filter((size) => values.size.includes(String(size))))) {
    const { name, size, horizon, batch } = problem;
    const known = references.find((reference) => isOf(reference, problem));
    const isSame = known?.fingerprint === (await fingerprintOf(problem));
    const effort = { ...EFFORTS[size], trials: Number(values.trials ?? EFFORTS[size].trials) };
    const isDone = isSame && isAtLeast(known.effort, effort);
    if (!values.all && isDone) continue;
    const start = performance.now();
    const reference = await measureReference(pool, problem, {
      effort, from: smallerReference(problem, references), known: values.all ? undefined : known,
    });
    // Of a task whose horizon has changed, what is left of the old one goes.
    const wanted = problems([name], SIZES);
    references = references.filter(
      (other) => other.task !== name || (!isOf(other, problem) && wanted.some((each) => isOf(other, each))),
    );
    references.push(reference);
    write(references);
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(`${name} ×${size}, ${horizon} steps of ${batch}: ${seconds.toFixed(0)} s\n`);
  }
} finally {
  await pool.close();
}
