import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctanh,
  cbrt,
  cos,
  cosh,
  erf,
  exp,
  exp10,
  exp2,
  expm1,
  log,
  log10,
  log1p,
  log2,
  normalQuantile,
  power,
  sigmoid,
  sin,
  sinh,
  tan,
  tanh,
} from "./index.js";

const any = fc.double();
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: 5e-324 });
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ noNaN: true, min, max });

/** Whether a is b up to an absolute error below 1, a relative one above. */
function close(a: number, b: number, error: number): boolean {
  return Math.abs(a - b) <= error * Math.max(1, Math.abs(b));
}

/** Whether a is b up to a relative error. */
function near(a: number, b: number, error: number): boolean {
  return a === b || Math.abs(a - b) <= error * Math.max(Math.abs(a), Math.abs(b));
}

const odd = { sin, tan, arcsin, arctan, sinh, tanh, arcsinh, arctanh, cbrt, erf };

describe.each(Object.entries(odd))("%s", (_, f) => {
  it("is odd to the bit, signed zeros included", () => {
    fc.assert(fc.property(any, (x) => Object.is(f(-x), -f(x))));
    expect(f(0)).toBe(0);
    expect(f(-0)).toBe(-0);
  });
});

describe.each(Object.entries({ cos, cosh }))("%s", (_, f) => {
  it("is even to the bit", () => {
    fc.assert(fc.property(any, (x) => Object.is(f(-x), f(x))));
  });
});

// Functions so close to correctly rounded that neighbours can hardly change places, and not at these points.
const rising = {
  ...{ exp, exp2, exp10, expm1, log, log2, log10, log1p },
  ...{ arctan, sinh, tanh, arcsinh, cbrt, erf, sigmoid },
};

describe.each(Object.entries(rising))("%s", (_, f) => {
  it("never falls from one number to another that is larger by a relative 10^-14", () => {
    fc.assert(
      fc.property(finite, fc.double({ noNaN: true, min: 1e-14, max: 10 }), (x, gap) => {
        const larger = x + Math.abs(x) * gap;
        const a = f(x);
        const b = f(larger);
        return Number.isNaN(a) || Number.isNaN(b) || a <= b;
      }),
      { numRuns: 1000 },
    );
  });
});

describe("exp and log", () => {
  it("undo each other", () => {
    fc.assert(fc.property(between(-700, 700), (x) => close(log(exp(x)), x, 3e-16)));
    fc.assert(fc.property(between(1e-300, 1e300), (x) => near(exp(log(x)), x, 1e-13)));
    fc.assert(fc.property(between(-1000, 1000), (x) => close(log2(exp2(x)), x, 3e-16)));
    fc.assert(fc.property(between(-300, 300), (x) => close(log10(exp10(x)), x, 3e-16)));
    fc.assert(fc.property(between(-0.5, 300), (x) => near(log1p(expm1(x)), x, 5e-16)));
  });

  it("are exact at powers of their base", () => {
    for (let k = -1074; k <= 1023; k++) {
      const x = k < -1022 ? 5e-324 * exp2(k + 1074) : exp2(k);
      expect(exp2(k)).toBe(x);
      expect(log2(x)).toBe(k);
    }
    for (let k = 0, x = 1; k <= 22; k++, x *= 10) {
      expect(exp10(k)).toBe(x);
      expect(log10(x)).toBe(k);
    }
  });
});

describe("sin, cos and tan", () => {
  it("lie on the unit circle for every finite angle", () => {
    fc.assert(fc.property(finite, (x) => Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1) < 5e-16));
  });

  it("give the tangent as the quotient of sine and cosine", () => {
    fc.assert(fc.property(finite, (x) => near(tan(x), sin(x) / cos(x), 1e-15)));
  });

  it("are undone by their inverses", () => {
    fc.assert(fc.property(between(-1, 1), (x) => near(sin(arcsin(x)), x, 1e-15)));
    fc.assert(fc.property(between(-1, 1), (x) => Math.abs(cos(arccos(x)) - x) < 5e-16));
    const error = (x: number): number => 1e-15 * Math.max(1, Math.abs(x));
    fc.assert(fc.property(between(-1e10, 1e10), (x) => near(tan(arctan(x)), x, error(x))));
  });
});

