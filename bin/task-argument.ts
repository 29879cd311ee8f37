/** What a task may be, for the help of every command that takes one. */
export const TASK_HELP =
  "a built-in task (symopt tasks lists them), or a module that defines one: PATH, or PATH:NAME where it defines several";
