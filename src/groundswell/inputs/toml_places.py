"""Where each key of a TOML text stands, so that an error can name the line; the parser itself does not tell.

The text is gone through once and need not be valid. What would keep the parser busy without end, or make it run out of
stack, is refused here: keys of very many parts, and brackets within brackets within brackets.
"""

import re
import tomllib

from groundswell.errors import InputError

DEEPEST = 20  # parts of a key, and brackets within brackets
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_PART = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*(\.?)""")
_TOKEN = re.compile(r"\"\"\"|'''|[\"'#\n\[\]{}.,=]")
_END = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"(?:[^']|'{1,2}(?!'))*'{3,5}"),
    '"': re.compile(r'(?:[^"\\\n]|\\.)*"?'),
    "'": re.compile(r"[^'\n]*'?"),
    "#": re.compile(r"[^\n]*"),
}


def key_lines(text: str, name: str = "") -> dict[str, int]:
    """Return the line (1 = first) of every table header and key, by dotted key; the second [[table]] is "table[2]".

    Raises InputError, with `name` as the file, for keys of more than 20 parts and values more than 20 brackets deep.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix: tuple[str, ...] = ()
    at, line, counted = 0, 1, 0
    while True:
        if blank := _BLANK.match(text, at):
            at = blank.end()
        if at >= len(text):
            return found
        line += text.count("\n", counted, at)
        counted = at
        place = f"{name}:{line}" if name else f"line {line}"
        opening = 2 if text.startswith("[[", at) else 1 if text[at] == "[" else 0
        path, end = _path(text, at + opening, place)
        if opening:
            prefix = path
            found.setdefault(".".join(path), line)
            if opening == 2 and path:
                counts[path[-1]] = counts.get(path[-1], 0) + 1
                prefix = (*path[:-1], f"{path[-1]}[{counts[path[-1]]}]")
                found[".".join(prefix)] = line
            at = _after(text, text.find("\n", end))
        else:
            if path:
                found.setdefault(".".join((*prefix, *path)), line)
            at = _after(text, _value_end(text, end, place))


def _after(text: str, newline: int) -> int:
    return len(text) if newline < 0 else newline + 1


def _path(text: str, at: int, place: str) -> tuple[tuple[str, ...], int]:
    """Return the parts of the key that begins at `at`, however quoted, and where it ends; no parts if it is none."""
    parts: list[str] = []
    while part := _PART.match(text, at):
        bare, basic, literal, dot = part.groups()
        parts.append(bare if bare is not None else literal if literal is not None else _unescaped(basic))
        at = part.end()
        if len(parts) > DEEPEST:
            raise InputError(f"a key of more than {DEEPEST} parts", place=place, remedy="write table.key = value")
        if not dot:
            break
    return tuple(parts), at


def _unescaped(text: str) -> str:
    if "\\" in text:
        try:
            return str(tomllib.loads(f'x = "{text}"')["x"])
        except ValueError:
            pass
    return text


def _value_end(text: str, at: int, place: str) -> int:
    """Return the place of the line break after the value that begins at `at`, -1 if the text ends with it."""
    depth = dots = 0
    while token := _TOKEN.search(text, at):
        sign, at = token.group(), token.end()
        if sign in _END:
            end = _END[sign].match(text, at)
            at = end.end() if end else len(text)
        elif sign == "\n":
            if depth <= 0:
                return token.start()
        elif sign == ".":
            dots += 1
        else:
            depth += (sign in "[{") - (sign in "]}")
            dots = 0
        if max(depth, dots) > DEEPEST:
            problem = f"brackets more than {DEEPEST} deep" if depth > DEEPEST else f"a key of more than {DEEPEST} parts"
            raise InputError(problem, place=place, remedy="a scenario has tables within tables, no deeper")
    return -1
