import type { ProblemReference } from "../problem/problem.js";
import { Expectation } from "./expectation.js";
import type { Job, RunningJob } from "./job.js";
import type { LanedTrainer } from "./laned-trainer.js";

/** All trainings of one problem: those that wait, and those that are in the lanes of its trainer. */
export class Group {
  /** Tells it from other groups. */
  readonly key: string;
  readonly reference: ProblemReference;
  /** Those that wait, by index. */
  readonly waiting: Job[] = [];
  /** By lane. */
  running: (RunningJob | undefined)[] = [];
  trainer: LanedTrainer | undefined;
  /** How many lanes its trainer is to have: fewer, once there was no room for them. */
  lanes: number;
  /** Steps that were made since it last got its turn. */
  turn = 0;
  /** Whether there is no room for it beside others. */
  isPutOff = false;
  /** Whether its trainer has made any steps. */
  isWarm = false;
  /** Whether any trainer of it has made steps: then its task has room. */
  isProven = false;
  /** Of steps: for each AdamW that the dearest program costs. */
  steps = new Expectation();
  /** Of evaluations, by the splits that are judged together: each has its own number of batches. */
  evaluations = new Map<string, Expectation>();

  constructor(key: string, reference: ProblemReference, lanes: number) {
    this.key = key;
    this.reference = reference;
    this.lanes = lanes;
  }

  /** Whether there is anything to train. */
  get hasWork(): boolean {
    return this.waiting.length > 0 || this.isBusy;
  }

  /** Whether anything is in its lanes. */
  get isBusy(): boolean {
    return this.running.some((each) => each !== undefined);
  }

  /** What is in its lanes. */
  get inLanes(): readonly RunningJob[] {
    return this.running.filter((each) => each !== undefined);
  }

  /** What waits, as far as there are free lanes for it. */
  get entering(): readonly Job[] {
    return this.waiting.slice(0, this.running.length - this.inLanes.length);
  }

  /** The lowest index of all that wait or run; `Infinity` where there are none. */
  get lowest(): number {
    const [first] = this.waiting;
    return Math.min(first?.request.index ?? Infinity, ...this.inLanes.map(({ job }) => job.request.index));
  }

  /** The highest cost of the programs in its lanes; 1 where all are below. */
  get cost(): number {
    return Math.max(1, ...this.inLanes.map(({ program }) => program.cost));
  }

  /** Of evaluations of some of its lanes. */
  evaluation(lanes: readonly number[]): Expectation {
    const splits = lanes.map((lane) => this.running[lane]?.job.request.split ?? "validation");
    const key = [...new Set(splits)].toSorted().join();
    const known = this.evaluations.get(key) ?? new Expectation();
    this.evaluations.set(key, known);
    return known;
  }

  /** Lets a job wait: behind all of its index or a lower one. */
  add(job: Job): void {
    let place = this.waiting.length;
    while (place > 0 && (this.waiting[place - 1] as Job).request.index > job.request.index) place--;
    this.waiting.splice(place, 0, job);
  }

  /** Forgets what nobody waits for any more, in the lanes too. */
  sweep(): void {
    for (let k = this.waiting.length - 1; k >= 0; k--) {
      if ((this.waiting[k] as Job).isOver) this.waiting.splice(k, 1);
    }
    this.running.forEach((each, lane) => {
      if (each?.job.isOver === true) this.free(lane);
    });
  }

  /** Frees a lane. */
  free(lane: number): void {
    this.running[lane] = undefined;
    this.trainer?.end(lane);
  }

  /** Closes the trainer: what was in its lanes is given back, in order of lanes. */
  close(): readonly Job[] {
    const jobs = this.inLanes.map(({ job }) => job);
    const { trainer } = this;
    this.running = [];
    this.trainer = undefined;
    this.isWarm = false;
    this.steps = new Expectation();
    this.evaluations = new Map();
    trainer?.close();
    return jobs;
  }
}
