"""Turnbull's estimate of random stays, another way than ours: sequential quadratic programming.

Each step is a non-negative least squares problem (Wang 2007, "On fast computation of the
non-parametric maximum likelihood estimate of a mixing distribution"), solved by scipy.

    pip install numpy==2.4.6 scipy==1.17.1
    python masses.py > masses.txt
"""

import random

import numpy as np
from scipy.optimize import nnls

OPEN = 10**9


def innermost(stays):
    """From each lower bound to the next upper one with no lower bound between, by trying all."""
    found = []
    for low in sorted({a for a, _ in stays}):
        high = min(b for _, b in stays if b >= low)
        if not any(low < a <= high for a, _ in stays):
            found.append((low, high))
    return found


def fitted(stays):
    intervals = innermost(stays)
    covers = np.array([[a <= c and d <= b for c, d in intervals] for a, b in stays], float)
    n, m = covers.shape
    mass = np.full(m, 1 / m)

    def likelihood(p):
        parts = covers @ p
        return np.log(parts).sum() if (parts > 0).all() else -np.inf

    for _ in range(500):
        scaled = covers / (covers @ mass)[:, None]
        heavy = 100 * np.sqrt(n)  # a row that keeps the sum of the masses at 1
        rows = np.vstack([scaled, np.full(m, heavy)])
        best, _ = nnls(rows, np.append(np.full(n, 2.0), heavy), maxiter=99 * m)
        step = best / best.sum() - mass
        while likelihood(mass + step) < likelihood(mass) - 1e-12:
            step /= 2
        mass = mass + step
        if np.abs(step).max() < 1e-14:
            break
    slope = (covers / (covers @ mass)[:, None]).sum(axis=0) / n
    assert slope.max() < 1 + 1e-11 and abs(slope[mass > 1e-12] - 1).max() < 1e-11, slope
    return intervals, mass


def drawn(dice, size, days, widest):
    for _ in range(size):
        least = dice.randint(1, days)
        kind = dice.randint(1, 4)
        yield least, OPEN if kind == 1 else least if kind == 2 else least + dice.randint(0, widest)


def written(bounds):
    return f"{bounds[0]}-{'' if bounds[1] == OPEN else bounds[1]}"


if __name__ == "__main__":
    dice = random.Random(1976)
    for size, days, widest in [(6, 6, 4), (20, 12, 9), (60, 30, 20), (150, 60, 40), (400, 120, 15)]:
        for _ in range(2):
            stays = list(drawn(dice, size, days, widest))
            intervals, mass = fitted(stays)
            print(" ".join(map(written, stays)))
            print(" ".join(f"{written(i)}={p:.15f}" for i, p in zip(intervals, mass) if p > 1e-12))
