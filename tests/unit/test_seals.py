"""A file that carries its own digest tells of every changed bit; nothing but files of one's own is opened."""

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.errors import InputError
from groundswell.files import open_own, read_own, refuse_foreign, write_whole
from groundswell.seals import BLANK, KEY, DamagedError, is_whole, read_sealed, sealed, write_sealed

TEXT = json.dumps({"days": 5, "name": "sealed: a word", KEY: BLANK}).encode()


@given(st.integers(0, 8 * len(TEXT) - 1))
def test_every_changed_bit_is_noticed(bit: int) -> None:
    content = bytearray(sealed(TEXT))
    assert is_whole(bytes(content))
    content[bit // 8] ^= 1 << bit % 8
    assert not is_whole(bytes(content))


def test_a_sealed_table_is_still_a_table(tmp_path: Path) -> None:
    table = pa.table({"day": [1, 2]}).replace_schema_metadata({KEY: BLANK})
    made = pa.BufferOutputStream()
    pq.write_table(table, made)
    write_sealed(tmp_path / "table.parquet", made.getvalue().to_pybytes())
    assert pq.read_table(tmp_path / "table.parquet")["day"].to_pylist() == [1, 2]
    assert pq.read_table(pa.BufferReader(read_sealed(tmp_path / "table.parquet"))).num_rows == 2
    assert [p.name for p in tmp_path.iterdir()] == ["table.parquet"]


def test_a_shorter_or_unsealed_file_is_damaged_and_a_missing_one_missing(tmp_path: Path) -> None:
    for content in (b"", b"{}", sealed(TEXT)[:-1], TEXT):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(DamagedError, match="not what was written"):
            read_sealed(tmp_path / "file")
    with pytest.raises(FileNotFoundError):
        read_sealed(tmp_path / "other")


def test_links_devices_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "away").write_text("not yours")
    (tmp_path / "link").symlink_to("away")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "link", tmp_path / "dangling", tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(InputError, match="is a link, a device, a pipe"), open_own(path):
            pass
        with pytest.raises(InputError, match="is a link, a device, a pipe"):
            refuse_foreign(path)


def test_a_link_deep_in_a_folder_is_found_and_what_is_not_there_is_fine(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    refuse_foreign(tmp_path, tmp_path / "nothing")
    (tmp_path / "a" / "b" / "c").symlink_to("/etc")
    with pytest.raises(InputError, match="a/b/c"):
        refuse_foreign(tmp_path)


def test_writing_replaces_a_link_and_leaves_what_it_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "away").write_text("not yours")
    (tmp_path / "link").symlink_to("away")
    write_whole(tmp_path / "link", lambda file: file.write(b"mine"))
    assert (tmp_path / "away").read_text() == "not yours"
    assert read_own(tmp_path / "link") == b"mine"
