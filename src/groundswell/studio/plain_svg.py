"""Whether a picture that lies in the folder is one that a report draws, before a program makes another of it.

What turns SVG into PNG fetches what a picture names, from the disk and from other hosts, and takes any size.
"""

from xml.etree import ElementTree

from groundswell.errors import InputError

_DRAWN = frozenset({"svg", "g", "defs", "title", "desc", "path", "line", "rect", "circle", "ellipse", "polyline",
                    "polygon", "text", "tspan", "clipPath", "linearGradient", "stop"})  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
_LARGEST = 4_000.0  # pixels


def refuse_other(text: str, place: str) -> None:
    """Raise InputError for a picture that names something outside itself, is too large, or is none."""
    try:
        if "<!" in text or "<?" in text:
            raise ValueError
        root = ElementTree.fromstring(text)
        sizes = [float(root.get(key, "nan")) for key in ("width", "height")]
        plain = all(0 < size <= _LARGEST for size in sizes) and all(map(_is_plain, root.iter()))
    except (ElementTree.ParseError, ValueError, RecursionError):
        plain = False
    if not plain:
        remedy = "take the SVG, or make the report anew: groundswell report"
        raise InputError("is no picture as a report draws it", place=place, remedy=remedy)


def _is_plain(element: ElementTree.Element) -> bool:
    named = [value for key, value in element.attrib.items() if key.rpartition("}")[2] == "href" or "url(" in value]
    inside = all(value.startswith(("#", "url(#")) and value.count("url(") < 2 for value in named)
    return element.tag.removeprefix(_SVG) in _DRAWN and inside
