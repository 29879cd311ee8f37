import { cpus } from "node:os";
import { type TypedProgram, check } from "../dsl/check.js";
import { hashProgram } from "../dsl/hash.js";
import { probe, probeUpdateSize } from "../dsl/probe/probe.js";
import { simplify } from "../dsl/rewrite/simplify.js";
import { rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { kernelBench, printKernelBench } from "./kernels.js";
import { median } from "./median.js";
import { printProposeBench, proposeBench } from "./propose.js";
import { type RepeatsResult, printRepeatsBench, repeatsBench } from "./repeats.js";
import { printTrainingBench, trainingBench } from "./training.js";

/** Median milliseconds per program. */
interface ProbeTimings {
  /** Fingerprint and measures of the paper's starting AdamW. */
  readonly adamw: number;
  /** The same, mean over the library, the median of each rule. */
  readonly library: number;
  /** What norm-matching asks of the probe: the update's size alone, of the starting AdamW. */
  readonly updateSize: number;
}

/** Milliseconds per program that is simplified at level `exact`, and how long the programs are. */
interface SimplifyTimings {
  readonly programs: number;
  readonly statements: number;
  readonly statementsAfter: number;
  readonly median: number;
  readonly mean: number;
  readonly most: number;
}

const REPEATS = 20_000;
const LEAST_STATEMENTS = 20;
const SIMPLIFIED = 200;

function machine(): { readonly cpu: string; readonly cores: number; readonly node: string } {
  const cores = cpus();
  return { cpu: cores[0]?.model ?? "unknown", cores: cores.length, node: process.version };
}

function probeBench(): ProbeTimings {
  const library = rules.map(({ name, text }) => ({ name, typed: check(parse(text)) }));
  const adamw = (library.find(({ name }) => name === "adamw-paper") ?? library[0])?.typed as TypedProgram;
  const sizes = milliseconds(200, () => probeUpdateSize(adamw));
  const probes = milliseconds(100, () => probe(adamw));
  const each = library.map(({ typed }) => milliseconds(10, () => probe(typed)));
  return { adamw: probes, library: mean(each), updateSize: sizes };
}

/** The median time of a call, after as many to warm up. */
function milliseconds(rounds: number, run: () => unknown): number {
  const times: number[] = [];
  for (let round = -rounds; round < rounds; round++) {
    const start = performance.now();
    run();
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

/** Simplifies programs of 20 statements or more out of evolved populations, none of a structure twice. */
function simplifyBench(populations: readonly (readonly TypedProgram[])[]): SimplifyTimings {
  const distinct = new Map<string, TypedProgram["program"]>();
  for (const { program } of populations.flat()) {
    if (program.statements.length >= LEAST_STATEMENTS) distinct.set(hashProgram(program), program);
  }
  const all = [...distinct.values()];
  const chosen = all.filter((_, i) => i % Math.ceil(all.length / SIMPLIFIED) === 0);
  for (const program of chosen) simplify(program);
  const after: number[] = [];
  const times = chosen.map((program) => {
    const start = performance.now();
    const simplified = simplify(program);
    const time = performance.now() - start;
    after.push(simplified.program.statements.length);
    return time;
  });
  return {
    programs: chosen.length,
    statements: mean(chosen.map(({ statements }) => statements.length)),
    statementsAfter: mean(after),
    median: median(times),
    mean: mean(times),
    most: Math.max(...times),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Everything is measured one after another on one thread; prints each part as soon as it is there. */
function bench(json: boolean): void {
  const tell = (title: string, lines: readonly string[]): void => {
    if (!json) console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join("\n")}`);
  };
  const ms = (time: number): string => `${time.toFixed(3)} ms`;
  const host = machine();
  tell("Machine", [`${host.cpu}, ${host.cores} cores, Node ${host.node}`]);
  const proposals = proposeBench();
  tell("Proposals", printProposeBench(proposals));
  const probes = probeBench();
  tell("Probe", [
    `fingerprint and measures, adamw-paper          ${ms(probes.adamw)}`,
    `fingerprint and measures, mean of the library  ${ms(probes.library)}`,
    `update size alone, for norm-matching           ${ms(probes.updateSize)}`,
  ]);
  const populations: (readonly TypedProgram[])[] = [];
  const repeats = (["default", "paper"] as const).map((mode): RepeatsResult =>
    repeatsBench({ programs: REPEATS, mode, onPopulation: (programs) => populations.push(programs) }),
  );
  tell("Repeats", repeats.flatMap(printRepeatsBench));
  const simplified = simplifyBench(populations);
  tell("Simplify", [
    `${simplified.programs} programs of evolved populations: ` +
      `${simplified.statements.toFixed(1)} statements on average, ${simplified.statementsAfter.toFixed(1)} afterwards`,
    `median ${ms(simplified.median)}, mean ${ms(simplified.mean)}, most ${ms(simplified.most)}`,
  ]);
  const kernels = kernelBench();
  tell("Kernels", printKernelBench(kernels));
  const training = trainingBench();
  tell("Training", printTrainingBench(training));
  if (json) {
    const all = { machine: host, proposals, probe: probes, repeats, simplify: simplified, kernels, training };
    console.log(JSON.stringify(all, null, 2));
  }
}

bench(process.argv.includes("--json"));
