import { check } from "../dsl/check.js";
import { liveStateTensors, staticCost } from "../dsl/cost.js";
import { FUNCTIONS } from "../dsl/functions/table.js";
import { hashProgram } from "../dsl/hash.js";
import { type Liveness, countLive, liveness, livenessInOneStep } from "../dsl/liveness.js";
import { type Measures, probe } from "../dsl/probe/probe.js";
import type { Program, ScalarInput } from "../dsl/program.js";
import { print, printNumber, printStatement } from "../dsl/text/print.js";
import { type TypeName, type ValueType, typeName } from "../dsl/type.js";
import { horizonInputs, horizonWords } from "./horizon.js";
import { wrapCode } from "./listing.js";
import { formatMeasures } from "./measures.js";
import { counted, toShortNumber } from "./number.js";
import type { Page } from "./style.js";
import { formatField } from "./table.js";

/** A state variable in a report. */
export interface StateReport {
  readonly name: string;
  readonly type: TypeName;
  /** Whether its value reaches an update of this or a later step. */
  readonly live: boolean;
}

/** A hyperparameter in a report. */
export interface HyperparameterReport {
  readonly name: string;
  readonly value: number;
  readonly live: boolean;
}

/** A statement in a report. */
export interface StatementReport {
  readonly text: string;
  readonly type: TypeName;
  /** Whether an output of its own step depends on it, every returned state variable taken as an output. */
  readonly oneStep: boolean;
  /** Whether an update of this or a later step depends on it. */
  readonly acrossSteps: boolean;
}

/**
 * What `symopt check` says of a program; `--json` prints it as it is, so its keys stay what they are.
 */
export interface ProgramReport {
  /** What the program was asked for as: a path, a name of the library, or `standard input`. */
  readonly name: string;
  /** The name in its `def`. */
  readonly def: string;
  /** How many statements it has, nested expressions made three-address. */
  readonly statements: number;
  readonly live: {
    readonly oneStep: number;
    readonly acrossSteps: number;
    /** Names of the live state variables. */
    readonly state: readonly string[];
  };
  readonly state: readonly StateReport[];
  readonly hyperparameters: readonly HyperparameterReport[];
  /** The scalar inputs (`lr`, `t`, `T`, `loss`) that the update depends on. */
  readonly inputs: readonly ScalarInput[];
  /** Whether `t` or `T` is among these: such a rule may be good at one horizon alone. */
  readonly horizonDependent: boolean;
  /** The functions that stand in it, in the order of the functions page. */
  readonly functions: { readonly paper: readonly string[]; readonly extended: readonly string[] };
  readonly hash: string;
  /** Of the updates on the probe. */
  readonly fingerprint: string;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** Live state variables that are tensors: numbers of state per parameter. */
  readonly stateTensors: number;
  /** Behaviour on the probe, or `null` where it cannot be measured. */
  readonly measures: Measures | null;
  /** Why it cannot, where it cannot. */
  readonly measuresReason?: string;
  readonly listing: readonly StatementReport[];
  /** The program's text, three-address. */
  readonly text: string;
}

const UNMEASURED = "on the probe an update was not finite, or all updates were zero";

/** Gathers what there is to say of a program. Runs the probe, which takes milliseconds. */
export function toProgramReport(name: string, program: Program): ProgramReport {
  const typed = check(program);
  const live = liveness(program);
  const oneStep = livenessInOneStep(program);
  const reached = liveParameters(program, live);
  const probed = probe(typed, live);
  const state = program.states.map((slot, k): StateReport => ({
    name: program.names[slot] ?? "?",
    type: typeName(typed.stateTypes[k] as ValueType),
    live: live.states[k] === 1,
  }));
  const inputs = liveInputs(program, live);
  const used = new Set(program.statements.map(({ fn }) => fn));
  const functions = FUNCTIONS.filter((fn) => used.has(fn) && fn.name !== "copy");
  return {
    name,
    def: program.name,
    statements: program.statements.length,
    live: {
      oneStep: countLive(oneStep.statements),
      acrossSteps: countLive(live.statements),
      state: state.filter((variable) => variable.live).map((variable) => variable.name),
    },
    state,
    hyperparameters: program.parameters.flatMap((parameter, slot) =>
      parameter.kind === "hyperparameter"
        ? [{ name: parameter.name, value: parameter.value, live: reached.has(slot) }]
        : [],
    ),
    inputs,
    horizonDependent: horizonInputs(inputs).length > 0,
    functions: {
      paper: functions.filter(({ set }) => set === "paper").map((fn) => fn.name),
      extended: functions.filter(({ set }) => set === "extended").map((fn) => fn.name),
    },
    hash: hashProgram(program, live),
    fingerprint: probed.fingerprint,
    cost: staticCost(typed, live),
    stateTensors: liveStateTensors(typed, live),
    ...(probed.measures === undefined
      ? { measures: null, measuresReason: UNMEASURED }
      : { measures: probed.measures }),
    listing: program.statements.map((statement, i) => ({
      text: printStatement(program, statement),
      type: typeName(typed.types[i] as ValueType),
      oneStep: oneStep.statements[i] === 1,
      acrossSteps: live.statements[i] === 1,
    })),
    text: print(program),
  };
}

