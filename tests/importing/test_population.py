"""Regions, towns and ages: sums that agree, covariates by name, and nothing taken for a region that is none."""

from collections.abc import Callable

import pytest

from groundswell.importing.run import Imported

from .conftest import Case

Said = Callable[[Imported], str]
BANDS = [f"age_{age}" for age in range(0, 85, 5)]


def test_regions_are_read_with_their_covariates_and_without_their_total(bare: Case, said: Said) -> None:
    text = "Code;Bundesland;Einwohner;Arbeitslose %;Note\nXX-A;Ardland;1.500.000;5,5;x\n"
    text += "XX-B;Bérg;800 000;;y\nXX;Insgesamt;2.300.000;5,2;z\n"
    found = bare.read("regions", text)
    rows = bare.rows("population/regions.csv")
    assert [tuple(r.values()) for r in rows] == [("XX-A", "Ardland", "1500000", "5.5"), ("XX-B", "Bérg", "800000", "")]
    assert list(rows[0]) == ["code", "name", "population", "arbeitslose"]
    assert "'Insgesamt' is the sum of the others" in said(found) and "column 'Note' holds no numbers" in said(found)


def test_regions_in_thousands_are_recognised_by_the_header_or_the_user(bare: Case, said: Said) -> None:
    found = bare.read(
        "regions",
        'code,name,"population, thousands"\nXX-A,A,1500.5\nXX-B,B,20\n',
        columns={"population": "population, thousands"},
    )
    assert [r["population"] for r in bare.rows("population/regions.csv")] == ["1500500", "20000"]
    assert "is in thousands, as its header says" in said(found)
    assert (
        "'1500.5' is 1500.5, no whole number" in bare.refused("regions", "code,name,pop\nA,A,1500.5\n", force=True)[0]
    )
    bare.read("regions", "code,name,pop\nA,A,1500.5\n", unit="thousands", force=True)
    assert bare.rows("population/regions.csv")[0]["population"] == "1500500"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("XX-A,A,5,95,20\n", "table.csv:2, lat: 95 is outside -90..90 degrees"),
        ("XX-A,A,5,9,200\n", "table.csv:2, lon: 200 is outside -180..180 degrees"),
        ("XX-A,A,0,9,20\n", "0 people"), ("XX-A,A,-5,9,20\n", "'-5' is negative"),
        ("X|A,A,5,9,20\n", "'X|A' is no code of a region"),
        ("XX-A,A,5,9,20\nXX-A,B,6,9,20\n", "region 'XX-A' again, with other values than in line 2"),
        ("Total,Total,5,9,20\n", "no region is left"), ("XX-A,A,,9,20\n", "table.csv:2, population: no population"),
    ],
)  # fmt: skip
def test_regions_that_cannot_be_are_refused(bare: Case, rows: str, problem: str) -> None:
    assert problem in bare.refused("regions", "code,name,population,lat,lon\n" + rows)[0]


def test_covariates_are_added_to_the_regions_of_a_case(case: Case, said: Said) -> None:
    found = case.read("regions", "region,income,risk\nDagestan,10.5,1\nMoscow,20,2\nmoscow oblast,15,\n")
    rows = {r["code"]: (r["population"], r["income"], r["risk"]) for r in case.rows("population/regions.csv")}
    assert rows == {"RU-DA": ("300000", "10.5", "1"), "RU-MOS": ("1000000", "15", ""),
                    "RU-MOW": ("2000000", "20", "2"), "XL-N": ("200000", "", "")}  # fmt: skip
    assert "1 regions of the case are not in the file" in said(found)
    assert "the case has a column income already" in case.refused("regions", "region,income\nDagestan,1\n")[0]
    assert "'Dagestn' is no certain region" in case.refused("regions", "region,cars\nDagestn,1\n")[0]


def test_the_regions_of_a_case_are_replaced_only_by_force(case: Case) -> None:
    text = "code,name,population\nXX-A,A,5\n"
    assert "population/regions.csv exists" in case.refused("regions", text)[0]
    case.read("regions", text, force=True)
    assert len(case.rows("population/regions.csv")) == 1


