"""Writes verification/regularities_observed.csv: regularities of protest in published data, with 90 % intervals.

Run: python tools/observed_regularities.py FOLDER, where FOLDER holds the derived tables of four data sets, by the names
read below; their sources are in the table's last column. Intervals are percentiles of 200 draws, with replacement, of
whole countries, states or cities. Of the United States only the days to 7 June 2020 are read: those after are kept
back from the case usa-2020.
"""

import csv
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from groundswell import rng
from groundswell.scoring.regularities import burstiness, correlation, decay, rise, spells, tail_exponent, weekend_share

OUT = Path(__file__).parent.parent / "verification" / "regularities_observed.csv"
DRAWS, LAST, ENOUGH = 200, "2020-06-07", 11
MM = "Clark and Regan 2016, Mass Mobilization Protest Data, doi:10.7910/DVN/HTTWYL; CC0"
REG = "Pomerenke 2023, The German Protest Registrations Dataset, doi:10.5281/zenodo.10094245; CC BY 4.0"
ARVIG = "Bencek and Strasheim 2016, Research & Politics 3(4), data set ARVIG; CC0"
BLM = "Caren 2020, BLM-GFAABT, commit 528bf7c; use and cite"
ZBEUL = "cedricr/100joursdezbeul, commit 8d4f28d; MIT"
Frames = Sequence[pd.DataFrame]
rows: list[list[object]] = []


def add(what: str, data: str, groups: Frames, figure: Callable[[Frames], float | None], n: int, source: str) -> None:
    """Add a figure of all groups with its interval from draws of groups."""
    value, drawn = figure(groups), list[float]()
    for k in range(DRAWS):
        words = rng.words(np.uint64(1), rng.PANEL, np.uint64(k), np.arange(len(groups), dtype=np.uint64))[0]
        each = figure([groups[i] for i in (rng.unit(words) * len(groups)).astype(int)])
        drawn += [] if each is None else [each]
    low, high = np.quantile(drawn, [0.05, 0.95])
    assert value is not None
    rows.append([what, data, f"{value:.3f}", f"{low:.3f}", f"{high:.3f}", n, len(groups), source])
    print(rows[-1])


def split(table: pd.DataFrame, by: str) -> Frames:
    """Return the rows of each country, state or city."""
    return [group for _, group in table.groupby(by)]


def share(
    condition: Callable[[pd.DataFrame], "pd.Series[bool]"], of: Callable[[pd.DataFrame], "pd.Series[bool]"]
) -> Callable[[Frames], float]:
    """Return a figure: the share of rows that meet `of` that meet `condition` too."""
    both, all_of = (by_group(lambda g: int((condition(g) & of(g)).sum())), by_group(lambda g: int(of(g).sum())))
    return lambda groups: sum(both(g) for g in groups) / sum(all_of(g) for g in groups)


def by_group(figure: Callable[[pd.DataFrame], Any]) -> Callable[[pd.DataFrame], Any]:
    """Return the same, reckoned once for each group, however often it is drawn."""
    known = dict[int, Any]()

    def looked_up(group: pd.DataFrame) -> Any:
        if id(group) not in known:
            known[id(group)] = figure(group)
        return known[id(group)]

    return looked_up


def days(table: pd.DataFrame, column: str = "date") -> np.ndarray:
    """Return the distinct days, as numbers, in order."""
    return np.unique(pd.to_datetime(table[column]).to_numpy().astype("datetime64[D]").astype(int))


def busiest(at: np.ndarray, length: int = 90) -> np.ndarray:
    """Return the days of the `length` days in a row that hold most of them."""
    inside = [at[(at >= first) & (at < first + length)] for first in at]
    return max(inside, key=len)


def bursts(column: str, part: Callable[[np.ndarray], np.ndarray]) -> Callable[[Frames], float | None]:
    """Return a figure: the median burstiness of groups with enough days."""

    own = by_group(lambda g: part(days(g, column)))

    def figure(groups: Frames) -> float | None:
        known = [own(g) for g in groups]
        values = [burstiness(np.diff(at)) for at in known if len(at) >= ENOUGH]
        return float(np.median(values)) if values else None

    return figure


def plain_bursts() -> Callable[[Frames], float]:
    """Return a figure: (sd - mean)/(sd + mean) of the gaps of all groups taken together, as it is most often told."""
    own = by_group(lambda g: np.diff(days(g, "start_date")))

    def figure(groups: Frames) -> float:
        between = np.concatenate([own(g) for g in groups])
        return float((between.std() - between.mean()) / (between.std() + between.mean()))

    return figure


def matrix(table: pd.DataFrame, unit: str, value: str) -> pd.DataFrame:
    """Return days x units of a column's sums, zero where there is no row."""
    wide = table.pivot_table(index="date", columns=unit, values=value, aggfunc="sum", fill_value=0)
    every = pd.date_range(wide.index.min(), wide.index.max()).strftime("%Y-%m-%d")
    return wide.reindex(every, fill_value=0.0)


