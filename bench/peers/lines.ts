import type { Readable } from "node:stream";

/** The lines of a stream of text, each as soon as it is whole. Ends with the stream, however it ends. */
export async function* linesOf(stream: Readable): AsyncGenerator<string, undefined> {
  let rest = "";
  try {
    for await (const chunk of stream.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}
