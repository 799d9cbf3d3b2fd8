"""Engines: which there are, what a search at one is called, and how far one reads."""

import pytest

from fovea.errors import InvalidInput
from fovea.sources import engines
from fovea.sources.catalogue import known_sources
from puller.sources.sites import Listing
from puller.sources.understanding import understand
from tests.unit.puller.sources.test_understanding import SOURCES

ENGINES = list(engines.engines())


def test_engines_of_words_come_before_those_of_tags() -> None:
    assert ENGINES[:7] == ["google", "baidu", "brave", "openverse", "commons", "flickr", "danbooru"]
    takes = [site.search.takes for site in engines.engines().values() if site.search is not None]
    assert takes == sorted(takes, reverse=True)
    assert set(ENGINES) < set(known_sources())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "keyword", ["sunset", "  sunset \n hills ", "sun+set & 100%", "落日", "a:b", "a,b {} c"]
)
def test_a_search_is_the_listing_that_pullers_understand(engine: str, keyword: str) -> None:
    search = engines.engines()[engine].search
    assert search is not None
    listing = engines.keyword_listing(engine, keyword)
    # What stands behind Flickr's name is tags.
    understood = understand(listing.url if engine == "flickr" else f"{engine}: {keyword}", SOURCES)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind) == (engine, listing.kind)
    assert (understood.query, understood.title, understood.url) == (
        listing.query,
        listing.title,
        listing.url,
    )
    again = understand(listing.url, SOURCES)
    assert isinstance(again, Listing)
    assert again.query == listing.query


@pytest.mark.parametrize(
    ("engine", "keyword", "code"),
    [
        ("bing", "sunset", "unknown_engine"),
        ("", "sunset", "unknown_engine"),
        ("deviantart", "sunset", "unknown_engine"),
        ("google", "", "no_keyword"),
        ("google", " \n ", "no_keyword"),
        ("google", "a\x00b", "no_keyword"),
        ("danbooru", "order:score", "no_keyword"),
        ("brave", "a" * 301, "keyword_too_long"),
        ("danbooru", "a " * 200, "keyword_too_long"),
    ],
)
def test_what_cannot_be_searched_for_is_told_in_words(engine: str, keyword: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        engines.keyword_listing(engine, keyword)
    assert refused.value.code == code
    assert refused.value.extra["errors"]


def test_a_mistyped_engine_is_near_the_one_that_is_meant() -> None:
    with pytest.raises(InvalidInput, match="Do you mean google"):
        engines.keyword_listing("gogle", "sunset")


@pytest.mark.parametrize(
    ("engine", "limit", "pages"),
    [
        ("google", 1, 1),
        ("google", 10, 1),
        ("google", 11, 2),
        ("google", 5_000, 10),
        ("brave", 1_000, 1),
        ("baidu", 400, 14),
        ("openverse", 1_000, 12),
        ("commons", 400, 8),
        ("flickr", 400, 1),
        ("danbooru", 1_000, 5),
        ("danbooru", 0, 1),
    ],
)
def test_no_more_pages_are_read_than_a_limit_needs(engine: str, limit: int, pages: int) -> None:
    assert engines.pages_for(engine, limit) == pages
