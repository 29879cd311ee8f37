import type { Stroke } from "./strokes.js";

/** Where and how a shape is drawn: an affine map, a smooth bend before it, and the pen. */
export interface Pose {
  /** The affine map from the shape's −1 … 1 to pixels: x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0. */
  xx: number;
  xy: number;
  yx: number;
  yy: number;
  x0: number;
  y0: number;
  /** Six coefficients: x and y each move by a combination of x² − 1/3, x·y and y² − 1/3. */
  readonly bend: Float64Array;
  /** Half the stroke's width in pixels. Below one half a stroke is faint, as a thin line on paper is. */
  half: number;
}

/** A pose that draws a shape as it stands, `scale` pixels to the unit, in the middle of a square canvas. */
export function upright(side: number, scale: number): Pose {
  const middle = (side - 1) / 2;
  return { xx: scale, xy: 0, yx: 0, yy: scale, x0: middle, y0: middle, bend: new Float64Array(6), half: 0.5 };
}

/** Farther from a stroke than this, in squared pixels, nothing is seen. */
const FAR = 1e6;

/**
 * A square of pixels on which strokes are drawn by their distance: full ink within half the stroke's width
 * less half a pixel, none beyond half the width and half a pixel, a straight ramp between (anti-aliasing).
 */
export class Canvas {
  readonly side: number;
  /** The squared distance of each pixel's centre to the nearest stroke. */
  readonly #distance: Float64Array;

  /** @param side - Width and height in pixels. */
  constructor(side: number) {
    this.side = side;
    this.#distance = new Float64Array(side * side);
  }

  /** Takes every stroke away. */
  clear(): void {
    this.#distance.fill(FAR);
  }

  /** Draws a polyline, bent and mapped by the pose. */
  draw(stroke: Stroke, pose: Pose): void {
    const { xx, xy, yx, yy, x0, y0, bend, half } = pose;
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = bend;
    let fromX = 0;
    let fromY = 0;
    for (let i = 0; i < stroke.length; i += 2) {
      const u = stroke[i] as number;
      const v = stroke[i + 1] as number;
      const uu = u * u - 1 / 3;
      const uv = u * v;
      const vv = v * v - 1 / 3;
      const x = u + b0 * uu + b1 * uv + b2 * vv;
      const y = v + b3 * uu + b4 * uv + b5 * vv;
      const toX = xx * x + xy * y + x0;
      const toY = yx * x + yy * y + y0;
      if (i > 0) this.line(fromX, fromY, toX, toY, half);
      fromX = toX;
      fromY = toY;
    }
  }

  /** Draws a straight line between two points in pixels. */
  line(fromX: number, fromY: number, toX: number, toY: number, half: number): void {
    const { side } = this;
    const distance = this.#distance;
    const reach = half + 0.5;
    const left = Math.max(0, Math.ceil((fromX < toX ? fromX : toX) - reach));
    const right = Math.min(side - 1, Math.floor((fromX < toX ? toX : fromX) + reach));
    const top = Math.max(0, Math.ceil((fromY < toY ? fromY : toY) - reach));
    const bottom = Math.min(side - 1, Math.floor((fromY < toY ? toY : fromY) + reach));
    const dx = toX - fromX;
    const dy = toY - fromY;
    const square = dx * dx + dy * dy;
    const inverse = square > 0 ? 1 / square : 0;
    for (let y = top; y <= bottom; y++) {
      const py = y - fromY;
      for (let x = left; x <= right; x++) {
        const px = x - fromX;
        let along = (px * dx + py * dy) * inverse;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = px - along * dx;
        const ey = py - along * dy;
        const d = ex * ex + ey * ey;
        const at = y * side + x;
        if (d < (distance[at] as number)) distance[at] = d;
      }
    }
  }

  /** The ink of a pixel, 0 to 1, for strokes of this half width. */
  ink(at: number, half: number): number {
    const d = this.#distance[at] as number;
    const reach = half + 0.5;
    if (d >= reach * reach) return 0;
    const ink = reach - Math.sqrt(d);
    return ink > 1 ? 1 : ink;
  }
}
