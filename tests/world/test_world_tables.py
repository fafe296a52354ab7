"""The shipped tables: each registered with a source and terms, every cell of its kind, small enough for a wheel."""

from groundswell.world import tables


def test_every_table_is_registered_and_every_cell_is_of_its_columns_kind() -> None:
    files = {file: source for source in tables.sources().values() for file in source.get("files", {})}
    assert {path.name for path in (tables.FOLDER / "tables").iterdir()} == set(files)
    for name in files:
        assert len(tables.table(name)) > 0, name
    for source in tables.sources().values():
        assert all(source[key] for key in ("title", "citation", "licence", "retrieved", "caveats"))


def test_they_add_less_than_3_megabytes_to_a_wheel() -> None:
    assert sum(path.stat().st_size for path in tables.FOLDER.rglob("*.*") if path.suffix != ".pyc") < 3e6


def test_what_is_said_of_countries_and_regions_is_known_elsewhere_in_the_tables() -> None:
    known = set(tables.countries())
    for name in (
        "regions.csv",
        "units.csv",
        "towns.csv",
        "age_sex.csv",
        "neighbours.csv",
        "fixes.csv",
        "spellings.csv",
    ):
        assert set(tables.table(name).text("iso3")) <= known, name
    regions = tables.table("regions.csv")
    own = set(zip(regions.text("iso3"), regions.columns["node"], strict=True))
    for name, column in (
        ("units.csv", "node"),
        ("fixes.csv", "node"),
        ("spellings.csv", "node"),
        ("neighbours.csv", "a"),
    ):
        table = tables.table(name)
        assert set(zip(table.text("iso3"), table.columns[column], strict=True)) <= own, name


def test_a_spelling_means_one_region_of_its_country() -> None:
    spellings = tables.table("spellings.csv")
    meant: dict[tuple[str, str], set[object]] = {}
    for iso3, name, node in zip(*(spellings.columns[c] for c in ("iso3", "spelling", "node")), strict=True):
        meant.setdefault((str(iso3), str(name).casefold()), set()).add(node)
    assert all(len(nodes) == 1 for nodes in meant.values())


def test_the_notice_of_the_outlines_licence_is_kept() -> None:
    notice = (tables.FOLDER / "README.md").read_text(encoding="utf-8")
    assert "(c) OpenStreetMap contributors" in notice and "Open Database License 1.0" in notice
    assert "ODbL 1.0: (c) OpenStreetMap contributors" in tables.sources()["outlines"]["licence"]
