"""The search of boards: words, some of which are more than tags (`rating:safe`, `id:<9`, `-tree`, `~sea`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from simulator.gallery import Post, Shelf, Where

_ID = re.compile(r"id:(<=|>=|<|>|)(\d{1,15})(?:\.\.(\d{1,15}))?", re.ASCII)
# Other words for an order, a length or a display: nothing to which posts are found.
_ELSE = ("order:", "sort:", "limit:", "deleted:", "holds:", "pending:", "index:", "show_")
_MOST_LIKE_IT = 40


@dataclass
class Search:
    """What a search asks for."""

    tags: list[str] = field(default_factory=list)
    """Those that count against a limit of tags."""
    where: Where = field(default_factory=Where)
    below: int | None = None
    above: int | None = None

    def narrowed(self, *, below: int | None = None, above: int | None = None) -> None:
        """Only posts below or above such a number, too."""
        if below is not None:
            self.below = below if self.below is None else min(self.below, below)
        if above is not None:
            self.above = above if self.above is None else max(self.above, above)

    def posts(self, shelf: Shelf, *, limit: int, skip: int = 0) -> list[Post]:
        """What it finds, newest first."""
        return shelf.posts(self.where, below=self.below, above=self.above, limit=limit, skip=skip)

    def count(self, shelf: Shelf) -> int:
        """How many it finds."""
        return shelf.count(self.where, below=self.below, above=self.above)


def read(
    text: str, shelf: Shelf, ratings: Mapping[str, tuple[int, ...]], *, removed: bool | None = False
) -> Search:
    """The search that a text means. `ratings` are the site's words for them. `removed` as in `Where`."""
    search = Search()
    tags: list[str] = []
    without: list[str] = []
    either: list[str] = []
    groups: list[tuple[str, ...]] = []
    allowed, account = set(shelf.site.ratings), None
    for word in text.split():
        plain = word.lower().lstrip("-~")
        if plain.startswith(_ELSE):
            continue
        if number := _ID.fullmatch(plain):
            _by_number(search, *number.groups())
        elif plain.startswith("rating:"):
            meant = set(ratings.get(plain[7:], ()))
            allowed &= allowed - meant if word.startswith("-") else meant
        elif plain.startswith("user:"):
            account = plain[5:]
        elif plain.startswith("status:"):
            removed = {"deleted": True, "any": None, "all": None}.get(plain[7:], False)
        else:
            search.tags.append(word)
            if word.startswith("~"):
                either.append(plain)
            elif "*" in plain:
                groups.append(_like(plain, shelf))
            else:
                (without if word.startswith("-") else tags).append(plain)
    if either:
        groups.append(tuple(either))
    search.where = Where(
        tags=tuple(tags),
        without=tuple(without),
        one_of=tuple(groups),
        # No rating that could be is one that is never found.
        ratings=() if allowed == set(shelf.site.ratings) else tuple(sorted(allowed)) or (-1,),
        account=account,
        removed=removed,
    )
    return search


def _by_number(search: Search, sign: str, first: str, last: str | None) -> None:
    number = int(first)
    if last is not None:
        search.narrowed(above=number - 1, below=int(last) + 1)
    elif sign == "<":
        search.narrowed(below=number)
    elif sign == "<=":
        search.narrowed(below=number + 1)
    elif sign == ">":
        search.narrowed(above=number)
    elif sign == ">=":
        search.narrowed(above=number - 1)
    else:
        search.narrowed(above=number - 1, below=number + 1)


def _like(pattern: str, shelf: Shelf) -> tuple[str, ...]:
    return tuple(tag for tag in shelf.spelled if fnmatchcase(tag, pattern))[:_MOST_LIKE_IT]
