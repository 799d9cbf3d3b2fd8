"""The works of the gallery: who made what, with whom on it, and when. A work is a function of its number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.gallery import names, noise
from simulator.gallery.noise import Numbers
from simulator.gallery.vocabulary import BY_NAME, FACETS, SHOWN, TAGS

YEARS_SECONDS = 5 * 365 * 86_400
_SHAPES = ((480, 360), (360, 480), (480, 320), (320, 480), (420, 420), (500, 281), (400, 500))
_FORMATS = ("jpg", "png", "webp")
_FORMAT_WEIGHTS = (17.0, 2.0, 1.0)
GENERAL, SAFE, QUESTIONABLE, EXPLICIT = range(4)
_KEPT = 20_000
FIRST_SMALL, SMALL = 1 << 29, (96, 72)
"""From which number on works are small pictures, and how small."""
_RATING_WEIGHTS = (50.0, 30.0, 13.0, 7.0)

Tag = tuple[str, str]
"""(namespace, name): namespaces are artist, character, copyright, general."""


@dataclass(frozen=True)
class Work:
    """One work, as it truly is."""

    number: int
    artist: str
    artist_number: int
    copyright: str | None
    characters: tuple[str, ...]
    general: tuple[str, ...]
    facets: dict[str, str]
    """What it shows: the value of each facet of the vocabulary (`scene`: `sea`)."""
    rating: int
    """0 general, 1 safe (sensitive), 2 questionable, 3 explicit. (All pictures are of landscapes.)"""
    made_at: int
    """Seconds since the epoch."""
    title: str
    width: int
    height: int
    format: str
    """jpg, png or webp."""

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All its true tags."""
        found = [("artist", self.artist), *(("character", one) for one in self.characters)]
        if self.copyright is not None:
            found.append(("copyright", self.copyright))
        return (*found, *(("general", one) for one in self.general))


class Works:
    """All works up to any number. `count` of them were made before `ends_at`; those after it are new."""

    def __init__(self, *, seed: int, count: int, ends_at: int, small: bool = False) -> None:
        self.seed, self.count, self.ends_at, self.small = seed, count, ends_at, small
        self.artists = max(24, count // 40)
        self.series = max(12, count // 150)
        self.characters = self.series * 4
        self._known: dict[int, Work] = {}

    def source(self, *about: str | int) -> int:
        """The source of chance about one thing of this world."""
        return noise.stream(self.seed, *about)

    # Columns: the same facts for many works at once

    def facet(self, name: str, works: Numbers) -> Numbers:
        """The place of each work's value in a facet; -1 where the facet does not apply."""
        facet = BY_NAME[name]
        found = noise.choices(self.source("facet", name), works, facet.weights)
        if facet.needs_figure:
            found = np.where(self.facet("figure", works) == 0, -1, found)
        return found

    def artist_numbers(self, works: Numbers) -> Numbers:
        """The artist of each work."""
        return noise.by_rank(self.source("artist"), works, self.artists)

    def series_numbers(self, works: Numbers) -> Numbers:
        """The series that each work is about; -1 for a work of its own."""
        drawn = noise.by_rank(self.source("series"), works, self.series)
        original = noise.portions(self.source("original"), works) < 0.4
        return np.where(original, -1, drawn)

    def character_numbers(self, works: Numbers) -> tuple[Numbers, Numbers]:
        """The first and second character of each work; -1 for none. They are of the work's series."""
        series, figure = self.series_numbers(works), self.facet("figure", works)
        pick = noise.many_bits(self.source("character"), works).astype(np.int64) & 0xFFFF
        some = (series >= 0) & (figure > 0)
        first = np.where(some, series * 4 + pick % 4, -1)
        second = np.where(some & (figure == 3), series * 4 + (pick + 1 + (pick >> 2) % 3) % 4, -1)
        return first, second

    def ratings(self, works: Numbers) -> Numbers:
        """The true rating of each work."""
        return noise.choices(self.source("rating"), works, _RATING_WEIGHTS)

    def moments(self, works: Numbers) -> Numbers:
        """When each work was made. The later, the more of them; they are in the order of their numbers."""
        ago = np.clip(1.0 - (works.astype(np.float64) + 0.5) / self.count, 0.0, 1.0)
        return (self.ends_at - YEARS_SECONDS * ago**1.6).astype(np.int64) - 86_400

    # Works

    def work(self, number: int) -> Work:
        """One work."""
        return self.several([number])[0]

    def several(self, numbers: Sequence[int]) -> list[Work]:
        """Works, in the order of the numbers."""
        missing = [number for number in numbers if number not in self._known]
        if missing:
            if len(self._known) > _KEPT:
                self._known = {}
            described = {work.number: work for work in self._described(missing)}
            self._known |= described
        known = self._known
        return [known.get(number) or next(self._described([number])) for number in numbers]

    def _described(self, numbers: Sequence[int]) -> Iterator[Work]:
        large = [number for number in numbers if number < FIRST_SMALL]
        yield from (_small(number, self.ends_at) for number in numbers if number >= FIRST_SMALL)
        if large:
            yield from self._described_large(large)

    def _described_large(self, numbers: Sequence[int]) -> Iterator[Work]:
        works = np.array(numbers, dtype=np.int64)
        columns = (
            *(self.facet(facet.name, works) for facet in FACETS),
            self.artist_numbers(works),
            self.series_numbers(works),
            *self.character_numbers(works),
            self.ratings(works),
            self.moments(works),
            noise.choices(self.source("format"), works, _FORMAT_WEIGHTS),
        )
        for number, *places, artist, series, first, second, rating, moment, format_ in zip(
            numbers, *(column.tolist() for column in columns), strict=True
        ):
            shown = [(facet, place) for facet, place in zip(FACETS, places, strict=True) if place >= 0]
            facets = {facet.name: SHOWN[facet.name][place] for facet, place in shown}
            general = dict.fromkeys(tag for facet, place in shown for tag in TAGS[facet.name][place])
            shape = noise.bits(self.source("shape"), number)
            width, height = SMALL if self.small else _SHAPES[shape % len(_SHAPES)]
            yield Work(
                number=number,
                artist=names.artist(artist),
                artist_number=artist,
                copyright=names.series(series) if series >= 0 else None,
                characters=tuple(names.character(one) for one in (first, second) if one >= 0),
                general=tuple(general),
                facets=facets,
                rating=rating,
                made_at=moment,
                title=_title(facets, shape >> 8),
                width=width,
                height=height,
                format=_FORMATS[format_],
            )


def _small(number: int, made_at: int) -> Work:
    """A small picture of nothing in particular, of which there may be any number."""
    return Work(
        number=number,
        artist="prolific",
        artist_number=-1,
        copyright=None,
        characters=(),
        general=(),
        facets={},
        rating=GENERAL,
        made_at=made_at,
        title=f"Picture {number}",
        width=SMALL[0],
        height=SMALL[1],
        format="jpg",
    )


_TITLES = ("{light} over the {scene}", "The {scene}, {weather}", "{scene} study", "A {light} in the {scene}")


def _title(facets: dict[str, str], chance: int) -> str:
    text = _TITLES[chance % len(_TITLES)].format(**facets)
    return f"{text[0].upper()}{text[1:]} #{chance // 8 % 900 + 1}"
