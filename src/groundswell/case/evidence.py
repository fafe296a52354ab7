"""The evidence of a case: published figures, observed series and citations."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Evidence:
    """What was published about an episode."""


def read_evidence(folder: Path) -> Evidence:
    """Return the evidence of a case's folder `evidence`."""
    del folder
    return Evidence()
