"""Search engines: the sites that can be searched for pictures by words alone, or by tags of their own, and
the listing that such a search is. Pullers understand the same listing where somebody writes `name: words`.
"""

import math
from functools import lru_cache
from urllib.parse import quote_plus

from fovea.errors import InvalidInput
from fovea.messages import ListingName
from fovea.sources.catalogue import KnownSource, Search, known_sources, nearest

LONGEST_KEYWORD = 300
# Words that ask for another order: boards are read from the newest down, for only so nothing is missed.
_ORDERS = ("order:", "sort:")


@lru_cache(maxsize=1)
def engines() -> dict[str, KnownSource]:
    """All engines by name: those that take words first, then those that take tags."""
    found = [site for site in known_sources().values() if site.search is not None]
    of_words = [site for site in found if site.search is not None and site.search.takes == "words"]
    # Flickr, which has a listing of its own for words, comes behind those that do nothing else.
    of_words.sort(key=lambda site: site.search is not None and site.search.kind != "keyword")
    return {site.name: site for site in [*of_words, *(site for site in found if site not in of_words)]}


def words_of(keyword: str) -> str:
    """The words with one space between two of them; empty for what cannot be searched for."""
    words = " ".join(keyword.split())
    return words if words.isprintable() else ""


def tags_of(keyword: str) -> str:
    """The tags with one space between two of them, without what asks for another order."""
    return " ".join(word for word in keyword.split() if not word.lower().startswith(_ORDERS))


def keyword_listing(engine: str, keyword: str) -> ListingName:
    """The listing of a search for `keyword` at an engine. Raises `InvalidInput` (codes `unknown_engine`,
    `no_keyword`, `keyword_too_long`).
    """
    search = _search(engine)
    words = words_of(keyword) if search.takes == "words" else tags_of(words_of(keyword))
    if not words:
        raise InvalidInput(
            "Say what to search for: some words, or at boards some tags",
            code="no_keyword",
            errors={"keywords": ["have nothing that can be searched for"]},
        )
    if len(words) > LONGEST_KEYWORD:
        raise InvalidInput(
            f"Search for fewer words: {LONGEST_KEYWORD} characters are the most",
            code="keyword_too_long",
            errors={"keywords": [f"are longer than {LONGEST_KEYWORD} characters"]},
        )
    return ListingName(
        kind=search.kind,
        query=search.query.replace("{}", words),
        title=search.title.replace("{}", words),
        url=search.url.replace("{}", quote_plus(words)),
    )


def pages_for(engine: str, limit: int) -> int:
    """Through how many pages of an engine one goes for so many results, of those that it gives at all."""
    search = _search(engine)
    wanted = limit if search.most is None else min(limit, search.most)
    return max(1, math.ceil(wanted / search.page_size))


def _search(engine: str) -> Search:
    site = engines().get(engine)
    if site is None or site.search is None:
        meant = [one.name for one in nearest(engine) if one.search is not None]
        guess = f"Do you mean {' or '.join(meant)}? " if meant else ""
        raise InvalidInput(
            f"There is no engine {engine[:40]}. {guess}The engines are: {', '.join(engines())}",
            code="unknown_engine",
            errors={"engines": ["has one that is unknown"]},
        )
    return site.search
