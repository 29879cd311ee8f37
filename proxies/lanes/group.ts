import type { ProblemReference } from "../problem.js";
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
  /** Seconds that a step of all lanes took at most, for each AdamW that its dearest program costs. */
  stepSeconds: number | undefined;
  /** Seconds that an evaluation took at most. */
  evaluationSeconds: number | undefined;

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

  /** The lowest index of all that wait or run; `Infinity` where there are none. */
  get lowest(): number {
    const [first] = this.waiting;
    return Math.min(first?.request.index ?? Infinity, ...this.inLanes.map(({ job }) => job.request.index));
  }

  /** The highest cost of the programs in its lanes; 1 where all are below. */
  get cost(): number {
    return Math.max(1, ...this.inLanes.map(({ program }) => program.cost));
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
    this.stepSeconds = undefined;
    this.evaluationSeconds = undefined;
    trainer?.close();
    return jobs;
  }
}