def test_towns_are_read_into_their_regions(case: Case, said: Said) -> None:
    text = "Город;Регион;Население;широта;долгота\nМахачкала;Дагестан;100 000;42,98;47,5\n"
    text += "Юг;Дагестан;;42;47\nСевер;XL-N;5'000;;\n"
    found = case.read("towns", text, force=True)
    assert [tuple(r.values()) for r in case.rows("population/towns.csv")] == [
        ("RU-DA", "Махачкала", "100000", "42.98", "47.5"), ("XL-N", "Север", "5000", "", ""),
    ]  # fmt: skip
    assert "'Юг' has no population" in said(found)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("A,RU-DA,200000\nB,RU-DA,150000\n", "the towns of RU-DA (Dagestan) hold 350,000 people, the region 300,000"),
        ("A,RU-DA,5\na,RU-DA,6\n", "'a' in RU-DA again, with 6 people and not 5 (line 2)"),
        (",RU-DA,5\n", "table.csv:2, name: no name"), ("A,RU-XX,5\n", "'RU-XX' is no certain region"),
        ("A,RU-DA,1.5\n", "'1.5' is 1.5, no whole number"),
    ],
)  # fmt: skip
def test_towns_that_cannot_be_are_refused(case: Case, rows: str, problem: str) -> None:
    assert problem in case.refused("towns", "name,region,population\n" + rows, force=True)[0]


def test_a_town_twice_is_one_and_its_region_is_needed(case: Case, said: Said) -> None:
    found = case.read("towns", "name,region,population\nA,XL-N,5\nA,North,5\n", force=True)
    assert "'A' again, as in line 2: counted once (line 3)" in said(found)
    assert "no column of the towns' region" in case.refused("towns", "name,population\nA,5\n", force=True)[0]
    (case.path / "population/regions.csv").unlink()
    assert "the case has no regions" in case.refused("towns", "name,region,population\nA,XL-N,5\n", force=True)[0]


def single_years(last: int, cell: str = "10") -> str:
    return "".join(f"{age},{cell}\n" for age in range(last + 1))


def test_single_years_are_added_up_and_the_last_is_open(case: Case, said: Said) -> None:
    found = case.read("ages", "age,male,female\n" + single_years(100, "10,11"))
    male, female = case.rows("population/age_sex.csv")
    assert [male[band] for band in BANDS] == ["50"] * 16 + ["210"]
    assert (male["sex"], female["age_0"], female["age_80"]) == ("male", "55", "231")
    assert "the end is open" in said(found)


@pytest.mark.parametrize(
    "text",
    [
        "sex,age,value\n" + "".join(f"{s},{a}-{a + 4},7\n{s},{a + 5}+,7\n" if a == 75 else f"{s},{a}-{a + 4},7\n"
                                    for s in ("male", "female") for a in range(0, 80, 5)),
        "Пол;" + ";".join(f"{a}–{a + 4}" for a in range(0, 80, 5)) + ";80 лет и старше\nмужчины;" + ";".join(["7"] * 17)
        + "\nженщины;" + ";".join(["7"] * 17) + "\nоба пола;" + ";".join(["14"] * 17) + "\n",
        "region,sex," + ",".join(BANDS) + "".join(f"\n*,{sex}," + ",".join(["7"] * 17) for sex in ("male", "female")),
        "Altersgruppe;Männer;Frauen\nunter 5;7;7\n" + "".join(f"{a} bis {a + 4};7;7\n" for a in range(5, 80, 5))
        + "80 und älter;7;7\nInsgesamt;119;119\n",
    ],
)  # fmt: skip
def test_bands_of_every_shape_give_the_same_table(case: Case, text: str) -> None:
    case.read("ages", text)
    rows = case.rows("population/age_sex.csv")
    assert [(r["region"], r["sex"]) for r in rows] == [("*", "male"), ("*", "female")]
    assert all(r[band] == "7" for r in rows for band in BANDS)


def test_ages_of_regions_must_add_up_to_their_population(case: Case) -> None:
    (case.path / "population/regions.csv").write_text("code,name,population\nXX-A,A,340\nXX-B,B,\n")

    def table(first: int) -> str:
        rows = [f"{r},{s}," + ",".join([str(first), *["10"] * 16]) for r in ("A", "XX-B") for s in ("m", "f")]
        return "region,sex," + ",".join(BANDS) + "\n" + "\n".join(rows) + "\n"

    (problem,) = case.refused("ages", table(11))
    assert "the ages of XX-A (A) add up to 342, its population is 340" in problem
    case.read("ages", table(10))
    assert len(case.rows("population/age_sex.csv")) == 4


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("age,value\n0-9,5\n10+,5\n", "ages 0 to 9 lie in more than one band of five years"),
        ("age,value\n" + single_years(69) + "70+,5\n", "ages 70 to the end lie in more than one band"),
        ("age,value\n0,5\n1,5\n3,5\n", "table.csv:4: age 2 is missing"),
        ("age,value\n0,5\n0-4,5\n5+,5\n", "is there twice"),
        ("age,value\n0,5\nold,5\n", "table.csv:3, age: 'old' is no age"),
        ("age,value\n0,5\n1,\n", "table.csv:3, value: no number"),
        ("age,value\n0,-5\n1,5\n", "-5 is negative"),
        ("age,sex,value\n0,male,5\n", "the nation has no row for female"),
        ("age,sex,value\n0,robot,5\n", "'robot' is no sex"),
        ("age,people in 2020\n" + single_years(90, "1.5"), "--unit thousands"),
        ("age,a,b\n0,5,6\n1,6,7\n", "no column of ages with numbers"),
        ("Alter,Wert\n" + single_years(90, "1.5"), "--unit thousands"),
        ("age,value\n" + single_years(30), "the table ends at age 30"),
    ],
)  # fmt: skip
def test_age_tables_that_leave_something_open_are_refused(case: Case, text: str, problem: str) -> None:
    assert any(problem in found for found in case.refused("ages", text, allow_partial="robot" in problem))


