"""The text of a file in whatever encoding it has, if that is certain: UTF-8, UTF-16 by its mark, or the one named."""

import codecs
from pathlib import Path
from typing import NamedTuple

from groundswell.errors import InputError, shown
from groundswell.textfile import MEGABYTE, read_bytes

LARGEST = 256 * MEGABYTE
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NO_TEXT = {
    b"PK\x03\x04": "a workbook of Excel or LibreOffice, or another zip file",
    b"\xd0\xcf\x11\xe0": "a workbook of an older Excel",
    b"\x1f\x8b": "a packed file (gzip)",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
}
_OFTEN = ("cp1252", "cp1251", "cp1250")  # Western European, Cyrillic, Central European


class Text(NamedTuple):
    """A file's text, how it was encoded in words, and the file's bytes."""

    text: str
    encoding: str
    content: bytes


def read(file: Path, encoding: str = "") -> Text:
    """Return the text of a file; `encoding` is needed only where the file does not show it.

    Raises InputError for a file that cannot be read, or with byte and line for one that is not text in this encoding.
    """
    content = read_bytes(file, "FILE", LARGEST)
    for start, what in _NO_TEXT.items():
        if content.startswith(start):
            raise InputError(f"this is {what}, not a text", place=file.name, remedy="save the table as CSV (UTF-8)")
    mark, codec, words = next((m for m in _MARKS if content.startswith(m[0])), (b"", "utf-8", "UTF-8"))
    if not mark and encoding:
        codec = words = _known(encoding)
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(content, error, codec, file.name) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        remedy = "if this is UTF-16 text without a mark, give --encoding utf-16-le; else it is no text"
        raise InputError("a NUL character", place=f"{file.name}:{line}", remedy=remedy)
    return Text(text, words, content)


def _known(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError):
        found = None
    if found is None or not found._is_text_encoding:  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType, reportAttributeAccessIssue]
        remedy = f"give one such as utf-8, utf-16, {', '.join(_OFTEN)}, koi8-r"
        raise InputError(f"no encoding {shown(encoding)}", place="encoding", remedy=remedy, value=encoding)
    return found.name


def _undecodable(content: bytes, error: UnicodeDecodeError, codec: str, name: str) -> InputError:
    """Return what is wrong, with the line as the commonest other encodings read it, so that the right one shows."""
    line = content.count(b"\n", 0, error.start) + 1
    start = content.rfind(b"\n", 0, error.start) + 1
    row = content[max(start, error.start - 15) : error.start + 15].split(b"\n")[0]
    read = [f"{other} reads {shown(row.decode(other, 'replace').strip())}" for other in _OFTEN if other != codec]
    problem = f"byte {error.start} (0x{content[error.start]:02x}) is not {codec}"
    remedy = "name its encoding: --encoding; here " + ", ".join(read)
    return InputError(problem, place=f"{name}:{line}", remedy=remedy)
