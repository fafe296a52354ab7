"""Which region a spelling means: English, Russian, romanised, with or without "Oblast"; none if it could be two.

What is looked for are misspellings in scenario files. A wrong region with confidence is worse than none, so a spelling
that fits two regions ("Altai", "Moskov") or none well gives nothing.
"""

import re
from functools import cache

from groundswell.data.tables import read_csv
from groundswell.errors import closest

_LIKE = 0.9  # likeness of a misspelling; "Kursk" and "Kurgan", "Kharovsk" and "Khabarovsk" are less alike
_LEAST = 6  # letters: shorter spellings have too many neighbours
_STEM = "-"  # behind an adjective's stem, so that only another adjective is taken for it
_ADJECTIVE = re.compile(r"(?<=sk)(aia|i|oi)$")
# Words that say what kind of unit it is; without them "Tomsk Oblast" and "Tomsk" are one.
_KINDS = re.compile(
    r"\b(oblast|oblasti|obl|krai|kray|republic|respublika|resp|region|territory|province|autonomous|avtonomnyy|"
    r"avtonomnaya|okrug|district|ao|city|gorod|g|of|the|federal|область|обл|край|республика|респ|автономный|"
    r"автономная|округ|аок|аоб|ао|город|г)\b"
)
_CITY = re.compile(r"\b(city|gorod|g|город|г)\b")
_ROMAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                  ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t",
                   "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"], strict=True))  # fmt: skip
# Ways to romanise that differ between systems, made one: Altay, Altai; Yakutiya, Jakutia; Tyva, Tiva.
_SAME = (("yo", "e"), ("ye", "e"), ("je", "e"), ("iya", "ia"), ("ja", "ya"), ("ju", "yu"), ("kh", "h"), ("x", "h"),
         ("aya", "aia"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yj", "i"), ("yy", "i"), ("ii", "i"), ("ia", "ya"),
         ("j", "i"), ("y", "i"), ("ts", "c"), ("cz", "c"), ("tz", "c"), ("sch", "sh"), ("shch", "sh"))  # fmt: skip


def find_region(text: str) -> str | None:
    """Return the code of the region that a spelling means, None if there is none or more than one."""
    if len(text) > 80:
        return None
    upper = text.strip().upper().replace("_", "-")
    names = read_csv("regions/region_names.csv")
    codes, cities = names.text("code"), names.text("rosstat_name")
    for code in (upper, f"RU-{upper}"):
        if code in codes:
            return code
    table = _spellings()
    whole, *others = dict.fromkeys((*_forms(text), *_forms(re.sub(r"\([^()]*\)", " ", text))))
    if whole in table:
        return table[whole]
    for form in others:
        if form in table:
            code = table[form]
            # "Moskva Oblast" is not the city, whatever "Moskva" is
            city = code is not None and cities[codes.index(code)].startswith("г.")
            return None if city and not _CITY.search(_words(text)) else code
    if re.fullmatch(r"[A-Z]{2}-.*", upper):
        return None
    # The nearest spelling of each region, so that two spellings of one region do not make it doubtful.
    bare = _forms(text)[1]
    near = {code: like for code in codes if (like := closest(bare, _like(code, bare), _LIKE))}
    best = closest(bare, near.values(), _LIKE) if len(near) > 1 else next(iter(near.values()), None)
    return next((code for code, name in near.items() if name == best), None)


def _like(code: str, text: str) -> list[str]:
    """Return the spellings of a region that begin as a text does, as hardly anybody mistakes the first letter.

    Adjectives are compared with adjectives: "Primorsk", a town, is not "Primorskiy", the region.
    """
    adjective = bool(_ADJECTIVE.search(text))
    return [name for name in _of(code) if name[:1] == text[:1] and bool(_ADJECTIVE.search(name)) == adjective]


@cache
def _of(code: str) -> tuple[str, ...]:
    return tuple(
        name for name, of in _spellings().items() if of == code and len(name) >= _LEAST and not name.endswith(_STEM)
    )


@cache
def _spellings() -> dict[str, str | None]:
    """Return code by spelling, None for one that means several regions."""
    found: dict[str, str | None] = {}
    names = read_csv("regions/region_names.csv")
    more = read_csv("regions/region_spellings.csv")
    pairs = [(text, code) for column in ("name_en", "name_ru", "rosstat_name")
             for text, code in zip(names.text(column), names.text("code"), strict=True)]  # fmt: skip
    pairs += zip(more.text("spelling"), more.text("code"), strict=True)
    whole = {form: code for text, code in pairs for form in _forms(text)[:1]}
    for text, code in pairs:
        for form in {f for part in (text, *re.findall(r"[^()]+", text)) for f in _forms(part) if f}:
            known = whole.get(form, found.get(form, code))
            found[form] = code if known == code else whole.get(form)
    return found


@cache
def _forms(text: str) -> tuple[str, ...]:
    """Return a spelling in one alphabet and one romanisation: in full, without the kind, as an adjective's stem."""
    full = _folded(text)
    bare = _folded(_KINDS.sub(" ", _words(text)))
    stem = _ADJECTIVE.sub("", bare)
    return full, bare, *((stem + _STEM,) if stem != bare else ())


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold().replace("'", "").replace("’", "")))


def _folded(text: str) -> str:
    roman = "".join(_ROMAN.get(c, c) for c in _words(text)).replace(" ", "")
    for was, now in _SAME:
        roman = roman.replace(was, now)
    return roman
