"""The boards over HTTP, asked by their own sources: everything is there once, and refusals come in words."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from fovea.errors import FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.messages import PostRecord
from fovea.settings import FetchSettings
from puller.sources.sites import PostAddress
from tests.integration.simulator.asking import Sources
from tests.integration.simulator.simulated import Simulator, started


@dataclass(frozen=True)
class Board:
    """A site, a search in its words, and the same for the truth: the gallery's name of it, and its query."""

    name: str
    search: str
    shelf: str = ""
    truth: str = ""


TAGS = "landscape"
BOARDS = (
    Board("danbooru", TAGS),
    *(
        Board(name, TAGS)
        for name in ("gelbooru", "safebooru", "tbib", "xbooru", "hypnohub", "rule34", "yandere", "konachan")
    ),
    Board("sakugabooru", TAGS),
    Board("e621", TAGS),
    Board("e926", TAGS, shelf="e621", truth="&ratings=0,1"),
    Board("derpibooru", "landscape, -safe || landscape, safe"),
    Board("furbooru", TAGS),
    Board("ponybooru", TAGS),
)
NAMES = [board.name for board in BOARDS]
# What only its own source can know: a rating that the site has no word for.
MILDEST = {"danbooru": 0, "gelbooru": 0, "safebooru": 0}


@pytest.fixture(scope="module")
def _boards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    settings = {
        "FOVEA_SIMULATOR_USERS": "20",
        "FOVEA_SIMULATOR_GALLERY_WORKS": "2500",
        "FOVEA_SIMULATOR_GALLERY_DIGESTS": "false",
        "FOVEA_SIMULATOR_SOURCE_LIMITS": "false",
    }
    with started(tmp_path_factory.mktemp("boards"), settings=settings) as simulator:
        yield simulator


@pytest.fixture
def boards(_boards: Simulator) -> Iterator[Simulator]:
    yield _boards
    _boards.control("DELETE", "faults").raise_for_status()


@pytest.fixture
def sources(boards: Simulator) -> Sources:
    return Sources(boards.url)


def truth(simulator: Simulator, path: str) -> Any:
    answer = simulator.control("GET", f"gallery/{path}")
    answer.raise_for_status()
    return answer.json()


def numbers(posts: list[PostRecord]) -> list[int]:
    return [int(post.external_id) for post in posts]


@pytest.mark.parametrize("board", BOARDS, ids=NAMES)
def test_a_listing_brings_every_post_once_and_nothing_else(
    boards: Simulator, sources: Sources, board: Board
) -> None:
    found, _ = sources.walk(sources.listing(board.name, f"{board.name}: {board.search}"))
    true = truth(boards, f"{board.shelf or board.name}/posts?tags={TAGS}{board.truth}")["numbers"]

    assert numbers(found) == true
    assert len(true) > 40


@pytest.mark.parametrize("board", BOARDS, ids=NAMES)
def test_posts_are_read_as_the_site_means_them(boards: Simulator, sources: Sources, board: Board) -> None:
    listing = sources.listing(board.name, f"{board.name}: {board.search}")
    read = next(iter(sources.pull(listing, max_pages=1).pages())).posts[0]
    true = truth(boards, f"{board.shelf or board.name}/posts/{read.external_id}")
    details = read.details

    assert details is not None
    assert read.posted_at == true["moment"] * 1_000
    assert details.rating == max(true["rating"], MILDEST.get(board.name, 1))
    names = {tag.rpartition(":")[2].replace("_", " ") for tag in read.tags}
    expected = {tag.rpartition(":")[2].replace("_", " ") for tags in true["tags"].values() for tag in tags}
    assert expected <= names
    assert len(names - expected) <= 1  # Danbooru's "highres", Philomena's rating
    if true["source"] is not None:
        assert details.source_url == boards.url + "/-/" + true["source"].removeprefix("https://")


@pytest.mark.parametrize("name", NAMES)
def test_a_link_leads_to_a_picture_of_the_size_that_was_told(
    boards: Simulator, sources: Sources, name: str
) -> None:
    listing = sources.listing(name, f"{name}: {TAGS}")
    posts = next(iter(sources.pull(listing, max_pages=1).pages())).posts
    post = next(one for one in posts if one.details is not None and one.details.links)
    assert post.details is not None
    link = post.details.links[0]
    largest = max(post.sizes, key=lambda size: size.width or 0)

    assert link.kind == "image"
    assert link.url.startswith(f"{boards.url}/-/")
    answer = requests.get(link.url, timeout=10)
    picture = Image.open(BytesIO(answer.content))
    picture.load()
    assert answer.headers["Content-Type"] == picture.get_format_mimetype()
    assert picture.size == (largest.width, largest.height)
    small = requests.get(post.sizes[0].url, timeout=10)
    assert max(Image.open(BytesIO(small.content)).size) <= 250


