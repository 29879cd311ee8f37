import { type TypedProgram, check } from "../../dsl/check.js";
import { staticCost } from "../../dsl/cost.js";
import { hashProgram } from "../../dsl/hash.js";
import { type Liveness, countLive, liveness, livenessInOneStep } from "../../dsl/liveness.js";
import {
  type MutationOptions, mutateConstants, normMatch, propose, randomProgram,
} from "../../dsl/mutate/index.js";
import { probe } from "../../dsl/probe/probe.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import type { Entry } from "../../results/store/entry.js";
import { RandomStream } from "../../src/random.js";
import { type Configuration, mutationOptionsOf } from "../configuration/configuration.js";
import { SEEDS } from "../seeds.js";
import type { FollowUp } from "./follow-up.js";
import type { Plan, PlannedTraining } from "./plan.js";
import type { ScoredProblem } from "./problem.js";
import type { Programs } from "./programs.js";
import type { Repeats } from "./repeats.js";
import type { SearchState } from "./state.js";

/** What a program is called that a search made. */
const NAME = "candidate";

/** The seed that every candidate is trained on first. */
const FIRST_SEED = SEEDS.scoring.first;

/** A program that is proposed, and how it came about. */
interface Proposed {
  readonly typed: TypedProgram;
  readonly live: Liveness;
  readonly subject: number | null;
  readonly mate: number | null;
  readonly source: Entry["source"];
  readonly change: string;
  readonly rejected: number;
}

/** Makes the plans of a run: what entry n will be follows from n and the state, and from nothing else. */
export class Proposer {
  readonly #configuration: Configuration;
  readonly #problems: readonly ScoredProblem[];
  readonly #programs: Programs;
  readonly #repeats: Repeats;
  readonly #options: MutationOptions;

  constructor(
    configuration: Configuration, problems: readonly ScoredProblem[], programs: Programs, repeats: Repeats,
  ) {
    this.#configuration = configuration;
    this.#problems = problems;
    this.#programs = programs;
    this.#repeats = repeats;
    this.#options = mutationOptionsOf(configuration);
  }

