"""A case: one episode as a folder without code. What a folder holds stands in docs/case-format.md."""

from groundswell.case.lookup import cases as cases
from groundswell.case.lookup import find as find
from groundswell.case.model import Case as Case
