"""Flickr's listings: addresses, recorded answers (https://www.flickr.com/services/api/), paging by second,
page and day.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from fovea.errors import AccountGone, AccountPrivate, FoveaError, InvalidInput, NotFound, SourceRefused
from fovea.flickr import transport
from fovea.flickr.site import Site
from fovea.messages import ListingName, PullJob
from fovea.ratings import Rating
from puller.settings import PullerSettings
from puller.sources import every_source
from puller.sources.contract import Page, Source
from puller.sources.flickr_forms import understand
from puller.sources.sites import Listing, PostAddress
from tests.unit.flickr import recorded, virtual_time
from tests.unit.puller.conftest import OpenBudget

REAL = Site("https://www.flickr.com")
NSID = "12037949754@N01"
Answer = Callable[[dict[str, str]], dict[str, Any]]


def photo(number: int, posted: int, **more: Any) -> dict[str, Any]:
    """A photo as searches list it, with the extras that we ask for."""
    return {
        "id": str(number),
        "owner": NSID,
        "secret": "a",
        "server": "2",
        "farm": 1,
        "title": f"photo {number}",
        "ownername": "Bees",
        "pathalias": "bees",
        "dateupload": str(posted),
        "tags": "castle orford",
        "url_m": f"https://live.staticflickr.com/2/{number}_a.jpg",
        "width_m": 500,
        "height_m": 375,
        **more,
    }


def page_of(photos: list[dict[str, Any]], *, page: int = 1, pages: int = 1) -> dict[str, Any]:
    return {
        "photos": {
            "page": page,
            "pages": pages,
            "perpage": 500,
            "total": str(len(photos)),
            "photo": photos,
        },
        "stat": "ok",
    }


class Flickr:
    """A Flickr that answers as a test says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: Answer = lambda _: page_of([])
        settings = PullerSettings(flickr_api_key="key", flickr_api_secret="secret")
        self.source: Source = every_source(settings, budget=OpenBudget())["flickr"]

    def post(
        self, _url: str, parameters: dict[str, Any] | None, *, auth: Any, timeout_seconds: float
    ) -> bytes:
        """Stands for `transport.post`."""
        assert auth is not None
        assert timeout_seconds
        asked = {name: str(value) for name, value in (parameters or {}).items()}
        asked["method"] = asked["method"].removeprefix("flickr.")
        self.asked.append(asked)
        return msgspec.json.encode(self.answer(asked))

    def pages(self, kind: str, query: str, **job: Any) -> list[Page]:
        """The pages of a job that lists posts."""
        name = ListingName(kind=kind, query=query)
        return list(self._pull(kind="posts", listing=name, **{"max_pages": 10, **job}))

    def ids(self, kind: str, query: str, **job: Any) -> list[str]:
        """The photos that a job brings."""
        return [post.external_id for page in self.pages(kind, query, **job) for post in page.posts]

    def check(self, text: str) -> Any:
        """What Flickr says of a text that somebody pasted."""
        return next(iter(self._pull(kind="check", text=text))).checked

    def _pull(self, **fields: Any) -> Iterator[Page]:
        job = PullJob(run_id=1, item_id=2, key="test", source="flickr", external_id="3", **fields)
        return self.source.pull(job).pages()


@pytest.fixture
def flickr(monkeypatch: pytest.MonkeyPatch) -> Flickr:
    virtual_time.install(monkeypatch)
    flickr = Flickr()
    monkeypatch.setattr(transport, "post", flickr.post)
    return flickr


