import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execPath } from "node:process";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { installedVersion } from "./package.js";
import type { PeerCommand } from "./peer.js";
import { PYTHON_VARIABLE, findPythons } from "./python.js";

/** A library that trains the same models, whether it is on this machine or not. */
export interface PeerLibrary {
  /** Stays the same from version to version, such as `tfjs-wasm`. */
  readonly name: string;
  /** Its name for people, with the version where it was found. */
  readonly title: string;
  /** How it is started, where it was found. */
  readonly command?: PeerCommand;
  /** What to install, where it was not. */
  readonly advice?: string;
}

/** The version of TensorFlow.js that symopt is tested with. */
export const TFJS_VERSION = "4.22.0";

/** Modules of Python that symopt's results are compared with. */
export type PythonModule = "torch" | "jax" | "optax";

const INSTALL: Readonly<Record<PythonModule, string>> = {
  torch: "pip install torch, or on Debian apt install python3-torch libopenblas0-pthread",
  jax: "pip install jax",
  optax: "pip install optax",
};

/** What to do where no Python has a module. */
export function pythonAdvice(module: PythonModule): string {
  return `no Python on the path has it: ${INSTALL[module]}; or name a Python that has it in ${PYTHON_VARIABLE}`;
}

/**
 * Looks for every peer. Takes seconds, in which Pythons import large modules.
 *
 * @throws {@link InputError} where SYMOPT_PYTHON names no Python that runs.
 */
export function findPeers(): readonly PeerLibrary[] {
  return [...findPythonPeers("peer.py"), tfjs("cpu"), tfjs("wasm")];
}

/**
 * Looks for the libraries of Python that train whole candidates. Takes seconds.
 *
 * @param device - What they are to compute on.
 * @throws {@link InputError} where SYMOPT_PYTHON names no Python that runs.
 */
export function findCandidatePeers(device: "cuda" | "cpu"): readonly PeerLibrary[] {
  return findPythonPeers("candidates.py", "--device", device);
}

/** PyTorch and JAX, each with its script of a kind. */
function findPythonPeers(script: string, ...options: readonly string[]): readonly PeerLibrary[] {
  const pythons = findPythons(["torch", "jax"]);
  const python = (name: "pytorch" | "jax", title: string, module: "torch" | "jax"): PeerLibrary => {
    const found = pythons.get(module);
    if (found === undefined) return { name, title, advice: pythonAdvice(module) };
    const args = [scriptPath(`${module}_${script}`), ...options];
    return { name, title: `${title} ${found.version}`, command: { command: found.path, args } };
  };
  return [python("pytorch", "PyTorch", "torch"), python("jax", "JAX", "jax")];
}

/** The path of a Python script, which lies beside this file's source: this file may be built. */
function scriptPath(name: string): string {
  const beside = fileURLToPath(new URL(name, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../../bench/peers/${name}`, import.meta.url));
}

function tfjs(backend: TfjsBackend): PeerLibrary {
  const name = `tfjs-${backend}`;
  const packages = ["tfjs-core", `tfjs-backend-${backend}`].map((each) => `@tensorflow/${each}`);
  const [version, other] = packages.map(installedVersion);
  if (version === undefined || other === undefined) {
    const advice = `not installed: npm install ${packages.map((each) => `${each}@${TFJS_VERSION}`).join(" ")}`;
    return { name, title: `TensorFlow.js ${backend}`, advice };
  }
  const args = [fileURLToPath(new URL("tfjs.js", import.meta.url)), backend];
  return { name, title: `TensorFlow.js ${version} ${backend}`, command: { command: execPath, args } };
}
