"""Whatever engines are asked, they refuse, or there is nothing, but they never break."""

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.settings import DEMO_SOURCE_KEYS
from tests.unit.simulator.artists.artist_sites import ArtistSites

NUMBERS = ("0", "-1", "1", "999999999999999999", "9" * 30, "9" * 5_000, "٣", "1e9", "", "abc", "%00")
TEXTS = ("sunset", "", "sunset sunset", "ﬁ☃", "a" * 300, "../..", "filetype:bitmap", "File:a (5).jpg")
WORDS = ("q", "word", "gsrsearch", "titles", "searchType", "generator", "action", "format", "key", "cx")
COUNTS = ("start", "num", "pn", "rn", "count", "page", "page_size", "gsroffset", "gsrlimit", "pageids", "n")
ASKED = st.sampled_from(
    [
        ("customsearch.googleapis.com", "/customsearch/v1"),
        ("encrypted-tbn0.gstatic.com", "/images"),
        ("image.baidu.com", "/search/acjson"),
        ("img1.baidu.com", "/it"),
        ("api.search.brave.com", "/res/v1/images/search"),
        ("imgs.search.brave.com", "/{n}/rs:fit:500"),
        ("api.openverse.org", "/v1/images/"),
        ("api.openverse.org", "/v1/images/0be20000-0000-0000-0000-00000000000{n}/"),
        ("api.openverse.org", "/v1/auth_tokens/token/"),
        ("commons.wikimedia.org", "/w/api.php"),
        ("upload.wikimedia.org", "/wikipedia/commons/{n}/{n}{n}/5-{t}.jpg"),
        ("found.example.net", "/google/{n}-{t}.jpg"),
        ("found.example.net", "/gone/brave-{n}.jpg"),
        ("found.example.org", "/about/commons/{n}"),
    ]
)
HEADERS = {
    "Referer": "https://image.baidu.com/",
    "X-Subscription-Token": DEMO_SOURCE_KEYS["BRAVE_SEARCH_KEY"],
}
USUAL = {
    "key": DEMO_SOURCE_KEYS["GOOGLE_SEARCH_KEY"],
    "cx": DEMO_SOURCE_KEYS["GOOGLE_SEARCH_ENGINE"],
    "searchType": "image",
    "action": "query",
    "format": "json",
    "generator": "search",
    "gsrnamespace": "6",
}


@cache
def sites() -> ArtistSites:
    return ArtistSites()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    ASKED,
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    st.dictionaries(st.sampled_from(COUNTS), st.sampled_from(NUMBERS), max_size=4),
    st.dictionaries(st.sampled_from(WORDS), st.sampled_from(TEXTS), max_size=4),
)
def test_odd_questions_are_answered(
    asked: tuple[str, str], number: str, text: str, counts: dict[str, str], words: dict[str, str]
) -> None:
    host, path = asked
    place = path.format(n=number[:30], t=text.replace("/", "-"))
    answer = sites().ask(f"https://{host}{place}", {**USUAL, **counts, **words}, headers=HEADERS)
    assert answer.status_code < 500
