"""What people get wrong in a case's folder is said with file, row and remedy; nothing is written, nothing is traced."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Break = Callable[[Path], object]
AGES = ",".join(f"age_{age}" for age in range(0, 85, 5))
MEN, WOMEN = ("100," * 16 + "100", "110," * 16 + "110")
SQUARE = '{"type":"Polygon","coordinates":[[[%s,50],[%s,51],[21,51],[%s,50]]]}'
FEATURE = '{"type":"Feature","properties":{"code":"%s"},"geometry":' + SQUARE % (20, 20, 20) + "}"

TINY = {
    "case.toml": """title = "Tiny"
description = "A country of two regions, for tests."
country = "CHL"
start = 2020-03-01
days = 20
scale = "1:1"
status = "draft"
licence = "CC0 1.0"
[covariates]
means = "income"
""",
    "README.md": "# Tiny\n\nFictional. Aggregate and historical in kind: no persons, no forecast.\n",
    "parameters.toml": """[behaviour.protest]
value = -6.0
prior = [-8, -4]
status = "assumed"
source = "fictional"

[border.gates.north.capacity]
value = 100.0
source = "fictional"
""",
    "timeline.toml": """[events.news]
kind = "announcement"
day = 2020-03-02
source = "fictional [S1]"

[events.call]
kind = "rally"
day = 2020-03-03
until = 2020-03-17
every = 7
regions = ["CL-AA"]
reach = 0.0
source = "fictional"
""",
    "sources.toml": '[population]\ntitle = "Tiny"\ncitation = "fictional"\nlicence = "CC0 1.0"\n'
    'retrieved = "2026-11-28"\ncaveats = []\n',
    "population/regions.csv": "code,name,population,lat,lon,income\n"
    "CL-AA,Alpha,3570,50,20,1\nCL-BB,Beta,3570,50,21,2\n",
    "population/age_sex.csv": f"region,sex,{AGES}\n"
    f"CL-AA,male,{MEN}\nCL-AA,female,{WOMEN}\nCL-BB,male,{MEN}\nCL-BB,female,{WOMEN}\n",
    "population/towns.csv": "region,name,population\nCL-AA,Alphaville,2000\nCL-BB,Betatown,900\n",
    "population/spellings.csv": "code,spelling\nCL-AA,Alfa\n",
    "population/outlines.geojson": '{"type":"FeatureCollection","features":[%s]}' % (FEATURE % "CL-AA"),
    "variants/quiet.toml": 'extends = "tiny"\n\n[scenario]\ntitle = "Quiet"\n\n[events]\ncall.remove = true\n',
    "evidence/citations.toml": 'S1 = "Nobody (2020), invented"\n',
    "evidence/targets.csv": "id,about,series,aggregate,regions,date,value,low,high,role,note,source\n"
    "T1,crowd,participants,peak,,2020-03-01/2020-03-20,500,100,900,fit,,invented [S1]\n",
    "evidence/observations/crowds.csv": "series,date,until,region,place,value,low,high,kind,source\n"
    "participants,2020-03-03,,CL-AA,,300,,,about,invented [S1]\n",
    "claims/calls.toml": """title = "Calls bring people"
text = "Who is called comes."
said = "a test"
reading = "Without calls fewer take part."
literature = "None."
refuted_if = "As many take part."
scenario = "tiny"
days = 20
assumptions = ["Fictional."]

[arms]
"no calls" = ["-call"]

[[conditions]]
text = "Without calls voice falls."
arm = "no calls"
outcome = "voice"
direction = "falls"

