/** What PROGRAM may be, for the help of every command that takes one. */
export const PROGRAM_HELP =
  "a .rule file, an exported .json, a name of the library (symopt rules lists them), RUN:ID for a candidate of a run, " +
  "or - for standard input";
