"""Make the tables and outlines of src/groundswell/world/ from the published files that its README names.

    python tools/world_tables.py FOLDER

FOLDER holds one folder a source: crosswalk, geo_admin1_world_nodes, cities_world, wpp2024_age_sex, household_size,
country_indicators and geo_admin1_osm. Nothing is typed in here but `_BREAKS` and `_UNITS`. Countries are joined by ISO
3166-1 alpha-3 code and regions by the crosswalk, never by a name.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path

WORLD = Path(__file__).parent.parent / "src" / "groundswell" / "world"
FIRST_YEARS = {"2011": (2011, 2011)}  # date of a figure -> years in which it holds; any other: in all years, as a share
BANDS = [f"age_{age}" for age in range(0, 85, 5)]
_BREAKS = [("SYR", 2011, 2011, 2010, "the war that began in 2011 stands in the table of 2020, not in that of 2010")]

# Units that the crosswalk puts elsewhere by position: Bucharest is named by its region; Gaborone and Lobatse lie near
# the middle of South-East District, while the position that was used for them is more than 100 km from any town.
_UNITS = {"RO.10": "0", "BW.14": "0", "BW.16": "0"}


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    with (WORLD / "tables" / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def countries(root):
    """The 184 countries that have regions, and the spellings by which two other tables know them."""
    size = {
        row["country"]: row["mean_household_size"]
        for row in read(root / "household_size/mean_household_size_un2019.csv")
    }
    urban = {row["geo"]: row["urban_pct"] for row in read(root / "country_indicators/gapminder_country_year.csv")
             if row["time"] == "2020"}  # fmt: skip
    rows, wpp = [], {}
    for c in read(root / "crosswalk/country_join.csv"):
        if c["in_184_nodes"] != "1":
            continue
        sizes = {size[name] for name in c["household_size"].split("|") if name}
        assert len(sizes) <= 1, c["iso3"]  # several spellings of one country agree
        wpp[c["wpp2024_age_sex"]] = c["iso3"]
        name = c["common_name"] or c["iso_name"]
        towns = urban.get(c["gapminder_geo"], "")
        rows.append((c["iso3"], c["iso2"], name, c["m49_subregion"], "".join(sizes), towns))
    write("countries.csv", ("iso3", "iso2", "name", "subregion", "household_mean", "urban_percent"), sorted(rows))
    return {row[1]: row[0] for row in rows}, wpp


def clean(name):
    """Undo UTF-8 that was read as Latin-1, and capitals throughout."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode("utf-8")
    return name.title() if name.isupper() and len(name) > 4 else name


def regions(root):
    """The regions with their codes, the GeoNames units that lie in each, and other spellings."""
    cross = [row for row in read(root / "crosswalk/admin1_crosswalk.csv") if row["node_id"]]
    of_iso = {}  # the regions that a code of ISO 3166-2 stands for; where one of them is its own, that one alone
    for relation in ("1:1", "1:n"):
        more = defaultdict(set)
        for row in cross:
            if row["iso3166_2"] and row["relation"] == relation:
                more[row["iso3166_2"]].add((row["iso3"], row["node_id"]))
        of_iso = dict(more) | of_iso
    code, local, units, spelt = defaultdict(set), {}, {}, defaultdict(set)
    coarse = Counter(row["iso3"] for row in cross if row["relation"] == "n:1")
    for row in cross:
        node = (row["iso3"], row["node_id"])
        if of_iso.get(row["iso3166_2"]) == {node}:
            code[node].add(row["iso3166_2"])
            local[node] = row["official_name"]
            spelt[node] |= {row["official_name"], *row["alternative_names"].split("|")} - {""}
        if row["geonames_code"]:
            by_hand = row["geonames_code"] in _UNITS
            at = int(_UNITS.get(row["geonames_code"], row["node_id"]))
            certain = by_hand or row["relation"] != "n:1" or row["how"] != "point"
            key = (row["geonames_code"], row["iso3"], at)
            units[key] = units.get(key, 0) or int(certain)
    iso2 = {row["iso3"]: row["iso2"] for row in cross}
    rows = []
    for n in read(root / "geo_admin1_world_nodes/admin_nodes.csv"):
        if n["level"] != "1":
            continue
        node = (n["iso3"], n["nodeid"])
        own = code[node] if len(code[node]) == 1 else set()
        named = clean(n["name"])
        iso = next(iter(own), f"{iso2[n['iso3']]}-N{int(n['nodeid']):02d}")
        persons = round(float(n["population"] or 0))
        also = local.get(node, "") if own else ""
        rows.append((*node, iso, named, also if also != named else "", n["lat"], n["lon"], persons, int(bool(own))))
        spelt[node].discard(named)
    assert len({(row[0], row[2]) for row in rows}) == len(rows)  # a code is given once
    header = ("iso3", "node", "code", "name", "name_local", "lat", "lon", "population", "has_iso")
    write("regions.csv", header, rows)
    write("units.csv", ("unit", "iso3", "node", "certain"), [(*key, certain) for key, certain in sorted(units.items())])
    clear = defaultdict(set)
    for (iso3, node), names in spelt.items():
        for name in names:
            clear[iso3, name.casefold()].add(node)
    known = [(*node, name) for node, names in sorted(spelt.items()) for name in sorted(names)]
    write("spellings.csv", ("iso3", "node", "spelling"), [k for k in known if len(clear[k[0], k[2].casefold()]) == 1])
    print("regions whose units are merged:", dict(coarse.most_common(10)))
    return {(row[0], row[1]): row[2:4] for row in rows}


