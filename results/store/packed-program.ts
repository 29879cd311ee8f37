import type { Entry } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { unpack } from "./packing.js";

/** What is done with damage that is found only when a program is asked for: gives the error to throw. */
export type Refuse = (damage: DamagedFile) => Error;

/** A constructor that gives back what it is given: a class that extends it adds its private fields to that. */
const Given = function (entry: object): object {
  return entry;
} as unknown as new (entry: object) => object;

/**
 * The program of an entry that was read, inflated when it is first asked for: who takes a run in asks for a few in a
 * million. In private fields neither comparison nor copy sees it, and with one accessor for all entries making one
 * takes a seventh of the time that a closure in each would take.
 */
class PackedProgram extends Given {
  #text: string;
  /** Until it is inflated. */
  #refuse: Refuse | undefined;

  constructor(entry: object, packed: string, refuse: Refuse) {
    super(entry);
    this.#text = packed;
    this.#refuse = refuse;
  }

  /** The text of an entry's program. */
  static of(entry: Entry): string {
    const program = entry as object as PackedProgram;
    if (program.#refuse !== undefined) {
      program.#text = inflate(program.#text, entry.index, program.#refuse);
      program.#refuse = undefined;
    }
    return program.#text;
  }
}

const PROGRAM: PropertyDescriptor & ThisType<Entry> = {
  enumerable: true,
  configurable: true,
  get() {
    return PackedProgram.of(this);
  },
};

/**
 * Gives an entry in the making its program: a property like any other, but inflated at its first use.
 *
 * @param packed - The compressed bytes, one a character.
 * @param refuse - What is thrown at its first use where it does not inflate.
 */
export function setPacked(entry: object, packed: string, refuse: Refuse): void {
  new PackedProgram(entry, packed, refuse);
  Object.defineProperty(entry, "program", PROGRAM);
}

/** The entry, once its program was asked for: whoever has it can read it. Throws as that does. */
export function withProgram(entry: Entry): Entry {
  Reflect.get(entry, "program");
  return entry;
}

function inflate(packed: string, index: number, refuse: Refuse): string {
  try {
    return unpack(Buffer.from(packed, "latin1"));
  } catch (cause) {
    throw refuse(new DamagedFile(`the program of entry ${index} is not what was written`, { cause }));
  }
}