/** The scalar inputs that the update of this or a later step depends on. */
function liveInputs(program: Program, live: Liveness): readonly ScalarInput[] {
  const reached = liveParameters(program, live);
  return program.parameters.flatMap((parameter, slot) =>
    parameter.kind === "input" && reached.has(slot) ? [parameter.name] : [],
  );
}

/** Which of the step and the steps in all the updates of a program depend on. */
export function horizonInputsOf(program: Program, live = liveness(program)): readonly ("t" | "T")[] {
  return horizonInputs(liveInputs(program, live));
}

/** Slots of the parameters whose value at the start of a step reaches the update or live state. */
function liveParameters(program: Program, live: Liveness): ReadonlySet<number> {
  const reached = new Set<number>();
  const assigned = new Set<number>();
  const read = (slot: number): void => {
    if (slot < program.parameters.length && !assigned.has(slot)) reached.add(slot);
  };
  program.statements.forEach(({ args, target }, i) => {
    if (live.statements[i] === 1) for (const arg of args) if (arg.kind === "variable") read(arg.slot);
    assigned.add(target);
  });
  program.outputs.forEach((slot, k) => {
    if (k === 0 || live.states[k - 1] === 1) read(slot);
  });
  return reached;
}

const INDENT = 20;
/** Left of the text, where the marks stand. */
const MARGIN = "    ";
/** In the margin of a statement that no output of its own step depends on. */
const DEAD_IN_ONE_STEP = "·";
/** In the margin of a statement that only state which is never used depends on. */
const DEAD_ACROSS_STEPS = "~";

/** What `symopt check` prints for people: facts, measures in words, and the text with dead statements marked. */
export function formatProgramReport(report: ProgramReport, page: Page): string {
  const { style } = page;
  const { live } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  return [
    `${style.strong(report.name)}\n\n`,
    field("statements", `${report.statements}: ${live.oneStep} live in one step, ${live.acrossSteps} across steps`),
    field("state", list(report.state.map((s) => `${s.name} (${s.type}${s.live ? "" : ", dead"})`))),
    field(
      "hyperparameters",
      list(report.hyperparameters.map((h) => `${h.name}=${printNumber(h.value)}${h.live ? "" : " (dead)"}`)),
    ),
    field("functions", formatFunctions(report.functions)),
    field("hash", report.hash),
    field("fingerprint", report.fingerprint),
    field("static cost", `${toShortNumber(report.cost)} × AdamW`),
    field("memory", `${counted(report.stateTensors, "number")} of state per parameter`),
    field("horizon", horizonWords({ reads: horizonInputs(report.inputs) })),
    "\n",
    report.measures === null
      ? field("measures", `none: ${report.measuresReason ?? UNMEASURED}`)
      : formatMeasures(report.measures, page),
    "\n",
    formatListing(report, page),
  ].join("");
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

function formatFunctions({ paper, extended }: ProgramReport["functions"]): string {
  const groups = [];
  if (paper.length > 0) groups.push(`${paper.join(", ")} (paper)`);
  if (extended.length > 0) groups.push(`${extended.join(", ")} (extended)`);
  return groups.length === 0 ? "none" : groups.join("; ");
}

function formatListing({ text, listing }: ProgramReport, { style, width }: Page): string {
  const room = width - MARGIN.length;
  const lines = text.trimEnd().split("\n").map((line) => wrapCode(line, room).join(`\n${MARGIN}`));
  const marks = new Set<string>();
  const marked = lines.map((line, k) => {
    const statement = listing[k - 1];
    if (statement === undefined || statement.acrossSteps) return `${MARGIN}${line}\n`;
    const mark = statement.oneStep ? DEAD_ACROSS_STEPS : DEAD_IN_ONE_STEP;
    marks.add(mark);
    return `  ${style.bad(mark)} ${style.faint(line)}\n`;
  });
  const legend = [
    ...(marks.has(DEAD_IN_ONE_STEP) ? [`${DEAD_IN_ONE_STEP} dead in one step too`] : []),
    ...(marks.has(DEAD_ACROSS_STEPS) ? [`${DEAD_ACROSS_STEPS} dead across steps only`] : []),
  ];
  return marked.join("") + (legend.length === 0 ? "" : `\n  ${style.faint(legend.join("   "))}\n`);
}
