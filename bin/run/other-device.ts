import { printable } from "../../dsl/text/diagnostic.js";
import type { DeviceChange } from "../../search/run/device.js";

/** What is said where a run goes on with another device. */
export function otherDeviceText({ executor, before, now }: DeviceChange): string {
  return `\`${executor}\` trained this run on ${before} before, and goes on with ${now}: outcomes of the two may have ` +
    "other last bits, so the run may not repeat";
}

/** Says it on standard error. */
export function warnOfDevice(change: DeviceChange): void {
  process.stderr.write(`${printable(otherDeviceText(change))}\n`);
}
