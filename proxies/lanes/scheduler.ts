import { setImmediate as turn } from "node:timers/promises";
import { InputError, SymoptError } from "../../src/errors.js";
import { Course } from "../training/course.js";
import { ArrayCache } from "../training/examples.js";
import {
  type Executor, ExecutorClosed, type Outcome, type SubmitOptions, type TrainingRequest, checkRequest,
} from "../executor/executor.js";
import { type ProblemReference, loadProblem } from "../problem/problem.js";
import { type CompiledProgram, Programs } from "../executor/programs.js";
import { ratioSteps } from "../training/ratio-steps.js";
import type { Problem } from "../problem/task.js";
import type { TrainingResult } from "../training/training.js";
import { Group } from "./group.js";
import { Job, type RunningJob } from "./job.js";
import { type LaneEvaluation, type LaneProgress, type LanedTrainer, NO_ROOM, OutOfRoom } from "./laned-trainer.js";

/** Trainers that are kept open: the one that was not used for longest goes first. */
const MOST_TRAINERS = 8;
/** Programs that are kept compiled: those of all lanes and of some that wait. */
const MOST_PROGRAMS = 1024;
/** Bytes of examples and initial weights that are kept. */
const CACHE_BYTES = 1 << 30;

/** What a laned trainer is made with. */
export interface LanedTrainerOptions {
  /** How many candidates it trains side by side. */
  readonly lanes: number;
  /** Keeps examples and initial weights; all trainers share one. */
  readonly cache?: ArrayCache | undefined;
  /** What tells tasks of one name apart in the cache. */
  readonly origin?: string | undefined;
}

/**
 * Makes a trainer of a problem, with fewer lanes where the device's limits say beforehand that it cannot hold so many;
 * rejects with {@link OutOfRoom} where its memory turns out not to hold them.
 */
export type MakeTrainer = (problem: Problem, options: LanedTrainerOptions) => Promise<LanedTrainer>;

/** Something that may take long, just before it begins. */
export interface Phase {
  /** Seconds that it should take; `undefined` where nothing is known of it yet. */
  readonly seconds: number | undefined;
  /** What is in the lanes; where a trainer is made, what waits for it. */
  readonly requests: readonly TrainingRequest[];
}

/** Options of a {@link Scheduler}. */
export interface SchedulerOptions {
  /** Lanes of a trainer, where there is room for them. */
  readonly lanes: number;
  readonly make: MakeTrainer;
  /** Most static cost of a program, as a multiple of AdamW's. @default no limit */
  readonly mostCost?: number | undefined;
  /** Told where a task has fewer lanes from now on: how many, and why. */
  readonly onFewerLanes?: ((lanes: number, reason: string) => void) | undefined;
  /** Told before anything that may take long. */
  readonly onPhase?: ((phase: Phase) => void) | undefined;
}

/**
 * Trains candidates side by side in this thread, in the lanes of a trainer for each problem. All lanes of a trainer are
 * advanced to the nearest point at which one of them must be judged; what has ended makes room for what waits. The
 * problem of the lowest index comes first; after as many steps as one of its trainings has it is another's turn, while
 * its lanes keep what they hold.
 *
 * Outcomes do not depend on what else is trained. Whatever a trainer throws rejects all that is in its lanes, but for
 * {@link OutOfRoom}: then it begins again with half of the lanes. Where limits that are known beforehand allow fewer
 * lanes than were asked for, a trainer has as many as they allow.
 */