def mass_mobilization(folder: Path) -> None:
    """Countries 2006 to 2020: protests of 50 or more against a state, as newspapers tell them."""
    events = pd.read_csv(folder / "mass_mobilization" / "events_2006_2020.csv")
    arrests(split(events, "country_name"), len(events))
    events = events[events.participants_category >= 3].copy()  # 100 or more: the threshold of the model's counts
    groups, n = split(events, "country_name"), len(events)

    def size(g: pd.DataFrame) -> "pd.Series[int]":
        return g.participants_category

    add("share of 1,000+ that are 10,000+", "Mass Mobilization", groups,
        share(lambda g: size(g) == 7, lambda g: size(g) >= 4),
        int((events.participants_category >= 4).sum()), MM)  # fmt: skip
    every = share(lambda g: g.duration_int == 1, lambda g: g.duration_int > 0)
    add("spells of one day", "Mass Mobilization", groups, every, n, MM)
    week = share(lambda g: g.duration_int > 7, lambda g: g.duration_int > 0)
    add("spells longer than a week", "Mass Mobilization", groups, week, n, MM)
    add("burstiness, all years", "Mass Mobilization", groups, bursts("start_date", lambda at: at), n, MM)
    add("burstiness, all years, as Goh and Barabasi", "Mass Mobilization", groups, plain_bursts(), n, MM)
    add("burstiness, busiest 90 days", "Mass Mobilization", groups, bursts("start_date", busiest), n, MM)
    events["weekend"] = pd.to_datetime(events.start_date).dt.day_of_week >= 5
    groups = split(events, "country_name")
    add("weekend", "Mass Mobilization", groups, share(lambda g: g.weekend, lambda g: g.duration_int > 0), n, MM)
    months = pd.read_csv(folder / "mass_mobilization" / "country_year_month_1990_2018.csv")
    series = [g.protest_events.to_numpy(float) for _, g in months.sort_values(["year", "month"]).groupby("country")]
    pairs = [s[s.argmax() : s.argmax() + 2] for s in series if s.max() >= 10]
    chosen = [pd.DataFrame({"v": pair}) for pair in pairs if len(pair) == 2]
    add("month after the largest", "Mass Mobilization", chosen,
        lambda gs: sum(g.v.iloc[1] for g in gs) / sum(g.v.iloc[0] for g in gs), len(chosen), MM)  # fmt: skip


def arrests(groups: Frames, n: int) -> None:
    """How often a state's first response were arrests, by the size of the crowd."""
    for name, classes in (("arrests first, 50 to 999", [2, 3]), ("arrests first, 5,000+", [6, 7])):
        add(name, "Mass Mobilization", groups,
            share(lambda g: g.stateresponse1 == "arrests", lambda g, c=classes: g.participants_category.isin(c)),
            n, MM)  # fmt: skip


def germany(folder: Path) -> None:
    """German cities: events as registered, sizes as the police saw them; states: attacks on refugees, and rallies."""
    sizes = pd.read_csv(folder / "germany_protest_registrations" / "event_sizes_registered_vs_actual.csv")
    seen = sizes[sizes.participants_actual >= 1000]
    single = [seen.iloc[[i]] for i in range(len(seen))]
    add("tail exponent, 1,000+", "Berlin and Magdeburg, seen by police", single,
        lambda gs: tail_exponent(np.array([g.participants_actual.iloc[0] for g in gs]), 1000.0, 1.0),
        len(seen), REG)  # fmt: skip
    large = share(lambda g: g.participants_actual >= 10_000, lambda g: g.participants_actual > 0)
    add("share of 1,000+ that are 10,000+", "Berlin and Magdeburg, seen by police", single, large, len(seen), REG)
    cities = pd.read_csv(folder / "germany_protest_registrations" / "daily_by_city.csv")
    cities["end"] = np.where(pd.to_datetime(cities.date).dt.day_of_week >= 5, cities.events, 0)
    add("weekend", "14 German cities, registered", split(cities, "city"),
        lambda gs: sum(g.end.sum() for g in gs) / sum(g.events.sum() for g in gs),
        int(cities.events.sum()), REG)  # fmt: skip
    some = cities[cities.city.isin(["Köln", "Mainz", "München", "Karlsruhe", "Magdeburg", "Duisburg"])]
    wide = matrix(some[(some.date >= "2022-01-01") & (some.date <= "2022-12-31")], "city", "events")
    add("correlation of units", "6 German cities, registered, 2022", [wide[[c]] for c in wide],
        lambda gs: correlation(np.column_stack([g.to_numpy() for g in _distinct(gs)])), len(wide), REG)  # fmt: skip
    attacks = pd.read_csv(folder / "germany_arvig_2014_2017" / "daily_by_state_category.csv")
    states, n = split(attacks, "state"), int(attacks.events.sum())
    add("burstiness, all years", "ARVIG, 16 German states", states, bursts("date", lambda at: at), n, ARVIG)
    add("burstiness, busiest 90 days", "ARVIG, 16 German states", states, bursts("date", busiest), n, ARVIG)
    rallies = attacks[attacks.category == "demonstration"].copy()
    rallies["end"] = np.where(pd.to_datetime(rallies.date).dt.day_of_week >= 5, rallies.events, 0)
    add("weekend", "ARVIG, rallies alone", split(rallies, "state"),
        lambda gs: sum(g.end.sum() for g in gs) / sum(g.events.sum() for g in gs),
        int(rallies.events.sum()), ARVIG)  # fmt: skip


