"""Files with mistakes of every kind are accepted or refused in words, at once (verification/mutated.py has 600)."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest


def test_a_mutated_file_is_accepted_or_refused_in_words_and_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = spec_from_file_location("mutated", Path(__file__).parents[2] / "verification" / "mutated.py")
    assert spec and spec.loader
    mutated = module_from_spec(spec)
    spec.loader.exec_module(mutated)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [])
    for _, number, outcome in mutated.verify(65, tmp_path):
        assert not outcome.trace, f"file {number}: {outcome.trace}"
        assert outcome.explained, f"file {number} ended with {outcome.code}"
        assert outcome.seconds < 10.0, f"file {number} took {outcome.seconds:.1f} s"  # on a machine that is busy
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]
