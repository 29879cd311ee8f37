import { type Page, colourStyle, plainStyle } from "../results/style.js";

/** How wide lines are where no terminal says so: prose stays readable in a file. */
const WIDTH_IN_FILES = 110;
/** The narrowest page that reports are laid out for. */
const NARROWEST = 40;

/** What is asked of standard output or standard error. */
export type OutputStream = Pick<NodeJS.WriteStream, "isTTY" | "columns">;

/** The page that a stream is: colours and the width of a terminal, plain text of a fixed width elsewhere. */
export function pageOf(stream: OutputStream): Page {
  const width = stream.isTTY ? stream.columns : WIDTH_IN_FILES;
  return {
    style: wantsColours(stream) ? colourStyle : plainStyle,
    width: Math.max(NARROWEST, width || WIDTH_IN_FILES),
  };
}

/** Follows https://no-color.org and https://force-color.org. */
function wantsColours(stream: OutputStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY && TERM !== "dumb";
}
