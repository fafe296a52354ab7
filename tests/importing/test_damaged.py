"""Files of the examples, damaged in many ways: each is read or refused in words, and a refusal writes nothing."""

import random  # noqa: TID251, damage is no part of a model
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.importing.run import COMMANDS

from .conftest import FILES, Case

EXAMPLES = [file for file in sorted(FILES.rglob("*")) if file.suffix in (".csv", ".geojson")]
_PIECES = (b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"#", b"-", b"1e999", b"nan", b"99999999999999999999", b"\t",
           "ж".encode(), b"'", b"2022-09-21", b"[", b"{", b"\xef\xbb\xbf", b"9.99.9999")  # fmt: skip


def damaged(content: bytes, seed: int) -> Iterator[bytes]:
    draw = random.Random(seed)
    for _ in range(6):
        at, piece = draw.randrange(len(content)), draw.choice(_PIECES)
        end = at + draw.choice((0, 0, 1, 3, 20))
        yield content[:at] + piece + content[end:]
    yield content[: draw.randrange(len(content))]
    lines = content.split(b"\n")
    yield b"\n".join([*lines, *lines])


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_a_damaged_file_is_read_or_refused_in_words(case: Case, file: Path) -> None:
    content = file.read_bytes()
    for seed, broken in enumerate(damaged(content, len(content))):
        for command in COMMANDS:
            before = case.files()
            try:
                found = case.read(
                    command, broken, f"t{seed}{command}.csv", kinds={"Protests": "rally"}, dry_run=seed % 2 == 0
                )
            except InputError:
                assert case.files() == before
            else:
                assert bool(found.written) is (seed % 2 == 1)
