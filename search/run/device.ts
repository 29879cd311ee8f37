import { z } from "zod";
import type { Executor } from "../../proxies/executor/executor.js";
import type { ExecutorName } from "../../proxies/executor/executor-name.js";
import type { RunDevice } from "../../results/run-report.js";
import type { RunNote } from "../../results/store/header.js";
import type { RunStore } from "../../results/store/store.js";
import { keepNote, notesOf } from "./note.js";

/** The kind of the note that says on which device a run is trained from there on. */
const DEVICE = "device";

const deviceSchema = z.object({ executor: z.string(), device: z.string() });

/** A run goes on with another device than before: its outcomes may have other last bits. */
export interface DeviceChange {
  readonly executor: ExecutorName;
  /** Maker, model and driver, as far as they are known. */
  readonly before: string;
  readonly now: string;
}

/**
 * Keeps with a run what an executor trains it on, where outcomes depend on that.
 *
 * @returns What has changed since the executor trained for the run last, if anything has.
 */
export function keepDevice(store: RunStore, name: ExecutorName, { device }: Executor): DeviceChange | undefined {
  if (device === undefined) return undefined;
  const before = devicesOf(store.notes()).findLast(({ executor }) => executor === name)?.device;
  const now: RunDevice = { executor: name, device: device.name };
  keepNote(store, DEVICE, now);
  return before === undefined || before === now.device ? undefined : { executor: name, before, now: now.device };
}

/** What a run was trained on, in order; nothing where worker threads alone trained it. */
export function devicesOf(notes: readonly RunNote[]): readonly RunDevice[] {
  return notesOf(notes, DEVICE, deviceSchema);
}