@pytest.mark.parametrize(
    ("text", "kind", "query"),
    [
        ("https://www.flickr.com/photos/bees/", "account", "bees"),
        ("https://www.flickr.com/photos/bees", "account", "bees"),
        ("https://www.flickr.com/people/bees/", "account", "bees"),
        (f"https://www.flickr.com/photos/{NSID}/", "account", NSID),
        ("https://www.flickr.com/photos/12037949754%40N01/page3", "account", NSID),
        ("https://flickr.com/photos/bees", "account", "bees"),
        ("m.flickr.com/photos/bees", "account", "bees"),
        (NSID, "account", NSID),
        ("https://www.flickr.com/groups/gneverybody/", "group", "gneverybody"),
        ("https://www.flickr.com/groups/34427465497@N01/pool/", "group", "34427465497@N01"),
        ("https://www.flickr.com/groups/gneverybody/pool/page2", "group", "gneverybody"),
        ("https://www.flickr.com/photos/tags/landscape", "tags", "landscape"),
        ("https://www.flickr.com/photos/tags/New%20York!/", "tags", "newyork"),
        ("https://www.flickr.com/search/?tags=castle,orford", "tags", "castle,orford"),
        ("https://www.flickr.com/search/?tags=castle%20orford&view_all=1", "tags", "castle,orford"),
        ("https://www.flickr.com/search?text=orford+castle", "tags", "text:orford castle"),
        ("https://www.flickr.com/explore", "interesting", "explore"),
        ("https://www.flickr.com/explore/2026/11/20", "interesting", "explore"),
        ("https://www.flickr.com/explore/interesting/2026/11/", "interesting", "explore"),
        ("flickr: landscape, Golden-Hour", "tags", "landscape,goldenhour"),
        ("Flickr:castle castle", "tags", "castle"),
    ],
)
def test_a_listing_is_understood(text: str, kind: str, query: str) -> None:
    understood = understand(text, REAL)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("flickr", kind, query)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("https://www.flickr.com/photos/bees/2733/", "2733"),
        ("https://www.flickr.com/photos/bees/2733/in/album-1", "2733"),
        ("https://flic.kr/p/2p4QbKN", "53208249252"),
    ],
)
def test_a_photo_is_understood(text: str, number: str) -> None:
    understood = understand(text, REAL)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("flickr", number)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.flickr.com/",
        "https://www.flickr.com/photos/",
        "https://www.flickr.com/photos/bees/favorites",
        "https://www.flickr.com/photos/bees/albums/1",
        "https://www.flickr.com/photos/me/",
        "https://www.flickr.com/people/bees/contacts",
        "https://www.flickr.com/groups",
        "https://www.flickr.com/groups/gneverybody/discuss/1",
        "https://www.flickr.com/search/",
        "https://www.flickr.com/search/?text=",
        "https://www.flickr.com/photos/tags/!!!",
        "https://www.flickr.com/services/api/",
        "https://www.flickr.com/explore/today",
        "https://live.staticflickr.com/2/2636_a.jpg",
        "https://www.flickr.com.example.com/photos/bees/",
        "https://notflickr.com/photos/bees/",
        "https://www.flickr.com:8080/photos/bees/",
        "ftp://www.flickr.com/photos/bees/",
        "https://flic.kr/s/abc",
        "https://flic.kr/p/0OIl",
        "flickr:",
        "flickr: !!!",
        "bees",
        "https://[www.flickr.com/photos/bees/",
    ],
)
def test_what_lists_nothing_at_flickr_is_left_to_others(text: str) -> None:
    assert understand(text, REAL) is None


def test_a_simulated_flickr_is_understood_at_its_own_address() -> None:
    understood = understand("http://127.0.0.1:8410/photos/bees/", Site("http://127.0.0.1:8410"))
    assert isinstance(understood, Listing)
    assert understood.query == "bees"
    assert understand("http://127.0.0.1:8410/photos/bees/", REAL) is None


