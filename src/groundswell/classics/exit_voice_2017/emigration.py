"""How emigration can both feed and starve protest: a signal that spreads, ties that are lost, and time that mends them.

This aggregate is ours: the least that can give both signs found by the studies of emigration. It is no replication of
one of them, and only its signs are meant.
"""

import math

from groundswell.classics.arguments import number

__all__ = ["peak_exit", "protest"]


def protest(
    exit_share: float, signal_gain: float, network_loss: float, baseline: float = 0.1, mended: float = 0.0
) -> float:
    """Return the share of those who stay that protests, once a share of the people has left.

    protest = (1 - exp(-(baseline + signal_gain x exit))) x (1 - exit) ^ (network_loss x (1 - mended))

    The first factor: each departure tells those who stay that others are discontent and that there is another place to
    be (signal, outside option). The second: it takes away those whom they would have gone with; a protest needs
    `network_loss` of one's ties at once. `mended` is the share of lost ties replaced since (0 at once, 1 in the end).

    exit_share within [0, 1], signal_gain, network_loss, baseline >= 0, mended within [0, 1]; ValueError otherwise.
    Signs after Pfaff and Kim (2003), and Karadja and Prawitz (2019); the formula is ours.
    """
    e = number("exit_share", exit_share, 0.0, 1.0)
    s, n = number("signal_gain", signal_gain, 0.0), number("network_loss", network_loss, 0.0)
    a, m = number("baseline", baseline, 0.0), number("mended", mended, 0.0, 1.0)
    return -math.expm1(-(a + s * e)) * (1.0 - e) ** (n * (1.0 - m))


def peak_exit(signal_gain: float, network_loss: float, baseline: float = 0.1, mended: float = 0.0) -> float:
    """Return the share leaving at which protest is highest: inside (0, 1) for an inverted U, 0 or 1 for one sign.

    The log of `protest` is concave in the share that leaves, so the maximum is the single zero of its slope
    s / (exp(a + s e) - 1) - n (1 - m) / (1 - e), found by bisection to 1e-12; 0 when neither factor matters.
    Arguments and errors as in `protest`.
    """
    protest(0.0, signal_gain, network_loss, baseline, mended)  # refuses what cannot be used
    lost = network_loss * (1.0 - mended)
    if signal_gain == 0.0:
        return 0.0
    if lost == 0.0:
        return 1.0

    def rising(e: float) -> bool:
        exponent = baseline + signal_gain * e
        if exponent == 0.0:
            return True
        return exponent < 700.0 and signal_gain * (1.0 - e) > lost * math.expm1(exponent)

    low, high = 0.0, 1.0
    if not rising(low):
        return 0.0
    while high - low > 1e-12:
        mid = (low + high) / 2.0
        low, high = (mid, high) if rising(mid) else (low, mid)
    return (low + high) / 2.0
