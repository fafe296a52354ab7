"""One small run of the flagship and its report, shared by tests, and a page as a browser reads it."""

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from groundswell.report.page import write_report
from groundswell.running import Run
from groundswell.running.run import run as simulate
from groundswell.scenario.load import load


class Page(HTMLParser):
    """What a browser would fetch from a page, which tags it holds, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, to in attrs:
            if name in ("src", "srcset", "data", "poster", "action") or (name.endswith("href") and tag != "a"):
                self.fetched.append(to or "")
            elif name == "href":
                self.links.append(to or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def small(name: str, **changes: object) -> Run:
    return simulate(load(name).with_(**{"persons": 100_000, "days": 45} | changes))


def first_days(run: Run, days: int) -> Run:
    """The run as if interrupted after some days."""
    kept = replace(run.counts, values=run.counts.values[:days])
    return replace(run, stored=kept, provenance={**run.manifest, "days": days, "complete": False})


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def flagship() -> Run:
    return small("mobilization-2022")


@pytest.fixture(scope="module")
def folder(flagship: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    assert write_report(flagship, out) == out / "report.html"
    return out


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page((folder / "report.html").read_text(encoding="utf-8"))
