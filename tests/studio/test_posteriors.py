"""Posteriors of the folder: told by what they say of themselves, offered to claims of their case."""

import json

from groundswell.studio.state import Studio

from .conftest import Client

ABOUT = {
    "kind": "posterior", "scenario": "toyland", "persons": 10_000, "runs": 600, "method": "abc",
    "budget": "600 draws", "ess": 198.0, "usable": True, "why_not": "", "used": ["T1"],
    "contraction": {"behaviour.cost": 0.4},
}  # fmt: skip


def put(studio: Studio, name: str, about: object) -> None:
    folder = studio.folder / name
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "posterior.parquet").write_bytes(b"")


def test_a_posterior_is_listed_with_its_case_and_its_worth(client: Client, studio: Studio) -> None:
    put(studio, "post", ABOUT)
    (found,) = client.get("/api/posteriors").json
    assert (found["name"], found["case"], found["worth"], found["usable"]) == ("post", "toyland", 198.0, True)
    assert client.get("/api/posteriors/post").json == found
    command = client.get("/api/keep/post").json["command"]
    assert command.startswith("groundswell calibrate toyland --method abc --budget '600 draws' --scale 1:10 --out /")
    (listed,) = client.get("/api/runs").json
    assert (listed["kind"], listed["state"], listed["title"]) == ("posterior", "done", "Posterior of toyland")


def test_what_is_no_posterior_is_not_offered(client: Client, studio: Studio) -> None:
    for number, about in enumerate(([], {}, "x", {**ABOUT, "ess": "many"}, {**ABOUT, "contraction": None})):
        put(studio, f"damaged-{number}", about)
    assert client.get("/api/posteriors").json == []
    assert "no posterior" in client.get("/api/posteriors/damaged-1").problem
    sent = {"claim": "saturdays", "scale": "1:20", "posterior": "damaged-1"}
    assert "no posterior" in client.post("/api/judging", sent).problem
