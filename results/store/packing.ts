import { deflateRawSync, inflateRawSync } from "node:zlib";
import { DICTIONARY } from "./dictionary.js";

/**
 * A window of 8 KiB, of which the dictionary takes three. It is part of the format: who reads needs one as large. What
 * zlib allots beside it is small, since a program is, and every call allots it again.
 */
const PACKING = { windowBits: 13, dictionary: DICTIONARY, level: 6, memLevel: 6, chunkSize: 4096 };

/** A text compressed, by raw deflate with the {@link DICTIONARY}; `undefined` where it would not be shorter. */
export function pack(text: Uint8Array): Buffer | undefined {
  const packed = deflateRawSync(text, PACKING);
  return packed.length < text.length ? packed : undefined;
}

/** The text that {@link pack} compressed. Throws an error of zlib where the bytes are not what it gave. */
export function unpack(packed: Uint8Array): string {
  return inflateRawSync(packed, PACKING).toString();
}
