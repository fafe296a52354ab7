"""Who watches an episode, each by its name: monitors, pollsters, those who tell the size of crowds, guards of gates."""

from typing import Annotated, Literal, NamedTuple

from groundswell.params import P

_HEARD = "assumed: news of large cities travels best"


class Monitor(NamedTuple):
    """[observation.monitors.NAME] in a scenario file: somebody who counts and hears of a part only.

    It gives the measures `obs_NAME`, persons, and `obs_NAME_places`, places with any.
    """

    name: str
    counts: Literal["participants", "detained", "deaths_protest"] = "detained"
    capitals: Annotated[
        float, P("persons a monitor hears of in the capitals", "share", 0, 1, prior=(0.85, 1.0), source=_HEARD)
    ] = 0.95
    towns: Annotated[
        float, P("persons a monitor hears of in other listed towns", "share", 0, 1, prior=(0.7, 1.0), source=_HEARD)
    ] = 0.9
    elsewhere: Annotated[
        float, P("persons a monitor hears of outside the listed towns", "share", 0, 1, prior=(0.2, 0.8), source=_HEARD)
    ] = 0.45
    places: Annotated[
        float,
        P(
            "places outside the capitals from which a monitor hears anything at all, on a day",
            "share",
            0,
            1,
            prior=(0.5, 1.0),
            source="Myers and Caniglia 2004 (American Sociological Review 69: 519-543): two national newspapers "
            "covered fewer than half of the disorders of two years; a monitor of one episode hears of more",
        ),
    ] = 1.0


class Poll(NamedTuple):
    """[observation.polls.NAME] in a scenario file: a poll a day, which gives the measure `obs_NAME`, a share."""

    name: str
    measure: Literal["attention", "anxiety", "support_public"]
    respondents: Annotated[
        int,
        P(
            "persons a poll asks",
            "persons",
            10,
            1_000_000,
            prior=(1000, 2000),
            source="usual samples of national polls, about 1,000 to 2,000",
        ),
    ] = 1600
    refusal_gap: Annotated[
        float,
        P(
            "how much less often they answer who would say no",
            "share",
            0,
            0.9,
            prior=(0, 0.3),
            source="assumed: refusal under censorship, of unknown size",
        ),
    ] = 0.0
    house_sd: Annotated[
        float,
        P(
            "error of a poll that all its days share",
            "log odds",
            0,
            2,
            prior=(0, 0.2),
            source="Shirani-Mehr, Rothschild, Goel and Gelman 2018 (JASA 113: 607-614): polls of an election share an "
            "error of 2 points, 0.08 in log odds at a half; larger where answers are not free",
        ),
    ] = 0.0
    week_sd: Annotated[
        float,
        P(
            "error of a poll that the days of a week share",
            "log odds",
            0,
            2,
            prior=(0, 0.15),
            source="Shirani-Mehr, Rothschild, Goel and Gelman 2018 (JASA 113: 607-614): a total error of 3.5 points, "
            "twice that of sampling alone; 3 points beyond sampling are 0.12 in log odds at a half",
        ),
    ] = 0.0


class Estimate(NamedTuple):
    """[observation.estimates.NAME] in a scenario file: who tells the size of crowds: organisers, the police.

    It gives the measure `obs_NAME`, participants as estimated, a region's on a day being one event.
    """

    name: str
    bias: Annotated[
        float,
        P(
            "size of a crowd as estimated, over its true size, at the median",
            "1",
            0.01,
            100,
            prior=(0.3, 3.0),
            shape="loguniform",
            source="assumed: organisers tell more and the police fewer (Watson and Yip 2011, Significance 8: 104-107); "
            "in a march of 2007 they gave 60,000 and 10,000",
        ),
    ] = 1.0
    bias_sd: Annotated[
        float,
        P(
            "error of such an estimate from event to event",
            "log",
            0,
            3,
            prior=(0, 0.5),
            source="assumed: estimates of one crowd differ by half or double",
        ),
    ] = 0.0


class Crossing(NamedTuple):
    """[observation.gates.NAME] in a scenario file: a guard who counts at one gate, a name of [border.gates].

    It gives the measures `obs_exit_gross_NAME` and `obs_exit_net_NAME`.
    """

    name: str
    gross_ratio: Annotated[
        float,
        P(
            "gross crossings per net leaver, at a gate",
            "1",
            1,
            50,
            prior=(1, 6),
            source="assumed: most crossings are not emigration",
        ),
    ] = 4.0
    counted: Annotated[
        float, P("leavers the guard of a gate counts", "share", 0, 1, prior=(0.85, 1.0), source="assumed")
    ] = 0.95
