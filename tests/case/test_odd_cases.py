"""Cases that are small, bare or odd are run, or refused with what is wrong."""

import shutil
from pathlib import Path

import pytest

from groundswell.case import find
from groundswell.errors import InputError
from groundswell.running import run
from groundswell.scenario.load import load
from groundswell.verdicts.case_check import check


@pytest.fixture
def toyland(tmp_path: Path) -> Path:
    return shutil.copytree(find("toyland").folder, tmp_path / "toyland")


def test_a_country_without_towns_is_run(toyland: Path) -> None:
    (toyland / "population" / "towns.csv").write_text("region,name,population\n", encoding="utf-8")
    found = run(load(toyland, {"scenario.persons": 2000, "scenario.days": 2}))
    assert len(found.series("participants")) == 2


def test_a_covariate_whose_sum_is_infinite_is_refused(toyland: Path) -> None:
    table = toyland / "population" / "regions.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},anger", *(f"{row},1e308" for row in rows)]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"regions\.csv:2, anger: 1e\+308"):
        _ = find(toyland).population


def test_a_bare_table_says_that_a_case_has_a_call_up_and_is_no_fault(tmp_path: Path) -> None:
    folder = shutil.copytree(find("usa-2020").folder, tmp_path / "usa-2020")
    with (folder / "parameters.toml").open("a", encoding="utf-8") as file:
        file.write("\n[call]\n")
    assert load(folder).call is not None
    assert check(folder) == []


def test_of_thousands_of_rows_of_unknown_regions_the_first_are_listed_and_the_others_counted(toyland: Path) -> None:
    with (toyland / "population" / "towns.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"XX-{n},Town,1,0,0\n" for n in range(3000))
    with pytest.raises(InputError) as caught:
        _ = find(toyland).population
    lines = caught.value.text().splitlines()
    assert "towns.csv:7, region: unknown region 'XX-0'" in lines[0]
    assert lines[-1].startswith("towns.csv: and 2,980 rows of unknown regions more")
