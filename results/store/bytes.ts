import { ContractError } from "../../src/errors.js";
import { checksum } from "./checksum.js";

const CAPACITY = 1024;
const HEX64 = /^[0-9a-f]{16}$/;

/** How an identifier is written: absent, 16 hexadecimal digits as 8 bytes, or any other text. */
const ABSENT = 0;
const HEX = 1;
const TEXT = 2;

/** Writes values one after another into bytes, little-endian, as {@link ByteReader} reads them. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(CAPACITY);
  #view = viewOf(this.#bytes);
  #length = 0;

  /** A number from 0 to 255. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /**
   * An integer from 0 to 2^53 − 1, in as few bytes as it takes: seven bits in each (LEB128).
   *
   * @throws {@link ContractError} where it is none.
   */
  natural(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new ContractError(`expected a natural number, but got ${value}`);
    }
    this.#reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** A natural number or nothing. */
  optionalNatural(value: number | null): void {
    this.natural(value === null ? 0 : value + 1);
  }

  /**
   * A float64, all its bits.
   *
   * @throws {@link ContractError} where it is NaN or infinite: a failure has words of its own, never a number.
   */
  float(value: number): void {
    if (!Number.isFinite(value)) throw new ContractError(`expected a finite number, but got ${value}`);
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A text, as UTF-8 with its size before it; half a surrogate pair becomes U+FFFD. */
  text(value: string): void {
    const bytes = Buffer.from(value);
    this.size(value, bytes);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** How many bytes of UTF-8 a text has, and whether all of it is ASCII, which is read four times as fast. */
  size(value: string, bytes: Uint8Array): void {
    this.natural(2 * bytes.length + (bytes.length === value.length ? 1 : 0));
  }

  /** A text that is mostly 16 hexadecimal digits, or nothing. */
  identifier(value: string | null): void {
    if (value === null) {
      this.byte(ABSENT);
    } else if (HEX64.test(value)) {
      this.byte(HEX);
      this.#reserve(8);
      this.#length += this.#bytes.write(value, this.#length, "hex");
    } else {
      this.byte(TEXT);
      this.text(value);
    }
  }

  /** How many bytes were written. */
  get length(): number {
    return this.#length;
  }

  /** A copy of the bytes written so far; the next are written from the start again. */
  take(): Buffer {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** Reads what a {@link ByteWriter} wrote. It trusts the bytes: their checksum is checked before. */
export class ByteReader {
  // A buffer of its own: one view for all rows costs less than one for each.
  #bytes = Buffer.allocUnsafe(CAPACITY);
  #view = viewOf(this.#bytes);
  #length = 0;
  #at = 0;

  /** Takes other bytes in, to be read from the start. */
  load(bytes: Uint8Array): void {
    if (bytes.length > this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafe(2 * bytes.length);
      this.#view = viewOf(this.#bytes);
    }
    this.#bytes.set(bytes);
    this.#length = bytes.length;
    this.#at = 0;
  }

  /** Where the next is read. */
  get at(): number {
    return this.#at;
  }

  /** How many bytes were taken in. */
  get length(): number {
    return this.#length;
  }

  /** An integer from 0 to 2^32 − 1, in four bytes. */
  word(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** The {@link checksum} of some of the bytes. */
  checksum(from: number, end: number, seed: number): number {
    return checksum(this.#view, from, end, seed);
  }

  /** As {@link ByteWriter.byte} wrote it. */
  byte(): number {
    return this.#bytes[this.#at++] as number;
  }

  /** As {@link ByteWriter.natural} wrote it. */
  natural(): number {
    let value = this.byte();
    if (value < 0x80) return value;
    value -= 0x80;
    for (let factor = 0x80; ; factor *= 0x80) {
      const byte = this.byte();
      if (byte < 0x80) return value + byte * factor;
      value += (byte - 0x80) * factor;
    }
  }

  /** As {@link ByteWriter.optionalNatural} wrote it. */
  optionalNatural(): number | null {
    const value = this.natural();
    return value === 0 ? null : value - 1;
  }

  /** As {@link ByteWriter.float} wrote it. */
  float(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** As {@link ByteWriter.text} wrote it. */
  text(): string {
    return this.textOf(this.natural());
  }

  /** A text of a size as {@link ByteWriter.size} wrote it. */
  textOf(size: number): string {
    const end = this.#at + Math.floor(size / 2);
    // Of ASCII both encodings are the same.
    const value = this.#bytes.toString(size % 2 === 1 ? "latin1" : "utf8", this.#at, end);
    this.#at = end;
    return value;
  }

  /** Some bytes, one a character: a copy that costs less than one in a buffer. */
  latin1(length: number): string {
    const end = this.#at + length;
    const value = this.#bytes.toString("latin1", this.#at, end);
    this.#at = end;
    return value;
  }

  /** As {@link ByteWriter.identifier} wrote it. */
  identifier(): string | null {
    switch (this.byte()) {
      case ABSENT:
        return null;
      case HEX: {
        const value = this.#bytes.toString("hex", this.#at, this.#at + 8);
        this.#at += 8;
        return value;
      }
      default:
        return this.text();
    }
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
