"""Accounts with as many posts as one likes: `prolific50000` has 50,000, one every ten minutes up to the
gallery's end, each with one small picture of its own. Nothing is kept of them: a post is a function of its
number.

Post `i` of an account shows the same work on every site where the account is.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.gallery.posts import Account, Post, Telling, Where
from simulator.gallery.works import FIRST_SMALL

if TYPE_CHECKING:
    from simulator.gallery.shelves import Shelf

SITES = frozenset({"bluesky", "mastodon", "tumblr", "deviantart", "pixiv", "artstation"})
MOST_POSTS = 100_000
_SPACE = 5_000  # of how many accounts the works are apart
_FIRST_ACCOUNT, _FIRST_POST = 10_000_000, 100_000_000_000
_A_MILLION = 1_000_000
_SECONDS_BETWEEN = 600
_NAME = re.compile(r"prolific([1-9][0-9]{0,5})", re.ASCII)


def named(name: str) -> Account | None:
    """The account of such a name."""
    match = _NAME.fullmatch(name.lower())
    return _account(int(match[1])) if match is not None and int(match[1]) <= MOST_POSTS else None


def of_number(number: int) -> Account | None:
    """The account of such a number."""
    size = number - _FIRST_ACCOUNT
    return _account(size) if 0 < size <= MOST_POSTS else None


def size_of(account: Account) -> int:
    """How many posts such an account has; 0 for all others."""
    return account.number - _FIRST_ACCOUNT if of_number(account.number) is not None else 0


def number_of(size: int, place: int) -> int:
    """The number of a post, which is the same on all sites: the oldest has the place 0."""
    return _FIRST_POST + size * _A_MILLION + place


def work_of(size: int, place: int) -> int:
    """The work that a post shows."""
    return FIRST_SMALL + size * 7_919 % _SPACE * MOST_POSTS + place


def _account(size: int) -> Account:
    return Account(f"prolific{size}", _FIRST_ACCOUNT + size, is_artist=True)


class Prolific:
    """The posts of all these accounts at one site."""

    def __init__(self, shelf: "Shelf") -> None:
        self._shelf = shelf
        self._is_here = shelf.site.name in SITES

    def account(self, name: str) -> Account | None:
        """Somebody by name."""
        return named(name) if self._is_here else None

    def account_of_number(self, number: int) -> Account | None:
        """Somebody by number."""
        return of_number(number) if self._is_here else None

    def numbers(
        self, account: Account, where: Where, *, below: int | None, above: int | None
    ) -> Sequence[int]:
        """The numbers of an account's posts, oldest first. Of `where`, moments and removal count; they have
        no tags.
        """
        size = size_of(account)
        if where.tags or where.one_of or (where.ratings and 0 not in where.ratings) or where.removed is True:
            return []
        first = number_of(size, 0)
        begin = 0 if above is None else max(0, above + 1 - first)
        end = size if below is None else min(size, below - first)
        if where.since is not None:
            begin = max(begin, -(-(where.since - self._moment(size, 0)) // _SECONDS_BETWEEN))
        if where.until is not None:
            end = min(end, -(-(where.until - self._moment(size, 0)) // _SECONDS_BETWEEN))
        taken_away = self._shelf.taken_away
        if not taken_away:
            return range(first + begin, first + max(begin, end))
        return [first + place for place in range(begin, end) if first + place not in taken_away]

    def post(self, number: int) -> Post | None:
        """A post by its number."""
        size, place = divmod(number - _FIRST_POST, _A_MILLION)
        account = self.account_of_number(_FIRST_ACCOUNT + size)
        if account is None or place >= size_of(account) or self._shelf.taken_away.get(number):
            return None
        return Post(
            shelf=self._shelf,
            number=number,
            work=self._shelf.gallery.works.work(work_of(size, place)),
            copy=0,
            moment=self._moment(size, place),
            account=account,
            community=None,
            rating=0,
            removed=number in self._shelf.taken_away,
            gone=False,
            telling=Telling(words=f"Picture {place + 1} of {size}"),
        )

    def _moment(self, size: int, place: int) -> int:
        return self._shelf.gallery.works.ends_at - (size - place) * _SECONDS_BETWEEN