  /**
   * The plan of an entry.
   *
   * @param index - Its place in the log.
   * @param state - What the search knows as it is proposed.
   * @throws {@link InputError} where no child can be found within the limits.
   */
  plan(index: number, state: SearchState): Plan {
    const { start } = this.#configuration;
    const starting = start[index];
    if (starting !== undefined) {
      const typed = check(parse(starting.program, starting.name));
      return this.#planCandidate(index, state, 0, {
        typed, live: liveness(typed.program), subject: null, mate: null, source: null,
        change: `start ${starting.name}`, rejected: 0,
      });
    }
    const [followUp] = state.followUps;
    if (followUp !== undefined) return this.#planFollowUp(index, state, followUp);
    const island = index % this.#configuration.population.islands;
    return this.#planCandidate(index, state, island, this.#propose(index, state, island));
  }

  #propose(index: number, state: SearchState, island: number): Proposed {
    const { mode, seed } = this.#configuration;
    const stream = new RandomStream(seed, "search/propose", index);
    if (mode === "random") {
      const typed = randomProgram(stream, this.#options);
      return {
        typed, live: liveness(typed.program), subject: null, mate: null, source: null, change: "random", rejected: 0,
      };
    }
    const { parent, source } = this.#parent(stream, state, island);
    const { parent: mate } = this.#parent(stream, state, island);
    const typedParent = this.#programs.get(parent);
    if (mode === "constants") {
      const { typed, live, mutation, rejected } = mutateConstants(typedParent, stream, this.#options);
      return { typed, live, subject: parent, mate: null, source, change: mutation.kind, rejected };
    }
    const { typed, live, mutation, rejected, factor } = propose(
      typedParent, stream, this.#options, (of) => this.#programs.updateSize(of), () => this.#programs.get(mate),
    );
    return {
      typed, live, subject: parent, mate: mutation.kind === "crossover" ? mate : null, source,
      change: factor === undefined ? mutation.kind : `${mutation.kind}, scaled to its parent`, rejected,
    };
  }

  /** A parent: from the archive or by a tournament, as the mode has it. */
  #parent(stream: RandomStream, state: SearchState, island: number): { parent: number; source: Entry["source"] } {
    const { mode, population } = this.#configuration;
    const share = mode === "archive" ? 1 : mode === "evolution+archive" ? population.archiveParents : 0;
    const elite = stream.chance(share) ? state.archive.sample(stream) : undefined;
    if (elite !== undefined) return { parent: elite.index, source: "archive" };
    const { index } = state.population(island).tournament(stream, population.tournament);
    return { parent: index, source: "population" };
  }

  #planCandidate(index: number, state: SearchState, island: number, proposed: Proposed): Plan {
    const { typed, live, rejected, ...origin } = proposed;
    const known = this.#identify(typed, live);
    const { problems, goesOn } = this.#course(index);
    const trains = known.repeats === null && known.refusal === null;
    return {
      facts: { index, kind: "candidate", island, ...origin, ...known.facts, ...known.described, invalid: rejected },
      trained: known.facts.program,
      trainings: trains ? problems.map((problem, k) => this.#firstTraining(problem, state, k === 0)) : [],
      goesOn,
      refusal: known.repeats === null ? known.refusal : null,
    };
  }

  /** What a program is, and whether it was there before. */
  #identify(typed: TypedProgram, live: Liveness) {
    const { program } = typed;
    const hash = hashProgram(program, live);
    const text = print({ ...program, name: NAME });
    const described = {
      statements: program.statements.length,
      redundant: program.statements.length - countLive(livenessInOneStep(program).statements),
      cost: staticCost(typed, live),
    };
    const structure = this.#repeats.ofStructure(hash);
    if (structure !== undefined) {
      const facts = {
        program: text, hash, fingerprint: null, measures: null, repeats: structure.of, repeatOf: structure.by,
      };
      return { facts, described, repeats: structure.of, refusal: null };
    }
    const { fingerprint, measures = null } = probe(typed, live);
    const behaviour = this.#repeats.ofBehaviour(fingerprint);
    const facts = {
      program: text, hash, fingerprint, measures, repeats: behaviour?.of ?? null, repeatOf: behaviour?.by ?? null,
    };
    const refusal = measures === null ? "no finite update on the probe" : null;
    return { facts, described, repeats: facts.repeats, refusal };
  }

  /** The order in which a candidate meets the problems, and whether it goes on at hurdles. */
  #course(index: number): { readonly problems: readonly number[]; readonly goesOn: boolean } {
    const { seed, hurdles } = this.#configuration;
    const count = this.#problems.length;
    const problems = Array.from({ length: count }, (_, k) => (index + k) % count);
    return { problems, goesOn: new RandomStream(seed, "search/spare", index).chance(hurdles.spare) };
  }

  #firstTraining(problem: number, state: SearchState, isFirst: boolean): PlannedTraining {
    return { problem, seed: FIRST_SEED, hurdles: isFirst ? state.hurdles.of(problem) : [] };
  }

  #planFollowUp(index: number, state: SearchState, followUp: FollowUp): Plan {
    return followUp.kind === "sweep"
      ? this.#planSweep(index, followUp, state)
      : this.#planSeeds(index, followUp);
  }

  #planSweep(index: number, { subject, factor }: Extract<FollowUp, { kind: "sweep" }>, state: SearchState): Plan {
    const candidate = this.#programs.get(subject);
    const scaled = normMatch(candidate, factor, this.#options);
    const typed = scaled ?? candidate;
    const known = this.#identify(typed, liveness(typed.program));
    const { problems } = this.#course(subject);
    const { scores, island } = state.estimates.get(subject) ?? { scores: [], island: 0 };
    const trains = known.repeats === null && known.refusal === null;
    return {
      facts: {
        index, kind: "sweep", island, subject, mate: null, source: null,
        change: `update × ${factor}`, ...known.facts, ...known.described, invalid: 0,
      },
      trained: known.facts.program,
      trainings: trains ? problems.map((problem) => ({ problem, seed: FIRST_SEED, hurdles: [] })) : [],
      goesOn: false,
      rivalScores: problems.map((problem) => scores[problem] ?? 0),
      refusal: known.repeats === null ? known.refusal : null,
    };
  }

  #planSeeds(index: number, followUp: Exclude<FollowUp, { kind: "sweep" }>): Plan {
    const { kind, subject, seeds } = followUp;
    const mate = followUp.kind === "challenge" ? followUp.mate : null;
    return {
      facts: {
        index, kind, island: 0, subject, mate, source: null, change: `${seeds.length} fresh seeds`,
        program: "", hash: "", fingerprint: null, measures: null, repeats: null, repeatOf: null,
        statements: 0, redundant: 0, cost: 0, invalid: 0,
      },
      trained: print({ ...this.#programs.get(subject).program, name: NAME }),
      trainings: seeds.flatMap((seed) => this.#problems.map((_, problem) => ({ problem, seed, hurdles: [] }))),
      goesOn: false,
      refusal: null,
    };
  }
}
