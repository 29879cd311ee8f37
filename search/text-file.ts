import { type FileHandle, open } from "node:fs/promises";
import { InputError } from "../src/errors.js";

/** The largest text that is read, in bytes. */
const LARGEST = 1_000_000;

/** What a file is to hold, for the messages. */
export interface TextExpectation {
  /** What messages call the file. */
  readonly name: string;
  /** What it should hold, as in `program`. */
  readonly what: string;
  /** What such a file ends with, as in `.rule`. */
  readonly extension: string;
  /** The message where there is no such file. */
  readonly absent: () => InputError;
}

/**
 * Reads a file of text, at most 1 MB of it.
 *
 * @throws {@link InputError} where there is none, it may not be read, is too large or no text.
 */
export async function readTextFile(path: string, expected: TextExpectation): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw cannotRead(error, expected);
  }
  try {
    return await readText(file.createReadStream({ autoClose: false }), expected);
  } catch (error) {
    throw cannotRead(error, expected);
  } finally {
    await file.close();
  }
}

/**
 * Reads a stream of text, and stops at 1 MB: a device may never end.
 *
 * @throws {@link InputError} where it is too large or no text.
 */
export async function readText(
  stream: AsyncIterable<unknown>, { name, what }: Pick<TextExpectation, "name" | "what">,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > LARGEST) {
      throw new InputError("bad-file", `${name} is larger than ${LARGEST / 1e6} MB: that is no ${what}`);
    }
    chunks.push(bytes);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new InputError("bad-file", `${name} is not text: expected a ${what} in UTF-8`);
  }
  if (text.includes("\0")) throw new InputError("bad-file", `${name} is not text but binary: expected a ${what}`);
  return text;
}

/** Why a file could not be read, in words, and what to do. */
function cannotRead(error: unknown, { name, extension, absent }: TextExpectation): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof InputError || code === undefined) return error;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
      return absent();
    case "EISDIR":
      return new InputError("bad-file", `${name} is a directory: expected a ${extension} file`);
    case "EACCES":
    case "EPERM":
      return new InputError("bad-file", `${name} may not be read: check its permissions`);
    default:
      return new InputError("bad-file", `${name} cannot be read: ${(error as Error).message}`);
  }
}