def _distinct(groups: Frames) -> Frames:
    """Return groups that were drawn twice once: a unit correlates with itself."""
    return list({id(g): g for g in groups}.values())


def usa(folder: Path) -> None:
    """Towns of the United States to 7 June 2020."""
    table = pd.read_csv(folder / "blm_us_2020" / "city_day.csv").rename(columns={"size": "crowd"})
    table = table[(table.date <= LAST) & table.state.notna()]
    states, n = split(table, "state"), len(table)
    add("tail exponent, 1,000+", "USA, towns and days", states,
        lambda gs: tail_exponent(np.concatenate([g.crowd.dropna() for g in gs]), 1000.0, 1.0),
        int((table.crowd >= 1000).sum()), BLM)  # fmt: skip
    add("share of 1,000+ that are 10,000+", "USA, towns and days", states,
        share(lambda g: g.crowd >= 10_000, lambda g: g.crowd >= 1000),
        int((table.crowd >= 1000).sum()), BLM)  # fmt: skip

    every = pd.date_range("2020-05-26", LAST).strftime("%Y-%m-%d")

    def active(group: pd.DataFrame) -> np.ndarray:
        wide = group.groupby(["date", "city_st"]).size().unstack(fill_value=0)
        return wide.reindex(every, fill_value=0).to_numpy() > 0

    known = {0.0: by_group(active), 100.0: by_group(lambda g: active(g[g.crowd >= 100.0]))}

    def towns(groups: Frames, least: float) -> np.ndarray:
        return np.concatenate([known[least](g) for g in groups if least == 0.0 or (g.crowd >= least).any()], axis=1)

    for least, name in ((0.0, "any size"), (100.0, "100+")):
        for at, what in enumerate(("growth a day", "days to half")):
            add(what, f"USA, towns, {name}", states,
                lambda gs, t=least, k=at: rise(towns(gs, t).sum(axis=1))[k], n, BLM)  # fmt: skip
    for name, test in (("spells of one day", lambda x: x == 1), ("spells longer than a week", lambda x: x > 7)):
        add(name, "USA, towns, 13 days", states, lambda gs, t=test: float(t(spells(towns(gs, 0.0))).mean()), n, BLM)
    week = date(2020, 5, 31)
    add("weekend", "USA, towns, 31 May to 6 June", states,
        lambda gs: weekend_share(towns(gs, 0.0).sum(axis=1)[5:12], week), n, BLM)  # fmt: skip
    wide = matrix(table, "state", "crowd")
    wide = wide[[c for c in wide if len(c) == 2]]
    add("correlation of units", "USA, states, participants", [wide[[c]] for c in wide],
        lambda gs: correlation(np.column_stack([g.to_numpy() for g in _distinct(gs)])), len(wide), BLM)  # fmt: skip
    place = pd.read_csv(folder / "usa_2020" / "regions.csv").set_index("state")
    far = np.hypot(place.lat - place.lat["MN"], (place.lon - place.lon["MN"]) * np.cos(np.radians(place.lat)))
    begun = wide.columns[(wide >= 100).any()].intersection(place.index)
    first = pd.DataFrame({"day": (wide[begun] >= 100).to_numpy().argmax(axis=0), "far": far[begun].to_numpy()})
    add("lag with distance", "USA, states, 100+", [first.iloc[[i]] for i in range(len(first))],
        lambda gs: float(np.corrcoef(np.concatenate([g.to_numpy() for g in gs]).T)[0, 1]), len(first), BLM)  # fmt: skip


def france(folder: Path) -> None:
    """Actions at visits of ministers, by departement, spring of 2023."""
    table = pd.read_csv(folder / "france_2023_pots_pans" / "daily_by_departement.csv", dtype={"departement": str})
    wide = matrix(table, "departement", "actions")
    parts = [wide[[c]] for c in wide]
    add("factor a week after the peak", "France 2023", parts,
        lambda gs: decay(sum(g.to_numpy()[:, 0] for g in gs))[1], len(table), ZBEUL)  # fmt: skip
    add("day after the peak", "France 2023", parts,
        lambda gs: decay(sum(g.to_numpy()[:, 0] for g in gs))[0], len(table), ZBEUL)  # fmt: skip


def main() -> None:
    """Measure everything and write the table."""
    folder = Path(sys.argv[1])
    for part in (mass_mobilization, germany, usa, france):
        part(folder)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["regularity", "data", "value", "low", "high", "n", "drawn_units", "source"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
