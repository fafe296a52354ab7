"""Whatever can change a number changes the fingerprint; what cannot, does not."""

import importlib
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.fingerprint import fingerprint, sources

RULE = "import mathsy\nfrom rules import helper\nfrom . import helper\nSHARE = 1\n"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's package `rules` with a rule, a helper and a table, beside a module of another name that it imports."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rule.py").write_text(RULE)
    (tmp_path / "rules" / "helper.py").write_text("FACTOR = 1\n")
    (tmp_path / "rules" / "table.csv").write_text("a,b\n1,2\n")
    (tmp_path / "mathsy.py").write_text("import numpy\nTWO = 2\n")
    (tmp_path / "unrelated.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] in ("rules", "mathsy")]:
        del sys.modules[name]


@pytest.mark.parametrize("name", ["rules/rule.py", "rules/helper.py", "rules/table.csv", "mathsy.py"])
def test_the_rule_of_a_user_and_all_it_stands_on_are_in_the_fingerprint(rules: Path, name: str) -> None:
    before = fingerprint("rules.rule")
    (rules / name).write_text((rules / name).read_text() + "\n")
    assert fingerprint("rules.rule") != before


def test_what_a_rule_does_not_use_is_not_in_its_fingerprint(rules: Path) -> None:
    before = fingerprint("rules.rule")
    (rules / "unrelated.py").write_text("X = 1\n")
    (rules / "results.csv").write_text("1\n")
    (rules / "rules" / "runs").mkdir()
    (rules / "rules" / "runs" / "daily.parquet").write_text("")
    importlib.import_module("rules.rule")  # being loaded is no change either
    assert fingerprint("rules.rule") == before
    assert fingerprint("exit_voice_loyalty") != before
    assert fingerprint("groundswell.behaviour.epstein") == fingerprint()


def test_rules_behind_a_link_or_in_an_archive_are_in_the_fingerprint(rules: Path) -> None:
    (rules / "elsewhere").mkdir()
    shutil.move(rules / "rules" / "helper.py", rules / "elsewhere" / "helper.py")
    (rules / "rules" / "part").symlink_to(rules / "elsewhere")
    (rules / "elsewhere" / "back").symlink_to(rules / "rules")
    before = fingerprint("rules.rule")
    (rules / "elsewhere" / "helper.py").write_text("FACTOR = 2\n")
    assert fingerprint("rules.rule") != before
    sys.path.insert(0, str(rules / "packed.zip"))
    for text in ("X = 1\n", "X = 2\n"):
        with zipfile.ZipFile(rules / "packed.zip", "w") as archive:
            archive.writestr("zipped/__init__.py", "")
            archive.writestr("zipped/rule.py", text)
        importlib.invalidate_caches()
        sys.path_importer_cache.clear()
        found = fingerprint("zipped.rule")
        assert found != before
        before = found
    sys.path.remove(str(rules / "packed.zip"))


def test_a_rule_that_was_changed_after_it_had_been_loaded_is_refused_until_it_is_loaded_again(rules: Path) -> None:
    rule = importlib.import_module("rules.rule")
    before = fingerprint("rules.rule")
    (rules / "rules" / "rule.py").write_text(RULE.replace("1", "25"))
    with pytest.raises(InputError, match=r"rules/rule\.py: has been changed since it was loaded"):
        fingerprint("rules.rule")
    assert importlib.reload(rule).SHARE == 25
    assert fingerprint("rules.rule") != before


def test_other_versions_of_the_libraries_make_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sources()
    sources.cache_clear()
    monkeypatch.setattr("groundswell.fingerprint.version", lambda name: f"another {name}")
    assert sources() != before
    sources.cache_clear()
