"""The usual sizes of a photo on Flickr, told by a letter each.

Their addresses differ in a suffix only, and of their width and height the longer one is fixed: the shorter
one follows from the largest size, but for a pixel of rounding.

    ^.jpg:stqmnw.zc+b:1024x686

is, of addresses that end in `.jpg`: the square of 75 pixels, the size of 100, ... and the one of 1,024, which
is 1024 x 686. Behind a letter, `+` and `-` say that the shorter edge is a pixel more or less than follows
from that. `.` is the size of 500, which has no suffix. Suffixes and edges:
https://www.flickr.com/services/api/misc.urls.html
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Rendition = tuple[str, int | None, int | None]  # address, width, height
Edges = tuple[int, int]  # width, height

_EDGES = {"s": 75, "t": 100, "q": 150, "m": 240, "n": 320, "w": 400, ".": 500, "z": 640, "c": 800, "b": 1024}
_SQUARES = frozenset("sq")
_BY_SUFFIX = {f"_{letter}": letter for letter in _EDGES if letter != "."}
_SUFFIXES = {letter: suffix for suffix, letter in _BY_SUFFIX.items()} | {".": ""}
_FEWEST = 2  # of which a ladder is shorter than its rungs one by one
_LONGEST_EXTENSION = 5
_MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Ladder:
    """The first `length` renditions, whose addresses begin with `base`. As a text, what `read` takes."""

    base: str
    length: int
    extension: str
    letters: str
    largest: Edges

    def __str__(self) -> str:
        """As in the example."""
        width, height = self.largest
        return f"^{self.extension}:{self.letters}:{width}x{height}"


def climb(renditions: Sequence[Rendition]) -> Ladder | None:
    """The ladder of the first of these renditions; None when that would not be shorter."""
    address = renditions[0][0]
    dot = address.rfind(".")
    base, extension = address[:dot], address[dot:]
    if base[-2:] in _BY_SUFFIX:
        base = base[:-2]
    if not (extension[1:].isascii() and extension[1:].isalnum() and len(extension) <= _LONGEST_EXTENSION):
        return None
    rungs = _rungs(renditions, base, extension)
    largest = max((edges for letter, edges in rungs if letter not in _SQUARES), default=None)
    if largest is None or len(rungs) < _FEWEST:
        return None
    ways = _ways(largest)
    letters = [ways[letter].get(edges) for letter, edges in rungs]
    if None in letters:
        return None
    return Ladder(base, len(rungs), extension, "".join(map(str, letters)), largest)


def read(text: str, base: str) -> list[Rendition]:
    """The renditions that a ladder stands for; none when it makes no sense."""
    parts = text[1:].split(":")
    if not text.startswith("^") or len(parts) != 3:
        return []
    width, cross, height = parts[2].partition("x")
    if not (cross and _is_edge(width) and _is_edge(height)):
        return []
    rungs = _read(parts[1][:_MOST_LETTERS], (int(width), int(height)))
    return [(f"{base}{suffix}{parts[0]}", *edges) for suffix, edges in rungs]


def _rungs(renditions: Sequence[Rendition], base: str, extension: str) -> list[tuple[str, Edges]]:
    """The letters of those at the beginning that have one."""
    start, end = len(base), -len(extension)
    found = []
    for address, width, height in renditions:
        suffix = address[start:end]
        letter = _BY_SUFFIX.get(suffix) if suffix else "."
        if letter is None or not (address.startswith(base) and address.endswith(extension)):
            break
        if not (width and height) or max(width, height) != _EDGES[letter]:
            break
        found.append((letter, (width, height)))
    return found


@lru_cache(maxsize=4_096)
def _ways(largest: Edges) -> dict[str, dict[Edges, str]]:
    """By letter: how each width and height that can be told is told."""
    return {
        letter: {_size(letter, sign, largest): letter + sign for sign in ("-", "+", "")} for letter in _EDGES
    }


@lru_cache(maxsize=4_096)
def _read(letters: str, largest: Edges) -> list[tuple[str, Edges]]:
    """Suffix, width and height of each."""
    return [
        (_SUFFIXES[letter], _size(letter, letters[at + 1 : at + 2], largest))
        for at, letter in enumerate(letters)
        if letter in _EDGES
    ]


def _size(letter: str, sign: str, largest: Edges) -> Edges:
    """Width and height of a rung, with what stands behind its letter."""
    edge = _EDGES[letter]
    if letter in _SQUARES:
        return edge, edge
    width, height = largest
    longer, shorter = max(width, height), min(width, height)
    other = (2 * edge * shorter + longer) // (2 * longer) + {"+": 1, "-": -1}.get(sign, 0)
    return (edge, other) if width >= height else (other, edge)


def _is_edge(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) <= 4 and text.strip("0") != ""
