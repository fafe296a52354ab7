"""Measure the studio in a browser as somebody who opens it: start, first map, requests, scrubbing, a slider's answer.

Run: python benchmarks/studio.py [--nation] (needs the extra `studio`, requirements/browser.txt and a chromium). Kernels
are compiled and societies dealt first, untimed. With --nation, the whole nation is run from the command line and then
from the page. Each line ends with the machine's load: on one that others use, compare processor time (Linux), or old
and new in turn.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

REPEATS = 3
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The day's slider is moved one step and the map painted; a step ends when its style and layout are there
_SCRUB = """() => {
    const slider = document.querySelector("#day"), map = document.querySelector(".map"), took = [];
    for (let day = 0; day <= Number(slider.max); day++) {
        const began = performance.now();
        slider.value = day;
        slider.dispatchEvent(new Event("input"));
        map.getBoundingClientRect();
        took.push(performance.now() - began);
    }
    return took;
}"""


def start(folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Start a studio; return its process, its address and the seconds until it said it."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "groundswell", "studio", str(folder), "--no-browser"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.search(r"http://\S+", process.stderr.readline())
    assert found is not None
    return process, found[0], time.perf_counter() - began


def processor(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Return the processor seconds of a process, and of those that it started and that have ended."""
    told = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    own, ended = (sum(map(int, told[at : at + 2])) / os.sysconf("SC_CLK_TCK") for at in (11, 13))
    return own, ended


def say(text: str) -> None:
    """Print a line with the load."""
    print(f"{text} (load {os.getloadavg()[0]:.1f})", flush=True)


def first_screen(browser: Any, address: str) -> dict[str, float]:
    """Open the first screen in a new window: seconds until its maps are there, requests, bytes."""
    page, asked = browser.new_context().new_page(), list[Any]()
    page.on("response", lambda each: asked.append(each))
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".card .outline path")
    seconds = time.perf_counter() - began
    sent = [each for each in asked if each.status == 200 and not each.url.startswith("data:")]
    found = {"seconds": seconds, "requests": len(sent), "bytes": sum(len(each.body()) for each in sent)}
    page.context.close()
    return found


def answers(page: Any, own: str, scenario: str, name: str) -> list[float]:
    """Move a slider, and return the seconds until both worlds are there, for some values."""
    page.goto(f"{own}/#change/{scenario}")
    slider = page.get_by_role("slider", name=name).first
    slider.wait_for()
    page.locator(".result[aria-busy=false] .chart").first.wait_for(timeout=600_000)
    took = list[float]()
    for _ in range(REPEATS):
        slider.focus()
        page.evaluate("() => document.querySelector('.result').replaceChildren()")
        began = time.perf_counter()
        page.keyboard.press("ArrowRight")
        page.locator(".result table").first.wait_for(timeout=600_000)
        took.append(time.perf_counter() - began)
        page.locator(".result[aria-busy=false] table").first.wait_for(timeout=600_000)
    return took


def run_from_page(page: Any, process: subprocess.Popen[str], own: str, scale: str) -> tuple[float, str]:
    """Run the flagship from its case's page; return the seconds until it is finished, and those of processors."""
    page.goto(f"{own}/#case/russia-2022")
    page.get_by_label("Size of the run").select_option(scale)
    began, before = time.perf_counter(), processor(process)
    page.get_by_role("button", name="Run it and watch").click()
    page.locator(".state", has_text="finished").wait_for(timeout=3_600_000)
    took = time.perf_counter() - began
    time.sleep(1.0)  # until the server has heard that the run has ended
    own_, ended = (b - a for a, b in zip(before, processor(process), strict=True))
    return took, f"processors {ended:.1f} s and the server {own_:.1f} s"


def run_from_terminal(folder: Path, scale: str) -> tuple[float, str]:
    """Run the same from the command line; return the seconds, and those of processors."""
    began, before = time.perf_counter(), os.times()
    command = ["run", "mobilization-2022", "--scale", scale, "--seed", "1", "--out", str(folder), "--quiet"]
    subprocess.run([sys.executable, "-m", "groundswell", *command], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, f"processors {spent:.1f} s"


def look(browser: Any, process: subprocess.Popen[str], address: str) -> None:
    """Tell how long the first screen takes, the first time and again, and what the server works for it."""
    before = processor(process)[0]
    first = first_screen(browser, address)
    worked = processor(process)[0] - before
    again = [first_screen(browser, address)["seconds"] for _ in range(REPEATS - 1)]
    say(f"first screen with all maps: {first['seconds']:.2f} s, of which the server works {worked:.2f} s; again "
        f"{again[-1]:.2f} s; {first['requests']:.0f} requests, {first['bytes'] / 1e3:.0f} kB")  # fmt: skip


def main() -> None:
    """Print what was measured, a line each."""
    path = next(filter(None, map(shutil.which, _NAMES)))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as p:
        folder = Path(scratch) / "runs"
        run_from_terminal(folder / "compiled", "1:1000")
        process, address, _ = start(folder)
        process.terminate()
        process.wait()
        process, address, seconds = start(folder)
        own, browser = address.split("/?")[0], p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            say(f"start, until the address is printed: {seconds:.2f} s")
            look(browser, process, address)
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(address)
            page.goto(f"{own}/#run/compiled")
            page.locator("#day").wait_for(timeout=600_000)
            steps = page.evaluate(_SCRUB)
            say(f"scrubbing {len(steps)} days over 85 regions: median {median(steps):.1f} ms, most {max(steps):.1f} ms")
            for scenario, scale in (("toyland", "1:1"), ("mobilization-2022", "1:1000")):
                took = answers(page, own, scenario, "How much certain detention deters")
                say(f"a slider of {scenario} at {scale}, first pair: {', '.join(f'{each:.2f}' for each in took)} s")
            for scale in ("1:1000", *(["1:1"] if "--nation" in sys.argv else [])):
                name = scale.replace(":", "-")
                run_from_terminal(folder / f"dealt-{name}", scale)  # both then find the society in the cache
                there, spent = run_from_terminal(folder / f"terminal-{name}", scale)
                say(f"the flagship at {scale} with its report, command line: {there:.1f} s, {spent}")
                here, spent = run_from_page(page, process, own, scale)
                say(f"the flagship at {scale} with its report, page: {here:.1f} s, {spent}")
        finally:
            browser.close()
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
