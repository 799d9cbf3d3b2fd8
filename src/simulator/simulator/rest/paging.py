"""Pages of lists.

Beyond the last page Flickr answers in two ways: favourites and contacts come back empty; photo streams and
group pools repeat their last page (so a client that reads until an empty page never ends:
https://github.com/hugoh/Offlickr2/issues/7).
"""

from dataclasses import dataclass

from simulator.rest.calls import Call


@dataclass(frozen=True)
class Page:
    """One page of a list: which rows it has, and what is said about the whole."""

    number: int
    pages: int
    per_page: int
    total: int
    begin: int
    end: int


def page_of(call: Call, total: int, *, most: int = 500, usual: int = 100, repeats_last: bool = False) -> Page:
    """The page that `page` and `per_page` ask for."""
    per_page = min(call.number("per_page", usual) or usual, most)
    pages = -(-total // per_page)
    number = max(1, call.number("page", 1))
    if repeats_last:
        number = min(number, max(1, pages))
    begin = min((number - 1) * per_page, total)
    return Page(number, pages, per_page, total, begin, min(begin + per_page, total))
