import { dirname } from "node:path";
import { printable } from "../../dsl/text/diagnostic.js";
import { InputError } from "../../src/errors.js";
import { readTextFile } from "../text-file.js";
import type { Configuration, GivenProgram } from "./configuration.js";
import { readDocument } from "./document.js";
import { ConfigurationError, type Fault } from "./fault.js";
import type { Node, Source } from "./node.js";
import { override } from "./override.js";
import { resolveConfiguration } from "./resolve.js";
import { DEFAULT_START, settingsSchema } from "./schema.js";

/** Where a configuration comes from. */
export interface ConfigurationSource {
  /** Path of a YAML file. @default none: every key has its default */
  readonly file?: string | undefined;
  /** Values that are set besides, each as `path=value`; a later one goes before an earlier. @default none */
  readonly overrides?: readonly string[] | undefined;
  /** What it starts from in place of what the file says. @default what the file says */
  readonly start?: readonly GivenProgram[] | undefined;
}

/**
 * The configuration of a search: reads a file, sets what is set besides, and resolves it.
 *
 * @throws {@link ConfigurationError}, which is an {@link InputError}, with all faults and their places;
 * {@link InputError} where the file cannot be read.
 */
export async function loadConfiguration(
  { file, overrides = [], start }: ConfigurationSource = {},
): Promise<Configuration> {
  if (file === undefined) return parseConfiguration("", { overrides, start });
  const name = printable(file);
  const text = await readTextFile(file, {
    name,
    what: "configuration",
    extension: ".yaml",
    absent: () => new InputError("no-such-file", `there is no configuration \`${name}\`: expected the path of a .yaml file`),
  });
  return parseConfiguration(text, { name, folder: dirname(file), overrides, start });
}

/** What {@link parseConfiguration} is told besides the text. */
export interface ParseOptions {
  /** What messages call the text. @default "configuration" */
  readonly name?: string;
  /** What paths in it are relative to; those of overrides are to the working directory. @default that too */
  readonly folder?: string;
  /** See {@link ConfigurationSource}. @default none */
  readonly overrides?: readonly string[];
  /** See {@link ConfigurationSource}. @default what the text says */
  readonly start?: readonly GivenProgram[] | undefined;
}

/**
 * The configuration that a text of YAML is.
 *
 * @throws {@link ConfigurationError} with all faults and their places.
 */
export async function parseConfiguration(text: string, options: ParseOptions = {}): Promise<Configuration> {
  const { name = "configuration", folder = ".", overrides = [], start } = options;
  const source: Source = { name, text, kind: "file" };
  const empty: Node = { kind: "scalar", value: null, place: { source, offset: 0, length: 0 } };
  const defaults = { ...settingsSchema.parse({}), start: DEFAULT_START };
  const faults: Fault[] = [];
  const document = attempt(() => readDocument(source, faults), faults);
  let root = document ?? empty;
  for (const each of overrides) {
    root = attempt(() => override(root, each, defaults, faults), faults) ?? root;
  }
  // Of a text that is not YAML nothing more can be said.
  if (document === undefined) throw new ConfigurationError(faults);
  return resolveConfiguration(root, folder, { known: faults, start });
}

/** Collects the faults of a step, so that those of the next are told as well. */
function attempt<T>(step: () => T, faults: Fault[]): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
