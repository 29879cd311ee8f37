import { functionNamed } from "../../dsl/functions/table.js";
import { usualInFlight } from "../../proxies/executor/executor-name.js";
import { type Axis, DEFAULT_AXES, Grid } from "../archive/grid.js";
import type { Configuration, GivenProgram } from "./configuration.js";
import { ConfigurationError, type Fault } from "./fault.js";
import { faultsOf } from "./issue.js";
import { type Node, childOf, placeOf, valueOf } from "./node.js";
import { resolveProblems } from "./problems.js";
import { type Settings, DEFAULT_EVALUATIONS, allowedFunctions, settingsSchema } from "./schema.js";
import { resolveGiven, resolveStart } from "./start.js";

/** Most cells of an archive's grid: more than any search fills. */
const MOST_CELLS = 1_000_000;

/** What {@link resolveConfiguration} is told besides the file. */
export interface ResolveOptions {
  /** What is already known to be wrong. @default nothing */
  readonly known?: readonly Fault[];
  /** What the search starts from, whatever the file says. @default what the file says */
  readonly start?: readonly GivenProgram[] | undefined;
}

/** Adds a fault at a path. */
type Report = (path: readonly (string | number)[], message: string) => void;

/**
 * Makes a configuration of what a file says: fills in defaults, reads the files that it names, and refuses what
 * does not fit together. All faults are found at once, those of one part whatever is wrong with another.
 *
 * @param folder - What paths are relative to, but for those of arguments.
 * @throws {@link ConfigurationError} with all that is wrong.
 */
export async function resolveConfiguration(
  root: Node, folder: string, { known = [], start }: ResolveOptions = {},
): Promise<Configuration> {
  const value = valueOf(root) ?? {};
  const result = settingsSchema.safeParse(value);
  const issues = result.success ? [] : result.error.issues;
  const faults: Fault[] = [...known, ...faultsOf(settingsSchema, root, issues)];
  if (!result.success && root.kind !== "mapping") throw new ConfigurationError(faults);
  const settings: Settings = result.success ? result.data : soundParts(value);
  const limits = issues.some(({ path }) => path[0] === "limits") ? undefined : settings.limits;
  const report: Report = (path, message) => faults.push({ place: placeOf(root, path), message });
  const configuration: Configuration = {
    ...settings,
    budget: resolveBudget(settings, report),
    inFlight: settings.inFlight ?? usualInFlight(settings.executor === "auto" ? "wasm" : settings.executor, settings.lanes),
    tasks: await resolveProblems(root, settings.tasks, folder, faults),
    functions: resolveFunctions(settings, report),
    start: start === undefined
      ? await resolveStart(root, limits, folder, faults)
      : resolveGiven(start, limits, faults),
    startTuned: settings.startTuned ?? (start === undefined && childOf(root, "start") === undefined),
    archive: { measures: resolveAxes(settings, report) },
  };
  if (faults.length > 0) throw new ConfigurationError(faults);
  return frozen(configuration);
}

/** The parts that nothing is wrong with; the defaults stand in for the others. */
function soundParts(value: object): Settings {
  const sound = Object.entries(value).filter(([key, part]) => {
    const schema = Object.hasOwn(settingsSchema.shape, key) ? settingsSchema.shape[key as keyof Settings] : undefined;
    return schema?.safeParse(part).success === true;
  });
  return settingsSchema.parse(Object.fromEntries(sound));
}

function resolveBudget({ budget }: Settings, report: Report): Configuration["budget"] {
  const { steps, minutes } = budget;
  const { evaluations = steps === null && minutes === null ? DEFAULT_EVALUATIONS : null } = budget;
  if (evaluations === null && steps === null && minutes === null) {
    report(["budget"], "`budget` sets no limit: give `evaluations`, `steps` or `minutes`");
  }
  return { evaluations, steps, minutes };
}

function resolveFunctions({ functions, mutation }: Settings, report: Report): Configuration["functions"] {
  const { set, exclude, include } =
    typeof functions === "string" ? { set: functions, exclude: [], include: [] } : functions;
  // Aliases are read, names are kept.
  const named = (names: readonly string[]): readonly string[] => names.map((name) => functionNamed(name).name);
  const setting = { set, exclude: named(exclude), include: named(include) };
  const allowed = allowedFunctions(setting);
  const paper = new Set(allowedFunctions("paper"));
  if (!allowed.some((name) => mutation.mode !== "paper" || paper.has(name))) {
    report(["functions"], "`functions` leaves none that mutations may write: exclude fewer");
  }
  return setting;
}

function resolveAxes({ archive }: Settings, report: Report): readonly Axis[] {
  const axes: Axis[] = [];
  archive.measures.forEach((setting, k) => {
    const { name, edges } = typeof setting === "string" ? { name: setting, edges: undefined } : setting;
    const path = ["archive", "measures", k];
    if (axes.some((axis) => axis.name === name)) report(path, `the measure \`${name}\` stands twice`);
    if (name === "coupling") {
      if (edges !== undefined) report(path, "`coupling` has no `edges`: its bins are its four values");
      axes.push({ name });
      return;
    }
    const usual = DEFAULT_AXES.find((axis) => axis.name === name);
    const chosen = edges ?? (usual !== undefined && "edges" in usual ? usual.edges : undefined);
    if (chosen === undefined) report(path, `\`${name}\` has no usual edges: write { name: ${name}, edges: [ … ] }`);
    axes.push({ name, edges: chosen ?? [] });
  });
  const cells = axes.reduce((product, axis) => product * new Grid([axis]).size, 1);
  if (cells > MOST_CELLS) report(["archive", "measures"], `these axes make ${cells} cells, more than ${MOST_CELLS}`);
  return axes;
}

/** A value in which nothing can be changed any more. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
