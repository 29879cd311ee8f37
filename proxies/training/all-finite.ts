/** Whether no number is NaN or infinite. */
export function allFinite(numbers: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < numbers.length; i++) zero += (numbers[i] as number) * 0;
  return zero === 0;
}
