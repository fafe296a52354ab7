"""The engine knows no country: what is of one episode stands in its case."""

import re
from pathlib import Path

import groundswell

ROOT = Path(groundswell.__file__).parent
# What is of countries and papers by its nature: cases, tables of the world, replications of published models.
ELSEWHERE = ("cases/", "world/tables/", "world/outlines/", "classics/")
WORDS = re.compile(r"\"RU\"|'RU'|RU-|UA-|Russia|Moscow|Kremlin|\b2022\b|Rosstat|Levada|OVD|georgia|Georgia(?!, serif)")
# A shipped scenario may serve as an example; the year of a publication stands behind its authors.
ALLOWED = re.compile(r"mobilization-2022|(?:[A-Z][a-z]+|others),? \(?2022\b")
FILES = [
    file
    for ending in ("*.py", "*.toml", "*.html", "*.css")
    for file in sorted(ROOT.rglob(ending))
    if not file.relative_to(ROOT).as_posix().startswith(ELSEWHERE)
]


def named(text: str) -> list[str]:
    """Return the lines that speak of a country or of one episode."""
    return [line.strip() for line in text.splitlines() if WORDS.search(ALLOWED.sub("", line))]


def test_no_file_of_the_engine_speaks_of_a_country_or_of_one_episode() -> None:
    assert len(FILES) > 200
    found = {str(file.relative_to(ROOT)): named(file.read_text(encoding="utf-8")) for file in FILES}
    assert {file: lines for file, lines in found.items() if lines} == {}


def test_what_would_break_the_rule_is_found_and_a_citation_is_not() -> None:
    assert named('country: str = "RU"') and named("since 2022-09-21") and named('_TINY = ("RU-MOW",)')
    assert named("the statistical office, Rosstat") and named("gate = 'georgia'")
    assert not named('source="mixed: Hager and others 2022"') and not named('gs.load("mobilization-2022")')