@pytest.mark.parametrize("name", NAMES)
def test_a_post_is_found_by_its_number_and_an_unknown_one_is_not(
    boards: Simulator, sources: Sources, name: str
) -> None:
    listing = sources.listing(name, f"{name}: {TAGS}")
    listed = next(iter(sources.pull(listing, max_pages=1).pages())).posts[0]

    assert sources.post(name, listed.external_id) == listed
    with pytest.raises(NotFound):
        sources.of(name)[0].post(PostAddress(source=name, external_id="7", url=""), sources.asker(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_search_that_finds_nothing_is_told_as_such(sources: Sources, name: str) -> None:
    checked = sources.check(name, f"{name}: {TAGS}")
    assert checked.listing.query == TAGS
    assert checked.newest_at is not None
    with pytest.raises(NotFound):
        sources.check(name, f"{name}: no_such_tag_at_all")


def test_counts_are_the_true_ones(boards: Simulator, sources: Sources) -> None:
    for name in ("danbooru", "derpibooru", "furbooru"):
        true = truth(boards, f"{name}/posts?tags={TAGS}")["count"]
        assert sources.check(name, f"{name}: {TAGS}").posts == true


@pytest.mark.parametrize("name", ["danbooru", "gelbooru", "yandere", "e621", "derpibooru"])
def test_new_posts_are_read_down_to_what_is_known(boards: Simulator, sources: Sources, name: str) -> None:
    listing = sources.listing(name, f"{name}: {TAGS}")
    known = truth(boards, f"{name}/posts?tags={TAGS}")["numbers"][0]
    put_up = boards.control("POST", f"gallery/{name}/posts", {"count": 3, "tags": [TAGS]}).json()["numbers"]
    found, pull = sources.walk(listing, stop_at=known)

    assert [one for one in numbers(found) if one > known] == put_up[::-1]
    assert pull.calls == 2  # the second page has nothing new: nothing is pinned there


@pytest.mark.parametrize("name", ["danbooru", "e621", "yandere", "derpibooru", "gelbooru"])
def test_a_removed_post_is_no_longer_listed_and_is_told_as_removed(
    boards: Simulator, sources: Sources, name: str
) -> None:
    removed, gone = truth(boards, f"{name}/posts?tags={TAGS}")["numbers"][5:7]
    boards.control("DELETE", f"gallery/{name}/posts/{removed}").raise_for_status()
    boards.control("DELETE", f"gallery/{name}/posts/{gone}", {"gone": True}).raise_for_status()

    listed = numbers(sources.walk(sources.listing(name, f"{name}: {TAGS}"))[0])
    assert not {removed, gone} & set(listed)
    details = sources.post(name, removed).details
    assert details is not None
    assert details.removed
    assert details.links == []
    with pytest.raises(NotFound):
        sources.post(name, gone)


@pytest.mark.parametrize(
    ("name", "search", "keys", "code", "words"),
    [
        ("danbooru", "landscape day solo", {}, "tags_refused", "more than 2 tags"),
        ("danbooru", "a b c d e f g", None, "tags_refused", "more than 6 tags"),
        (
            "danbooru",
            "landscape",
            {"DANBOORU_LOGIN": "x", "DANBOORU_API_KEY": "y"},
            "key_refused",
            "DANBOORU_API_KEY",
        ),
        ("gelbooru", "landscape", {}, "key_missing", "GELBOORU_API_KEY"),
        (
            "gelbooru",
            "landscape",
            {"GELBOORU_USER_ID": "1", "GELBOORU_API_KEY": "y"},
            "key_refused",
            "GELBOORU",
        ),
        (
            "rule34",
            "landscape",
            {"RULE34_USER_ID": "1", "RULE34_API_KEY": "y"},
            "key_refused",
            "RULE34_API_KEY",
        ),
        ("e621", "landscape", {"E621_LOGIN": "x", "E621_API_KEY": "y"}, "key_refused", "E621_API_KEY"),
        ("e621", " ".join(f"t{n}" for n in range(41)), None, "tags_refused", "more than 40 tags"),
        ("yandere", "a b c d e f g", None, "tags_refused", "up to 6 tags"),
        ("derpibooru", "(cat", None, "tags_refused", "parentheses"),
    ],
)
def test_refusals_come_in_words(
    boards: Simulator, name: str, search: str, keys: dict[str, str] | None, code: str, words: str
) -> None:
    sources = Sources(boards.url) if keys is None else Sources(boards.url, keys=keys)
    with pytest.raises(SourceRefused, match=words) as refusal:
        sources.walk(sources.listing(name, f"{name}: {search}"))
    assert refusal.value.code == code


def test_who_does_not_say_who_asks_is_refused_by_e621(boards: Simulator) -> None:
    browser = FetchSettings(fetch_user_agent="Mozilla/5.0 (X11; Linux x86_64)")
    sources = Sources(boards.url, keys={}, settings=browser)
    with pytest.raises(SourceRefused, match="wants to know who asks"):
        sources.walk(sources.listing("e621", "e621: landscape"))


def test_explicit_images_want_a_filter_that_shows_them(boards: Simulator) -> None:
    address = f"{boards.url}/-/derpibooru.org/api/v1/json/search/images"
    totals = [
        requests.get(address, params={"q": "*", **more}, timeout=10).json()["total"]
        for more in ({}, {"key": "wrong"}, {"key": "demo-derpibooru"}, {"filter_id": "56027"})
    ]
    assert totals[0] == totals[1] < totals[2] == totals[3]


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ({"http_status": 429, "retry_after_seconds": 60}, SourceUnavailable, "60 seconds of patience"),
        ({"http_status": 503, "retry_after_seconds": 60}, SourceUnavailable, "60 seconds of patience"),
        ({"http_status": 403}, SourceRefused, "does not take our key"),
        ({"nonsense": "html"}, SourceUnavailable, "text/html instead of JSON"),
        ({"nonsense": "truncated"}, SourceUnavailable, "instead of JSON"),
        ({"nonsense": "huge"}, SourceRefused, "more than 10,000,000 bytes"),
    ],
)
def test_a_host_that_misbehaves_is_told_of_in_words_and_the_others_do_well(
    boards: Simulator, sources: Sources, fault: dict[str, object], error: type[FoveaError], words: str
) -> None:
    rule = {"where": "hosts", "hosts": ["danbooru.donmai.us"], **fault}
    boards.control("POST", "faults", rule).raise_for_status()
    with pytest.raises(error, match=words):
        sources.walk(sources.listing("danbooru", "danbooru: landscape"))

    assert sources.walk(sources.listing("safebooru", "safebooru: landscape"))[0]


