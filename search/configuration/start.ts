import { type TypedProgram, check } from "../../dsl/check.js";
import { staticCost } from "../../dsl/cost.js";
import { countLive, liveness } from "../../dsl/liveness.js";
import { rules } from "../../dsl/rules/index.js";
import { ProgramError, printable } from "../../dsl/text/diagnostic.js";
import { parse } from "../../dsl/text/parse.js";
import { print } from "../../dsl/text/print.js";
import { InputError } from "../../src/errors.js";
import { counted } from "../../results/number.js";
import { loadProgram, parseProgram } from "../load-program.js";
import type { GivenProgram, StartingProgram } from "./configuration.js";
import type { Fault } from "./fault.js";
import { type Node, type Place, childOf, folderAt, itemsOf, placeOf } from "./node.js";
import { type Settings, DEFAULT_START, startSchema } from "./schema.js";

type Limits = Settings["limits"];

/**
 * The programs that a search starts from. Those that are not named one by one may be outside the limits: they
 * are left out.
 *
 * @param limits - Absent where they are at fault themselves.
 * @param folder - What paths are relative to, but for those of arguments.
 * @param faults - What is wrong with them is added here.
 */
export async function resolveStart(
  root: Node, limits: Limits | undefined, folder: string, faults: Fault[],
): Promise<readonly StartingProgram[]> {
  const node = childOf(root, "start");
  const isLibrary = node?.kind === "scalar" && node.value === "library";
  if (node === undefined || isLibrary) {
    const names = isLibrary ? rules.map(({ name }) => name) : DEFAULT_START;
    const loaded = await Promise.all(names.map((name) => load(name, folder)));
    const within = limits === undefined ? loaded : loaded.filter(({ typed }) => excess(typed, limits) === undefined);
    if (within.length === 0) {
      faults.push({
        place: placeOf(root, ["limits"]),
        message: "none of the rules that a search starts from keeps to `limits`: widen them, or name rules in `start`",
      });
    }
    return within.map(({ program }) => program);
  }
  const programs: StartingProgram[] = [];
  for (const { value, place } of itemsOf(root, ["start"], [])) {
    const setting = startSchema.safeParse(value);
    // What does not fit the schema is reported by it.
    if (!setting.success) continue;
    try {
      const { program, typed } = await load(setting.data, folderAt(place, folder));
      const above = limits === undefined ? undefined : excess(typed, limits);
      if (above === undefined) programs.push(program);
      else faults.push({ place, message: outside(program, above) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push({ place, message: error instanceof ProgramError ? nested(error.message) : error.message });
    }
  }
  return programs;
}

/** Where programs are given besides the file. */
const GIVEN: Place = { source: { name: "--from", text: "", kind: "argument" }, offset: 0, length: 0 };

/**
 * The programs that a search is told to start from besides the file: each text once.
 *
 * @param limits - Absent where they are at fault themselves.
 * @param faults - What is wrong with them is added here.
 */
export function resolveGiven(
  given: readonly GivenProgram[], limits: Limits | undefined, faults: Fault[],
): readonly StartingProgram[] {
  const programs = new Map<string, StartingProgram>();
  for (const { name, program, isOneOfMany } of given) {
    const above = limits === undefined ? undefined : excess(check(parse(program, name)), limits);
    if (above === undefined) {
      if (!programs.has(program)) programs.set(program, { name, program });
    } else if (!isOneOfMany) {
      faults.push({ place: GIVEN, message: outside({ name }, above) });
    }
  }
  if (programs.size === 0 && faults.length === 0) {
    faults.push({ place: GIVEN, message: "none of the programs keeps to `limits`: widen them, or start from others" });
  }
  return [...programs.values()];
}

function outside({ name }: Pick<StartingProgram, "name">, above: string): string {
  return `\`${printable(name)}\` ${above}: raise the limit, or start from another program`;
}

/** The faults of a program, told as one fault of the configuration. */
function nested(message: string): string {
  return ["the program is faulty:", ...message.split("\n")].join("\n  ");
}

interface LoadedStart {
  readonly program: StartingProgram;
  readonly typed: TypedProgram;
}

async function load(setting: string | StartingProgram, folder: string): Promise<LoadedStart> {
  const { name, program } = typeof setting === "string"
    ? await loadProgram(setting, folder)
    : { name: setting.name, ...parseProgram(setting.program, setting.name) };
  const tuned = typeof setting === "string" ? undefined : setting.tuned;
  return {
    program: { name, program: print(program), ...(tuned === undefined ? {} : { tuned }) },
    typed: check(program),
  };
}

/** What of a program is above a limit, in words; `undefined` where nothing is. */
export function excess(typed: TypedProgram, { statements, state, cost }: Limits): string | undefined {
  const live = liveness(typed.program);
  const { length } = typed.program.statements;
  if (length > statements) return `has ${counted(length, "statement")}, \`limits.statements\` is ${statements}`;
  const states = countLive(live.states);
  if (states > state) return `keeps ${counted(states, "state variable")}, \`limits.state\` is ${state}`;
  const costs = staticCost(typed, live);
  if (costs > cost) return `costs ${costs.toFixed(2)} × AdamW, \`limits.cost\` is ${cost}`;
  return undefined;
}
