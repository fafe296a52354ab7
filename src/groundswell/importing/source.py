"""A file on its way into a case: its cells, its columns, the case and the ledger; and what is made of it."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from groundswell.case.romanise import latin
from groundswell.errors import InputError
from groundswell.importing.casefolder import CaseFolder
from groundswell.importing.cells import Cells
from groundswell.importing.columns import Columns
from groundswell.importing.ledger import Ledger
from groundswell.importing.options import Options
from groundswell.importing.sheet import Sheet
from groundswell.importing.words import plain


class Source(NamedTuple):
    """Everything that reading a table needs."""

    sheet: Sheet
    columns: Columns
    cells: Cells
    case: CaseFolder
    options: Options
    ledger: Ledger

    def refuse(self, problem: str, remedy: str, place: str = "") -> None:
        """Add a problem of the file as a whole."""
        self.ledger.refuse(InputError(problem, place=place or self.sheet.name, remedy=remedy))


class Draft(NamedTuple):
    """A file of the case that is to be written; `summary` says in a few lines what it holds."""

    path: str  # within the case's folder
    text: str
    rows: int
    summary: tuple[str, ...] = ()
    appended: bool = False  # to what is there
    title: str = ""  # what is read, if no table


@lru_cache(maxsize=4096)
def slug(text: str, otherwise: str = "") -> str:
    """Return a text as a name of small Latin letters, digits and _."""
    letters = unicodedata.normalize("NFKD", latin(plain(text)))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c)))
    return "_".join(words) or otherwise
