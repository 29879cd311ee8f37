import { type PythonModule, pythonAdvice } from "../../bench/peers/library.js";
import { type PythonPeer, findPythons } from "../../bench/peers/python.js";
import type { DoctorCheck } from "../../results/doctor-report.js";
import { InputError } from "../../src/errors.js";

const TITLES: readonly (readonly [module: PythonModule, title: string])[] = [
  ["torch", "PyTorch"], ["jax", "JAX"], ["optax", "optax"],
];

/** The libraries of Python that symopt's results and speed are compared with: nothing else needs them. */
export function checkPythons(): readonly DoctorCheck[] {
  let found: ReadonlyMap<string, PythonPeer>;
  try {
    found = findPythons(TITLES.map(([module]) => module));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ name: "python", title: "Python", state: "broken", finding: error.message }];
  }
  return TITLES.map(([name, title]): DoctorCheck => {
    const peer = found.get(name);
    if (peer !== undefined) return { name, title, state: "ok", finding: `${peer.version}, ${peer.path}` };
    return { name, title, state: "missing", finding: "optional, for comparison", advice: pythonAdvice(name) };
  });
}
