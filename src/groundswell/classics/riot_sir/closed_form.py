"""What can be said of a single site without a computer: take-off, final size, peak; and the speed of a wave."""

import math

from groundswell.classics.arguments import number

__all__ = ["final_size", "peak", "wave_speed"]


def final_size(r0: float, seed: float = 0.0) -> float:
    """Return the share of those who might join that does join: the largest x with x = 1 - exp(-r0 (x + seed)).

    r0: beta sigma0 / omega, at least 0; at most 1, without a seed, nothing happens and x = 0
    seed: rioting at the start, as a share of those who might join; 0 is the limit of a vanishing spark

    Raises ValueError when one is negative or not finite. Accurate to about 1e-15.
    Source: Kermack and McKendrick (1927), final-size relation, in Bonnasse-Gahot's notation.
    """
    r = number("r0", r0, 0.0)
    spark = number("seed", seed, 0.0)
    if r == 0.0 or (spark == 0.0 and r <= 1.0):
        return 0.0

    def excess(x: float) -> float:  # convex; negative at its least, x = ln(r) / r - seed, and positive at 1
        return x + math.expm1(-r * (x + spark))

    low = max(0.0, math.log(r) / r - spark)
    high = 1.0
    while True:
        mid = (low + high) / 2.0
        if not low < mid < high:
            return high
        low, high = (mid, high) if excess(mid) < 0.0 else (low, mid)


def peak(r0: float, seed: float = 0.0) -> float:
    """Return the highest rioting activity as a share of those who might join: seed + 1 - (1 + ln r0) / r0 for r0 > 1.

    At r0 <= 1 rioting only declines, and its highest value is the seed. Arguments and errors as in `final_size`.
    """
    r = number("r0", r0, 0.0)
    spark = number("seed", seed, 0.0)
    if r <= 1.0:
        return spark
    return spark + (r - 1.0 - math.log1p(r - 1.0)) / r


def wave_speed(diffusion: float, growth: float, decay: float) -> float:
    """Return the speed of the front of u_t = d u_xx + r u (1 - u) - omega u: 2 sqrt(d (r - omega)), 0 when r <= omega.

    diffusion: d >= 0, length^2 a day; growth: r = r(v) G'(0) >= 0, a day; decay: omega >= 0, a day
    Source: Kolmogorov, Petrovsky and Piskunov (1937), for the monostable case of Berestycki et al. (2015).
    """
    d, r, w = number("diffusion", diffusion, 0.0), number("growth", growth, 0.0), number("decay", decay, 0.0)
    return 2.0 * math.sqrt(d * (r - w)) if r > w else 0.0
