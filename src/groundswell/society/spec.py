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
            "men of the liable ages with a reserve record",
            "share",
            0,
            1,
            prior=(0.3, 0.95),
            status=ASSUMED,
            source="assumed: who may be called differs by law and by register",
        ),
    ] = 0.78
    liable_from: Annotated[
        int, P("youngest age at which men are liable; whole age bands count", "years", 18, 120, source="assumed")
    ] = 18
    liable_to: Annotated[
        int, P("oldest age at which men are liable; whole age bands count", "years", 18, 120, source="assumed")
    ] = 49
    couples: Annotated[
        float,
        P(
            "households whose second adult is of the other sex and about the first one's age",
            "share",
            0,
            1,
            prior=(0.6, 0.9),
            source="assumed",
        ),
    ] = 0.75
    child_second: Annotated[
        float,
        P(
            "chance that a household's second member is a child, over that of an even mix of ages",
            "1",
            0,
            10,
            prior=(0.2, 0.6),
            source="assumed: lone parents are few",
        ),
    ] = 0.35
    child_later: Annotated[
        float,
        P(
            "chance that a later member of a household is a child, over that of an even mix of ages",
            "1",
            0,
            10,
            prior=(1.2, 2),
            source="assumed: lone parents are few",
        ),
    ] = 1.5
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
    alike_years: Annotated[
        float,
        P(
            "difference of age at which half of the friendships are lost",
            "years",
            1,
            1000,
            prior=(10, 40),
            source="assumed: friends are alike in age",
        ),
    ] = 20.0
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
    settlement_least: Annotated[
        int,
        P(
            "simulated persons below which settlements are pooled",
            "simulated persons",
            1,
            1_000_000,
            source="numerical: a smaller place has hardly anybody to protest",
        ),
    ] = 100
    friends_least: Annotated[
        int,
        P(
            "simulated persons below which places are pooled for friendships",
            "simulated persons",
            2,
            1_000_000,
            source="numerical: in a smaller pool the same persons would meet in several layers of ties",
        ),
    ] = 1000
