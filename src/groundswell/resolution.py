"""What one simulated person stands for, and what counts that rest on few of them can say.

At 1:1000 a simulated person stands for 1,000 people (`weight`): a count of a run moves in steps of 1,000, a mean over
eight runs in steps of 125, and "nobody" means "fewer than about 3,000". Counts here are those of simulated persons, so
intervals are exact Poisson (Garwood 1936, Biometrika 28) times the weight. They are lower bounds of what is uncertain:
persons follow one another, and the same person may be counted on several days.
"""

from math import exp, lgamma, log

FEWEST = 10  # simulated persons on which a region may be coloured or a share printed: standard error 32 % or less
COARSEST = (
    1000.0  # weight up to which turnout and detentions do not depend on the scale (verification/results/limits.md)
)
LEVEL = 0.90  # of intervals, two-sided; bounds of a zero count are one-sided at the upper end of it, 0.95


def weight(population: float, persons: int) -> float:
    """Return how many people a simulated person stands for. Raises ValueError for no persons."""
    if persons < 1 or population <= 0:
        raise ValueError(f"population = {population}, persons = {persons}: give more than 0 of both")
    return population / persons


def resolution_of_mean(weight: float, runs: int) -> float:
    """Return the step in which a count's mean over `runs` moves: one simulated person in one of them."""
    if runs < 1:
        raise ValueError(f"runs = {runs}: give 1 or more")
    return weight / runs


def resolution_of_effect(weight: float, pairs: int) -> float:
    """Return the smallest mean effect on a count over `pairs` of runs that is not zero: one person in one pair."""
    return resolution_of_mean(weight, pairs)


def simulated_persons(value: float, weight: float, runs: int = 1) -> float:
    """Return the simulated persons behind a count, or behind a mean over `runs`: of all runs together."""
    return abs(value) * runs / weight


def is_coarse(value: float, weight: float, runs: int = 1) -> bool:
    """Tell whether a count, or a mean over `runs`, rests on fewer than FEWEST simulated persons in all."""
    return round(simulated_persons(value, weight, runs), 6) < FEWEST


def zero_count_bound(weight: float, runs: int = 1, level: float = 0.95) -> float:
    """Return the largest mean count a run that is compatible with none at all in `runs`: -ln(1 - level) persons.

    One-sided and exact for a Poisson count; at 95 % the "rule of three" (Hanley and Lippman-Hand 1983, JAMA 249).
    """
    if not 0.0 < level < 1.0 or runs < 1:
        raise ValueError(f"level = {level}, runs = {runs}: give a level between 0 and 1, and 1 run or more")
    return -log(1.0 - level) * weight / runs


def count_interval(value: float, weight: float, runs: int = 1, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact Poisson interval of a count, or of a mean over `runs`, in people.

    For none at all the upper end is `zero_count_bound` at the upper end of the level. Raises ValueError for a value
    below 0.
    """
    if value < 0.0:
        raise ValueError(f"value = {value}: a count is 0 or more")
    tail, count = (1.0 - level) / 2.0, simulated_persons(value, weight, runs)
    scale = weight / runs
    low = gamma_quantile(tail, count) * scale if count > 0.0 else 0.0
    return low, gamma_quantile(1.0 - tail, count + 1.0) * scale


def gamma_quantile(chance: float, shape: float) -> float:
    """Return the quantile of a gamma distribution of scale 1. Raises ValueError outside its domain."""
    if not 0.0 < chance < 1.0 or shape <= 0.0:
        raise ValueError(f"chance = {chance}, shape = {shape}: give a chance between 0 and 1, a shape above 0")
    low, high = 0.0, shape + 10.0 * shape**0.5 + 50.0
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _gamma_below(middle, shape) < chance else (low, middle)
    return (low + high) / 2.0


def _gamma_below(x: float, shape: float) -> float:
    """Return the chance that a gamma variate is below x, by series or continued fraction (Abramowitz, Stegun 6.5)."""
    if x <= 0.0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        n = shape
        while term > total * 1e-14:
            n += 1.0
            term *= x / n
            total += term
        return front * total
    b, c = x + 1.0 - shape, 1e300
    d = fraction = 1.0 / b
    for k in range(1, 10_000):  # Lentz
        a = -k * (k - shape)
        b += 2.0
        d, c = 1.0 / (a * d + b), b + a / c
        fraction *= d * c
        if abs(d * c - 1.0) < 1e-14:
            break
    return 1.0 - front * fraction


def sentence(weight: float, runs: int = 1) -> str:
    """Return what a reader should know of the scale, in one sentence; "" when everybody is simulated."""
    if weight < 1.5:
        return ""
    step = f"a count moves in steps of {_amount(weight)}"
    if runs > 1:
        step += f", a mean over {runs} runs in steps of {_amount(weight / runs)}"
    bound = _amount(zero_count_bound(weight, runs))
    off = round(weight) > COARSEST  # persons are whole, so that 1:1000 may be 1:1000.0004
    voice = " Turnout and detentions are off at this scale: read them at 1:1000 or finer." if off else ""
    return (
        f"A simulated person stands for {_amount(weight)} people: {step}; "
        f"what nobody did may be up to {bound} (95 %); counts on fewer than {FEWEST} simulated persons are coarse."
    ) + voice


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