[priors]
"behaviour.protest" = true
""",
}


def edit(file: str, old: str, new: str) -> Break:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"the tiny case has no {old!r} in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(file: str, lines: str) -> Break:
    return lambda folder: (folder / file).write_text((folder / file).read_text(encoding="utf-8") + lines)


def put(file: str, content: bytes) -> Break:
    return lambda folder: (folder / file).write_bytes(content)


def drop(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def link(file: str) -> Break:
    def change(folder: Path) -> None:
        (folder / file).rename(folder.parent / "elsewhere.csv")
        (folder / file).symlink_to(folder.parent / "elsewhere.csv")

    return change


REGIONS, AGE_SEX, TOWNS = "population/regions.csv", "population/age_sex.csv", "population/towns.csv"
OUTLINES, TARGETS, CROWDS = "population/outlines.geojson", "evidence/targets.csv", "evidence/observations/crowds.csv"
BETA = "CL-BB,Beta,3570,50,21,2"
BROKEN: dict[str, tuple[Break, list[str]]] = {
    # the folder
    "no case.toml": (drop("case.toml"), ["case.toml"]),
    "no card": (drop("README.md"), ["README.md"]),
    "no table of regions": (drop(REGIONS), ["regions.csv"]),
    "no table of ages": (drop(AGE_SEX), ["age_sex.csv"]),
    "an unknown file": (put("regoins.csv", b"code\n"), ["regoins.csv"]),
    "an unknown file below": (put("population/towns.xlsx", b"PK"), ["towns.xlsx"]),
    "a link out of the folder": (link(TOWNS), ["towns.csv", "link"]),
    "two names that differ in case": (put("population/Towns.csv", b"region,name,population\n"), ["Towns.csv"]),
    # case.toml
    "no title": (edit("case.toml", 'title = "Tiny"\n', ""), ["case.toml", "title"]),
    "a wrong date": (edit("case.toml", "2020-03-01", '"01.03.2020"'), ["case.toml:4", "start", "01.03.2020"]),
    "a day that never was": (edit("case.toml", "2020-03-01", "2020-02-30"), ["case.toml:4"]),
    "an unknown status": (edit("case.toml", '"draft"', '"final"'), ["case.toml:7", "final", "reviewed"]),
    "a scale of its own kind": (edit("case.toml", '"1:1"', '"1/10"'), ["case.toml:6", "scale", "1/10"]),
    "too many days": (edit("case.toml", "days = 20", "days = 20000"), ["case.toml:5", "days", "20000"]),
    "a misspelt key": (edit("case.toml", "licence", "license"), ["case.toml:8", "license", "licence"]),
    "means from no column": (edit("case.toml", '"income"', '"wages"'), ["case.toml", "wages"]),
    "no TOML": (edit("case.toml", "days = 20", "days = = 20"), ["case.toml:5"]),
    # regions
    "a code twice": (add(REGIONS, BETA + "\n"), ["regions.csv:4", "CL-BB", "twice"]),
    "a code twice but for case": (edit(REGIONS, "CL-BB", "cl-aa"), ["regions.csv:3", "cl-aa"]),
    "ages that do not add up": (edit(REGIONS, "Beta,3570", "Beta,3571"), ["regions.csv:3", "3,571", "3,570"]),
    "negative people": (edit(REGIONS, "Beta,3570", "Beta,-3570"), ["regions.csv:3", "population", "-3570"]),
    "text for a number": (edit(REGIONS, "50,21,2", "50,21,much"), ["regions.csv:3", "income", "much"]),
    "not a number": (edit(REGIONS, "50,21,2", "50,21,NaN"), ["regions.csv:3", "income", "NaN"]),
    "a decimal comma": (edit(REGIONS, "50,21,2", '50,21,"2,5"'), ["regions.csv:3", "income", "2,5"]),
    "semicolons": (lambda f: put(REGIONS, TINY[REGIONS].replace(",", ";").encode())(f), ["regions.csv:1"]),
    "another encoding": (put(REGIONS, TINY[REGIONS].replace("Beta", "B\xeata").encode("latin-1")), ["regions.csv"]),
    "UTF-16": (put(REGIONS, TINY[REGIONS].encode("utf-16")), ["regions.csv"]),
    "an empty file": (put(REGIONS, b""), ["regions.csv"]),
    "a header alone": (put(REGIONS, b"code,name,population,lat,lon,income\n"), ["regions.csv"]),
    "a cell too many": (edit(REGIONS, BETA, BETA + ",9"), ["regions.csv:3"]),
    "a column twice": (edit(REGIONS, "lat,lon", "lat,lat"), ["regions.csv:1", "lat"]),
    "no capital letters in covariates": (edit(REGIONS, "lon,income", "lon,Income"), ["regions.csv:1", "Income"]),
    "latitude beyond the pole": (edit(REGIONS, "50,21,2", "95,21,2"), ["regions.csv:3", "lat", "95"]),
    # ages and towns
    "negative ages": (edit(AGE_SEX, "CL-BB,male,100", "CL-BB,male,-100"), ["age_sex.csv:4", "age_0", "-100"]),
    "an unknown sex": (edit(AGE_SEX, "CL-BB,male", "CL-BB,men"), ["age_sex.csv:4", "men", "male"]),
    "a sex missing": (edit(AGE_SEX, f"CL-BB,female,{WOMEN}\n", ""), ["age_sex.csv", "CL-BB", "female"]),
    "ages of another region": (edit(AGE_SEX, "CL-BB,male", "CL-BC,male"), ["age_sex.csv:4", "CL-BC", "CL-BB"]),
    "ages with fractions": (edit(AGE_SEX, "CL-AA,male,100", "CL-AA,male,99.5"), ["age_sex.csv:2", "99.5"]),
    "a town above its region": (edit(TOWNS, "Betatown,900", "Betatown,3571"), ["towns.csv:3", "CL-BB", "3,571"]),
    "a town of another region": (edit(TOWNS, "CL-BB", "CL-BC"), ["towns.csv:3", "CL-BC", "CL-BB"]),
    # outlines and spellings
    "broken JSON": (edit(OUTLINES, "]}", ""), ["outlines.geojson:1"]),
    "an outline of nowhere": (edit(OUTLINES, "CL-AA", "CL-ZZ"), ["outlines.geojson", "CL-ZZ"]),
    "metres for degrees": (edit(OUTLINES, "[20,50]", "[4471000,50]"), ["outlines.geojson", "degrees"]),
    "a spelling of nowhere": (edit("population/spellings.csv", "CL-AA", "CL-ZZ"), ["spellings.csv:2", "CL-ZZ"]),
    "a spelling of two": (add("population/spellings.csv", "CL-BB,alfa\n"), ["spellings.csv:3", "alfa"]),
    # parameters
    "an unknown parameter": (edit("parameters.toml", "r.protest", "r.protets"), ["parameters.toml:2", "protest"]),
    "a value out of range": (edit("parameters.toml", "-6.0", "-600.0"), ["parameters.toml:2", "-600"]),
    "a prior beyond the limits": (edit("parameters.toml", "[-8, -4]", "[-800, -4]"), ["parameters.toml:3", "-800"]),
    "a prior upside down": (edit("parameters.toml", "[-8, -4]", "[-4, -8]"), ["parameters.toml:3", "-4"]),
    "a parameter without a source": (
        edit("parameters.toml", 'status = "assumed"\nsource = "fictional"\n', ""),
        ["parameters.toml", "behaviour.protest", "source"],
    ),
    "text for a value": (edit("parameters.toml", "100.0", '"many"'), ["parameters.toml:8", "capacity", "many"]),
    "one gate twice": (
        add("parameters.toml", '[border.gates.north.capacity]\nvalue = 5.0\nsource = "again"\n'),
        ["parameters.toml", "north"],
    ),
    # timeline and variants
    "a variant of another case": (
        put("variants/quiet.toml", b'extends = "toyland"\n'),
        ["quiet.toml", "toyland", "tiny"],
    ),
    "an unknown region in an event": (edit("timeline.toml", "CL-AA", "CL-AB"), ["timeline.toml:11", "CL-AB", "CL-AA"]),
    "an unknown kind of event": (edit("timeline.toml", '"rally"', '"raly"'), ["timeline.toml:7", "raly", "rally"]),
    "an event without a source": (
        edit("timeline.toml", 'reach = 0.0\nsource = "fictional"\n', "reach = 0.0\n"),
        ["timeline.toml:6", "call", "source"],
    ),
    "an event that ends before it begins": (
        edit("timeline.toml", "2020-03-17", "2020-03-02"),
        ["timeline.toml", "call"],
    ),
    "an event before the start": (edit("timeline.toml", "2020-03-02", "2020-02-02"), ["timeline.toml:3", "2020-02-02"]),
    "a gate that is not there": (
        add("timeline.toml", '\n[events.shut]\nkind = "border_rule"\nday = 3\ngate = "nroth"\nsource = "x"\n'),
        ["timeline.toml:18", "nroth", "north"],
    ),
    "a decree without a call-up": (
        add(
            "timeline.toml",
            '\n[events.draft]\nkind = "decree"\nday = 3\ntarget = 1\nduration = 1\nbelieved_total = 1\nsource = "x"\n',
        ),
        ["timeline.toml", "draft", "[call]"],
    ),
    "a variant of itself": (edit("variants/quiet.toml", '"tiny"', '"quiet"'), ["quiet.toml"]),
    "a variant of nothing": (
        edit("variants/quiet.toml", '"tiny"', '"tyni"'),
        ["quiet.toml:1", "tyni", "of this case is 'tiny'"],
    ),
    "a variant without an event it removes": (edit("variants/quiet.toml", "call.", "cal."), ["quiet.toml:6", "cal"]),
    # evidence, claims, sources
    "a target in no series": (edit(TARGETS, "participants", "participant"), ["targets.csv:2", "participant"]),
    "a target above its interval": (edit(TARGETS, ",500,", ",5000,"), ["targets.csv:2", "5000"]),
    "a target of no role": (edit(TARGETS, ",fit,", ",fitted,"), ["targets.csv:2", "fitted"]),
    "a target of another summing": (edit(TARGETS, ",peak,", ",highest,"), ["targets.csv:2", "highest"]),
    "a target of an unknown region": (edit(TARGETS, "peak,,", "peak,CL-AB,"), ["targets.csv:2", "CL-AB"]),
    "a target twice": (add(TARGETS, TINY[TARGETS].splitlines()[1] + "\n"), ["targets.csv:3", "T1"]),
    "a tag without a citation": (edit(TARGETS, "[S1]", "[Z9]"), ["targets.csv:2", "Z9"]),
    "an event's tag without a citation": (edit("timeline.toml", "[S1]", "[Z9]"), ["timeline.toml:4", "Z9"]),
    "an observation's wrong day": (edit(CROWDS, "2020-03-03", "3 March"), ["crowds.csv:2", "date", "3 March"]),
    "an observation's region": (edit(CROWDS, "CL-AA", "CL-AB"), ["crowds.csv:2", "CL-AB"]),
    "an observation of no kind": (edit(CROWDS, "about", "roughly"), ["crowds.csv:2", "roughly"]),
    "a claim on no measure": (edit("claims/calls.toml", '"voice"', '"voise"'), ["calls.toml", "voise"]),
    "a claim on no event": (edit("claims/calls.toml", '"-call"', '"-cal"'), ["calls.toml", "cal"]),
    "a source without a licence": (edit("sources.toml", 'licence = "CC0 1.0"\n', ""), ["sources.toml", "licence"]),
    "a source of a missing file": (
        edit("sources.toml", "[population]", '["people.csv"]'),
        ["sources.toml:1", "people"],
    ),
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small case in which nothing is wrong."""
    folder = tmp_path / "given" / "tiny"
    for name, text in TINY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, str]:
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_a_folder_in_which_nothing_is_wrong_passes(tiny, groundswell):
    answer = groundswell("case", "check", tiny)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_with_a_folder_is_said_with_file_row_and_remedy(what, tiny, tmp_path, groundswell):
    break_it, said = BROKEN[what]
    break_it(tiny)
    before = contents(tmp_path)
    answer = groundswell("case", "check", tiny)
    text = answer.out + answer.err
    assert answer.code == 2, text
    assert all(part in text for part in said), f"{said} in: {text}"
    assert "; " in text, f"no remedy in: {text}"
    assert "Traceback" not in text
    assert contents(tmp_path) == before


@pytest.mark.parametrize("change", [lambda t: b"\xef\xbb\xbf" + t.encode(), lambda t: t.replace("\n", "\r\n").encode()])
def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(change, tiny, groundswell):
    for name in (REGIONS, AGE_SEX, TOWNS, "case.toml", "timeline.toml", TARGETS):
        (tiny / name).write_bytes(change(TINY[name]))
    assert groundswell("case", "check", tiny).code == 0


def test_a_table_of_ten_million_rows_is_refused_before_it_is_read(tiny, groundswell):
    with (tiny / TOWNS).open("ab") as file:
        file.truncate(1 << 30)  # a gigabyte of nothing: no disk is used
    answer = groundswell("case", "check", tiny)
    assert answer.code == 2
    assert "towns.csv" in answer.err and "1,073,741" in answer.err


def test_all_that_is_wrong_is_said_at_once(tiny, groundswell):
    chosen = ("a town above its region", "an unknown kind of event", "a target of no role", "a value out of range")
    for what in chosen:
        BROKEN[what][0](tiny)
    answer = groundswell("case", "check", tiny)
    assert answer.code == 2
    assert all(part in answer.err for what in chosen for part in BROKEN[what][1]), answer.err
