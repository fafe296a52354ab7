"""The model once more, as slowly and plainly as the paper tells it: the reference that the fast engine must equal.

Every agent is an object, a look around is a walk over sites, and no set is kept up to date. It shares with the engine
only the named random draws, and the convention that "a random site" is the n-th in reading order.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundswell.classics.epstein_2002.boards import below
from groundswell.classics.epstein_2002.sight import offsets
from groundswell.classics.epstein_2002.world import BIRTH, CITIZEN, COP, HIRE, ORDER, PLACES, RELEASE, TRAITS
from groundswell.portable import exp
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Society"]


OFF = -1


@dataclass(eq=False)
class Agent:
    """A citizen (number 0, 1, ...) or a cop (-1, -2, ...)."""

    number: int
    site: int  # OFF when in jail and off the lattice
    H: float = 0.0
    R: float = 0.0
    group: int = 0
    status: str = "quiet"
    until: float = math.inf
    dies: float = math.inf
    arrested_at: int = 0


class Society:
    """One society; `tick()` lets one period pass and returns its counts. Arguments are those of `model.run`."""

    def __init__(self, seed: int, **switches: Any) -> None:
        self.seed, self.now, self.s = np.uint64(seed), 0, switches
        self.width, self.height = switches["width"], switches["height"]
        self.sites = self.width * self.height
        sees = {"shape": switches["shape"], "radius": switches["vision"]}
        self.view = offsets(**sees)
        self.cop_view = offsets(switches["shape"], switches["cop_vision"])
        self.near = offsets("euclid", switches["clone_radius"])
        places = list(range(self.sites))
        self.shuffle(PLACES, places)
        count = math.floor(switches["density"] * self.sites + 0.5)
        self.citizens: list[Agent | None] = [self.newcomer(i, places[i]) for i in range(count)]
        wanted = self.wanted_cops()
        self.cops: dict[int, Agent] = {c: Agent(-1 - c, places[count + c]) for c in range(wanted)}

    def draw(self, stream: Any, who: int) -> Any:
        """Return four words for one agent in this period."""
        return words(
            self.seed,
            CLASSICS,
            np.uint64(int(stream) + (0 if stream in (TRAITS, PLACES) else self.now)),
            np.uint64(who),
        )

    def newcomer(self, i: int, site: int) -> Agent:
        """Return one of the first citizens."""
        w0, w1, w2, w3 = self.draw(TRAITS, i)
        ethnic = self.s["model"] == "II"
        life = math.ceil(unit(w3) * self.s["max_age"]) - 1 if ethnic and self.s["max_age"] < 2**31 else math.inf
        return Agent(i, site, unit(w0), unit(w1), int(ethnic and unit(w2) >= self.s["blue_share"]), dies=life)

    def shuffle(self, stream: Any, items: list[Any]) -> None:
        """Put items in the period's random order."""
        last = len(items) - 1
        for i in range(last, 0, -1):
            step = last - i
            word = self.draw(stream, i + step % 4)[step % 4]
            j = below(word, i + 1)
            items[i], items[j] = items[j], items[i]

    def wanted_cops(self) -> int:
        """Return how many cops the schedule wants now."""
        return math.floor(float(self.s["cop_density"][self.now]) * self.sites + 0.5)

    def everybody(self) -> list[Agent]:
        """Return all citizens, then all cops."""
        return [a for a in self.citizens if a] + list(self.cops.values())

    def standing(self) -> dict[int, Agent]:
        """Return who stands where."""
        return {a.site: a for a in self.everybody() if a.site != OFF}

    def around(self, site: int, view: list[tuple[int, int]]) -> list[int]:
        """Return the sites seen from a site."""
        y, x = divmod(site, self.width)
        return [(y + dy) % self.height * self.width + (x + dx) % self.width for dy, dx in view]

    def one_of(self, found: list[Any], word: Any) -> Any:
        """Return one of a list, or None of an empty one."""
        return found[below(word, len(found))] if found else None

    def empty(self, sites: list[int], word: Any) -> int | None:
        """Return one of the sites on which nobody stands."""
        taken = self.standing()
        return self.one_of([s for s in sites if s not in taken], word)

    def people_around(self, site: int, view: list[tuple[int, int]]) -> list[Agent]:
        """Return those who stand within a view."""
        there = self.standing()
        return [there[s] for s in self.around(site, view) if s in there]

    def empty_anywhere(self, stream: Any, who: int) -> int | None:
        """Return a random empty site of the lattice, or None."""
        taken = self.standing()
        for attempt in range(8):
            for word in self.draw(stream, who | attempt << 28):
                if below(word, self.sites) not in taken:
                    return below(word, self.sites)
        return self.empty(list(range(self.sites)), self.draw(stream, who | 8 << 28)[0])

    def move(self, agent: Agent) -> None:
        """Rule M."""
        cop = agent.number < 0
        if cop or self.s["movement"]:
            word = self.draw(COP, -1 - agent.number)[0] if cop else self.draw(CITIZEN, agent.number)[0]
            target = self.empty(self.around(agent.site, self.cop_view if cop else self.view), word)
            agent.site = agent.site if target is None else target

    def would_act(self, agent: Agent) -> bool:
        """Rule A."""
        G, T = agent.H * (1.0 - float(self.s["legitimacy"][self.now])), self.s["threshold"]
        seen = self.people_around(agent.site, self.view)
        C = sum(a.number < 0 for a in seen)
        itself = {"never": 0, "once": 1, "twice": 2 if agent.status == "active" else 1}[self.s["self_count"]]
        A = itself + sum(a.status == "active" for a in seen)
        ratio = C / A if A else (math.inf if C else 0.0)
        if A:
            ratio = {"none": ratio, "floor": math.floor(ratio), "half_even": round(ratio)}[self.s["rounding"]]
        P = 1.0 - exp(-self.s["k"] * float(ratio)) if ratio < math.inf else 1.0
        return G - agent.R * P > T

    def arrest(self, cop: Agent) -> bool:
        """Rule C; return whether somebody was arrested."""
        _, w1, w2, _ = self.draw(COP, -1 - cop.number)
        suspect = self.one_of([a for a in self.people_around(cop.site, self.cop_view) if a.status == "active"], w1)
        if suspect is None:
            return False
        self.counts["arrests"] += 1
        term, J = self.s["term"], self.s["jail_max"]
        if math.isinf(J):
            days = math.inf
        elif term == "real":
            days = math.ceil(unit(w2) * J)
        else:
            days = below(w2, J + (term == "0..J")) + (term == "1..J")
        suspect.status = "jailed" if days else "quiet"
        if days:
            suspect.until, suspect.arrested_at = self.now + days, suspect.site
            if self.s["jailed"] == "leave":
                suspect.site = OFF
                if self.s["cop_moves_to_arrest"]:
                    cop.site = suspect.arrested_at
        return True

    def release(self, agent: Agent) -> None:
        """Let a citizen out of jail."""
        if self.s["jailed"] == "stay":
            agent.status = "quiet"
            return
        site = None
        if self.s["release"] == "site" and agent.arrested_at not in self.standing():
            site = agent.arrested_at
        elif self.s["release"] != "anywhere":
            site = self.empty(self.around(agent.arrested_at, self.view), self.draw(CITIZEN, agent.number)[3])
        if site is None:
            site = self.empty_anywhere(RELEASE, agent.number)
        if site is not None:
            agent.site, agent.status = site, "quiet"

    def strike(self, agent: Agent) -> None:
        """Model II: an active citizen kills one of the other group."""
        if self.s["model"] == "II" and agent.status == "active":
            others = [a for a in self.people_around(agent.site, self.view)
                      if a.number >= 0 and a.group != agent.group and a.status != "jailed"]  # fmt: skip
            victim = self.one_of(others, self.draw(CITIZEN, agent.number)[1])
            if victim is not None:
                self.citizens[victim.number] = None
                self.counts["killed"] += 1

    def clone(self, parent: Agent) -> None:
        """Model II: a citizen has offspring."""
        if self.s["model"] == "I" or unit(self.draw(CITIZEN, parent.number)[2]) >= self.s["clone_probability"]:
            return
        w0, w1, w2, _ = self.draw(BIRTH, parent.number)
        site = self.empty(self.around(parent.site, self.near), w2)
        if site is not None:
            life = math.ceil(unit(w1) * self.s["max_age"]) if self.s["max_age"] < 2**31 else math.inf
            number = self.places.pop(0) if self.places else len(self.citizens)
            child = Agent(number, site, parent.H, unit(w0), parent.group, dies=self.now + life)
            self.citizens[number : number + 1] = [child]
            self.counts["born"] += 1

    def activate(self, agent: Agent) -> None:
        """Let one agent move and act."""
        if self.s["move_first"]:
            self.move(agent)
        caught = False
        if agent.number < 0:
            caught = self.arrest(agent)
        else:
            agent.status = "active" if self.would_act(agent) else "quiet"
            self.strike(agent)
        if not self.s["move_first"] and not (caught and self.s["cop_moves_to_arrest"]):
            self.move(agent)
        if agent.number >= 0:
            self.clone(agent)

    def free(self, agent: Agent) -> bool:
        """Return whether an agent is alive and not in jail."""
        return agent.number < 0 or (agent.status != "jailed" and self.citizens[agent.number] is agent)

    def together(self, line: list[Agent]) -> None:
        """Let everybody move, then decide, then strike and arrest."""
        if self.s["move_first"]:
            for agent in line:
                self.move(agent)
        decided = [(a, self.would_act(a)) for a in line if a.number >= 0]
        for agent, active in decided:
            agent.status = "active" if active else "quiet"
        for agent in line:
            if agent.number < 0:
                self.arrest(agent)
            elif self.free(agent):
                self.strike(agent)
                self.clone(agent)
        if not self.s["move_first"]:
            for agent in filter(self.free, line):
                self.move(agent)

    def muster(self) -> None:
        """Bring the cops to the number wanted."""
        wanted = self.wanted_cops()
        most = math.floor(max(self.s["cop_density"]) * self.sites + 0.5)
        for c in range(most):
            if c >= wanted:
                self.cops.pop(c, None)
            elif c not in self.cops and (site := self.empty_anywhere(HIRE, c)) is not None:
                self.cops[c] = Agent(-1 - c, site)
        self.cops = dict(sorted(self.cops.items()))

    def tick(self) -> dict[str, int]:
        """Let one period pass; return its counts, named as the columns of `Run.table`."""
        self.counts = {"arrests": 0, "killed": 0, "born": 0}
        self.muster()
        for agent in self.citizens:
            if agent and agent.status == "jailed" and agent.until <= self.now:
                self.release(agent)
        self.places = [i for i, a in enumerate(self.citizens) if a is None]
        self.places += range(len(self.citizens), 2 * self.sites) if self.s["model"] == "II" else []
        line = [a for a in self.everybody() if a.status != "jailed"]
        if self.s["order"] != "fixed":
            self.shuffle(ORDER, line)
        if self.s["order"] == "simultaneous":
            self.together(line)
        else:
            for agent in line:
                if self.free(agent):
                    self.activate(agent)
        self.citizens = [a if a and a.dies > self.now else None for a in self.citizens]
        alive = [a for a in self.citizens if a]
        T, L = self.s["threshold"], float(self.s["legitimacy"][self.now])
        self.now += 1
        return self.counts | {
            "actives": sum(a.status == "active" for a in alive),
            "quiet": sum(a.status == "quiet" for a in alive),
            "jailed": sum(a.status == "jailed" for a in alive),
            "hidden": sum(a.status == "quiet" and a.H * (1.0 - L) > T for a in alive),
            "cops": len(self.cops),
            "blue": sum(a.group == 0 for a in alive),
            "green": sum(a.group == 1 for a in alive),
        }
