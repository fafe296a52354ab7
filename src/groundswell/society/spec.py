"""The parameters of a society."""

from typing import Annotated, NamedTuple

from groundswell.params import MEASURED, P


class Params(NamedTuple):
    """[society] in a scenario file."""

    household_mean: Annotated[
        float,
        P(
            "mean household size",
            "persons",
            1.2,
            6,
            prior=(2.3, 2.6),
            status=MEASURED,
            source="Rosstat census 2010 about 2.4-2.6; UN DESA 2019: 2.58",
        ),
    ] = 2.4
    liable_share: Annotated[
        float,
        P(
            "men of 18-49 with a reserve record",
            "share",
            0,
            1,
            prior=(0.7, 0.85),
            status=MEASURED,
            source="about 25 M of the 'mobilisation resource' over 31.9 M men of 18-49 (Rosstat 2019) [S8, S9]",
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
