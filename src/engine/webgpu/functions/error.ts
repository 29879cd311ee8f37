import { ERF_ABOVE, ERF_BELOW } from "../../wasm/transcendental/coefficients.js";
import { type Pieces, polynomial } from "./piece.js";

/** The error function, within 5 ulp: a rational function up to 4, where it is 1 in float32. */
export const ERROR: Pieces = {
  erfOf: {
    needs: ["isNan", "choose"],
    code: `fn erfOf(x: F) -> F {
  let bounded = clamp(x, F(-4.0), F(4.0));
  let z = bounded * bounded;
  let value = clamp(bounded * ${polynomial("z", ERF_ABOVE)} / ${polynomial("z", ERF_BELOW)}, F(-1.0), F(1.0));
  return choose(choose(value, x * F(1.12837917), abs(x) < F(1.0e-4)), x, isNan(x));
}`,
  },
};
