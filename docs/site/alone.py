"""Build the site where there is no other host, and tell whether any was asked: `python docs/site/alone.py [FOLDER]`.

In a network namespace with nothing but a loopback device (Linux; as root, or where users may make namespaces) the
kernel counts each packet that finds no way out, and each name that is asked of nobody: both must stay as they were.
That they count is tried first. Writes verification/results/site_alone.md.
"""

import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

from build import build

ROOT = Path(__file__).parents[2]
OUT = ROOT / "verification" / "results" / "site_alone.md"
INSIDE = "GROUNDSWELL_SITE_ALONE"  # set in the namespace
LIMIT = 180.0  # seconds of two processors


def asked() -> int:
    """Return how often this namespace was asked for another host: packets without a route, datagrams to nobody."""
    found = 0
    for file, names in (("snmp", ("OutNoRoutes", "NoPorts")), ("snmp6", ("Ip6OutNoRoutes", "Udp6NoPorts"))):
        lines = [line.split() for line in Path("/proc/net", file).read_text(encoding="ascii").splitlines()]
        if file == "snmp6":
            found += sum(int(value) for name, value in lines if name in names)
            continue
        for head, values in zip(lines[::2], lines[1::2], strict=True):
            known = dict(zip(head, values, strict=True))
            found += sum(int(known[name]) for name in names if name in known)
    return found


def trial() -> int:
    """Ask for another host, in vain, and return by how much the count has risen."""
    before = asked()
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.settimeout(1.0)
            tried.connect_ex((address, 443))
    return asked() - before


def devices() -> list[str]:
    """Return the network devices of this namespace."""
    lines = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()[2:]
    return [line.partition(":")[0].strip() for line in lines]


def page(counted: int, requests: int, pages: int, took: float, used: float) -> str:
    """Return the report."""
    said = "No request to another host." if requests == 0 else f"**{requests} requests to another host.**"
    commit = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    at = subprocess.run(commit, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return f"""# The site, built where there is no other host

<!-- written by `python docs/site/alone.py`; do not edit -->

Commit {at}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.0f} at the end. A network namespace with lo alone;
what the kernel counts there of packets without a way out and datagrams to nobody rose by {counted} in a trial (two
connections in vain), and by {requests} in the build.

**{said}** {pages} pages, no warning, no dead link, every cell run: {took:.0f} s by the clock, {used:.0f} s of
processors, that is {used / 2:.0f} s of two with nothing beside it (mark: {LIMIT:.0f}).
"""


def main() -> None:
    """Go into a namespace, build there, and tell."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site-alone").absolute()
    if not os.environ.get(INSIDE):
        users = [] if os.geteuid() == 0 else ["--map-root-user"]
        command = ["unshare", "--net", *users, sys.executable, __file__, str(target)]
        sys.exit(subprocess.run(command, env={**os.environ, INSIDE: "1"}, check=False).returncode)
    if (there := devices()) != ["lo"]:
        sys.exit(f"devices here: {there}; lo alone was to be")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    counted = trial()
    before, began = asked(), time.monotonic()
    wrong = build(target)
    took, requests = time.monotonic() - began, asked() - before
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = use.ru_utime + use.ru_stime
    text = page(counted, requests, len(list((target / "html").rglob("*.html"))), took, used)
    print(*(wrong or [text]), sep="\n", flush=True)
    failed = bool(wrong) or requests > 0 or counted == 0 or used / 2 > LIMIT
    if not failed:
        OUT.write_text(text, encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
