"""ES modules of this folder put into one script, so that a page opened from a disk asks for no other file.

Each module becomes a function that returns what it exports. The modules are ours and keep to the forms read here: one
`import { a, b } from "./m.js";` a line, and `export` before a function, class or const.
"""

import re

from groundswell.classics import FOLDER as CLASSICS

__all__ = ["FOLDER", "bundled", "modules", "source"]

FOLDER = CLASSICS / "lab"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (function|class|const) (\w+)", re.MULTILINE)


def source(name: str) -> str:
    """Return the text of one module."""
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")


def modules(entry: str) -> tuple[str, ...]:
    """Return a module and all that it needs, each after those that it imports."""
    found: list[str] = []

    def visit(name: str) -> None:
        for _, needed in _IMPORT.findall(source(name)):
            visit(needed)
        if name not in found:
            found.append(name)

    visit(entry)
    return tuple(found)


def bundled(entry: str) -> str:
    """Return one script that does what the module `entry` does."""
    return '"use strict";\n' + "\n".join(_wrapped(name) for name in modules(entry))


def _wrapped(name: str) -> str:
    text = source(name)
    exported = ", ".join(match[1] for match in _EXPORT.findall(text))
    text = _EXPORT.sub(r"\1 \2", _IMPORT.sub(r"const {\1} = module_\2;", text))
    return f"const module_{name} = (() => {{\n{text}return {{ {exported} }};\n}})();"
