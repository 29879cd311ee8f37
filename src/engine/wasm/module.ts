import { Bytes } from "./bytes.js";
import {
  type Expression, type I32, type Local, TYPE_CODES, type V128, type WasmType, add, i32, isZero, less,
} from "./expression.js";

/** A function of a module, to be called from another one. */
export interface FunctionReference {
  readonly index: number;
  readonly parameters: readonly WasmType[];
  readonly results: readonly WasmType[];
}

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const RETURN = 0x0f;
const CALL = 0x10;
const GET = 0x20;
const SET = 0x21;
const NO_RESULT = 0x40;

/** Writes the body of one function, statement by statement. */
export class FunctionBuilder<P extends readonly WasmType[] = readonly WasmType[]> {
  readonly code = new Bytes();
  /** The parameters, as locals. */
  readonly parameters: { readonly [K in keyof P]: Local<P[K]> };
  readonly #types: WasmType[];
  readonly #parameterCount: number;

  constructor(parameters: P) {
    this.#types = [...parameters];
    this.#parameterCount = parameters.length;
    this.parameters = parameters.map((type, index) => local(type, index)) as unknown as {
      readonly [K in keyof P]: Local<P[K]>;
    };
  }

  /** A new local variable, zero at first. */
  local<T extends WasmType>(type: T): Local<T> {
    this.#types.push(type);
    return local(type, this.#types.length - 1);
  }

  /** A new local variable that holds a value. */
  let<T extends WasmType>(value: Expression<T>): Local<T> {
    const variable = this.local(value.type);
    this.set(variable, value);
    return variable;
  }

  /** Assigns to a local variable. */
  set<T extends WasmType>(variable: Local<T>, value: Expression<T>): void {
    value.emit(this.code);
    this.code.byte(SET).unsigned(variable.index);
  }

  /** Stores four lanes. */
  storeVector(address: I32, value: V128, offset = 0): void {
    this.#store(address, value, (code) => code.byte(0xfd).unsigned(11).unsigned(2).unsigned(offset));
  }

  /** Stores the first `count` 32-bit lanes: 1 to 4. */
  storeLanes(address: I32, value: V128, count: number, offset = 0): void {
    if (count === 4) {
      this.storeVector(address, value, offset);
      return;
    }
    const kept = count === 1 ? value : this.let(value);
    let done = 0;
    if (count >= 2) {
      this.#store(address, kept, (code) => code.byte(0xfd).unsigned(0x5b).unsigned(2).unsigned(offset).byte(0));
      done = 2;
    }
    if (done < count) {
      const at = offset + done * 4;
      this.#store(address, kept, (code) => code.byte(0xfd).unsigned(0x5a).unsigned(2).unsigned(at).byte(done));
    }
  }

  /** Stores a float32. */
  storeF32(address: I32, value: Expression<"f32">, offset = 0): void {
    this.#store(address, value, (code) => code.byte(0x38).unsigned(2).unsigned(offset));
  }

  /** Stores a float64. */
  storeF64(address: I32, value: Expression<"f64">, offset = 0): void {
    this.#store(address, value, (code) => code.byte(0x39).unsigned(3).unsigned(offset));
  }

  /**
   * A loop: `for (i = from; i < to; i += step)`. Bounds known when the code is written cost nothing; a loop of one turn
   * is written out straight. One that ends at what is only known when it runs has a turn at least.
   */
  forRange(from: number, to: I32, step: number, body: (i: I32) => void): void {
    if (typeof to === "number") {
      if (from >= to) return;
      if (from + step >= to) {
        body(from);
        return;
      }
    }
    const i = this.local("i32");
    this.set(i, i32(from));
    this.code.byte(LOOP).byte(NO_RESULT);
    body(i);
    this.set(i, add(i, step));
    less(i, to).emit(this.code);
    this.code.byte(BRANCH_IF).unsigned(0).byte(END);
  }

  /**
   * Goes along adjacent 32-bit numbers, four at a time, and then what is left over.
   *
   * @param body - Gets where its numbers are, in bytes from the first, and how many there are: 1 to 4.
   */
  forVectors(count: number, body: (offset: I32, lanes: number) => void): void {
    const whole = count - (count % 4);
    this.forRange(0, whole * 4, 16, (offset) => { body(offset, 4); });
    if (whole < count) body(whole * 4, count - whole);
  }

  /**
   * A loop that runs until the condition fails at its end; at least once.
   *
   * @param body - Writes what is done each time, and gives the condition to go on.
   * @param copies - How many times the body is written out, with the condition after each; it gets which one it
   *   is. The host's compiler mixes the work of neighbours until it runs out of registers, but not across a
   *   condition. @default 1
   */
  doWhile(body: (copy: number) => Expression<"i32">, copies = 1): void {
    this.code.byte(BLOCK).byte(NO_RESULT).byte(LOOP).byte(NO_RESULT);
    for (let copy = 0; copy < copies - 1; copy++) {
      isZero(body(copy)).emit(this.code);
      this.code.byte(BRANCH_IF).unsigned(1);
    }
    body(copies - 1).emit(this.code);
    this.code.byte(BRANCH_IF).unsigned(0).byte(END).byte(END);
  }

  /** Runs a body where a condition holds, another where it does not. */
  when(condition: Expression<"i32">, then: () => void, otherwise?: () => void): void {
    condition.emit(this.code);
    this.code.byte(IF).byte(NO_RESULT);
    then();
    if (otherwise !== undefined) {
      this.code.byte(ELSE);
      otherwise();
    }
    this.code.byte(END);
  }

  /** Leaves the function with a value. */
  return(value?: Expression): void {
    value?.emit(this.code);
    this.code.byte(RETURN);
  }

  /** Runs a function for its effect. */
  call(target: FunctionReference, ...args: readonly Expression[]): void {
    for (const arg of args) arg.emit(this.code);
    this.code.byte(CALL).unsigned(target.index);
  }

  /** The body as the code section holds it. */
  finish(): Bytes {
    const declared = this.#types.slice(this.#parameterCount);
    const body = new Bytes().unsigned(declared.length);
    for (const type of declared) body.unsigned(1).byte(TYPE_CODES[type]);
    return body.append(this.code.view()).byte(END);
  }

  #store(address: I32, value: Expression, instruction: (code: Bytes) => void): void {
    i32(address).emit(this.code);
    value.emit(this.code);
    instruction(this.code);
  }
}