def test_a_nation_s_ages_need_each_region_s_population(case: Case) -> None:
    (case.path / "population/regions.csv").write_text("code,name,population\nXX-A,A,340\nXX-B,B,\n")
    (problem,) = case.refused("ages", "age,value\n" + single_years(90))
    assert "which XX-B (B) lack" in problem


@pytest.mark.parametrize(
    "header",
    ['#"name","region","country","gps_x","gps_y","location_type","conflict_date","population/pop_cap"',
     "#name,region,country,latitude,longitude,location_type,conflict_date,pop/cap",
     "name,region,country,lat,lon,location_type,conflict_date,population"],
)  # fmt: skip
def test_flee_places_are_read_under_every_header_they_have_had(bare: Case, said: Said, header: str) -> None:
    rows = "A,North,Xland,10,1,conflict_zone,0,500\nB,North,Xland,9,1,forwarding_hub,,0\nC,East,Yland,9,2,camp,,900\n"
    rows += "D,South,Xland,8,1,town,,\n"
    found = bare.read("regions", f"{header}\n{rows}", columns={})
    assert bare.rows("population/regions.csv") == [{"code": "NORTH", "name": "North", "population": "500"}]
    assert "'B', a forwarding_hub: it has no residents" in said(found)
    assert "region 'South': none of its places has people" in said(found)


def test_of_several_columns_of_population_one_must_be_named(bare: Case, said: Said) -> None:
    text = "code,name,population_2019,population_2020,lat,lon\nXX-A,A,5,6,37.142,-112.074\n"
    (problem,) = bare.refused("regions", text)
    assert "2 columns of population: population_2019, population_2020" in problem
    bare.read("regions", text, columns={"population": "population_2020"})
    (row,) = bare.rows("population/regions.csv")
    assert (row["population"], row["population_2019"], row["lat"], row["lon"]) == ("6", "5", "37.142", "-112.074")
    found = bare.read("regions", "code,name,population 2020\nXX-A,A,5\n", force=True)
    assert "population is taken from column population 2020" in said(found)


def test_of_a_table_of_years_and_countries_one_is_taken(case: Case, said: Said) -> None:
    rows = "".join(
        f"{c},{y},{s}," + ",".join(["7"] * 21) + "\n"
        for c in ("Xland", "Yland")
        for y in (2010, 2020)
        for s in ("M", "F")
    )
    text = "location,year,sex," + ",".join(f"age_{age}" for age in range(0, 105, 5)) + "\n" + rows
    assert "rows of 2 years: 2010, 2020; take one: --where year=2020" in case.refused("ages", text)[0]
    assert "rows of Xland, Yland; the case" in case.refused("ages", text, where={"year": "2020"})[0]
    found = case.read("ages", text, where={"year": "2020"}, country="Xland")
    assert [r["age_80"] for r in case.rows("population/age_sex.csv")] == ["35", "35"]
    assert "year is not '2020'" in said(found)


def test_the_united_nations_ages_are_thousands_of_one_country_and_year(case: Case, said: Said) -> None:
    bands = [*(f"{age}-{age + 4}" for age in range(0, 100, 5)), "100+"]
    rows = "".join(f"{c},{c},2020,{band},1.5,2.25,3.75\n" for c in ("XLD", "YLD") for band in bands)
    found = case.read("ages", "ISO3_code,Location,Time,AgeGrp,PopMale,PopFemale,PopTotal\n" + rows)
    male, female = case.rows("population/age_sex.csv")
    assert (male["age_0"], female["age_0"], male["age_80"]) == ("1500", "2250", "7500")
    assert found.read_as.startswith("World Population Prospects") and "in thousands" in said(found)
