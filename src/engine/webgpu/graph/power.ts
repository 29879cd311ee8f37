/** The smallest power of two that is not below a number, and not below 1. */
export function powerFrom(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
