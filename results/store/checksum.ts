/**
 * A checksum of 32 bits that tells bytes that a disk has changed, not bytes that someone has: SQLite itself
 * keeps none. O(bytes), four at a time.
 *
 * @param end - Where the bytes end.
 * @param seed - What they belong to, such as an index: the same bytes elsewhere have another checksum.
 */
export function checksum(view: DataView, from: number, end: number, seed: number): number {
  let sum = seed ^ Math.imul(end - from, 0x9e3779b9);
  let at = from;
  for (; at + 4 <= end; at += 4) {
    sum = Math.imul(sum ^ view.getInt32(at, true), 0x85ebca6b);
    sum ^= sum >>> 15;
  }
  for (; at < end; at++) {
    sum = Math.imul(sum ^ view.getUint8(at), 0x85ebca6b);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}

/** The {@link checksum} of bytes from one on, by default of all of them, belonging to nothing. */
export function checksumOf(bytes: Uint8Array, from = 0, seed = 0): number {
  return checksum(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), from, bytes.length, seed);
}
