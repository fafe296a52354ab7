"""Which region an outline is of: found by its code, by its name only where no code decides and the name is certain."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from groundswell.case.region_names import match_region
from groundswell.errors import shown
from groundswell.importing.casefolder import CaseFolder
from groundswell.importing.ledger import Ledger
from groundswell.importing.options import Options
from groundswell.importing.places import candidates
from groundswell.importing.words import plain
from groundswell.world.assumptions import counted

CODES = ("code", "shapeISO", "iso_3166_2", "ISO3166-2", "iso_code", "ISO_1", "HASC_1", "region_code")
NAMES = (
    "name",
    "shapeName",
    "name_en",
    "NAME_1",
    "name_local",
    "NAME_EN",
    "woe_name",
    "nam",
    "VARNAME_1",
    "NL_NAME_1",
)

_SHOWN, _SOME = 30, 5  # joins by name, and outlines of elsewhere, that are listed


class Feature(NamedTuple):
    """A feature of the file: its number from 1, what it is called, and its polygons."""

    number: int
    label: str
    properties: Mapping[str, Any]
    polygons: list[Any]


def matched(features: list[Feature], case: CaseFolder, options: Options, ledger: Ledger) -> dict[str, list[Feature]]:
    """Return the features of each region: by code, and for regions that no code fits by name."""
    found: dict[str, list[Feature]] = {}
    rest: list[Feature] = []
    for feature in features:
        code = _by_code(feature, case, options)
        if code:
            found.setdefault(code, []).append(feature)
        else:
            rest.append(feature)
    coded, named = set(found), list[str]()
    elsewhere = [feature for feature in rest if _is_elsewhere(feature, case)]
    if elsewhere:
        some = ", ".join(feature.label for feature in elsewhere[:_SOME]) + (" ..." if len(elsewhere) > _SOME else "")
        ledger.note("left out", f"{counted(len(elsewhere), 'outline')} of other countries, by their codes: {some}")
    for feature in (feature for feature in rest if feature not in elsewhere):
        code, name = _by_name(feature, case, options)
        if code and code not in coded:
            found.setdefault(code, []).append(feature)
            named.append(f"{shown(name)} is {case.label(code)}")
        else:
            what = f"feature {feature.number}, {feature.label}; {candidates(feature.label, case)}"
            ledger.note("left out", f"outline without a region of the case: {what}")
    if named:
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        ledger.note("note", f"{len(named)} joined by name: {', '.join(named[:_SHOWN])}{more}")
    return found


def _by_code(feature: Feature, case: CaseFolder, options: Options) -> str:
    own = {plain(text): code for text, code in options.regions.items()}
    codes = {known.upper(): known for known in case.names}
    for key in [options.columns["code"]] if "code" in options.columns else CODES:
        text = str(feature.properties.get(key) or "").strip()
        if text and (found := codes.get(text.upper()) or own.get(plain(text))):
            return found
    return ""


def _is_elsewhere(feature: Feature, case: CaseFolder) -> bool:
    """Tell whether a feature bears the code of another country: its name decides nothing then."""
    countries = {code.split("-")[0].upper() for code in case.names}
    for key in CODES:
        country, dash, _ = str(feature.properties.get(key) or "").strip().upper().partition("-")
        if dash and len(country) in (2, 3) and country.isalpha() and country not in countries:
            return True
    return False


def _by_name(feature: Feature, case: CaseFolder, options: Options) -> tuple[str, str]:
    """Return the region of a feature's name, and the name."""
    own = {plain(text): code for text, code in options.regions.items()}
    for key in [options.columns["name"]] if "name" in options.columns else NAMES:
        name = str(feature.properties.get(key) or "").strip()
        code = own.get(plain(name)) or (match_region(name, tuple(case.names), case.names) if name else None)
        if code:
            return code, name
    return "", ""
