"""The lab's pages: whole without a network, nothing foreign may run, and they state what the papers' files state."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from groundswell.classics import kept, lab, playing, replicate
from groundswell.classics.format_results import show
from groundswell.classics.lab.bundle import bundled, modules, source
from groundswell.errors import InputError

NAMES = sorted(lab.LABS)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lab") / "new"
    lab.write(out)
    return out


def test_the_lab_names_files_that_it_writes_and_links_that_lead_somewhere(pages: Path) -> None:
    assert {p.name for p in pages.iterdir()} == {"lab.html", *(each.file for each in lab.LABS.values())}
    for page in pages.iterdir():
        for address in re.findall(r'<a href="([^"]+)"', page.read_text("utf-8")):
            assert address.startswith("https://doi.org/") or (pages / address).exists(), f"{page.name}: {address}"


@pytest.mark.parametrize("name", NAMES)
def test_only_the_pages_own_script_and_style_may_run(pages: Path, name: str) -> None:
    text = (pages / lab.LABS[name].file).read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "http" not in policy
    scripts = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(scripts) == len(styles) == 1 and text.count("<script") == 2  # the other is data
    for inside in (scripts[0], styles[0]):
        assert base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() in policy
    assert not re.findall(r'<(?:img|link|iframe|source)\b|@import|url\(|\sstyle="|\son\w+="', text)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_states_what_the_paper_file_states(pages: Path, name: str) -> None:
    text = unescape((pages / lab.LABS[name].file).read_text("utf-8"))
    paper = replicate.paper(name)
    assert all(part in text for part in (paper.claim, paper.authors, paper.citation, *paper.equations))
    for target, obtained, status in kept.kept(name):
        if target.kind == "published" or status != "pass":
            assert show(target.expected) in text and show(obtained) in text and target.note in text
    missed = text.split("What did not reproduce")[1].split("The same elsewhere")[0]
    reported = [t for t in paper.targets if t.outcome == "report"]
    assert all(t.note in missed for t in reported)
    assert ("Every check of this paper" in missed) == (not reported)


@pytest.mark.parametrize("name", NAMES)
def test_sliders_have_the_declared_limits_and_sources(pages: Path, name: str) -> None:
    text = (pages / lab.LABS[name].file).read_text("utf-8")
    data = json.loads(re.search(r'id="lab-data">(.*?)</script>', text, re.DOTALL)[1])["parameters"]
    for key, declared in playing.parameters(name).items():
        assert data[key]["value"] == declared.default and data[key]["source"] == declared.meta.source
        if not isinstance(declared.meta, playing.Choice):
            assert (data[key]["low"], data[key]["high"]) == (declared.meta.low, declared.meta.high)


def test_pages_that_are_there_are_left_alone(pages: Path) -> None:
    with pytest.raises(InputError, match="exists"):
        lab.write(pages)
    lab.write(pages, force=True)


def test_fresh_numbers_take_the_place_of_kept_ones(tmp_path: Path) -> None:
    done = replicate.replicate("exit_voice_2017")
    lab.write(tmp_path / "fresh", {"exit_voice_2017": done.checks}, beside=True)
    text = (tmp_path / "fresh" / "lab-exit_voice_2017.html").read_text("utf-8")
    assert "replicated when this page was written" in text and 'href="exit_voice_2017.html"' in text


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_holds_each_module_once_and_is_valid_javascript(name: str, tmp_path: Path) -> None:
    entry = lab.LABS[name].script
    script = bundled(entry)
    for module in modules(entry):
        assert script.count(f"const module_{module} = ") == 1
        assert len(source(module).splitlines()) <= 300
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    if node := shutil.which("node"):
        (tmp_path / "bundle.mjs").write_text(script, encoding="utf-8")
        subprocess.run([node, "--check", str(tmp_path / "bundle.mjs")], check=True, timeout=30)


def test_no_module_of_the_lab_is_left_unused() -> None:
    used = {module for each in lab.LABS.values() for module in modules(each.script)}
    assert used == {path.stem for path in lab.FOLDER.glob("*.js")}
