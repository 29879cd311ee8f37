import { parentPort, workerData } from "node:worker_threads";
import { check } from "../dsl/check.js";
import { compile } from "../dsl/compile.js";
import { parse } from "../dsl/text/parse.js";
import { type ProblemReference, loadProblem } from "../proxies/problem/problem.js";
import { Trainer } from "../proxies/training/trainer.js";
import { candidateText } from "./candidate.js";
import { repeat } from "./clock.js";

/*
 * What the pool of workers is measured against: a thread that does nothing but train candidates, each read and
 * compiled first. It is told for how many seconds, and answers how many trainings it did a second.
 */

const trainer = new Trainer(await loadProblem(workerData as ProblemReference));
let index = 0;
parentPort?.on("message", (seconds: number) => {
  const times = repeat(seconds, () => trainer.train(compile(check(parse(candidateText(index++)))), { seed: 1 }));
  parentPort?.postMessage(times.length / times.reduce((sum, time) => sum + time, 0));
});
