import { cos, sin } from "../../src/transcendental/index.js";

/** A polyline: x and y of its points in turn; x to the right, y down, both within −1 … 1. */
export type Stroke = Float64Array;

/** A class of glyphs: its name and the strokes that draw it. */
export interface Shape {
  readonly name: string;
  readonly strokes: readonly Stroke[];
}

/** The classes, in order: a task with n classes has the first n. No two are equal under a small turn. */
export const SHAPES: readonly Shape[] = [
  shape("ring", arc(0, 0, 0.8, 0.95, 0, 360)),
  shape("pole", line(-0.5, -0.55, 0, -1, 0, 1), line(-0.5, 1, 0.5, 1)),
  shape("plus", line(0, -1, 0, 1), line(-0.95, 0, 0.95, 0)),
  shape("cross", line(-0.8, -0.9, 0.8, 0.9), line(0.8, -0.9, -0.8, 0.9)),
  shape("tee", line(-0.85, -0.95, 0.85, -0.95), line(0, -0.95, 0, 1)),
  shape("ell", line(-0.55, -1, -0.55, 0.95, 0.75, 0.95)),
  shape("vee", line(-0.85, -0.95, 0, 0.95, 0.85, -0.95)),
  shape("zed", line(-0.75, -0.9, 0.75, -0.9, -0.75, 0.9, 0.75, 0.9)),
  shape("cup", joined(arc(0, 0.2, 0.75, 0.75, 180, 360), line(0.75, -0.95)), line(-0.75, 0.2, -0.75, -0.95)),
  shape("ess", joined(arc(0, -0.48, 0.62, 0.48, 20, 270), arc(0, 0.48, 0.62, 0.48, 90, -160))),
  shape("arrow", line(0, 1, 0, -1), line(-0.6, -0.3, 0, -1, 0.6, -0.3)),
  shape("gate", line(-0.65, -1, -0.65, 1), line(0.65, -1, 0.65, 1), line(-0.65, 0, 0.65, 0)),
  shape("tent", line(0, -0.95, 0.9, 0.8, -0.9, 0.8, 0, -0.95)),
  shape("fork", line(0, 1, 0, 0, -0.75, -0.95), line(0, 0, 0.75, -0.95)),
  shape("hook", joined(line(0.4, -1, 0.4, 0.4), arc(-0.1, 0.4, 0.5, 0.55, 0, -180))),
  shape("flag", joined(line(-0.5, 1, -0.5, -0.95), arc(-0.5, -0.4, 1.1, 0.55, 90, -90))),
];

function shape(name: string, ...strokes: Stroke[]): Shape {
  return { name, strokes };
}

function line(...coordinates: number[]): Stroke {
  return Float64Array.from(coordinates);
}

/** Part of an ellipse, in steps of at most 45°: angles in degrees, 0 to the right and 90 upward. */
function arc(x: number, y: number, width: number, height: number, from: number, to: number): Stroke {
  const steps = Math.ceil(Math.abs(to - from) / 45);
  const points: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    points.push(x + width * cos(angle), y - height * sin(angle));
  }
  return Float64Array.from(points);
}

function joined(...strokes: Stroke[]): Stroke {
  return Float64Array.from(strokes.flatMap((stroke) => [...stroke]));
}