export class Scheduler implements Executor {
  readonly lanes: number;
  readonly #options: SchedulerOptions;
  readonly #groups = new Map<string, Group>();
  readonly #programs = new Programs(MOST_PROGRAMS);
  readonly #cache = new ArrayCache(CACHE_BYTES);
  #current: Group | undefined;
  #loop: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: SchedulerOptions) {
    this.lanes = options.lanes;
    this.#options = options;
  }

  /** Trains one candidate: together with all that are submitted in the same turn of the event loop. */
  submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      if (this.#isClosed) throw new ExecutorClosed();
      signal?.throwIfAborted();
      checkRequest(request);
      this.#groupOf(request.task).add(new Job(request, signal, resolve, reject));
      this.#loop ??= this.#run();
    });
    // Whoever closes an executor need not await what it rejects by that.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Rejects all that has not ended, and frees the trainers once the present advance is over. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const group of this.#groups.values()) {
      for (const job of [...group.waiting, ...group.inLanes.map(({ job }) => job)]) job.refuse(new ExecutorClosed());
    }
    await this.#loop;
    for (const group of this.#groups.values()) group.close();
  }

  #groupOf(reference: ProblemReference): Group {
    const { module = "", name, size, data = "", horizon, batch } = reference;
    const key = JSON.stringify([module, name, size, data, horizon, batch]);
    const group = this.#groups.get(key) ?? new Group(key, reference, this.lanes);
    this.#groups.set(key, group);
    return group;
  }

  async #run(): Promise<void> {
    for (;;) {
      // What is submitted now, or in answer to what has just ended, is to fill the lanes together.
      await turn();
      for (const group of this.#groups.values()) group.sweep();
      const group = this.#choose();
      if (group === undefined) {
        this.#loop = undefined;
        return;
      }
      try {
        await this.#advance(group);
      } catch (error) {
        if (error instanceof OutOfRoom) this.#makeRoom(group, error);
        else for (const job of group.close()) job.refuse(error);
      }
    }
  }

  /** Whose turn it is; `undefined` where there is nothing to train. */
  #choose(): Group | undefined {
    const ready = [...this.#groups.values()].filter((group) => group.hasWork);
    const fitting = ready.filter((group) => !group.isPutOff);
    const chosen = fitting.length > 0 ? fitting : ready;
    const current = this.#current;
    const others = chosen.filter((group) => group !== current);
    const goesOn = current !== undefined && chosen.includes(current)
      && (others.length === 0 || current.turn < current.reference.horizon);
    if (goesOn) return current;
    const [next] = others.toSorted((a, b) => a.lowest - b.lowest);
    this.#current = next;
    if (next !== undefined) next.turn = 0;
    return next;
  }

  /** Fills the lanes of a group, makes steps up to the next event, and ends what has ended. */
  async #advance(group: Group): Promise<void> {
    const trainer = await this.#trainerOf(group);
    if (trainer === undefined) return;
    const { entering } = group;
    // Their initial weights may have to be trained first.
    if (entering.length > 0) this.#tell([...group.inLanes.map(({ job }) => job), ...entering], undefined);
    this.#fill(group, trainer);
    const { inLanes } = group;
    if (inLanes.length === 0 || this.#isClosed) return;
    const steps = Math.min(...inLanes.map(({ course }) => course.stretch));
    const amount = steps * group.cost;
    this.#tell(inLanes.map(({ job }) => job), group.steps.seconds(inLanes.length, amount));
    const start = performance.now();
    const progress = await trainer.advance(steps);
    const seconds = share(inLanes, start);
    // The first steps prepare what all others use.
    if (group.isWarm) group.steps.note(seconds, inLanes.length, amount);
    group.isWarm = true;
    group.isProven = true;
    group.turn += steps;
    for (const each of progress) takeIn(group, each);
    await this.#judge(group, trainer);
  }

  /** The trainer of a group, made where it has none; `undefined` where it cannot be made, and what waits is refused. */
  async #trainerOf(group: Group): Promise<LanedTrainer | undefined> {
    // Put last again: the first is the one that was not used for longest.
    this.#groups.delete(group.key);
    this.#groups.set(group.key, group);
    if (group.trainer !== undefined) return group.trainer;
    const open = [...this.#groups.values()].filter(({ trainer }) => trainer !== undefined);
    const idle = open.find((each) => !each.isBusy);
    if (open.length >= MOST_TRAINERS) idle?.close();
    this.#tell(group.waiting, undefined);
    try {
      group.trainer = await this.#make(group);
      group.running = Array.from({ length: group.trainer.lanes }, () => undefined);
      group.isPutOff = false;
      this.#noteLanes(group, group.trainer);
    } catch (error) {
      if (error instanceof OutOfRoom) throw error;
      for (const job of group.waiting.splice(0)) job.refuse(error);
    }
    return group.trainer;
  }

  /** Takes in that a trainer has fewer lanes than it was to have. */
  #noteLanes(group: Group, { lanes, shortage }: LanedTrainer): void {
    if (lanes >= group.lanes) return;
    this.#reduce(group, lanes, shortage ?? `${lanes} fit.`);
  }

  /** Gives a group fewer lanes from now on, and says so. */
  #reduce(group: Group, lanes: number, why: string): void {
    group.lanes = lanes;
    const { name, size } = group.reference;
    this.#options.onFewerLanes?.(lanes, `The device has no room for more of task "${name}" ×${size}: ${why}`);
  }

  /**
   * Makes the trainer of a group.
   *
   * @throws {@link InputError} that names the task, where anything but room is wanting.
   */
  async #make({ lanes, reference }: Group): Promise<LanedTrainer> {
    const problem = await loadProblem(reference);
    try {
      return await this.#options.make(problem, { lanes, cache: this.#cache, origin: reference.module });
    } catch (error) {
      if (error instanceof SymoptError) throw unfit(reference, "cannot be made ready by this executor", error);
      throw error;
    }
  }

  #fill(group: Group, trainer: LanedTrainer): void {
    for (let lane = group.running.indexOf(undefined); lane >= 0; lane = group.running.indexOf(undefined)) {
      const job = group.waiting.shift();
      if (job === undefined) return;
      // It may have been taken back while the trainer was made.
      const program = job.isOver ? undefined : this.#programOf(job);
      if (program === undefined) continue;
      const { task: { horizon }, hurdles = [], seed, schedule, scale, decay, decayed, split } = job.request;
      try {
        trainer.begin(lane, { rule: program.rule, seed, schedule, scale, decay, decayed, split });
      } catch (error) {
        if (!(error instanceof OutOfRoom)) {
          // A candidate that no lane can hold is no fault of who submits it.
          if (error instanceof InputError && error.code === NO_ROOM) job.answer(noRoom(job, error));
          else job.refuse(error);
          continue;
        }
        group.add(job);
        throw error;
      }
      group.running[lane] = { job, program, course: new Course(horizon, hurdles, trainer.metrics) };
    }
  }

  /** What a job is to train; `undefined` where it is not trained, and answered. */
  #programOf(job: Job): CompiledProgram | undefined {
    const { mostCost = Infinity } = this.#options;
    try {
      const program = this.#programs.get(job.request);
      if (program.cost <= mostCost) return program;
      job.answer(tooCostly(job));
    } catch (error) {
      job.refuse(error);
    }
    return undefined;
  }

  /** Judges the lanes that stand at a hurdle or at their end. */
  async #judge(group: Group, trainer: LanedTrainer): Promise<void> {
    const judged = [...group.running.keys()].filter((lane) => {
      const course = group.running[lane]?.course;
      return course !== undefined && (course.isAtHurdle || course.stretch === 0);
    });
    if (judged.length === 0) return;
    const expectation = group.evaluation(judged);
    this.#tell(group.inLanes.map(({ job }) => job), expectation.seconds(judged.length));
    const start = performance.now();
    const evaluations = await trainer.evaluate(judged);
    expectation.note(share(judged.map((lane) => group.running[lane] as RunningJob), start), judged.length);
    for (const each of evaluations) conclude(group, each);
  }

  /** Tries again with less: without the trainers that nobody uses, then with half of the lanes, then alone. */
  #makeRoom(group: Group, error: OutOfRoom): void {
    const inLanes = group.inLanes.map(({ job }) => job);
    // Begun anew: what is trained again comes to the same.
    for (const job of group.close()) group.add(job);
    const others = [...this.#groups.values()].filter((each) => each !== group && each.trainer !== undefined);
    const idle = others.filter((each) => !each.isBusy);
    for (const each of idle) each.close();
    if (idle.length > 0) return;
    if (group.lanes > 1) {
      const { lanes = group.lanes } = error;
      this.#reduce(group, Math.max(1, Math.floor(lanes / 2)), error.message);
      return;
    }
    if (others.length > 0) {
      group.isPutOff = true;
      return;
    }
    const { reference, isProven } = group;
    if (!isProven || inLanes.length === 0) {
      const refusal = unfit(reference, "has no room in a single lane of this executor", error);
      for (const job of group.waiting.splice(0)) job.refuse(refusal);
      return;
    }
    // The task has room, so it is the candidate that has none.
    const message = `The device has no room for it on task "${reference.name}" ×${reference.size}: ${error.message}`;
    for (const job of inLanes) {
      job.answer({ kind: "fault", message, spent: { steps: reference.horizon, seconds: job.seconds, attempts: 1 } });
    }
  }

  #tell(jobs: readonly Job[], seconds: number | undefined): void {
    this.#options.onPhase?.({ seconds, requests: jobs.map(({ request }) => request) });
  }
}

