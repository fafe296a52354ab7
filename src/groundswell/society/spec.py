"""The parameters of a society."""

from typing import Annotated, NamedTuple

from groundswell.params import ASSUMED, P


class Params(NamedTuple):
    """[society] in a scenario file."""

    household_mean: Annotated[
        float,
        P(
            "mean household size",
            "persons",
            1.2,
            6,
            prior=(1.8, 6.0),
            status=ASSUMED,
            source="national means run from about 2 to 8 persons: UN DESA 2019",
        ),
    ] = 2.4
    liable_share: Annotated[
        float,
        P(
            "men of 18-49 with a reserve record",
            "share",
            0,
            1,
            prior=(0.3, 0.95),
            status=ASSUMED,
            source="assumed: who may be called differs by law and by register",
        ),
    ] = 0.78
    near_kin: Annotated[
        int,
        P(
            "close kin outside the household, same place",
            "ties",
            0,
            12,
            prior=(3, 6),
            source="Dunbar's layers: 9-15 in all, Zhou et al. 2005",
        ),
    ] = 4
    far_kin: Annotated[int, P("close kin elsewhere", "ties", 0, 8, prior=(1, 4), source="as near_kin")] = 2
    friends: Annotated[
        float, P("friends and colleagues", "ties", 0, 80, prior=(15, 50), source="Zhou et al. 2005: 30-45 with kin")
    ] = 25.0
    friends_near: Annotated[
        float, P("share of friends in the same place", "share", 0, 1, prior=(0.7, 0.95), source="assumed")
    ] = 0.85
    neighbourhood_share: Annotated[
        float,
        P("variance of private opposition between neighbourhoods", "share", 0, 0.5, prior=(0, 0.15), source="assumed"),
    ] = 0.05
    settlement: Annotated[
        float,
        P(
            "size of the settlements outside the listed towns",
            "persons",
            500,
            50000,
            source="starting value of a prototype of this model",
        ),
    ] = 5000.0
