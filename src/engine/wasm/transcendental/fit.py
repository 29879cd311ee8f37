"""Writes coefficients.ts: minimax polynomials and rational functions of the SIMD transcendental functions.

Run: python3 src/engine/wasm/transcendental/fit.py   (needs mpmath; the output is committed)

Every fit minimizes the largest relative error: Remez's exchange on a dense grid of Chebyshev points, in 80
digits. Rational functions are linearized (p/q close to f is p - f q close to 0, weighted by the q before)
and iterated.
"""

from pathlib import Path

from mpmath import (
    asin, atan, cos, cosh, erf, exp, fabs, floor, log, lu_solve, matrix, mp, mpf, nint, pi, sin, sinh, sqrt,
    tan, tanh,
)

mp.dps = 80
POINTS = 500
TINY = mpf(10) ** -18
LN2 = log(mpf(2))
ROOT = sqrt(mpf(2))


def grid(a, b):
    return [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * k + 1) / (2 * POINTS)) for k in range(POINTS)][::-1]


def remez(columns, target):
    """Coefficients c that minimize the largest |target - sum of c[i] columns[i]| over the grid."""
    n = len(columns)
    chosen = [round((1 - float(cos(pi * k / n))) / 2 * (POINTS - 1)) for k in range(n + 1)]
    for _ in range(40):
        a = matrix(n + 1, n + 1)
        b = matrix(n + 1, 1)
        for row, k in enumerate(chosen):
            for i in range(n):
                a[row, i] = columns[i][k]
            a[row, n] = (-1) ** row
            b[row] = target[k]
        solution = lu_solve(a, b)
        c = [solution[i] for i in range(n)]
        error = [target[k] - sum(c[i] * columns[i][k] for i in range(n)) for k in range(POINTS)]
        # One extremum of each run of equal signs.
        runs = []
        for k, e in enumerate(error):
            if runs and (e > 0) == (error[runs[-1]] > 0):
                if fabs(e) > fabs(error[runs[-1]]):
                    runs[-1] = k
            else:
                runs.append(k)
        while len(runs) > n + 1:
            runs.pop(0 if fabs(error[runs[0]]) < fabs(error[runs[-1]]) else -1)
        worst = max(fabs(e) for e in error)
        if len(runs) < n + 1 or worst < fabs(solution[n]) * mpf("1.001"):
            break
        chosen = runs
    return c, worst


def polynomial(f, a, b, degree):
    x = grid(mpf(a), mpf(b))
    values = [f(v) for v in x]
    return remez([[v**i / y for v, y in zip(x, values)] for i in range(degree + 1)], [mpf(1)] * POINTS)


def rational(f, a, b, above, below):
    """Numerator and denominator of these degrees, the denominator's first coefficient 1."""
    x = grid(mpf(a), mpf(b))
    values = [f(v) for v in x]
    weight = [mpf(1)] * POINTS
    for _ in range(8):
        columns = [[v**i / (y * w) for v, y, w in zip(x, values, weight)] for i in range(above + 1)]
        columns += [[-(v**j) / w for v, w in zip(x, weight)] for j in range(1, below + 1)]
        c, worst = remez(columns, [1 / w for w in weight])
        p, q = c[: above + 1], [mpf(1)] + c[above + 1 :]
        weight = [sum(q[j] * v**j for j in range(below + 1)) for v in x]
    return p, q, worst


def text(x):
    s = repr(float(x))
    return s[:-2] if s.endswith(".0") else s


def rows(values):
    lines, line = [], " "
    for v in map(text, values):
        if len(line) + len(v) + 2 > 108:
            lines.append(line)
            line = " "
        line += f" {v},"
    return "\n".join([*lines, line])


out = ["// Written by fit.py: do not edit. Coefficients rise from the lowest power.\n"]


def write(name, comment, coefficients, worst):
    note = "the denominator" if worst is None else f"relative error below 2^{-int(-log(worst, 2))}"
    out.append(f"/** {comment}; {note}. */")
    out.append(f"export const {name}: readonly number[] = [\n{rows(coefficients)}\n];\n")
    print(name, len(coefficients), "" if worst is None else f"2^{float(log(worst, 2)):.2f}", flush=True)


def odd(f):
    """f(s)/s as a function of z = s^2."""
    return lambda z: f(sqrt(z + TINY**2)) / sqrt(z + TINY**2)


def exp2_less_1(r):
    return (mpf(2) ** (r + TINY) - 1) / (r + TINY)


