"""Words in Latin or Cyrillic letters made comparable: one alphabet and one of the ways to romanise."""

_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
                     ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s",
                      "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
                      "i", "i", "e", "g", "u"], strict=True))  # fmt: skip
# Latin letters that are no plain letter with an accent
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
# Ways to romanise that differ between systems, made one: Altay, Altai; Yakutiya, Jakutia; Tyva, Tiva.
_SAME = (("yo", "e"), ("ye", "e"), ("je", "e"), ("iya", "ia"), ("ja", "ya"), ("ju", "yu"), ("kh", "h"), ("x", "h"),
         ("aya", "aia"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yj", "i"), ("yy", "i"), ("ii", "i"), ("ia", "ya"),
         ("j", "i"), ("y", "i"), ("ts", "c"), ("cz", "c"), ("tz", "c"), ("sch", "sh"), ("shch", "sh"))  # fmt: skip


def latin(words: str) -> str:
    """Return lower-case words in Latin letters; letters of other alphabets and accents stay as they are."""
    return "".join(_CYRILLIC.get(c) or _LATIN.get(c, "" if c in _CYRILLIC else c) for c in words)


def romanised(words: str) -> str:
    """Return lower-case words in one, in Latin letters, alike for all ways to romanise: to compare, not to read."""
    roman = latin(words.replace(" ", ""))
    for was, now in _SAME:
        roman = roman.replace(was, now)
    return roman
