"""Regions of the case behind the spellings of a file: taken when certain, else listed with those that are near."""

from dataclasses import replace
from difflib import get_close_matches

from groundswell.case.region_names import match_region, nearest_region
from groundswell.errors import InputError, shown
from groundswell.importing.casefolder import REGIONS, SPELLINGS, CaseFolder
from groundswell.importing.columns import Columns
from groundswell.importing.ledger import Ledger, listed
from groundswell.importing.options import Options
from groundswell.importing.sheet import Sheet
from groundswell.importing.words import is_total, is_unknown, plain

_NEAR = 3  # candidates that are listed


class Regions:
    """Finds regions by code, name or spelling, and keeps what it could not find."""

    def __init__(self, case: CaseFolder, options: Options, ledger: Ledger, column: str) -> None:
        self._case, self._options, self._ledger, self._column = case, options, ledger, column
        self._found: dict[str, str | None] = {}
        self._unknown: dict[str, list[int]] = {}
        self._own = {plain(text): code for text, code in options.regions.items()}
        if not case.names:
            remedy = "import them first: groundswell case import regions FILE"
            ledger.refuse(InputError("the case has no regions", place=REGIONS, remedy=remedy))
        for text, code in options.regions.items():
            if case.names and code not in case.names:
                problem = f"no region {shown(code)}, for the spelling {shown(text)}"
                ledger.refuse(InputError(problem, place="--region", remedy=candidates(code, case)))

    def find(self, text: str, line: int) -> str | None:
        """Return the code of the region that a cell certainly means, None if there is none: `close` says so."""
        if text not in self._found:
            self._found[text] = self.quiet(text)
        if self._found[text] is None:
            self._unknown.setdefault(text, []).append(line)
        return self._found[text]

    def quiet(self, text: str) -> str | None:
        """Return what `find` does, and keep no record of it."""
        own = self._own.get(plain(text))
        return own or match_region(text, tuple(self._case.names), self._case.names)

    def close(self) -> None:
        """Add a problem for each spelling that was not found, or a note if these rows are to be left out."""
        if not self._case.names:
            return
        for text, lines in self._unknown.items():
            near = candidates(text, self._case)
            if self._options.skip_unknown:
                for line in lines:
                    self._ledger.note("left out", f"no certain region for {shown(text)}; {near}", line)
                continue
            more = f" (also {listed(lines[1:])})" if len(lines) > 1 else ""
            say = f"say which with --region {shown(text + '=CODE')} or in {SPELLINGS}"
            remedy = f"{near}; {say}, or leave such rows out: --skip-unknown"
            place = f"{self._ledger.file}:{lines[0]}, {self._column}"
            self._ledger.refuse(InputError(f"{shown(text)} is no certain region{more}", place=place, remedy=remedy))


def candidates(text: str, case: CaseFolder) -> str:
    """Return the regions that are near a spelling, in words."""
    close = nearest_region(text, tuple(case.names), case.names)
    if close:
        return f"did you mean {case.label(close)}?"
    owners = {plain(name): code for code, names in case.names.items() for name in (code, *names)}
    word = plain(text)
    near = [name for name in owners if word and (word in name or name in word)]
    near += get_close_matches(word, list(owners), n=_NEAR, cutoff=0.6)
    codes = list(dict.fromkeys(owners[name] for name in near))[:_NEAR]
    if not codes:
        few = list(case.names)[:_NEAR]
        return f"none is near; regions are such as {', '.join(case.label(code) for code in few)}"
    return f"near: {', '.join(case.label(code) for code in codes)}"


def with_region(columns: Columns, sheet: Sheet, case: CaseFolder, options: Options, ledger: Ledger) -> Columns:
    """Return the columns with the one that holds regions, if all that a column holds are certain to be regions."""
    if not case.names or columns.layout:
        return columns
    regions = Regions(case, options, Ledger(sheet.name), "")
    for k in columns.rest:
        texts = {cell for cell in sheet.column(k) if not is_unknown(cell)}
        if texts and not any(map(str.isdecimal, texts)) and all(regions.quiet(t) or is_total(t) for t in texts):
            ledger.note("note", f"column {shown(sheet.header[k])} holds regions")
            return replace(columns, at={**columns.at, "region": k}, rest=tuple(r for r in columns.rest if r != k))
    return columns


def region_of_town(text: str, case: CaseFolder) -> str | None:
    """Return the region of the only town of this name, None if there is none or more than one."""
    codes = {code for name, code in case.towns if plain(name) == plain(text)}
    return next(iter(codes)) if len(codes) == 1 else None
