"""Where claims lie: in the folders of cases, and among those that make sense for any case."""

from pathlib import Path

from groundswell.case import Case, cases, find
from groundswell.case.lookup import FILE
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.toml_file import read_toml

TEXTS = ("title", "text", "said", "reading", "literature", "refuted_if")
_ANY = Path(__file__).parent / "claims"  # claims of any case


def claims(case: str = "") -> list[str]:
    """Return the names of all claims that have one, or of those of a case; a name of two has its case in front.

    Raises InputError for an unknown case.
    """
    if case:
        return sorted((file.stem for file in _of(find(case))), key=lambda name: (len(name), name))
    found = _files()
    stems = [file.stem for file in found]
    names = [f"{file.parent.parent.name}/{file.stem}" if stems.count(file.stem) > 1 else file.stem for file in found]
    return sorted(names, key=lambda name: (len(name), name))


def find_claim(name: str) -> Path:
    """Return the file of a claim's name ("H4", "gdr-1989/H4"), or of a path. Raises InputError."""
    found = [file for file in _files() if name in (file.stem, f"{file.parent.parent.name}/{file.stem}")]
    if len(found) > 1:
        alike = len({file.parent.parent.name for file in found}) == 1
        both = ", ".join(str(file) if alike else f"{file.parent.parent.name}/{file.stem}" for file in found)
        raise InputError(f"{len(found)} claims are called {shown(name)}", remedy=f"name one in full: {both}")
    if found:
        return found[0]
    if not name.endswith(".toml") and "/" not in name and not _is_there(Path(name)):
        raise InputError(f"no claim {shown(name)}", remedy=nearest(name, claims()))
    return Path(name)


def described(name: str) -> dict[str, str]:
    """Return what a claim says: its texts, and what it is about: a case, or any. Raises InputError."""
    file = find_claim(name)
    values, _ = read_toml(file)
    own, fits = home(file), values.get("cases", [])
    about = "case " + own.name if own is not None else f"cases: {', '.join(map(str, fits))}"
    return {"name": name, "about": about, **{key: str(values.get(key, "")).strip() for key in TEXTS}}


def home(file: Path) -> Case | None:
    """Return the case in whose folder a claim lies, None for a claim of no case."""
    folder = file.absolute().parent
    return find(folder.parent) if folder.name == "claims" and (folder.parent / FILE).is_file() else None


def _files() -> list[Path]:
    return [*sorted(_ANY.glob("*.toml")), *(file for case in cases() for file in _of(case))]


def _of(case: Case) -> list[Path]:
    return sorted((case.folder / "claims").glob("*.toml"))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
