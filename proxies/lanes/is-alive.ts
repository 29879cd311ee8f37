/** Whether a process runs, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's, who alone may send it signals.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