def area(s):
    """2 arctanh s, of which a logarithm is made: ln((1 + s)/(1 - s))."""
    return log((1 + s) / (1 - s))


LIMIT = (ROOT - 1) / (ROOT + 1)
write(
    "LOG", "ln((1 + s)/(1 - s))/s in s^2, (1 + s)/(1 - s) from sqrt(1/2) to sqrt(2)",
    *polynomial(odd(area), 0, LIMIT**2, 3),
)
write("EXP2", "2^r, |r| <= 1/2", *polynomial(lambda r: mpf(2) ** r, -0.5, 0.5, 6))
write("EXP2_LESS_1", "(2^r - 1)/r, |r| <= 1/2", *polynomial(exp2_less_1, -0.5, 0.5, 6))
write(
    "EXP2_EVEN", "(2^r + 2^-r)/2 in r^2, |r| <= 1/2",
    *polynomial(lambda z: cosh(sqrt(z) * LN2), 0, 0.25, 3),
)
write(
    "EXP2_ODD", "(2^r - 2^-r)/(2 r) in r^2, |r| <= 1/2",
    *polynomial(odd(lambda r: sinh(r * LN2)), 0, 0.25, 3),
)
write(
    "LOG_FINE", "ln((1 + s)/(1 - s))/s in s^2 as LOG, for powers",
    *polynomial(odd(area), 0, LIMIT**2, 4),
)
write("SIN", "sin(r)/r in r^2, |r| <= pi/2", *polynomial(odd(sin), 0, (pi / 2) ** 2, 5))
for name, fit in {
    "TAN": ("tan(r)/r in r^2, |r| <= pi/4", odd(tan), 0, (pi / 4) ** 2, 2, 2),
    "TANH": ("tanh(x)/x in x^2, |x| <= 9.3", odd(tanh), 0, mpf("9.3") ** 2, 5, 4),
    "ERF": ("erf(x)/x in x^2, |x| <= 4", odd(erf), 0, 16, 6, 5),
}.items():
    p, q, worst = rational(*fit[1:])
    write(f"{name}_ABOVE", fit[0], p, worst)
    write(f"{name}_BELOW", fit[0], q, None)
write("ARCSIN", "arcsin(s)/s in s^2, |s| <= 1/2", *polynomial(odd(asin), 0, 0.25, 5))
write("ARCTAN", "arctan(s)/s in s^2, |s| <= 1", *polynomial(odd(atan), 0, 1, 9))

# What float32 evaluates: the part of a function that is small beside its first terms.
write(
    "EXP_TAIL", "(e^r - 1 - r)/r^2, |r| <= ln(2)/2",
    *polynomial(lambda r: (exp(r + TINY) - 1 - (r + TINY)) / (r + TINY) ** 2, -LN2 / 2, LN2 / 2, 4),
)
write(
    "LOG_TAIL", "(ln((1 + s)/(1 - s)) - 2 s)/s^3 in s^2, s as for LOG",
    *polynomial(lambda z: (odd(area)(z) - 2) / (z + TINY**2), 0, LIMIT**2, 2),
)

# ln 2 in two parts, the first of 15 bits, whose products with integers up to 2^9 are exact in float32.
LN2_HIGH = nint(LN2 * 2**15) / 2**15
out.append(f"/** ln 2 to 15 bits. */\nexport const LN2_HIGH = {text(LN2_HIGH)};\n")
out.append(f"/** ln 2 - LN2_HIGH. */\nexport const LN2_LOW = {text(LN2 - LN2_HIGH)};\n")

# pi in two parts, the first of 29 bits, so that its products with integers and halves below 2^23 are exact.
PI_HIGH = nint(pi * 2**27) / 2**27
out.append(f"/** pi to 29 bits. */\nexport const PI_HIGH = {text(PI_HIGH)};\n")
out.append(f"/** pi - PI_HIGH. */\nexport const PI_LOW = {text(pi - PI_HIGH)};\n")

# 1/(2 pi) in digits of 24 bits, whose products with float32 numbers are exact in float64.
digits, rest = [], 1 / (2 * pi)
for k in range(8):
    digits.append(floor(rest * mpf(2) ** (24 * (k + 1))) / mpf(2) ** (24 * (k + 1)))
    rest -= digits[-1]
out.append("/** 1/(2 pi) as a sum of numbers of 24 bits, to 192 bits. */")
out.append(f"export const TURN_DIGITS: readonly number[] = [\n{rows(digits)}\n];\n")

Path(__file__).with_name("coefficients.ts").write_text("\n".join(out).rstrip() + "\n")