describe("sinh, cosh and tanh", () => {
  it("lie on the unit hyperbola", () => {
    const hyperbola = (x: number): number => cosh(x) * cosh(x) - sinh(x) * sinh(x);
    fc.assert(fc.property(between(-3, 3), (x) => Math.abs(hyperbola(x) - 1) < 1e-13));
  });

  it("are undone by their inverses", () => {
    fc.assert(fc.property(between(-700, 700), (x) => near(arcsinh(sinh(x)), x, 1e-15)));
    fc.assert(fc.property(between(1, 700), (x) => near(arccosh(cosh(x)), x, 1e-15)));
    fc.assert(fc.property(between(-1, 1), (x) => near(arctanh(tanh(x)), x, 5e-16)));
  });
});

describe("power", () => {
  it("is the product for small integer exponents", () => {
    fc.assert(fc.property(finite, (x) => Object.is(power(x, 1), x)));
    fc.assert(fc.property(finite, (x) => near(power(x, 2), x * x, 3e-16) || x * x < 1e-300));
    fc.assert(fc.property(finite, (x) => near(power(x, -1), 1 / x, 3e-16) || Math.abs(1 / x) < 1e-300));
  });

  it("is the square root for the exponent one half", () => {
    fc.assert(fc.property(positive, (x) => near(power(x, 0.5), Math.sqrt(x), 3e-16)));
  });

  it("is undone by the cube root", () => {
    fc.assert(
      fc.property(between(-1e100, 1e100), (x) => near(cbrt(power(x, 3)), x, 3e-16) || Math.abs(x) < 1e-100),
    );
  });

  it("is 1 for the exponent 0 and for the base 1, NaN included", () => {
    fc.assert(fc.property(any, (x) => power(x, 0) === 1 && power(x, -0) === 1 && power(1, x) === 1));
  });

  it("is NaN for a negative base with a fraction as exponent", () => {
    expect(power(-2, 0.5)).toBe(NaN);
    expect(power(-1, 1.5)).toBe(NaN);
  });

  it.each([
    [0, 3, 0],
    [-0, 3, -0],
    [0, 2, 0],
    [-0, 2, 0],
    [-0, 0.5, 0],
    [0, -3, Infinity],
    [-0, -3, -Infinity],
    [-0, -2, Infinity],
    [-0, -0.5, Infinity],
    [-1, Infinity, 1],
    [-1, -Infinity, 1],
    [0.5, Infinity, 0],
    [-0.5, Infinity, 0],
    [-0.5, -Infinity, Infinity],
    [2, Infinity, Infinity],
    [-2, Infinity, Infinity],
    [-2, -Infinity, 0],
    [0, Infinity, 0],
    [0, -Infinity, Infinity],
    [Infinity, 2, Infinity],
    [Infinity, -2, 0],
    [-Infinity, 3, -Infinity],
    [-Infinity, 2, Infinity],
    [-Infinity, 2.5, Infinity],
    [-Infinity, -3, -0],
    [-Infinity, -2, 0],
    [-Infinity, Infinity, Infinity],
    [NaN, 1, NaN],
    [2, NaN, NaN],
    [-1, NaN, NaN],
    [-2, 1e300, Infinity],
    [-0.5, 1e300, 0],
    [-2, -1075, -0],
    [-2, 1025, -Infinity],
  ])("of %d to %d is %d", (x, y, expected) => {
    expect(power(x, y)).toBe(expected);
  });
});

describe("erf", () => {
  it("stays within -1 and 1", () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => Math.abs(erf(x)) <= 1));
  });
});

describe("sigmoid", () => {
  it("adds up to 1 with its mirror image", () => {
    fc.assert(fc.property(any, (x) => Number.isNaN(x) || Math.abs(sigmoid(x) + sigmoid(-x) - 1) < 3e-16));
  });
});

