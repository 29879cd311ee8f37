import { inspect } from "node:util";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { printable } from "../../dsl/text/diagnostic.js";
import { meantFamily } from "../../proxies/problem/family-name.js";
import type { Size, SizeDefinition } from "../../proxies/problem/task.js";
import { InputError } from "../../src/errors.js";
import { describeTaskSize } from "../describe-task.js";
import { loadTask } from "../load-task.js";
import { peerOf } from "../peer.js";
import type { Configuration, ConfiguredProblem } from "./configuration.js";
import type { Fault } from "./fault.js";
import { type Node, type Place, folderAt, itemsOf, placeOf } from "./node.js";
import { type Settings, MOST_TASKS, taskSchema } from "./schema.js";

type Lists = Configuration["tasks"];
type ListName = keyof Lists;
type TaskSetting = Settings["tasks"]["search"][number];

const LISTS: readonly ListName[] = ["search", "selection", "sealed"];

/** The size of a task that is not said. */
const USUAL_SIZE: Readonly<Record<ListName, Size>> = { search: 1, selection: 10, sealed: 10 };

interface PlacedProblem {
  readonly list: ListName;
  readonly problem: ConfiguredProblem;
  readonly place: Place;
}

/**
 * The problems of the three lists, the peers of the first included.
 *
 * @param folder - What paths are relative to, but for those of arguments.
 * @param faults - What is wrong with them is added here.
 */
export async function resolveProblems(
  root: Node, usual: Settings["tasks"], folder: string, faults: Fault[],
): Promise<Lists> {
  const placed: PlacedProblem[] = [];
  for (const list of LISTS) {
    for (const [k, { value, place }] of itemsOf(root, ["tasks", list], usual[list]).slice(0, MOST_TASKS).entries()) {
      const setting = taskSchema.safeParse(value);
      // What does not fit the schema is reported by it.
      if (!setting.success) continue;
      try {
        const [ofTask, ofData] = ["task", "data"].map((key) => folderAt(placeOf(root, ["tasks", list, k, key]), folder));
        const problem = await resolveProblem(setting.data, USUAL_SIZE[list], { ofTask, ofData });
        const twin = placed.find((other) => other.list === list && isSame(other.problem, problem));
        if (twin === undefined) placed.push({ list, problem, place });
        else faults.push({ place, message: `this problem stands twice in \`tasks.${list}\`` });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        faults.push({ place, message: error.message });
      }
    }
  }
  faults.push(...sharedFamilies(placed), ...misspeltFamilies(placed));
  const [search = [], selection = [], sealed = []] = LISTS.map((name) =>
    placed.flatMap(({ list, problem }) => (list === name ? [problem] : [])),
  );
  return { search: usual.peers ? withPeers(search) : search, selection, sealed };
}

/** What the paths of a problem are relative to. */
interface Folders {
  readonly ofTask: string | undefined;
  readonly ofData: string | undefined;
}

async function resolveProblem(
  setting: TaskSetting, usualSize: Size, { ofTask, ofData = "." }: Folders,
): Promise<ConfiguredProblem> {
  const { task: reference, size = usualSize, horizon, batch, data } =
    typeof setting === "string" ? { task: setting } : setting;
  const { task, module } = await loadTask(reference, ofTask);
  const shown = printable(task.name);
  if (module !== undefined && !/^[^:/\\\s]+$/.test(task.name)) {
    throw new InputError("bad-task", `task \`${shown}\` is not named in the style of a file name, as in \`glyph-mlp\``);
  }
  const definition = task.sizes[size] as Partial<SizeDefinition> | null | undefined;
  if (definition === undefined || definition === null) {
    const sizes = Object.keys(task.sizes).map(printable).join(", ");
    throw new InputError(
      "unknown-size",
      `task \`${shown}\` has no size ${size}; it has ${sizes || "none"}: write { task: ${printable(reference)}, size: … }`,
    );
  }
  const steps = horizon ?? natural(definition.horizon, `${shown} ×${size}`, "horizon");
  const examples = batch ?? natural(definition.batch, `${shown} ×${size}`, "batch");
  const path = data === undefined ? undefined : resolve(ofData, data);
  if (path !== undefined && definition.read === undefined) {
    throw new InputError("no-data-read", `task \`${shown}\` takes no real data at size ${size}: leave \`data\` out`);
  }
  if (path !== undefined && !existsSync(path)) {
    throw new InputError("no-such-data", `there is no file and no folder \`${printable(path)}\` for the data`);
  }
  // A size of a user's that cannot be trained is found now, not hours later, when something is to be selected by it.
  if (module !== undefined) describeTaskSize(task, size, { module, data: path });
  return {
    name: task.name, family: task.family, size, horizon: steps, batch: examples,
    ...(module === undefined ? {} : { module }),
    ...(path === undefined ? {} : { data: path }),
  };
}

/** A user's module is not checked by a compiler. */
function natural(value: unknown, task: string, key: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  const found = printable(inspect(value));
  throw new InputError("bad-task", `the \`${key}\` of task ${task} must be an integer from 1, got ${found}`);
}

function isSame(one: ConfiguredProblem, other: ConfiguredProblem): boolean {
  const keys = ["name", "module", "size", "horizon", "batch", "data"] as const;
  return keys.every((key) => one[key] === other[key]);
}

/** The problems, and after them their peers. */
function withPeers(problems: readonly ConfiguredProblem[]): readonly ConfiguredProblem[] {
  const all = [...problems];
  for (const problem of problems) {
    const peer = { ...problem, ...peerOf(problem) };
    if (!all.some((other) => isSame(other, peer))) all.push(peer);
  }
  return all;
}

/** Families that are in two lists: what is searched on proves nothing when it is selected by. */
function sharedFamilies(placed: readonly PlacedProblem[]): readonly Fault[] {
  const first = new Map<string, PlacedProblem>();
  const faults: Fault[] = [];
  for (const { list, problem, place } of placed) {
    const { name, family } = problem;
    const before = first.get(family);
    if (before === undefined) {
      first.set(family, { list, problem, place });
    } else if (before.list !== list) {
      faults.push({
        place,
        message:
          `\`${printable(name)}\` in \`tasks.${list}\` and \`${printable(before.problem.name)}\` in \`tasks.${before.list}\` are ` +
          `of one family, ${printable(family)}: what a list shows must be new to it, so take either away`,
      });
    }
  }
  return faults;
}

/** Families that are written in two ways: what is one family must not pass for two. */
function misspeltFamilies(placed: readonly PlacedProblem[]): readonly Fault[] {
  return placed.flatMap(({ problem: { name, family }, place }, k) => {
    const before = placed.slice(0, k).map((other) => other.problem);
    const meant = meantFamily(family, before.map((other) => other.family));
    if (meant === undefined) return [];
    const twin = before.find((other) => other.family === meant)?.name ?? "";
    return [{
      place,
      message:
        `the family of \`${printable(name)}\`, ${printable(family)}, is that of \`${printable(twin)}\`, ${printable(meant)}, but for ` +
        "its spelling: give both the same name, or names that differ by more",
    }];
  });
}
