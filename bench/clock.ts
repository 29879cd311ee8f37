/** Seconds that a call takes. */
export function seconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

/** Calls something again and again for about so many seconds, once at least: the seconds of each call. */
export function repeat(during: number, run: () => unknown): readonly number[] {
  const times: number[] = [];
  const until = performance.now() + during * 1000;
  do times.push(seconds(run)); while (performance.now() < until);
  return times;
}
