import { InputError } from "../../errors.js";
import { type OpenDevice, openDevice } from "./device.js";

/** A device to test on, or why there is none: tests that need one are skipped with that message. */
export async function adapterForTests(): Promise<OpenDevice | { readonly missing: string }> {
  try {
    return await openDevice();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`Skipped: ${error.message}\n`);
    return { missing: error.message };
  }
}
