"""Which region of a case a spelling means: its code, its name in any romanisation, with or without "Oblast"; or none.

A wrong region with confidence is worse than none. `match_region` gives a region only where a spelling is certain to
mean it: what fits two regions ("Altai") gives nothing. `nearest_region` adds the one misspelling that is near enough to
be suggested in an error; it never decides anything.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from groundswell.case.romanise import romanised
from groundswell.errors import closest

Names = Mapping[str, Sequence[str]]
_LIKE = 0.9  # likeness of a misspelling; "Kursk" and "Kurgan", "Kharovsk" and "Khabarovsk" are less alike
_LEAST = 6  # letters: shorter spellings have too many neighbours
_LONGEST = 80  # characters of a region's name
_STEM = "-"  # behind an adjective's stem, so that only another adjective is taken for it
_ADJECTIVE = re.compile(r"(?<=sk)(aia|i|oi)$")
# Words that say what kind of unit it is; without them "Tomsk Oblast" and "Tomsk" are one.
_KINDS = re.compile(
    r"\b(oblast|oblasti|obl|voblasts|voblasc|voblast|krai|kray|republic|respublika|resp|region|territory|province|provincia|"
    r"provincie|provinz|prov|autonomous|avtonomnyy|avtonomnaya|okrug|district|distrito|ao|city|gorod|horad|misto|"
    r"g|of|the|de|federal|state|estado|bundesland|county|governorate|gouvernement|governorat|muhafazah|muhafazat|"
    r"department|departement|departamento|prefecture|voivodeship|wojewodztwo|canton|kanton|"
    r"область|обл|вобласць|край|республика|респ|автономный|автономная|округ|аок|аоб|ао|город|горад|місто|г|м|"
    r"al|el|ar|as|ash|la|los|las|le|les)\b"  # articles
)
_CITY = re.compile(r"\b(city|gorod|horad|misto|g|город|горад|місто|г|м)\b")
_CODE = re.compile(r"[A-Z]{2}-.*")


class _Spellings(NamedTuple):
    """What is known of a case's names: exact spellings, and forms that mean one region (code) or several (None)."""

    exact: Mapping[str, str | None]
    forms: Mapping[str, str | None]
    owners: Mapping[str, Set[str]]  # codes of the regions that each form could mean
    cities: frozenset[str]  # codes of regions of which a name says that they are a city
    prefix: str  # of most codes, such as "XX-"


def match_region(text: str, codes: Collection[str], names: Names) -> str | None:
    """Return the code of the region that a spelling certainly means, None if there is none or if it could be two.

    Parameters
    ----------
    text : the spelling: a code, a code without its country ("DA"), or a name
    codes : the codes there are (ISO 3166-2)
    names : the names and other spellings of each region, by code
    """
    return _match(text, codes, names)[0]


def nearest_region(text: str, codes: Collection[str], names: Names) -> str | None:
    """Return the region that `match_region` finds, else the only one of which `text` is a near misspelling, or None."""
    code, known = _match(text, codes, names)
    if code is not None or known or len(text) > _LONGEST or _CODE.fullmatch(text.strip().upper()):
        return code
    table = _spellings(*_key(codes, names))
    # The nearest spelling of each region, so that two spellings of one region do not make it doubtful.
    bare = _forms(text)[1]
    near = {code: like for code in codes if (like := closest(bare, _alike(table, code, bare), _LIKE))}
    best = closest(bare, near.values(), _LIKE) if len(near) > 1 else next(iter(near.values()), None)
    return next((code for code, name in near.items() if name == best), None)


def _match(text: str, codes: Collection[str], names: Names) -> tuple[str | None, bool]:
    """Return the region, and whether the spelling is known at all: one that could be two is known, and means none."""
    if len(text) > _LONGEST:
        return None, False
    table = _spellings(*_key(codes, names))
    upper = text.strip().upper().replace("_", "-")
    own = {code.upper(): code for code in codes}
    for code in (upper, f"{table.prefix}{upper}"):
        if code in own:
            return own[code], True
    if (plain := _plain(text)) in table.exact:
        return table.exact[plain], True
    whole, *others = dict.fromkeys((*_forms(text), *_forms(re.sub(r"\([^()]*\)", " ", text))))
    if whole in table.forms:
        return table.forms[whole], True
    for form in others:
        if form in table.forms:
            return _by_kind(text, form, table), True
    return None, False


def _by_kind(text: str, form: str, table: _Spellings) -> str | None:
    """Return the region of a name without its kind. "Moskva Oblast" is not the city, whatever "Moskva" is."""
    code, is_city = table.forms[form], bool(_CITY.search(_words(text)))
    if code is None and is_city:
        cities = table.owners[form] & table.cities
        return next(iter(cities)) if len(cities) == 1 else None
    return None if code in table.cities and not is_city else code


def _key(codes: Collection[str], names: Names) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    return tuple(codes), tuple((code, name) for code, own in names.items() for name in own if name)


@lru_cache(maxsize=16)
def _spellings(codes: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> _Spellings:
    exact = _united((_plain(name), code) for code, name in pairs)
    whole = _united((form, code) for code, name in pairs if (form := _forms(name)[0]))
    found: dict[str, str | None] = {}
    owners = defaultdict[str, set[str]](set)
    for code, name in pairs:
        for form in {f for part in (name, *re.findall(r"[^()]+", name)) for f in _forms(part) if f}:
            owners[form].add(code)
            known = whole.get(form, found.get(form, code))
            found[form] = code if known == code else whole.get(form)
    starts = [code[: code.find("-") + 1] for code in codes]
    cities = frozenset(code for code, name in pairs if _CITY.search(_words(name)))
    return _Spellings(exact, found, owners, cities, max(set(starts), key=lambda s: (starts.count(s), s), default=""))


def _united(pairs: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for form, code in pairs:
        found[form] = code if found.get(form, code) == code else None
    return found


def _alike(table: _Spellings, code: str, text: str) -> list[str]:
    """Return the spellings of a region that begin as a text does, as hardly anybody mistakes the first letter.

    Adjectives are compared with adjectives: "Primorsk", a town, is not "Primorskiy", the region.
    """
    adjective = bool(_ADJECTIVE.search(text))
    return [
        name
        for name, of in table.forms.items()
        if of == code and len(name) >= _LEAST and not name.endswith(_STEM) and name[:1] == text[:1]
        and bool(_ADJECTIVE.search(name)) == adjective
    ]  # fmt: skip


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[str, ...]:
    """Return a spelling in one alphabet and one romanisation: in full, without the kind, as an adjective's stem."""
    full = romanised(_words(text))
    bare = romanised(_KINDS.sub(" ", _words(text)))
    stem = _ADJECTIVE.sub("", bare)
    return full, bare, *((stem + _STEM,) if stem != bare else ())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _words(text: str) -> str:
    """Return the words of a name in small letters, Latin ones without accents."""
    plain = "".join(_bare_letter(c) for c in unicodedata.normalize("NFC", text.casefold()) if c not in "'’ʼ`")
    return " ".join("".join(c if c.isalnum() or _is_mark(c) else " " for c in plain).split())


def _bare_letter(letter: str) -> str:
    first, *marks = unicodedata.normalize("NFD", letter)
    return first if marks and first.isascii() else letter


def _is_mark(letter: str) -> bool:
    """Tell whether this is a vowel sign or an accent, which is part of a word in many alphabets."""
    return unicodedata.category(letter).startswith("M")
