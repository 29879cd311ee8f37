/**
 * Where the parabola through some points, by least squares, is lowest: what noise does to the lowest point it does not
 * do to this. `undefined` where there are fewer than three points, or they do not bend upwards.
 *
 * @param xs - All different.
 */
export function lowestOf(xs: readonly number[], ys: readonly number[]): number | undefined {
  if (xs.length < 3) return undefined;
  const centre = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  /** The sum over points of a function of the place, as measured from the centre, and of what is there. */
  const sum = (term: (x: number, y: number) => number): number =>
    xs.reduce((total, x, k) => total + term(x - centre, ys[k] as number), 0);
  const [n, two, three, four] = [xs.length, sum((x) => x * x), sum((x) => x * x * x), sum((x) => x * x * x * x)];
  const [zeroth, first, second] = [sum((_, y) => y), sum((x, y) => x * y), sum((x, y) => x * x * y)];
  // The normal equations of a + b·x + c·x², the sum of x being 0.
  const determinant = n * (two * four - three * three) - two * two * two;
  const bend = (n * (two * second - three * first) - two * two * zeroth) / determinant;
  const slope = (first - three * bend) / two;
  return bend > 0 ? centre - slope / (2 * bend) : undefined;
}
