"""Writes tables.ts: the tables and split constants of the transcendental functions.

Run: python3 src/transcendental/tables.py   (needs mpmath; the output is committed)
"""

import struct
from pathlib import Path

from mpmath import floor, log, mp, mpf, nint, pi

mp.prec = 1600  # 2/pi needs about 1,600 bits: it is multiplied by numbers up to 2^1024


def bits(x, n):
    """x rounded to n significant bits."""
    e = int(floor(log(abs(x), 2))) + 1
    return nint(x * mpf(2) ** (n - e)) / mpf(2) ** (n - e)


def text(x):
    s = repr(float(x))
    return s[:-2] if s.endswith(".0") else s


def split(x, *widths):
    """x as a sum of floats: one of each width in bits, then one of 53."""
    parts = []
    for w in widths:
        parts.append(bits(x, w))
        x -= parts[-1]
    parts.append(mpf(float(x)))
    return parts


def rows(values, each):
    lines = []
    for i in range(0, len(values), each):
        lines.append("  " + ", ".join(values[i : i + each]) + ",")
    return "\n".join(lines)


def float_of(high, low=0):
    return mpf(struct.unpack("<d", struct.pack("<II", low, high))[0])


# exp: 2^(i/128) as the nearest float and the remainder.
power_high, power_low = [], []
for i in range(128):
    v = mpf(2) ** (mpf(i) / 128)
    h = mpf(float(v))
    power_high.append(text(h))
    power_low.append(text(v - h))

# log: for the i-th slice of [0.7057, 1.4114), a short reciprocal of its middle and minus its logarithm.
# The reciprocal is a multiple of 2^-7 (above 1) or 2^-8 (below 1), which makes z*reciprocal - 1 exact.
# The logarithm's leading part is a multiple of 2^-42, which makes adding k*ln2 exact.
START = 0x3FE69555
reciprocal, log_high, log_low = [], [], []
worst = mpf(0)
for i in range(128):
    a, b = float_of(START + (i << 13)), float_of(START + ((i + 1) << 13))
    if a <= 1 < b or (b < 1 and b > mpf("0.998")):
        inv = mpf(1)
    else:
        step = mpf(2) ** (7 if b <= 1 else 8)
        guess = nint(step * 2 / (a + b))
        inv = min(
            (guess + d for d in (-1, 0, 1)), key=lambda g: max(abs(a * g / step - 1), abs(b * g / step - 1))
        )
        inv /= step
    worst = max(worst, abs(a * inv - 1), abs(b * inv - 1))
    v = -log(inv)
    h = nint(v * mpf(2) ** 42) / mpf(2) ** 42
    reciprocal.append(text(inv))
    log_high.append(text(h))
    log_low.append(text(v - h))
print("largest |r| of log:", float(worst))

# sin, cos, tan: 2/pi in 24-bit digits, the first of them worth 2^-24.
digits = []
rest = 2 / pi
for _ in range(66):
    rest *= 2**24
    d = int(floor(rest))
    digits.append("0x%06x" % d)
    rest -= d

constants = []


def constant(name, x, about):
    constants.append(f"/** {about} */\nexport const {name} = {text(x)};\n")


ln2 = log(mpf(2))
h, l = split(ln2, 42)
constant("LN2_HIGH", h, "ln 2 to 42 bits: multiples up to 2^11 are exact, and multiples of 2^-42.")
constant("LN2_LOW", l, "ln 2 - LN2_HIGH.")
h, l = split(ln2 / 128, 34)
constant("LN2_128TH_HIGH", h, "ln(2)/128 to 34 bits: multiples up to 2^19 are exact.")
constant("LN2_128TH_LOW", l, "ln(2)/128 - LN2_128TH_HIGH.")
constant("LN2", ln2, "ln 2.")
constant("PER_LN2_128TH", 128 / ln2, "128/ln 2: how many steps of the exp table are in 1.")
constant(
    "PER_LOG2_128TH",
    128 * log(mpf(10)) / ln2,
    "128 log2(10): how many steps of the exp table are in a decade.",
)
h, l = split(ln2 / log(mpf(10)) / 128, 34)
constant("LOG2_128TH_HIGH", h, "log10(2)/128 to 34 bits: multiples up to 2^19 are exact.")
constant("LOG2_128TH_LOW", l, "log10(2)/128 - LOG2_128TH_HIGH.")
constant("LN10", log(mpf(10)), "ln 10.")
h, l = split(1 / ln2, 26)
constant("PER_LN2_HIGH", h, "1/ln 2 to 26 bits.")
constant("PER_LN2_LOW", l, "1/ln 2 - PER_LN2_HIGH.")
h, l = split(1 / log(mpf(10)), 26)
constant("PER_LN10_HIGH", h, "1/ln 10 to 26 bits.")
constant("PER_LN10_LOW", l, "1/ln 10 - PER_LN10_HIGH.")
constant("TWO_OVER_PI", 2 / pi, "2/pi.")
a, b, c = split(pi / 2, 33, 33)
constant("HALF_PI_1", a, "The first 33 bits of pi/2: multiples up to 2^20 are exact.")
constant("HALF_PI_2", b, "The next 33 bits of pi/2.")
constant("HALF_PI_3", c, "The next 53 bits of pi/2.")
h, l = split(pi / 2, 53)
constant("HALF_PI", h, "pi/2.")
constant("HALF_PI_LOW", l, "pi/2 - HALF_PI.")

out = f"""// Written by tables.py: do not edit.

{chr(10).join(constants)}
/** 2^(i/128), i = 0..127. */
export const ROOT = new Float64Array([
{rows(power_high, 5)}
]);

/** What ROOT lacks of 2^(i/128). */
export const ROOT_LOW = new Float64Array([
{rows(power_low, 4)}
]);

/** High word of the first number of the first slice of the log tables (0.7057). */
export const SLICE_START = 0x{START:x};

/** A short float near 1/z for z in the i-th slice; 1 around z = 1. */
export const RECIPROCAL = new Float64Array([
{rows(reciprocal, 9)}
]);

/** -ln RECIPROCAL[i] rounded to a multiple of 2^-42. */
export const SLICE_LOG = new Float64Array([
{rows(log_high, 4)}
]);

/** What SLICE_LOG lacks of -ln RECIPROCAL[i]. */
export const SLICE_LOG_LOW = new Float64Array([
{rows(log_low, 4)}
]);

/** 2/pi in digits of 24 bits, the first of them worth 2^-24. */
export const TWO_OVER_PI_DIGITS = new Float64Array([
{rows(digits, 10)}
]);
"""
(Path(__file__).parent / "tables.ts").write_text(out)
