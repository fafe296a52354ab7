"""A spelling means one region of whatever case, or none."""

import pytest

from groundswell.case.region_names import match_region, nearest_region

BELARUS = {
    "BY-HM": ("Minsk City", "Горад Мінск"),
    "BY-MI": ("Minsk Region", "Мінская вобласць"),
    "BY-HO": ("Homiel Region", "Гомельская вобласць", "Gomel"),
}
SPAIN = {
    "ES-CN": ("Canarias",),
    "ES-CL": ("Castilla y León",),
    "ES-CM": ("Castilla-La Mancha",),
    "ES-AS": ("Asturias",),
}
GERMANY = {"DE-TH": ("Thüringen", "Thuringia"), "DE-BW": ("Baden-Württemberg",), "DE-BE": ("Berlin",)}
NUMBERED = {"XX-1": ("District 1",), "XX-2": ("District 2",), "XX-10": ("District 10",)}
INDIA = {"IN-BR": ("बिहार",), "IN-XX": ("बहार",)}
BOTH = {"XL-N": ("North",), "YL-N": ("Nord", "Westland"), "YL-W": ("Westland",)}


@pytest.mark.parametrize(
    ("names", "text", "code"),
    [
        (BELARUS, "by-hm", "BY-HM"), (BELARUS, "HO", "BY-HO"), (BELARUS, "Minsk region", "BY-MI"),
        (BELARUS, "Minskaya voblasts", "BY-MI"), (BELARUS, "Minsk", None), (BELARUS, "г. Минск", "BY-HM"),
        (BELARUS, "Gomel Oblast", "BY-HO"), (BELARUS, "Homiel", "BY-HO"), (BELARUS, "Gomell", None),
        (SPAIN, "castilla y leon", "ES-CL"), (SPAIN, "CASTILLA Y LEÓN", "ES-CL"), (SPAIN, "Castilla", None),
        (SPAIN, "Castilla La Mancha", "ES-CM"), (SPAIN, "Principado de Asturias", None),
        (GERMANY, "Thuringen", "DE-TH"), (GERMANY, "Freistaat Thüringen", None), (GERMANY, "BW", "DE-BW"),
        (GERMANY, "Land Berlin", None), (GERMANY, "", None), (GERMANY, "-", None),
        (NUMBERED, "District 1", "XX-1"), (NUMBERED, "district-10", "XX-10"), (NUMBERED, "District", None),
        (NUMBERED, "District 3", None), (INDIA, "बिहार", "IN-BR"), (INDIA, "बहार", "IN-XX"),
        (BOTH, "Westland", None), (BOTH, "Nord", "YL-N"), (BOTH, "Nort", None),
    ],
)  # fmt: skip
def test_a_spelling_means_the_only_region_it_can_mean_or_none(
    names: dict[str, tuple[str, ...]], text: str, code: str | None
) -> None:
    assert match_region(text, tuple(names), names) == code


@pytest.mark.parametrize("names", [BELARUS, SPAIN, GERMANY, NUMBERED, INDIA])
def test_every_region_is_found_by_each_of_its_names(names: dict[str, tuple[str, ...]]) -> None:
    assert all(match_region(name, tuple(names), names) == code for code, own in names.items() for name in own)


def test_a_misspelling_is_suggested_but_decides_nothing() -> None:
    assert match_region("Thurinigen", tuple(GERMANY), GERMANY) is None
    assert nearest_region("Thurinigen", tuple(GERMANY), GERMANY) == "DE-TH"
    assert nearest_region("Castilla", tuple(SPAIN), SPAIN) is None
