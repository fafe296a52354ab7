"""What a claim draws where no posterior weighs it: all uncertain parameters of its scenario, by their joint prior.

Not drawn is what the claim's file sets, what the user fixes, and what an arm sets. A parameter to which the file gives
a range of its own is drawn from that; it is then not solved for from an observable.

A draw whose parameters are solved for from observables takes a tenth of a second. It is solved once and kept, sealed,
beside the runs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from groundswell.comparisons import design
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.design import Prior
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.files import as_input_errors
from groundswell.inference.prior import Coordinate, JointPrior, joint_prior
from groundswell.json_text import json_text
from groundswell.seals import BLANK, KEY, DamagedError, read_sealed, write_sealed
from groundswell.verdicts.claim import Claim, own_event


@dataclass
class Joint:
    """The draws of a claim: those of the joint prior, and of ranges that its file or an arm alone gives."""

    claim: Claim
    prior: JointPrior
    own: tuple[Prior, ...]
    folder: Path | None = None  # where solved draws are kept; None: nowhere
    _new: int = field(default=0, init=False)

    def values(self, number: int, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return draw `number`: the values of all drawn parameters by key; solved once.

        `given`: values of coordinates or parameters that count in the place of this draw's own.
        """
        name = f"{number} {json_text(dict(given or {}), None)}"
        if name not in self._kept:
            self._kept[name] = self._solved(number, given or {})
            self._new += 1
        return dict(self._kept[name])

    def kept(self, count: int) -> list[dict[str, Any]]:
        """Return draws 0 .. count - 1 as they were kept beside the runs, none while one of them is missing."""
        names = [f"{number} {json_text({}, None)}" for number in range(count)]
        found = self._read()
        return [found[name] for name in names] if all(name in found for name in names) else []

    def save(self) -> None:
        """Keep what was solved beside the runs. Raises InputError."""
        if self.folder is None or not self._new:
            return
        with as_input_errors(self._file, remedy="repeat the command to go on"):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            text = json_text({"draws": self._kept, KEY: BLANK}, None)
            write_sealed(self._file, text.encode())
        self._new = 0

    def coordinate(self, key: str) -> Coordinate | None:
        """Return the coordinate that draws a parameter, or from which it is solved for; None if there is none."""
        return next((c for c in self.prior.coordinates if key in (c.key, c.solves)), None)

    @property
    def solved(self) -> tuple[Coordinate, ...]:
        """The coordinates that are observables."""
        return tuple(c for c in self.prior.coordinates if c.solves)

    @property
    def count(self) -> int:
        """How many uncertain parameters are drawn."""
        return len(self.prior.coordinates) + len(self.own)

    def _solved(self, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
        seed, known = self.claim.scenario.seed, self._known
        own = {**design.draw(self.own, number, seed), **given}
        here = {key: value for key, value in own.items() if key in known}
        drawn = self.prior.point(self.prior.unit(number, seed), here).values
        coordinates = {c.key for c in self.solved}
        return {**drawn, **{key: value for key, value in own.items() if key not in coordinates}}

    @cached_property
    def _known(self) -> set[str]:
        return {*design.parameters(self.claim.scenario), *self.prior.keys}

    @cached_property
    def _kept(self) -> dict[str, dict[str, Any]]:
        return self._read()

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            return json.loads(read_sealed(self._file))["draws"] if self.folder else {}
        except (FileNotFoundError, DamagedError, ValueError, KeyError):
            return {}

    @cached_property
    def _file(self) -> Path:
        """The file of these draws, named by all that decides them."""
        base = Job((Variant(BASE, self.claim.scenario),)).key
        name = design.word(repr((base, self.prior.keys, self.prior.priors, self.own)))
        return (self.folder or Path()) / "draws" / f"{base[:16]}-{name:08x}.json"


def joint(claim: Claim, folder: Path | None = None) -> Joint:
    """Return what a claim draws; a placebo draws nothing. `folder`: where solved draws are kept."""
    if claim.placebo:
        return Joint(claim, JointPrior(claim.scenario, ()), (), folder)
    own = [p for p, d in zip(claim.priors, claim.declared(), strict=True) if p != d]
    prior = joint_prior(claim.scenario, [*known(claim), *(p.key for p in own)])
    drawn = {key for c in prior.coordinates for key in (c.key, c.solves)}
    own += [p for p in claim.priors if p not in own and p.key not in drawn]
    return Joint(claim, prior, tuple(own), folder)


def known(claim: Claim) -> Sequence[str]:
    """Return the keys of what a claim's file sets and the user fixes; all of an event that the file makes."""
    made = {own_event(key) for key in claim.settings if key.endswith(".kind")}
    parts = [key for key in design.parameters(claim.scenario) if own_event(key) in made]
    return [*claim.fixed, *claim.settings, *parts]
