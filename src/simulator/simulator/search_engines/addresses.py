"""Where what engines find is: hosts that give files, and pages about them. An address tells all that there is
to know, so no list is kept.
"""

from typing import TYPE_CHECKING

from simulator.gallery import File
from simulator.gallery.files import RECOMPRESSED

if TYPE_CHECKING:
    from simulator.search_engines.index import Index, Kind, Result

FILES, PAGES = "found.example.net", "found.example.org"
UPLOADS = "upload.wikimedia.org"
_KINDS = ("own", "again", "alike", "shared", "gone", "no picture")
_PLACES = 1 << 20


def made(index: "Index", engine: str, place: int, kind: "Kind", work: int) -> "Result":
    """The result of an engine at a place."""
    from simulator.search_engines.index import Result

    known = index.gallery.works.work(work)
    file = File(work)
    if kind == "alike":
        file = File(work, 0, RECOMPRESSED, 24 + place % 40)
    if kind in {"gone", "no picture"}:
        word = "gone" if kind == "gone" else "page"
        url = f"https://{FILES}/{word}/{engine}-{place}.jpg"
        return Result(engine, place, kind, known, None, url)
    name, ending = index.gallery.files.name(file), index.gallery.files.shape(file).format
    if engine == "commons":
        url = f"https://{UPLOADS}/wikipedia/commons/{name[0]}/{name[:2]}/{place}-{name}.{ending}"
    else:
        url = f"https://{FILES}/{engine}/{place}-{name}.{ending}"
    return Result(engine, place, kind, known, file, url)


def number_of(result: "Result") -> int:
    """A number that says of a result all that `result` has to know."""
    return (result.work.number * len(_KINDS) + _KINDS.index(result.kind)) * _PLACES + result.place + 1


def result(index: "Index", engine: str, number: int) -> "Result | None":
    """The result of such a number; None for any other number."""
    left, place = divmod(number - 1, _PLACES)
    work, kind = divmod(left, len(_KINDS))
    if number < 1 or work >= index.gallery.works.count:
        return None
    return made(index, engine, place, _KINDS[kind], work)  # type: ignore[arg-type]  # they are the kinds
