"""Writes reference.json: exact values of the transcendental functions, rounded to the nearest float64.

Run: python3 src/transcendental/reference.py   (needs mpmath; the output is committed)

The file maps a function to a list of [x, value], or [x, y, value] for power. Numbers are shortest decimals,
but "NaN", "Infinity", "-Infinity" and "-0" as strings, which JSON lacks. Infinity stands for a value that
rounds to it.
"""

import json
import math
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.prec = 1400  # enough for the remainder of the largest float64 by pi, and for values near their limits

rng = random.Random(20240501)
TINY = 5e-324
NORMAL = 2.2250738585072014e-308
HUGE = 1.7976931348623157e308


def nearest(v):
    """The float64 nearest an mpf, subnormals and overflow included (float() of an mpf rounds twice there)."""
    if v == 0:
        return 0.0
    sign = -1.0 if v < 0 else 1.0
    v = abs(v)
    exponent = max(int(mpmath.floor(mpmath.log(v, 2))), -1022) - 52
    n = int(mpmath.nint(mpmath.ldexp(v, -exponent)))
    try:
        return sign * math.ldexp(float(n), exponent)
    except OverflowError:
        return sign * math.inf


def quantile(p):
    """The inverse of the normal distribution function, by Newton's method on its logarithm."""
    if p > 0.5:
        return -quantile(1 - p)
    if p == 0.5:
        return mpf(0)
    x = -mpmath.sqrt(-2 * mpmath.log(p)) if p < 0.1 else (p - 0.5) * mpmath.sqrt(2 * mp.pi)
    for _ in range(200):
        tail = mpmath.erfc(-x / mpmath.sqrt(2)) / 2
        density = mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mp.pi)
        step = mpmath.log(tail / p) * tail / density
        x -= step
        if abs(step) < abs(x) * mpf(2) ** -200:
            return x
    raise ArithmeticError(p)


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def cbrt(x):
    return mpmath.sign(x) * mpmath.cbrt(abs(x))


def span(a, b, n):
    return [rng.uniform(a, b) for _ in range(n)]


def scales(a, b, n, signed=True):
    return [(rng.choice((-1, 1)) if signed else 1) * 10 ** rng.uniform(a, b) for _ in range(n)]


def anything(n):
    out = []
    while len(out) < n:
        x = struct.unpack("<d", rng.randbytes(8))[0]
        if math.isfinite(x):
            out.append(x)
    return out


def both(values):
    return [s * v for v in values for s in (1, -1)]


def around(*values):
    """Each value with its neighbours."""
    return [w for v in values for w in (math.nextafter(v, -math.inf), v, math.nextafter(v, math.inf))]


SMALL = both([TINY, 1e-310, NORMAL, 1e-300, 1e-100, 1e-20, 1e-9, 1.5e-8, 1e-5, 1e-3])
LARGE = both([1e5, 1e10, 1e100, 1e300, HUGE])
POSITIVE = [
    TINY,
    1e-323,
    1e-310,
    NORMAL,
    1e-300,
    1e-100,
    1e-10,
    0.1,
    0.5,
    2,
    3,
    10,
    1000,
    1e15,
    1e22,
    1e100,
    HUGE,
]
UNIT = span(-1, 1, 40) + both([1 - 1e-3, 1 - 1e-6, 1 - 1e-10]) + both(around(0.5)) + both([1 - 2**-53])
# Close to multiples of pi/2: the worst cancellation of a float64 is the second.
ANGLES = [
    math.pi,
    6381956970095103 * 2.0**797,
    math.pi / 2,
    3 * math.pi / 2,
    1e6 * math.pi,
    355,
    5.5e300,
    1e22,
]

LOG_POINTS = (
    POSITIVE
    + around(1)
    + [1 + x for x in scales(-14, -1, 20)]
    + span(0.5, 2, 30)
    + scales(-300, 300, 30, False)
)
ANGLE_POINTS = (
    SMALL
    + LARGE
    + both(ANGLES)
    + span(-1, 1, 20)
    + span(-30, 30, 25)
    + span(-1e6, 1e6, 15)
    + anything(20)
    + both(around(math.pi / 4))
    + scales(5, 9, 10)
)

