import type { Target } from "../target.js";
import { writeOptax } from "./module.js";

/** optax: a module of Python with a function that makes a `GradientTransformation`. */
export const OPTAX: Target = {
  name: "optax",
  title: "optax: a module of Python with a GradientTransformation",
  extension: ".py",
  refuses: () => undefined,
  write: writeOptax,
};