def test_a_page_that_repeats_for_ever_ends_the_listing(boards: Simulator, sources: Sources) -> None:
    rule = {"where": "hosts", "hosts": ["yande.re"], "nonsense": "repeat"}
    boards.control("POST", "faults", rule).raise_for_status()
    found, pull = sources.walk(sources.listing("yandere", "yandere: landscape"), max_pages=50)

    assert len(set(numbers(found))) == len(found) == 100
    assert pull.calls < 5


def test_an_unknown_host_answers_as_a_network_does(boards: Simulator) -> None:
    answer = requests.get(f"{boards.url}/-/nowhere.example/posts", timeout=10)
    assert answer.status_code == 502
    assert "nowhere.example" in answer.text


def test_calls_are_logged_by_host_without_keys(boards: Simulator, sources: Sources) -> None:
    boards.control("DELETE", "calls").raise_for_status()
    sources.walk(sources.listing("gelbooru", "gelbooru: landscape"), max_pages=1)
    log = boards.control("GET", "calls").json()

    assert log["methods"].keys() == {"gelbooru.com"}
    assert log["last"][0]["arguments"]["tags"].startswith("landscape")
    assert "demo-gelbooru" not in str(log)


def test_digests_are_those_of_the_files_and_limits_hold(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = {"FOVEA_SIMULATOR_USERS": "20", "FOVEA_SIMULATOR_GALLERY_WORKS": "120"}
    with started(tmp_path_factory.mktemp("digests"), settings=settings) as simulator:
        sources = Sources(simulator.url)
        for name in ("danbooru", "gelbooru", "safebooru", "yandere", "e621"):
            for post in sources.walk(sources.listing(name, f"{name}: {TAGS}"))[0][:4]:
                assert post.details is not None
                for link in post.details.links:
                    body = requests.get(link.url, timeout=10).content
                    assert link.md5 == hashlib.md5(body, usedforsecurity=False).hexdigest()

        address = f"{simulator.url}/-/e621.net/posts.json"
        agent = {"User-Agent": "Fovea/0.1"}
        statuses = {requests.get(address, headers=agent, timeout=10).status_code for _ in range(12)}
        assert statuses == {200, 503}
