"""Take the studio's picture for README anew: `python docs/studio_picture.py` (extra `browser`, and a chromium).

The flagship is run from its case's page at 1:100, as a reader would; who has left by a day is on the map.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parent / "img" / "studio.png"
CASE, SIZE, RESPONSE, DAY = "russia-2022", "1:100", "leave", 14  # days after the first
WIDE, HIGH = 1200, 790  # pixels
PATIENCE = 1_200_000  # milliseconds: the first run on a machine compiles


def main() -> None:
    """Start a studio in an empty folder, run the case, and keep what the page then shows."""
    browser = os.environ.get("BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        command = [sys.executable, "-m", "groundswell", "studio", str(Path(folder) / "runs"), "--no-browser"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as studio:
            try:
                assert studio.stderr is not None
                found = re.search(r"http://\S+token=\S+", studio.stderr.readline())
                assert found, "the studio did not start"
                opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
                take(opened.new_page(viewport={"width": WIDE, "height": HIGH}), found[0])
                opened.close()
            finally:
                studio.terminate()


def take(page: Page, address: str) -> None:
    """Run the case from its page and write the picture of the run's."""
    page.set_default_timeout(120_000)
    page.goto(address)
    page.goto(f"{address.split('/?')[0]}/#case/{CASE}")
    page.get_by_label("Size of the run").select_option(SIZE)
    page.get_by_role("button", name="Run it and watch").click()
    page.get_by_text("finished").first.wait_for(timeout=PATIENCE)
    page.get_by_role("radio", name=RESPONSE).check()
    page.locator("#day").fill(str(DAY))
    page.evaluate("() => document.activeElement.blur()")
    page.evaluate("() => scrollTo(0, 0)")
    page.screenshot(path=OUT)
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
