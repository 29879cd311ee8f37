"""Prints the coefficients of quantile.ts: rational functions fitted at 15 points, all coefficients positive.

Run: python3 src/transcendental/quantile.py   (needs mpmath; takes seconds)

The points are those of Chebyshev in a variable that spreads the quick part of the range, which comes within
a factor of 2 of the best fit. Printed too is the largest error, relative to the quantile.
"""

from mpmath import cos, erfc, exp, log, lu_solve, matrix, mp, mpf, pi, polyval, sqrt

mp.dps = 60
SLOPE = sqrt(2 * pi)  # of the quantile at one half
BEND = SLOPE**3 / 6
DEGREE = 7


def quantile(p):
    """For p < 1/2."""
    t = sqrt(-2 * log(p))
    x = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (
        1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t**3
    )
    for _ in range(8):
        d = (erfc(x / sqrt(2)) / 2 - p) / (exp(-x * x / 2) / SLOPE)
        x += d / (1 - x * d / 2)
    return x


def central(z):
    """f in quantile = q (SLOPE + z (BEND + z f(z))), for z = q^2, q = p - 1/2."""
    return ((quantile(mpf(1) / 2 - sqrt(z)) / sqrt(z) - SLOPE) / z - BEND) / z


def tail(r):
    """By how much r = sqrt(-2 ln p) exceeds the quantile."""
    return r - quantile(exp(-r * r / 2))


START = tail(mpf("2.25"))


def fall(r):
    """f in tail = START - (r - 2.25) f(r)."""
    return (START - tail(r)) / (r - mpf("2.25"))


def fit(name, f, low, high, variable, weight, spread, back):
    a, b = spread(mpf(low)), spread(mpf(high))
    n = 2 * DEGREE + 1
    left, right = matrix(n, n), matrix(n, 1)
    for i in range(n):
        x = back((a + b) / 2 + (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * n)))
        t, right[i] = variable(x), f(x)
        for j in range(DEGREE + 1):
            left[i, j] = t**j
            if j > 0:
                left[i, DEGREE + j] = -right[i] * t**j
    s = [float(v) for v in lu_solve(left, right)]
    top, bottom = s[: DEGREE + 1], [1.0] + s[DEGREE + 1 :]
    worst = mpf(0)
    for i in range(301):
        x = back(a + (b - a) * (1 - cos(pi * i / 300)) / 2)
        t = variable(x)
        worst = max(worst, abs(polyval(top[::-1], t) / polyval(bottom[::-1], t) - f(x)) * weight(x))
    print(name, "error 2^%.2f" % float(log(worst, 2)), top, bottom[1:], sep="\n  ")


fit(
    "central",
    central,
    1e-6,
    0.180626,
    lambda z: mpf("0.180625") - z,
    lambda z: z * z / (SLOPE + 2 * z),
    lambda z: -log(mpf("0.22") - z),
    lambda v: mpf("0.22") - exp(-v),
)
fit(
    "near",
    fall,
    2.2759,
    7.0711,
    lambda r: r - mpf("2.25"),
    lambda r: (r - 2.25) / (r - 0.83),
    lambda r: r ** -mpf("0.4"),
    lambda v: v ** -mpf("2.5"),
)
fit(
    "far",
    tail,
    7.071,
    38.62,
    lambda r: r - 7,
    lambda r: 1 / r,
    lambda r: r ** -mpf("0.3"),
    lambda v: v ** (-1 / mpf("0.3")),
)

for name, value in (("SLOPE", SLOPE), ("BEND", BEND), ("START", START)):
    print(name, float(value), float(value - float(value)))
