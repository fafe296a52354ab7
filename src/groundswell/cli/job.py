"""A job's process: calls the command line as a job's folder says, and writes down there how it ended.

Started by groundswell.studio.jobs with the folder's lock in its hands: the system lets go of it when the process ends.
"""

import json
import os
import sys
from pathlib import Path

from groundswell.cli.output import complain
from groundswell.files import read_own, write_text
from groundswell.studio.jobs import ANSWER, ENDED, JOB


def main() -> None:
    """Run the command of the job whose folder is named."""
    from groundswell import cli

    folder = Path(sys.argv[1])
    arguments = json.loads(read_own(folder / JOB))["arguments"]
    code = 1
    with (folder / ANSWER).open("wb") as answer:
        os.dup2(answer.fileno(), 1)
    sys.argv = ["groundswell", *arguments]
    try:
        cli.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        try:
            write_text(folder / ENDED, json.dumps({"code": code}))
        except OSError as error:
            complain(f"how it ended cannot be written: {error.strerror}; free some space, then go on")


if __name__ == "__main__":
    main()
