"""The runner publishes failures: a check is run, or fails and says why."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from groundswell.classics import format_results
from groundswell.classics import replicate as r
from groundswell.errors import InputError
from groundswell.json_text import json_text

TOML = """
title = "A paper"
authors = "Nobody, A."
year = 2001
citation = "Journal 1:1"
claim = "One is one."
equations = ["1 = 1"]
status = "complete"
[[check]]
id = "T1"
kind = "closed form"
quantity = "one"
expected = 1
test = "exact"
source = "arithmetic"
tag = "C"
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a paper.toml against a stand-in for its checks module."""

    def _run(toml: str, **functions: object) -> r.Replication:
        (tmp_path / "toy").mkdir(exist_ok=True)
        (tmp_path / "toy" / "paper.toml").write_text(toml)
        monkeypatch.setattr(r, "FOLDER", tmp_path)
        monkeypatch.setattr(r, "names", lambda: ("toy",))
        monkeypatch.setattr(r, "import_module", lambda _: SimpleNamespace(**functions))
        return r.replicate("toy")

    return _run


def test_a_check_passes_when_the_number_is_obtained_and_fails_when_it_is_not(run) -> None:
    assert run(TOML, t1=lambda: 1).checks[0].status == "pass"
    assert run(TOML, t1=lambda: 2).checks[0].status == "fail"


def test_a_check_without_function_fails_and_says_so(run) -> None:
    done = run(TOML)
    assert (done.checks[0].status, done.ok) == ("fail", False)
    assert "no function t1()" in done.checks[0].why


def test_a_check_that_raises_fails_even_when_it_is_known_not_to_reproduce(run) -> None:
    check = run(TOML + 'outcome = "report"\n', t1=lambda: 1 / 0).checks[0]
    assert check.status == "fail"
    assert check.why.startswith("ZeroDivisionError")


def test_a_number_known_not_to_reproduce_is_reported_and_its_return_is_a_surprise(run) -> None:
    report = TOML + 'outcome = "report"\n'
    missed, found = run(report, t1=lambda: 2), run(report, t1=lambda: 1)
    assert (missed.checks[0].status, missed.ok) == ("not reproduced", True)
    assert found.checks[0].status == "pass"
    assert "surprise" in found.checks[0].why


def test_the_json_is_one_object_without_bare_nan(run) -> None:
    done = run(TOML, t1=lambda: float("nan"))
    table = json.loads(json_text(format_results.as_dict([done])), parse_constant=pytest.fail)
    assert table["totals"] == {"pass": 0, "fail": 1, "not reproduced": 0}
    assert table["papers"][0]["checks"][0]["obtained"] is None


def test_the_text_names_expected_obtained_source_and_tag(run) -> None:
    text = format_results.text([run(TOML, t1=lambda: 1)])
    assert all(part in text for part in ("T1", "expected 1", "obtained 1", "arithmetic [C]", "1 pass, 0 fail"))


def test_published_numbers_closed_forms_and_kept_numbers_are_counted_apart(run) -> None:
    published = TOML.split("[[check]]")[1].replace("T1", "T2").replace("closed form", "published")
    missed = published.replace("T2", "T3") + 'outcome = "report"\nnote = "why"\n'
    fact = published.replace("T2", "T4").replace("published", "data")
    toml = "[[check]]".join([TOML, published, missed, fact])
    done = run(toml, t1=lambda: 1, t2=lambda: 1, t3=lambda: 2, t4=lambda: 1)
    assert done.tally() == {"published": (1, 2), "closed form": (1, 1), "regression": (0, 0), "data": (1, 1)}
    text = format_results.text([done])
    assert "published numbers reproduced: 1 of 2; closed forms met: 1 of 1; facts of data: 1 of 1" in text
    assert "checks of models: 2 pass, 0 fail, 1 not reproduced" in text  # a fact of data is no test of a model
    assert format_results.as_dict([done])["kinds"]["published"]["of"] == 2


def test_a_check_without_a_known_kind_is_refused(run) -> None:
    with pytest.raises(InputError, match=r"kind = 'close form'.*did you mean 'closed form'"):
        run(TOML.replace("closed form", "close form"))
    with pytest.raises(InputError, match=r"check T1.*kind"):
        run(TOML.replace('kind = "closed form"\n', ""))


def test_a_check_that_chance_may_fail_says_what_it_would_find(run) -> None:
    chance = TOML.replace('test = "exact"', 'test = "binomial"\nlevel = 0.05').replace("expected = 1", "expected = 0.5")
    done = run(chance, t1=lambda: {"successes": 52, "trials": 100})
    low, high = done.checks[0].finds
    assert 0.30 < low < 0.36 and 0.64 < high < 0.70
    assert "would find a share of" in format_results.text([done])


def test_a_misspelt_key_of_a_paper_is_refused_with_the_nearest_one(run) -> None:
    with pytest.raises(InputError, match="did you mean 'tolerance'"):
        run(TOML + "tolerence = 1\n")
    with pytest.raises(InputError, match=r"check T1.*source"):
        run(TOML.replace('source = "arithmetic"\n', ""))


def test_an_unknown_paper_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"granovetter_1978|valid"):
        r.paper("granoveter_1978")


def test_the_classics_are_found_under_the_packages_name() -> None:
    import groundswell as gs

    assert gs.classics.granovetter_1978.run([0, 1, 2, 3]) == 4
