"""The tags of a site: how it spells them, and which of the true ones its posts lack."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.gallery import names, noise
from simulator.gallery.noise import Numbers
from simulator.gallery.sites import GallerySite
from simulator.gallery.vocabulary import GENERAL_TAGS
from simulator.gallery.works import Tag, Work, Works

Mask = NDArray[np.bool_]
NAMESPACES = ("artist", "character", "copyright", "general")


class Tagging:
    """A site's tags. `source` gives the site's sources of chance, by what they are about."""

    def __init__(self, works: Works, site: GallerySite, source: Callable[[str], int]) -> None:
        self._works, self._site, self._source = works, site, source
        self._numbers_of = {
            "artist": {names.artist(number): number for number in range(works.artists)},
            "copyright": {names.series(number): number for number in range(works.series)},
            "character": {names.character(number): number for number in range(works.characters)},
        }
        self.spelled: dict[str, list[Tag]] = {}
        every: list[Tag] = [(space, name) for space, known in self._numbers_of.items() for name in known]
        for tag in [*every, *(("general", name) for name in GENERAL_TAGS)]:
            if text := site.dialect(tag):
                self.spelled.setdefault(text, []).append(tag)
        self._aliases = dict(site.aliases)
        self.spelled |= {alias: self.spelled[text] for alias, text in site.aliases}
        self._spellings: dict[Tag, tuple[str, int]] = {}

    def told(self, work: Work, copy: int) -> dict[str, tuple[str, ...]]:
        """The tags of a post by namespace."""
        found: dict[str, list[str]] = {name: [] for name in NAMESPACES}
        key, lacking = work.number * 2 + copy, self._site.lacking
        for tag in work.tags:
            spelling = self._spellings.get(tag)
            if spelling is None:
                text = self._site.dialect(tag)
                spelling = self._spellings[tag] = (text, self._source(f"lacks {text}"))
            text, source = spelling
            if text and text not in found[tag[0]] and noise.portion(source, key) >= lacking:
                found[tag[0]].append(text)
        return {name: tuple(tags) for name, tags in found.items()}

    def has(self, text: str, works: Numbers, copies: Numbers) -> Mask:
        """Which posts tell of a tag, as the site spells it."""
        text = self._aliases.get(text, text)
        mask = np.zeros(len(works), dtype=bool)
        for tag in self.spelled.get(text, ()):
            mask |= self.truly(tag, works)
        if self._site.lacking:
            mask &= noise.portions(self._source(f"lacks {text}"), works * 2 + copies) >= self._site.lacking
        return mask

    def truly(self, tag: Tag, works: Numbers) -> Mask:
        """Which works truly have a tag."""
        namespace, name = tag
        mask = np.zeros(len(works), dtype=bool)
        if namespace == "general":
            for facet, place in GENERAL_TAGS.get(name, ()):
                mask |= self._works.facet(facet, works) == place
            return mask
        number = self._numbers_of[namespace].get(name)
        if number is None:
            return mask
        if namespace == "artist":
            mask |= self._works.artist_numbers(works) == number
        elif namespace == "copyright":
            mask |= self._works.series_numbers(works) == number
        else:
            first, second = self._works.character_numbers(works)
            mask |= (first == number) | (second == number)
        return mask
