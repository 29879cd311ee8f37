"""Fits the coefficients of element.ts: minimax, relative error (absolute for Φ), by least squares reweighted.

Needs mpmath.

    python3 src/engine/wasm/rational.py

Each fit is f(x) = head(x) + tail(x) P(z) / Q(z) with z = z(x), Q(0) = 1, printed from the lowest power up as
float32 numbers. Where P(0) / Q(0) is no float32 number, both are scaled so that it is as near to one as can be.
"""

import struct

from mpmath import cos, erf, exp, log, matrix, lu_solve, mp, mpf, pi, sqrt

mp.dps = 40


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def horner(coefficients, z):
    value = mpf(0)
    for c in reversed(coefficients):
        value = value * z + c
    return value


def fit(f, head, tail, z, low, high, above, below, grid=200, turns=120, relative=True):
    """Coefficients of P and Q, lowest power first, of degrees `above` and `below`.

    Least squares of (P - target Q) / (Q before), the weight of every point multiplied in each turn by its error
    (Lawson), which goes to the minimax fit.
    """
    low, high = mpf(low), mpf(high)
    xs = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (grid - 1)) for i in range(grid)]
    table = [(z(x), (f(x) - head(x)) / tail(x), (f(x) if relative else 1) / tail(x)) for x in xs]
    free = above + 1 + below
    weights, q, best = [mpf(1)] * grid, [mpf(1)] + [mpf(0)] * below, None
    for turn in range(turns):
        normal, right = matrix(free, free), matrix(free, 1)
        for (zi, target, unit), weight in zip(table, weights):
            scale = 1 / (horner(q, zi) * unit)
            row = [scale * zi**k for k in range(above + 1)]
            row += [-scale * target * zi**k for k in range(1, below + 1)]
            wanted = scale * target
            for i in range(free):
                weighted = weight * row[i]
                right[i] += weighted * wanted
                for j in range(free):
                    normal[i, j] += weighted * row[j]
        solution = list(lu_solve(normal, right))
        p = solution[: above + 1]
        q = [mpf(1)] + solution[above + 1 :]
        errors = [abs((horner(p, zi) / horner(q, zi) - target) / unit) for zi, target, unit in table]
        if turn > 5 and (best is None or max(errors) < best[2]):
            best = (p, q, max(errors), table)
        if turn > 5:
            weights = [w * e for w, e in zip(weights, errors)]
            total = sum(weights)
            weights = [w / total for w in weights]
    return best


def rounded(p, q, table, scales):
    """The float32 coefficients, and the scale of both, with which the error is least."""
    best = None
    for scale in scales:
        fp, fq = [float32(c * scale) for c in p], [float32(c * scale) for c in q]
        worst = max(abs((horner(fp, zi) / horner(fq, zi) - target) / weight) for zi, target, weight in table)
        if best is None or worst < best[0]:
            best = (worst, fp, fq)
    return best


def show(name, found, scales=(1,)):
    p, q, exact, table = found
    worst, fp, fq = rounded(p, q, table, [mpf(s) for s in scales])
    text = lambda cs: "[" + ", ".join(mp.nstr(c, 9) for c in cs) + "]"
    print(f"{name}: 2^{float(log(exact, 2)):.1f}, in float32 coefficients 2^{float(log(worst, 2)):.1f}")
    print("  P", text(fp))
    if len(fq) > 1:
        print("  Q", text(fq))


if __name__ == "__main__":
    half = log(2) / 2 + mpf("1e-4")
    show("(exp(x) - 1 - x) / x^2", fit(exp, lambda x: 1 + x, lambda x: x * x, lambda x: x, -half, half, 4, 0))
    low, high = sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1
    show("(log(1 + x) - x + x^2 / 2) / x^3",
         fit(lambda x: log(1 + x), lambda x: x - x * x / 2, lambda x: x**3, lambda x: x, low, high, 7, 0))
    show("(phi(x) - 1/2) / x, of x^2",
         fit(lambda x: erf(x / sqrt(mpf(2))) / 2, lambda x: mpf(0), lambda x: x, lambda x: x * x, "1e-6", "5.3", 4, 5,
             grid=120, turns=80, relative=False),
         [1 + mpf(k) / 64 for k in range(64)])
