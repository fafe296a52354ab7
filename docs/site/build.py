"""Build the site, offline, warnings as errors: `make site`, that is `python docs/site/build.py FOLDER`.

The tree of pages is assembled (tree.py), Sphinx turns it into HTML and runs every cell, and the outcome is checked
(check.py): every link inside leads somewhere, nothing is asked of another host, no cell was left out.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import check
from tree import SITE, assemble

_FRONT = """<!doctype html>
<meta charset="utf-8">
<title>groundswell</title>
<meta http-equiv="refresh" content="0; url=docs/index.html">
<a href="docs/index.html">groundswell</a>
"""


def build(out: Path) -> list[str]:
    """Write the site into `out`/html and return what is wrong with it, a line each."""
    tree, pages, profile = out / "tree", out / "html", out / "ipython" / "profile_default"
    assemble(tree)
    profile.mkdir(parents=True, exist_ok=True)  # cells start alike everywhere, whatever IPython's user has set
    (profile / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 40\n", encoding="utf-8")
    bin_first = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": bin_first, "PYTHONWARNINGS": "ignore::DeprecationWarning"}
    environment["IPYTHONDIR"] = str(out / "ipython")
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-j", "2"]
    done = subprocess.run([*command, "-c", SITE, "-d", out / "doctrees", tree, pages], env=environment, check=False)
    if done.returncode:
        return ["Sphinx: see above"]
    (pages / "index.html").write_text(_FRONT, encoding="utf-8")
    return check.wrong(pages, tree)


if __name__ == "__main__":
    began = time.monotonic()
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/site").absolute()
    found = build(target)
    print(*found, sep="\n", file=sys.stderr)
    print(f"{target / 'html' / 'index.html'}: {time.monotonic() - began:.0f} s, {len(found)} wrong")
    sys.exit(bool(found))
