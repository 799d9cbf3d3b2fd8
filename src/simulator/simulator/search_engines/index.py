"""What each engine finds for some words, in its order: a function of the world and the words.

Of twenty results in a row some are gone, some are no pictures, and some were told of before, each as often as
the settings say; where in the twenty is left to chance. The others show a work each that no other engine
knows. What was told of before is, in turn, the same file at another address, a file of the same work that was
recompressed, and a work that all engines know.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from simulator.drawing.recent import Recent
from simulator.gallery import File, Gallery, Work, noise
from simulator.search_engines import addresses
from simulator.settings import SimulatorSettings

ENGINES = ("google", "baidu", "brave", "openverse", "commons")
BLOCK = 20
_MOST_WORKS = 50_000
Kind = Literal["own", "again", "alike", "shared", "gone", "no picture"]
_TOLD_TWICE: tuple[Kind, ...] = ("again", "alike", "shared")
LICENCES = (
    ("by", "4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("by-sa", "4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("by-sa", "3.0", "CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
    ("by-nc", "2.0", "CC BY-NC 2.0", "https://creativecommons.org/licenses/by-nc/2.0/"),
    ("cc0", "1.0", "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("pdm", "1.0", "Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
)


@dataclass(frozen=True)
class Result:
    """A result of an engine. `file` is what its address gives: None where that is gone, or no picture."""

    engine: str
    place: int
    kind: Kind
    work: Work
    file: File | None
    url: str

    @property
    def number(self) -> int:
        """A number that no other result of the engine has."""
        return addresses.number_of(self)

    @property
    def page(self) -> str:
        """The page that shows it."""
        return f"https://{addresses.PAGES}/about/{self.engine}/{self.number}"

    @property
    def licence(self) -> tuple[str, str, str, str]:
        """(code, version, words, address) of its licence."""
        return LICENCES[self.work.number * 7 % len(LICENCES)]


class Index:
    """The works by their words. Threads may share it."""

    def __init__(self, gallery: Gallery, settings: SimulatorSettings) -> None:
        self.gallery = gallery
        self._lock = threading.Lock()
        self._found: Recent[tuple[str, str], tuple[Result, ...]] = Recent(64, lambda _: 1)
        shares = (settings.found_gone, settings.found_no_pictures, settings.found_twice)
        gone, no_pictures, twice = (round(BLOCK * share) for share in shares)
        rest = max(1, BLOCK - gone - no_pictures - twice)
        self._kinds = ["gone"] * gone + ["no picture"] * no_pictures + ["twice"] * twice + ["own"] * rest

    def results(self, engine: str, words: str) -> Sequence[Result]:
        """All that an engine has for some words, the best first."""
        key = (engine, " ".join(words.lower().split()))
        known = self._found.get(key)
        if known is None:
            known = tuple(self._results(*key))
            self._found.put(key, known)
        return known

    def numbered(self, engine: str, number: int) -> Result | None:
        """The result of such a number, as its own page tells of it."""
        return addresses.result(self, engine, number)

    @cached_property
    def _by_word(self) -> dict[str, frozenset[int]]:
        works = self.gallery.works
        found: defaultdict[str, set[int]] = defaultdict(set)
        for work in works.several(range(min(works.count, _MOST_WORKS))):
            for _, tag in work.tags:
                for word in tag.lower().replace("_", " ").split():
                    found[word.strip("()")].add(work.number)
        return {word: frozenset(numbers) for word, numbers in found.items()}

    def _matching(self, words: str) -> list[int]:
        with self._lock:
            by_word = self._by_word
        sets = [by_word.get(word, frozenset()) for word in words.split()]
        return sorted(frozenset.intersection(*sets)) if sets else []

    def _results(self, engine: str, words: str) -> Iterator[Result]:
        works = self.gallery.works
        parts, order = works.source("engines"), works.source("engines", engine)
        matching = self._matching(words)
        part_of = {number: noise.bits(parts, number) % (len(ENGINES) + 1) for number in matching}
        own = [number for number in matching if part_of[number] == ENGINES.index(engine)]
        own.sort(key=lambda number: noise.bits(order, number))
        shared = iter([number for number in matching if part_of[number] == len(ENGINES)])
        told: list[int] = []
        twice = 0
        for place in range(BLOCK * len(own)):
            kind = self._kind_at(order, place)
            if kind == "own":
                if len(told) == len(own):
                    return
                told.append(own[len(told)])
                yield addresses.made(self, engine, place, "own", told[-1])
            elif kind != "twice":
                yield addresses.made(self, engine, place, kind, matching[place % len(matching)])
            else:
                which = _TOLD_TWICE[twice % len(_TOLD_TWICE)] if told else "shared"
                twice += 1
                known = (
                    next(shared, None) if which == "shared" else told[noise.bits(order, place) % len(told)]
                )
                if known is not None:
                    yield addresses.made(self, engine, place, which, known)

    def _kind_at(self, order: int, place: int) -> Kind | Literal["twice"]:
        block, within = divmod(place, len(self._kinds))
        shuffled = sorted(range(len(self._kinds)), key=lambda one: noise.bits(order ^ 1, block * BLOCK + one))
        return self._kinds[shuffled[within]]  # type: ignore[return-value]  # made of these words
