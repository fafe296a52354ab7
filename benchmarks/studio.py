"""Measure the studio in a browser as somebody who opens it: start, first map, requests, scrubbing, a slider's answer.

Run: python benchmarks/studio.py [--nation] (needs the extra `studio`, requirements/browser.txt and a chromium). Kernels
are compiled first, untimed. With --nation, the whole nation is run from the command line and then from the page.
"""

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


def run_from_page(page: Any, own: str, scale: str) -> float:
    """Run the flagship from its case's page; return the seconds until it says that it is finished."""
    page.goto(f"{own}/#case/russia-2022")
    page.get_by_label("Size of the run").select_option(scale)
    began = time.perf_counter()
    page.get_by_role("button", name="Run it and watch").click()
    page.locator(".state", has_text="finished").wait_for(timeout=3_600_000)
    return time.perf_counter() - began


def run_from_terminal(folder: Path, scale: str) -> float:
    """Run the same from the command line; return the seconds."""
    began = time.perf_counter()
    command = ["run", "mobilization-2022", "--scale", scale, "--seed", "1", "--out", str(folder), "--quiet"]
    subprocess.run([sys.executable, "-m", "groundswell", *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


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
            opened = [first_screen(browser, address) for _ in range(REPEATS)]
            print(f"start, until the address is printed: {seconds:.2f} s")
            print(f"first screen with all maps: {opened[0]['seconds']:.2f} s, again {opened[-1]['seconds']:.2f} s; "
                  f"{opened[0]['requests']:.0f} requests, {opened[0]['bytes'] / 1e3:.0f} kB")  # fmt: skip
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(address)
            page.goto(f"{own}/#run/compiled")
            page.locator("#day").wait_for(timeout=60_000)
            steps = page.evaluate(_SCRUB)
            print(
                f"scrubbing {len(steps)} days over 85 regions: median {median(steps):.1f} ms, most {max(steps):.1f} ms"
            )
            for scenario, scale in (("toyland", "1:1"), ("mobilization-2022", "1:1000")):
                took = answers(page, own, scenario, "How much certain detention deters")
                print(f"a slider of {scenario} at {scale}, first pair: {', '.join(f'{each:.2f}' for each in took)} s")
            for scale in ("1:1000", *(["1:1"] if "--nation" in sys.argv else [])):
                there = run_from_terminal(folder / f"terminal-{scale.replace(':', '-')}", scale)
                here = run_from_page(page, own, scale)
                print(f"the flagship at {scale}, with its report: page {here:.1f} s, command line {there:.1f} s")
        finally:
            browser.close()
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