/** The outcome of what was not trained, since it costs more than the executor grants. */
function tooCostly(job: Job): Outcome {
  return { kind: "failed", reason: "too-costly", spent: { steps: 0, seconds: job.seconds, attempts: 1 } };
}

/** The outcome of what was not trained, since no lane can hold it. */
function noRoom(job: Job, { message }: InputError): Outcome {
  return { kind: "failed", reason: "no-room", message, spent: { steps: 0, seconds: job.seconds, attempts: 1 } };
}

/** Says that a task cannot be trained by this executor. */
function unfit({ name, size }: ProblemReference, why: string, cause: Error): InputError {
  return new InputError(
    "unfit-task",
    `Task "${name}" ×${size} ${why}: ${cause.message} ` +
      "Choose another task or a smaller size, or the executor that needs no device: `--executor wasm`.",
    { cause },
  );
}

/** Charges the time since a start to those who shared it, evenly; gives the seconds. */
function share(running: readonly RunningJob[], start: number): number {
  const seconds = (performance.now() - start) / 1000;
  for (const { job } of running) job.seconds += seconds / running.length;
  return seconds;
}

/** Takes in what a lane did in an advance. */
function takeIn(group: Group, { lane, losses, ratios }: LaneProgress): void {
  const running = group.running[lane];
  if (running === undefined) return;
  const { course } = running;
  const compared = ratioSteps(group.reference.horizon);
  let passed = 0;
  for (const loss of losses) {
    const failed = course.step(loss);
    if (failed !== undefined) {
      end(group, lane, failed);
      return;
    }
    if (course.steps === compared[course.ratios]) course.ratio(ratios[passed++] ?? NaN);
  }
}

/** Takes in what an evaluation found of a lane. */
function conclude(group: Group, { lane, values, isFinite }: LaneEvaluation): void {
  const course = group.running[lane]?.course;
  if (course === undefined) return;
  const result = course.stretch === 0 ? course.end(values, isFinite) : course.judge(values[0] ?? NaN);
  if (result !== undefined) end(group, lane, result);
}

/** Answers what is in a lane, and frees it. */
function end(group: Group, lane: number, result: TrainingResult): void {
  const job = group.running[lane]?.job;
  group.free(lane);
  job?.answer({ ...result, spent: { steps: result.curve.length, seconds: job.seconds, attempts: 1 } });
}
