/** What RUN may be, for the help of every command that takes one. */
export const RUN_HELP = "the folder of a run, as `symopt search` names it";