describe("normalQuantile", () => {
  it("is odd about one half to the bit", () => {
    fc.assert(fc.property(between(0.5, 1), (p) => Object.is(normalQuantile(1 - p), 0 - normalQuantile(p))));
  });

  it("is undone by the distribution function", () => {
    fc.assert(
      fc.property(between(1e-3, 1 - 1e-3), (p) =>
        Math.abs((1 + erf(normalQuantile(p) / Math.sqrt(2))) / 2 - p) < 1e-15,
      ),
    );
  });
});

describe("at special arguments", () => {
  it.each([
    ["exp", exp, 0, 1, -0, 1, Infinity, Infinity, -Infinity, 0],
    ["exp2", exp2, 0, 1, -0, 1, Infinity, Infinity, -Infinity, 0],
    ["exp10", exp10, 0, 1, -0, 1, Infinity, Infinity, -Infinity, 0],
    ["expm1", expm1, 0, 0, -0, -0, Infinity, Infinity, -Infinity, -1],
    ["log", log, 0, -Infinity, -0, -Infinity, Infinity, Infinity, -Infinity, NaN, 1, 0, -1, NaN],
    ["log2", log2, 0, -Infinity, -0, -Infinity, Infinity, Infinity, -Infinity, NaN, 1, 0, -5e-324, NaN],
    ["log10", log10, 0, -Infinity, -0, -Infinity, Infinity, Infinity, -Infinity, NaN, 1, 0, -1, NaN],
    ["log1p", log1p, 0, 0, -0, -0, Infinity, Infinity, -Infinity, NaN, -1, -Infinity, -2, NaN],
    ["sin", sin, 0, 0, -0, -0, Infinity, NaN, -Infinity, NaN],
    ["cos", cos, 0, 1, -0, 1, Infinity, NaN, -Infinity, NaN],
    ["tan", tan, 0, 0, -0, -0, Infinity, NaN, -Infinity, NaN],
    ["arcsin", arcsin, 0, 0, -0, -0, Infinity, NaN, -Infinity, NaN, 1.5, NaN, -1.5, NaN],
    ["arccos", arccos, 1, 0, Infinity, NaN, -Infinity, NaN, 1.5, NaN, -1.5, NaN],
    ["arctan", arctan, 0, 0, -0, -0, Infinity, 1.5707963267948966, -Infinity, -1.5707963267948966],
    ["sinh", sinh, 0, 0, -0, -0, Infinity, Infinity, -Infinity, -Infinity],
    ["cosh", cosh, 0, 1, -0, 1, Infinity, Infinity, -Infinity, Infinity],
    ["tanh", tanh, 0, 0, -0, -0, Infinity, 1, -Infinity, -1],
    ["arcsinh", arcsinh, 0, 0, -0, -0, Infinity, Infinity, -Infinity, -Infinity],
    ["arccosh", arccosh, 1, 0, 0.5, NaN, -1, NaN, Infinity, Infinity, -Infinity, NaN],
    ["arctanh", arctanh, 0, 0, -0, -0, 1, Infinity, -1, -Infinity, 1.5, NaN, -1.5, NaN, Infinity, NaN],
    ["cbrt", cbrt, 0, 0, -0, -0, Infinity, Infinity, -Infinity, -Infinity],
    ["erf", erf, 0, 0, -0, -0, Infinity, 1, -Infinity, -1],
    ["sigmoid", sigmoid, 0, 0.5, -0, 0.5, Infinity, 1, -Infinity, 0],
    ["normalQuantile", normalQuantile, 0.5, 0, 0, -Infinity, -0, -Infinity, 1, Infinity, -0.1, NaN, 1.1, NaN],
  ] as const)("%s follows IEEE 754 and C99", (_, f, ...pairs) => {
    for (let i = 0; i < pairs.length; i += 2) expect(f(pairs[i] as number)).toBe(pairs[i + 1]);
    expect(f(NaN)).toBe(NaN);
  });
});
