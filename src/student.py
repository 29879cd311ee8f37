"""Writes student.json: exact quantiles and probabilities of Student's t-distribution.

Run: python3 src/student.py   (needs mpmath; the output is committed)

"quantiles" has rows [p, degrees of freedom, t], "probabilities" rows [t, degrees of freedom, p].
"""

from pathlib import Path

from mpmath import betainc, mp, mpf

mp.dps = 40

FREEDOMS = [1, 2, 3, 5, 7, 10, 30, 100, 1000, 100000]
PARTS = [0.500001, 0.6, 0.75, 0.95, 0.975, 0.999, 0.3, 1e-6, 1e-12, 1e-20]
PLACES = [1e-8, 0.3, 1.0, 2.5, 12.0]


def tail(t, freedom):
    n = mpf(freedom)
    return betainc(n / 2, mpf(1) / 2, 0, n / (n + t * t), regularized=True) / 2


def quantile(p, freedom):
    beyond = min(mpf(p), 1 - mpf(p))
    low, high = mpf(0), mpf(1)
    while tail(high, freedom) > beyond:
        low, high = high, 2 * high
    for _ in range(130):
        middle = (low + high) / 2
        if tail(middle, freedom) > beyond:
            low = middle
        else:
            high = middle
    return -low if p < 0.5 else low


quantiles = [[p, n, float(quantile(p, n))] for n in FREEDOMS for p in PARTS]
probabilities = [[t, n, float(1 - tail(mpf(t), n))] for n in FREEDOMS for t in PLACES]
tables = [("quantiles", quantiles), ("probabilities", probabilities)]
body = ",\n".join(
    '  "%s": [\n%s\n  ]' % (name, ",\n".join("    [%r, %d, %r]" % tuple(row) for row in rows)) for name, rows in tables
)
Path(__file__).with_name("student.json").write_text("{\n%s\n}\n" % body)
