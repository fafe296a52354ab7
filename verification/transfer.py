"""Each shipped case with evidence, predicted from the others. Writes results/transfer.md.

Run: python verification/transfer.py [--out FOLDER] [--draws 300] [--persons 100000] (about 4 processor minutes a case;
with the same FOLDER it goes on after an interrupt).

Something transfers if what the others taught predicts the targets of more than half of the cases better than the
neutral prior, and of more cases surely better than surely worse. It fails otherwise, and is published like a pass.
"""

import argparse
import sys
import time
from pathlib import Path

from groundswell.inference.format_transfer import as_text, verdict, write
from groundswell.inference.transfer import transfer, with_evidence

RESULTS = Path(__file__).parent / "results" / "transfer.md"


def main() -> int:
    """Run all cases and write the page; 1 when nothing is seen to transfer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("runs", "verification", "transfer"))
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    began = time.monotonic()
    found = transfer(with_evidence(), given.out, draws=given.draws, persons=given.persons, workers=given.workers)
    write(found)
    command = f"python verification/transfer.py --draws {given.draws} --persons {given.persons}"
    minutes = (time.monotonic() - began) / 60.0
    head = "# Does anything transfer between cases?\n\n"
    head += f"{time.strftime('%Y-%m-%d')}, `{command}`, {minutes:.0f} minutes."
    mark = "pass" if verdict(found).startswith("Something") else "FAIL"
    text = f"{head} Something transfers: {mark} ([what is done](../../docs/transfer.md)).\n\n{as_text(found)}\n"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if mark == "pass" else 1


if __name__ == "__main__":
    sys.exit(main())