def fixes(root):
    """Populations to use in place of the node file's, where a second source shows an error."""
    of = {row["iso3166_2"]: row["iso3"] for row in read(root / "crosswalk/admin1_crosswalk.csv")}
    rows = []
    for row in read(root / "crosswalk/region_population_fixes.csv"):
        if row["recommended"] == "1":
            years = FIRST_YEARS.get(row["value_date"], ("", ""))
            rows.append((of[row["iso3166_2"]], row["node_id"], row["value"], *years, row["source"], row["note"]))
    write("fixes.csv", ("iso3", "node", "population", "first_year", "last_year", "source", "note"), rows)


def towns(root, iso3):
    rows = []
    for c in read(root / "cities_world/cities_over_15000.csv"):
        if c["country"] in iso3 and int(c["population"]) > 0:
            where = (f"{float(c['lat']):.2f}", f"{float(c['lon']):.2f}")
            rows.append((iso3[c["country"]], f"{c['country']}.{c['admin1']}", c["name"], *where, int(c["population"])))
    rows.sort(key=lambda row: (row[0], -row[-1], row[2]))
    write("towns.csv", ("iso3", "unit", "name", "lat", "lon", "population"), rows)


def ages(root, wpp):
    rows = []
    for row in read(root / "wpp2024_age_sex/population_age_sex.csv"):
        if row["location"] in wpp:
            older = sum(int(row[f"age_{age}"]) for age in range(80, 105, 5))
            bands = [int(row[band]) for band in BANDS[:-1]]
            rows.append((wpp[row["location"]], row["year"], row["sex"].lower(), *bands, older))
    write("age_sex.csv", ("iso3", "year", "sex", *BANDS), sorted(rows))
    write("breaks.csv", ("iso3", "first_year", "last_year", "snapshot", "why"), _BREAKS)


def neighbours(root):
    of = {row["location"]: row["iso3"] for row in read(root / "geo_admin1_world_nodes/admin_nodes.csv")}
    pairs = read(root / "geo_admin1_world_nodes/admin1_adjacency.csv")
    write(
        "neighbours.csv", ("iso3", "a", "b"), [(of[p["location"]], p["a"], p["b"]) for p in pairs if p["level"] == "1"]
    )


def outlines(root, iso3, region):
    """Outlines as published, joined to regions; units that are merged in the node file become parts of one outline."""
    now = {
        (m["osm_iso"], m["osm_admin_level"]): m["iso3166_2"]
        for m in read(root / "crosswalk/geo_admin1_osm_iso_map.csv")
    }
    node = {row["iso3166_2"]: (row["iso3"], row["node_id"]) for row in read(root / "crosswalk/admin1_crosswalk.csv")
            if row["iso3166_2"] and row["node_id"] and row["relation"] != "1:n"}  # fmt: skip
    for path in sorted((root / "geo_admin1_osm").glob("*_admin1_low.geojson")):
        parts, level = defaultdict(list), {}
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            p, shape = feature["properties"], feature["geometry"]
            of = node.get(now[p["iso"], str(p["admin_level"])])
            if of is None:
                continue  # another level, or no region of this country: France and Czechia mix two levels
            assert level.setdefault(of, p["admin_level"]) == p["admin_level"], p
            parts[of] += [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        features = [
            {"type": "Feature", "properties": {"code": region[of][0], "name": region[of][1]},
             "geometry": {"type": "MultiPolygon", "coordinates": shape} if len(shape) > 1
             else {"type": "Polygon", "coordinates": shape[0]}}
            for of, shape in sorted(parts.items(), key=lambda item: int(item[0][1]))
        ]  # fmt: skip
        text = json.dumps(
            {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
        )
        name = iso3[path.name[:2]]
        (WORLD / "outlines" / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")
        print(name, len(features), "outlines of", sum(key[0] == name for key in region))


if __name__ == "__main__":
    source = Path(sys.argv[1])
    codes, names = countries(source)
    of_region = regions(source)
    fixes(source)
    towns(source, codes)
    ages(source, names)
    neighbours(source)
    outlines(source, codes, of_region)
