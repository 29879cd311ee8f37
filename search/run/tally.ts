import type { RunCounts } from "../../results/run-counts.js";
import type { Entry } from "../../results/store/entry.js";
import { QuantileWindow } from "../population/window.js";

/** How many of the latest trained candidates a spared one is compared with. */
const COMPARED = 500;

/** Above this part of them it is among the top. */
const TOP = 0.75;

/** Counts what happens in a run, entry after entry. */
export class Tally {
  readonly #counts = {
    entries: 0, candidates: 0, invalid: 0, structuralRepeats: 0, behaviouralRepeats: 0, refused: 0, trained: 0,
    stopped: 0, faults: 0, sweeps: 0, sweepsKept: 0, confirmations: 0, challenges: 0, spared: 0, falselyStopped: 0,
    followUpFaults: 0, steps: 0, confirmationSteps: 0, seconds: 0,
  };
  readonly #failed: Record<string, number> = {};
  readonly #fitness = new QuantileWindow(COMPARED);
  /** Fitness of what was trained, to see whether a sweep is better than its candidate. */
  readonly #trained = new Map<number, number>();
  #statements = 0;
  #redundant = 0;

  /** Takes in an entry, in the order of the log. */
  add(entry: Entry): void {
    const counts = this.#counts;
    counts.entries++;
    counts.steps += entry.steps;
    counts.seconds += entry.seconds;
    if (entry.kind !== "candidate" && entry.status === "fault") counts.followUpFaults++;
    switch (entry.kind) {
      case "candidate":
        this.#addCandidate(entry);
        break;
      case "sweep":
        counts.sweeps++;
        if ((entry.fitness ?? -Infinity) > (this.#trained.get(entry.subject ?? -1) ?? Infinity)) counts.sweepsKept++;
        break;
      case "confirmation":
        counts.confirmations++;
        counts.confirmationSteps += entry.steps;
        break;
      case "challenge":
        // Two entries are one challenge.
        counts.challenges += 0.5;
        counts.confirmationSteps += entry.steps;
        break;
    }
  }

  /** What has been counted. */
  get counts(): RunCounts {
    const { challenges, candidates, ...rest } = this.#counts;
    return {
      ...rest,
      candidates,
      challenges: Math.ceil(challenges),
      failed: { ...this.#failed },
      statements: candidates === 0 ? 0 : this.#statements / candidates,
      redundancy: this.#statements === 0 ? 0 : this.#redundant / this.#statements,
    };
  }

  #addCandidate(entry: Entry): void {
    const { index, invalid, statements, redundant, repeatOf, status, reason, fitness, trainings, spared } = entry;
    const counts = this.#counts;
    counts.candidates++;
    counts.invalid += invalid;
    this.#statements += statements;
    this.#redundant += redundant;
    if (repeatOf === "structure") counts.structuralRepeats++;
    else if (repeatOf === "behaviour") counts.behaviouralRepeats++;
    else if (trainings.length === 0) counts.refused++;
    else if (status === "trained") counts.trained++;
    else if (status === "stopped") counts.stopped++;
    else if (status === "fault") counts.faults++;
    else this.#failed[reason ?? ""] = (this.#failed[reason ?? ""] ?? 0) + 1;
    if (repeatOf !== null) return;
    if (spared) {
      counts.spared++;
      if ((fitness ?? -Infinity) > (this.#fitness.quantile(TOP) ?? Infinity)) counts.falselyStopped++;
    } else if (fitness !== null) {
      this.#fitness.add(fitness);
    }
    if (fitness !== null) this.#trained.set(index, fitness);
  }
}