function local<T extends WasmType>(type: T, index: number): Local<T> {
  return { type, index, emit: (code) => code.byte(GET).unsigned(index) };
}

/** Writes a module with one imported memory, imported functions and functions of its own, all exported. */
export class ModuleBuilder {
  readonly #imports: { readonly name: string; readonly reference: FunctionReference }[] = [];
  readonly #functions: { readonly name: string; readonly reference: FunctionReference; readonly body: Bytes }[] = [];
  readonly #signatures: string[] = [];

  /** Declares an imported function `env.name`; all imports come before the first function. */
  import(name: string, parameters: readonly WasmType[], results: readonly WasmType[]): FunctionReference {
    const reference = { index: this.#imports.length, parameters, results };
    this.#imports.push({ name, reference });
    return reference;
  }

  /** Adds a function and exports it by its name. */
  function<const P extends readonly WasmType[]>(
    name: string,
    parameters: P,
    results: readonly WasmType[],
    write: (f: FunctionBuilder<P>) => void,
  ): FunctionReference {
    const builder = new FunctionBuilder(parameters);
    write(builder);
    const reference = { index: this.#imports.length + this.#functions.length, parameters, results };
    this.#functions.push({ name, reference, body: builder.finish() });
    return reference;
  }

  /**
   * The module's binary.
   *
   * @param pages - The least size of the imported memory `env.memory`, in pages of 64 KiB.
   */
  finish(pages: number): Uint8Array<ArrayBuffer> {
    const types = [...this.#imports, ...this.#functions].map(({ reference }) => this.#signature(reference));
    const out = new Bytes().append(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    const section = (id: number, content: Bytes): void => {
      out.byte(id).sized(content);
    };
    const signatures = new Bytes().unsigned(this.#signatures.length);
    for (const signature of this.#signatures) {
      const [parameters = "", results = ""] = signature.split(":");
      signatures.byte(0x60);
      for (const list of [parameters, results]) {
        const codes = list === "" ? [] : list.split(",").map(Number);
        signatures.unsigned(codes.length).append(Uint8Array.from(codes));
      }
    }
    section(1, signatures);
    const imports = new Bytes().unsigned(this.#imports.length + 1);
    imports.name("env").name("memory").byte(2).byte(0).unsigned(pages);
    this.#imports.forEach(({ name }, k) => imports.name("env").name(name).byte(0).unsigned(types[k] as number));
    section(2, imports);
    const functions = new Bytes().unsigned(this.#functions.length);
    this.#functions.forEach((_, k) => functions.unsigned(types[this.#imports.length + k] as number));
    section(3, functions);
    const exports = new Bytes().unsigned(this.#functions.length);
    for (const { name, reference } of this.#functions) exports.name(name).byte(0).unsigned(reference.index);
    section(7, exports);
    const bodies = new Bytes().unsigned(this.#functions.length);
    for (const { body } of this.#functions) bodies.sized(body);
    section(10, bodies);
    return out.view();
  }

  #signature({ parameters, results }: FunctionReference): number {
    const codes = (types: readonly WasmType[]): string => types.map((type) => TYPE_CODES[type]).join(",");
    const signature = `${codes(parameters)}:${codes(results)}`;
    const known = this.#signatures.indexOf(signature);
    return known >= 0 ? known : this.#signatures.push(signature) - 1;
  }
}
