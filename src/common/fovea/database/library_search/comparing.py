"""How the fields of numbers, dates, names and colours are compared with the columns in memory."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from fovea.database.library_search.columns import (
    FORMATS,
    HASH,
    KNOWN,
    NEVER,
    NO_COLOR,
    TEXTS,
    UNSURE,
    Array,
)
from fovea.database.library_search.memory import Mask, Memory
from fovea.library_query import Term
from fovea.library_query.colors import near
from fovea.library_query.values import Alike, Choice, Color, Range, Span
from fovea.ratings import WORDS as RATINGS

Compare = Callable[[Memory, Term, int], Mask]
RATIO_TOLERANCE = 0.01
_FAR = 255  # bits: further than any other


def distances(memory: Memory, alike: Alike) -> npt.NDArray[np.uint8]:
    """In how many bits each image's hash differs; 255 where one of the two has none."""
    hashes = memory.further("phash")
    wanted = alike.phash
    if wanted is None:
        number, ready = alike.image_id or 0, memory.columns.arrays["ready"]
        if number >= len(ready) or not hashes[KNOWN, number] or not ready[number]:
            return np.full(len(ready), _FAR, dtype=np.uint8)
        wanted = int(hashes[HASH, number])
    bits: npt.NDArray[np.uint8] = np.bitwise_count(hashes[HASH] ^ np.uint64(wanted))
    bits[hashes[KNOWN] == 0] = _FAR
    return bits


def within(array: Array, wanted: Range) -> Mask:
    """Whether each number is in the range."""
    mask = np.ones(len(array), dtype=np.bool_)
    if wanted.low is not None:
        mask &= array > wanted.low if wanted.above else array >= wanted.low
    if wanted.high is not None:
        mask &= array < wanted.high if wanted.below else array <= wanted.high
    return mask


def _column(name: str) -> Compare:
    def compare(memory: Memory, term: Term, _now: int) -> Mask:
        return within(memory.columns.arrays[name], _range(term))

    return compare


def _extra(name: str) -> Compare:
    def compare(memory: Memory, term: Term, _now: int) -> Mask:
        return within(memory.further(name), _range(term))

    return compare


def _chosen(column: str, names: tuple[str, ...]) -> Compare:
    def compare(memory: Memory, term: Term, _now: int) -> Mask:
        assert isinstance(term.value, Choice)  # noqa: S101 - the table of fields says so
        return np.isin(memory.columns.arrays[column], [names.index(name) for name in term.value.names])

    return compare


def _text(memory: Memory, term: Term, _now: int) -> Mask:
    assert isinstance(term.value, Choice)  # noqa: S101 - the table of fields says so
    column, names = memory.columns.arrays["text"], term.value.names
    mask = np.isin(column & ~np.uint8(UNSURE), [TEXTS.index(name) for name in names if name != "unsure"])
    return mask | (column >= UNSURE) if "unsure" in names else mask


def _identifier(memory: Memory, term: Term, _now: int) -> Mask:
    return within(np.arange(memory.columns.size), _range(term))


def pixels(memory: Memory) -> npt.NDArray[np.int64]:
    """Width times height."""
    arrays = memory.columns.arrays
    return arrays["width"].astype(np.int64) * arrays["height"]


def _pixels(memory: Memory, term: Term, _now: int) -> Mask:
    return within(pixels(memory), _range(term))


def _ratio(memory: Memory, term: Term, _now: int) -> Mask:
    arrays, wanted = memory.columns.arrays, _range(term)
    ratio = arrays["width"] / np.maximum(arrays["height"], 1)
    if wanted.low is not None and wanted.low == wanted.high:
        wanted = Range(wanted.low * (1 - RATIO_TOLERANCE), wanted.low * (1 + RATIO_TOLERANCE))
    return within(ratio, wanted)


def _variants(memory: Memory, term: Term, _now: int) -> Mask:
    return within(variants(memory), _range(term))


def variants(memory: Memory) -> npt.NDArray[np.int64]:
    """How many others are in the group of each image."""
    return memory.group_sizes()[memory.columns.arrays["group"]] - 1


def _moment(column: str) -> Compare:
    def compare(memory: Memory, term: Term, now: int) -> Mask:
        assert isinstance(term.value, Span)  # noqa: S101 - the table of fields says so
        first, last = term.value.bounds(now)
        array = memory.columns.arrays[column]
        known: Mask = array != NEVER
        return within(array, Range(first, last)) & known

    return compare


def _age(memory: Memory, term: Term, now: int) -> Mask:
    date = memory.columns.arrays["date"]
    known: Mask = date != NEVER
    return within(now - date, _range(term)) & known


def _color(memory: Memory, term: Term, _now: int) -> Mask:
    assert isinstance(term.value, Color)  # noqa: S101 - the table of fields says so
    table, colors = _near(term.value), memory.further("colors")
    mask = np.zeros(colors.shape[1], dtype=np.bool_)
    for numbers in colors:
        if numbers.min(initial=NO_COLOR) < NO_COLOR:
            mask |= np.take(table, numbers, mode="clip")
    return mask


@lru_cache(maxsize=64)
def _near(color: Color) -> Mask:
    return np.append(near(color.red, color.green, color.blue, color.tolerance), np.False_)


def _similar(memory: Memory, term: Term, _now: int) -> Mask:
    assert isinstance(term.value, Alike)  # noqa: S101 - the table of fields says so
    alike: Mask = distances(memory, term.value) <= term.value.bits
    return alike


def _range(term: Term) -> Range:
    value: Any = term.value
    assert isinstance(value, Range)  # noqa: S101 - the table of fields says so
    return value


COMPARED: dict[str, Compare] = {
    "rating": _chosen("rating", RATINGS),
    "format": _chosen("format", FORMATS),
    "text": _text,
    "animated": _chosen("animated", ("no", "yes")),
    "best": _chosen("best", ("no", "yes")),
    "width": _column("width"),
    "height": _column("height"),
    "size": _column("size"),
    "score": _column("score"),
    "group": _column("group"),
    "id": _identifier,
    "pixels": _pixels,
    "ratio": _ratio,
    "variants": _variants,
    "posts": _extra("posts"),
    "tags": _extra("tags"),
    "date": _moment("date"),
    "added": _moment("added"),
    "age": _age,
    "color": _color,
    "similar": _similar,
}
assert NO_COLOR == 2**15  # noqa: S101 - the last row of the table of `_near`