POINTS = {
    "exp": SMALL
    + around(-745.1332191019411, -708.3964185322641, 709.782712893384)
    + [-746.0, 710.0]
    + span(-745, 709, 40)
    + span(-2, 2, 40),
    "exp2": SMALL
    + around(-1075, -1074, -1022, 1023.9999)
    + [1024.0, 0.5, 10, -10]
    + span(-1074, 1024, 40)
    + span(-2, 2, 40),
    "exp10": SMALL
    + around(-323.6, -307.65, 308.254)
    + [-324.0, 309.0, 1, 2, 15, 22, -3]
    + span(-323, 308, 40)
    + span(-2, 2, 40),
    "expm1": SMALL
    + around(-0.125, 0.125, 40, 709.782712893384)
    + [-37.5, -41, -800, 710.0]
    + span(-45, 45, 40)
    + span(-1, 1, 40),
    "log": LOG_POINTS,
    "log2": LOG_POINTS + [2.0**k for k in (-1074, -1022, -500, -1, 1, 3, 1023)],
    "log10": LOG_POINTS + [10.0**k for k in range(1, 23, 3)],
    "log1p": SMALL
    + [1e5, 1e15, 1e16, 1e100, HUGE, -1 + 2**-53, -0.5]
    + both(around(1e-6))
    + span(-1, 1, 40)
    + scales(-15, 0, 30)
    + scales(0, 20, 10, False),
    "sin": ANGLE_POINTS,
    "cos": ANGLE_POINTS,
    "tan": ANGLE_POINTS,
    "arcsin": SMALL + UNIT + [1, -1],
    "arccos": SMALL + UNIT + [1, -1],
    "arctan": SMALL + LARGE + both(around(0.4375, 0.6875, 1.1875, 2.4375)) + span(-4, 4, 50),
    "sinh": SMALL
    + both(around(0.125, 22, 710.4758600739439))
    + [711.0, -712.0]
    + span(-25, 25, 40)
    + span(-1, 1, 30),
    "cosh": SMALL
    + both(around(22, 710.4758600739439))
    + [711.0, -712.0]
    + span(-25, 25, 40)
    + span(-1, 1, 30),
    "tanh": SMALL + both(around(0.125, 19.0, 22)) + LARGE + span(-5, 5, 40) + span(-0.3, 0.3, 20),
    "arcsinh": SMALL + LARGE + both(around(1e-3, 268435456.0)) + span(-5, 5, 50) + anything(15),
    "arccosh": around(1)[1:]
    + [1 + x for x in scales(-14, 0, 25, False)]
    + span(1, 10, 40)
    + scales(0, 300, 20, False)
    + around(268435456.0)
    + [HUGE],
    "arctanh": SMALL + UNIT + both(around(1e-3)),
    "cbrt": SMALL + LARGE + [8, 27, -125, 1e15] + span(-8, 8, 40) + anything(40) + scales(-323, -308, 10),
    "erf": SMALL + both(around(0.84375, 1.25, 1 / 0.35, 6)) + span(-6, 6, 50) + span(-1.5, 1.5, 20),
    "sigmoid": SMALL + around(-745, -708, -40, 40) + span(-745, 0, 20) + span(-40, 40, 50) + span(-2, 2, 20),
    "normalQuantile": [TINY, 1e-310, NORMAL, 1e-300, 1e-100, 1e-20, 1e-9, 0.5, 1 - 2**-53, 1e-11, 1.38e-11]
    + around(0.075, 0.925)
    + [0.5 + x for x in scales(-15, -1, 15)]
    + span(0, 1, 50)
    + scales(-20, 0, 20, False)
    + scales(-320, -20, 20, False),
}
POWER_POINTS = (
    [
        (x, y)
        for x in (0.5, 2, 3, 10, 0.1, 1.0000001, -3, -0.5)
        for y in (-3, -1, 2, 5, 0.5, 21)
        if x > 0 or y == int(y)
    ]
    + list(zip(scales(-5, 5, 40, False), span(-60, 60, 40)))
    + list(zip([1 + x for x in scales(-10, -1, 25)], scales(0, 9, 25)))
    + list(zip(scales(-323, 308, 25, False), span(-1.2, 1.2, 25)))
    + [
        (TINY, 1),
        (TINY, 0.5),
        (TINY, -1),
        (HUGE, 1),
        (HUGE, -1),
        (HUGE, -1.04),
        (1 + 2**-52, 2.0**62),
        (1 - 2**-53, 2.0**62),
    ]
    + [
        (2, -1074),
        (2, -1074.9),
        (2, -1075.1),
        (2, 1023.5),
        (2, 1024),
        (-2, 1023),
        (-2, -1073),
        (-1, 2.0**53 - 1),
        (-1, 2.0**53),
    ]
)
EXACT = {
    "exp": mpmath.exp,
    "exp2": lambda x: mpf(2) ** x,
    "exp10": lambda x: mpf(10) ** x,
    "expm1": lambda x: mpmath.exp(x) - 1,
    "log": mpmath.log,
    "log2": lambda x: mpmath.log(x) / mpmath.log(2),
    "log10": lambda x: mpmath.log(x) / mpmath.log(10),
    "log1p": lambda x: mpmath.log(1 + x),
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "arcsin": mpmath.asin,
    "arccos": mpmath.acos,
    "arctan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "arcsinh": mpmath.asinh,
    "arccosh": mpmath.acosh,
    "arctanh": mpmath.atanh,
    "cbrt": cbrt,
    "erf": mpmath.erf,
    "sigmoid": sigmoid,
    "normalQuantile": quantile,
}


def plain(x):
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0:
        return "-0" if math.copysign(1, x) < 0 else 0
    return int(x) if x == int(x) and abs(x) < 2**53 else x


def exact(name, x):
    # Where 1 + x or e^x - 1 would lose a tiny x even at this precision, its series starts with x.
    if abs(x) < 1e-150 and name in (
        "expm1",
        "log1p",
        "sinh",
        "tanh",
        "arcsinh",
        "arctanh",
        "sin",
        "tan",
        "arcsin",
        "arctan",
    ):
        return mpf(x)
    return EXACT[name](mpf(x))


table = {}
for name, points in POINTS.items():
    table[name] = [[plain(float(x)), plain(nearest(exact(name, float(x))))] for x in points]
table["power"] = [
    [plain(float(x)), plain(float(y)), plain(nearest(mpf(float(x)) ** (int(y) if x < 0 else mpf(float(y)))))]
    for x, y in POWER_POINTS
]

lines = [
    '  "%s": [\n%s\n  ]' % (name, ",\n".join("    " + json.dumps(row) for row in rows_))
    for name, rows_ in table.items()
]
(Path(__file__).parent / "reference.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
