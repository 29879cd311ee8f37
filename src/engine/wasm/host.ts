/**
 * The part of the host's WebAssembly interface that the engine uses. TypeScript declares it only for browsers.
 */
interface WebAssemblyHost {
  readonly Memory: new (descriptor: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => {
    readonly exports: Readonly<Record<string, unknown>>;
  };
}

/** A linear memory. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages; the old buffer is detached. */
  grow(pages: number): number;
}

const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };

/** Bytes of a page, in which memories are measured. */
export const PAGE = 65536;

/** A function that a module exports. */
export type WasmFunction = (...args: readonly number[]) => number;

/** A new memory of some pages of 64 KiB. */
export function createMemory(pages: number): WasmMemory {
  return new host.Memory({ initial: pages });
}

/** Compiles and instantiates a module over a memory and imported functions. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  memory: WasmMemory,
  functions: Readonly<Record<string, WasmFunction>> = {},
): Readonly<Record<string, WasmFunction>> {
  const { exports } = new host.Instance(new host.Module(bytes), { env: { memory, ...functions } });
  return exports as Readonly<Record<string, WasmFunction>>;
}