@pytest.mark.parametrize(
    ("told", "licence", "url"),
    [
        ("0", "All rights reserved", None),
        ("4", "CC BY 2.0", "https://creativecommons.org/licenses/by/2.0/"),
        (5, "CC BY-SA 2.0", "https://creativecommons.org/licenses/by-sa/2.0/"),
        ("9", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("10", "Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("99", None, None),
        ("", None, None),
        (None, None, None),
        ("by", None, None),
    ],
)
def test_on_what_terms_a_photo_may_be_used_is_told(
    flickr: Flickr, told: Any, licence: str | None, url: str | None
) -> None:
    flickr.answer = lambda _: page_of([photo(1, 1_700_000_000, license=told)])
    (post,) = flickr.pages("tags", "castle")[0].posts
    assert post.details is not None
    assert (post.details.licence, post.details.licence_url) == (licence, url)
    assert post.details.creator == "Bees"
    assert "license" in flickr.asked[0]["extras"].split(",")


def test_a_post_has_the_address_of_its_largest_rendition(flickr: Flickr) -> None:
    largest = {"url_k": "https://live.staticflickr.com/2/1_k.jpg", "width_k": "2048", "height_k": "1536"}
    flickr.answer = lambda _: page_of([photo(1, 1_700_000_000, **largest), photo(2, 1_700_000_000)])
    first, second = flickr.pages("tags", "castle")[0].posts
    assert first.details is not None
    assert second.details is not None
    assert [link.url for link in first.details.links] == [largest["url_k"]]
    assert [link.url for link in second.details.links] == ["https://live.staticflickr.com/2/2_a.jpg"]
    assert first.details.rating == Rating.SAFE
    assert (first.owner, first.posted_at, first.tags) == (NSID, 1_700_000_000_000, ["castle", "orford"])


def test_a_search_goes_back_by_second_and_loses_nothing_that_shares_one(flickr: Flickr) -> None:
    every = [photo(number, 1_700_000_000 - number // 7) for number in range(1_100)]

    def answer(asked: dict[str, str]) -> dict[str, Any]:
        up_to = int(asked.get("max_upload_date", "9999999999"))
        found = [one for one in every if int(one["dateupload"]) <= up_to]
        return page_of(found[:500], pages=-(-len(found) // 500))

    flickr.answer = answer
    found = flickr.ids("tags", "castle,orford")
    assert sorted(found, key=int) == [str(number) for number in range(1_100)]
    first, second, *_ = flickr.asked
    assert (first["method"], first["tags"], first["tag_mode"]) == ("photos.search", "castle,orford", "all")
    assert (first["sort"], first["per_page"]) == ("date-posted-desc", "500")
    assert {"url_h", "url_k", "url_o", "date_upload"} <= set(first["extras"].split(","))
    assert second["max_upload_date"] == str(1_700_000_000 - 499 // 7)


def test_a_whole_page_within_one_second_does_not_go_round_for_ever(flickr: Flickr) -> None:
    flickr.answer = lambda asked: page_of(
        [photo(number, 1_700_000_000) for number in range(500)]
        if int(asked.get("max_upload_date", "9999999999")) >= 1_700_000_000
        else [photo(900, 1_600_000_000)],
        pages=2 if int(asked.get("max_upload_date", "9999999999")) >= 1_700_000_000 else 1,
    )
    assert len(flickr.ids("tags", "a")) == 501
    assert len(flickr.asked) == 3


def test_what_is_known_is_not_asked_for_again(flickr: Flickr) -> None:
    flickr.answer = lambda _: page_of([photo(1, 1_700_000_000)], pages=9)
    pages = flickr.pages("tags", "a", stop_at=1_700_000_000_000)
    assert (len(flickr.asked), pages[-1].newest, pages[-1].cursor) == (1, 1_700_000_000_000, None)


def test_words_and_people_are_searched_for_by_their_own_parameters(flickr: Flickr) -> None:
    flickr.pages("tags", "text:orford castle")
    flickr.pages("account", NSID)
    assert (flickr.asked[0]["text"], flickr.asked[1]["user_id"]) == ("orford castle", NSID)
    assert "tags" not in flickr.asked[0]


def test_somebody_known_by_an_alias_is_looked_up_first(flickr: Flickr) -> None:
    flickr.answer = lambda asked: recorded.USER_AT_URL if "urls" in asked["method"] else page_of([])
    flickr.pages("account", "stewart")
    assert [asked["method"] for asked in flickr.asked] == ["urls.lookupUser", "photos.search"]
    assert flickr.asked[1]["user_id"] == "12037949632@N01"


def test_a_pool_goes_on_page_by_page_in_the_order_in_which_photos_came(flickr: Flickr) -> None:
    flickr.answer = lambda asked: page_of(
        [photo(int(asked["page"]), 1_500_000_000, dateadded=str(1_700_000_000 - int(asked["page"])))],
        page=int(asked["page"]),
        pages=3,
    )
    pages = flickr.pages("group", "34427465497@N01")
    assert [post.external_id for page in pages for post in page.posts] == ["1", "2", "3"]
    assert pages[-1].newest == 1_699_999_999_000
    assert [asked["page"] for asked in flickr.asked] == ["1", "2", "3"]
    assert flickr.pages("group", "34427465497@N01", max_pages=1)[-1].cursor == "2"


def test_a_pool_may_be_named_by_its_alias(flickr: Flickr) -> None:
    group = {"group": {"id": "34427465497@N01", "groupname": {"_content": "G"}}, "stat": "ok"}
    flickr.answer = lambda asked: group if "lookupGroup" in asked["method"] else page_of([photo(1, 5)])
    assert flickr.ids("group", "gneverybody") == ["1"]
    assert flickr.asked[0]["url"] == "https://www.flickr.com/groups/gneverybody/"


def test_what_is_interesting_goes_back_day_by_day(flickr: Flickr) -> None:
    days: list[str] = []

    def answer(asked: dict[str, str]) -> dict[str, Any]:
        days.append(asked["date"])
        return page_of([photo(len(days), 1_700_000_000)])

    flickr.answer = answer
    pages = flickr.pages("interesting", "explore", max_pages=3)
    assert len({post.external_id for page in pages for post in page.posts}) == 3
    assert days == sorted(days, reverse=True)
    assert pages[-1].cursor is not None
    assert pages[-1].cursor < days[-1]
    newest = pages[-1].newest
    flickr.asked.clear()
    flickr.pages("interesting", "explore", stop_at=newest)
    assert len(flickr.asked) == 1


def test_a_day_that_is_not_chosen_yet_is_passed_over(flickr: Flickr) -> None:
    asked_for: list[str] = []

    def answer(asked: dict[str, str]) -> dict[str, Any]:
        asked_for.append(asked["date"])
        if len(asked_for) == 1:
            return recorded.failure(1, "Not a valid date string")
        return page_of([photo(1, 1_700_000_000)])

    flickr.answer = answer
    assert flickr.ids("interesting", "explore", max_pages=1) == ["1"]
    assert len(asked_for) == 2


@pytest.mark.parametrize(
    ("kind", "query", "code", "error"),
    [
        ("tags", "a", 1, SourceRefused),
        ("tags", "a", 3, SourceRefused),
        ("tags", "a", 18, SourceRefused),
        ("account", NSID, 2, NotFound),
        ("account", NSID, 5, AccountGone),
        ("group", "34427465497@N01", 1, NotFound),
        ("group", "34427465497@N01", 2, AccountPrivate),
        ("interesting", "explore", 1, NotFound),
        ("tags", "a", 100, SourceRefused),
    ],
)
def test_each_code_of_flickrs_has_its_words(
    kind: str, query: str, code: int, error: type[FoveaError], flickr: Flickr
) -> None:
    flickr.answer = lambda _: recorded.failure(code, "words of Flickr's")
    with pytest.raises(error):
        flickr.pages(kind, query)


@pytest.mark.parametrize(
    "odd",
    [
        {"dateupload": None},
        {"dateupload": "soon"},
        {"tags": None, "title": {"_content": "odd"}},
        {"url_o": 5, "width_o": "wide"},
        {"url_o": "ftp://a.example/a.jpg"},
        {"ownername": None, "pathalias": None},
    ],
)
def test_odd_fields_do_not_spoil_a_photo(odd: dict[str, Any], flickr: Flickr) -> None:
    flickr.answer = lambda _: page_of([photo(1, 1_700_000_000, **odd)])
    assert flickr.ids("tags", "a") == ["1"]


def test_a_person_is_checked_and_gets_a_lasting_name(flickr: Flickr) -> None:
    answers = {"urls.lookupUser": recorded.USER_AT_URL, "people.getInfo": recorded.PERSON}
    flickr.answer = lambda asked: answers.get(asked["method"], page_of([photo(1, 1_700_000_000)]))
    checked = flickr.check("https://www.flickr.com/photos/bees/")
    assert (checked.listing.query, checked.listing.title) == (NSID, "Photos of Cal Henderson on Flickr")
    assert checked.newest_at == 1_700_000_000_000


def test_a_group_is_checked_and_gets_a_lasting_name(flickr: Flickr) -> None:
    flickr.answer = lambda asked: recorded.GROUP if asked["method"] == "groups.getInfo" else recorded.POOL
    checked = flickr.check("https://www.flickr.com/groups/34427465497@N01/")
    assert (checked.listing.query, checked.listing.title) == ("34427465497@N01", "GNEverybody on Flickr")
    assert (checked.posts, checked.followers) == (1_234, 69)


def test_tags_that_nothing_has_are_no_listing(flickr: Flickr) -> None:
    with pytest.raises(NotFound, match="no photos for castle"):
        flickr.check("flickr: castle")


def test_the_address_of_one_photo_is_no_listing(flickr: Flickr) -> None:
    with pytest.raises(InvalidInput, match="address of one post"):
        flickr.check("https://www.flickr.com/photos/bees/2733/")
    assert flickr.asked == []
