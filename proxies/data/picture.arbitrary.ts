/** A one-channel image as text, two characters a pixel: for tests that people review. */
export function picture(pixels: Float32Array, side: number, example = 0): string {
  const inks = " .:*#";
  const lines: string[] = [];
  for (let y = 0; y < side; y++) {
    let line = "";
    for (let x = 0; x < side; x++) {
      const ink = ((pixels[(example * side + y) * side + x] as number) + 1) / 2;
      line += inks.charAt(Math.min(4, Math.max(0, Math.round(ink * 4)))).repeat(2);
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\n");
}
