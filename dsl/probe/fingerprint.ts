/** How many of a float32's 23 mantissa bits a fingerprint keeps: values alike to about 2^-12 share it. */
const KEPT_BITS = 12;
const MASK = -1 << (23 - KEPT_BITS);
const HALF = 1 << (22 - KEPT_BITS);
const NAN_WORD = 0x7fc00000;

const float = new Float32Array(1);
const word = new Int32Array(float.buffer);

/** Hashes numbers whose mantissas are rounded to 12 bits: 64 bits, as 16 hexadecimal digits. */
export class Fingerprinter {
  #high = 0x243f6a88;
  #low = 0x85a308d3;

  /** Takes float32 numbers in, in order; −0 counts as 0 and all NaNs as one. */
  add(values: Float32Array): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      float[0] = value;
      const bits = value === 0 ? 0 : value !== value ? NAN_WORD : ((word[0] as number) + HALF) & MASK;
      this.#low = Math.imul(this.#low ^ bits, 0x85ebca6b);
      this.#low ^= this.#low >>> 13;
      this.#high = Math.imul(this.#high ^ this.#low ^ (bits >>> 7), 0xc2b2ae35);
      this.#high ^= this.#high >>> 16;
    }
  }

  /** The hash of all that was taken in. */
  digest(): string {
    return hex(this.#high) + hex(this.#low);
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
