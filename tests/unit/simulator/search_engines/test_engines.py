"""Engines of the simulated world: what they find, how much of it is of no use, and who is let in."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from fovea.messages import PostRecord
from puller.sources.listing_source import ListingSource
from puller.sources.search_engines import Baidu, Brave, Commons, Google, Openverse
from puller.sources.sites import Listing, PostAddress
from simulator.gallery.files import PLAIN
from simulator.search_engines.index import ENGINES, Index
from simulator.settings import DEMO_SOURCE_KEYS, SimulatorSettings
from tests.unit.puller.sources.answering import Asked, Desk, status
from tests.unit.simulator.artists.artist_sites import ADDRESS, ArtistSites, gallery

SOURCES: dict[str, ListingSource] = {
    "google": Google(DEMO_SOURCE_KEYS),
    "baidu": Baidu(),
    "brave": Brave(DEMO_SOURCE_KEYS),
    "openverse": Openverse(DEMO_SOURCE_KEYS),
    "commons": Commons(),
}
MOST = {"google": 100, "baidu": 1_500, "brave": 200, "openverse": 240, "commons": 10_000}
WORDS = "scenery"


@pytest.fixture(scope="module")
def hosts() -> ArtistSites:
    return ArtistSites()


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(gallery(), SimulatorSettings(data_folder=None))


def desk_at(hosts: ArtistSites, source: ListingSource) -> Desk:
    """A desk whose web is the simulated one."""

    def answer(asked: Asked) -> Any:
        query = dict(asked.query)
        said = hosts.ask(asked.url, query, headers=asked.headers, form=asked.form or None)
        return status(said.status_code, said.get_data(), content_type=said.content_type or "")

    return Desk(source, answer)


def listing(engine: str, words: str = WORDS) -> Listing:
    return Listing(source=engine, kind="keyword", query=words, title="", url="")


def links(posts: list[PostRecord]) -> list[str]:
    return [post.details.links[0].url for post in posts if post.details is not None]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_source_reads_all_that_its_engine_finds_in_order(
    hosts: ArtistSites, index: Index, engine: str
) -> None:
    desk = desk_at(hosts, SOURCES[engine])
    posts = desk.posts(listing(engine), max_pages=1_000)
    truth = index.results(engine, WORDS)[: MOST[engine]]
    assert len(truth) > 60
    assert links(posts) == [f"{ADDRESS}/-/{one.url.removeprefix('https://')}" for one in truth]
    assert len({post.external_id for post in posts}) == len(posts)
    assert all(post.sizes for post in posts)


@pytest.mark.parametrize("engine", ENGINES)
def test_of_twenty_results_in_a_row_so_many_are_of_no_use(index: Index, engine: str) -> None:
    found = index.results(engine, WORDS)
    for begin in range(0, len(found) - 20, 20):
        kinds = Counter(one.kind for one in found[begin : begin + 20])
        assert (kinds["gone"], kinds["no picture"], kinds["own"]) == (2, 1, 14)
        assert kinds["again"] + kinds["alike"] + kinds["shared"] == 3


def test_how_much_is_of_no_use_is_a_setting() -> None:
    settings = SimulatorSettings(data_folder=None, found_gone=0, found_no_pictures=0, found_twice=0)
    clean = Index(gallery(), settings)
    assert {one.kind for one in clean.results("google", WORDS)} == {"own"}


def test_engines_know_works_of_their_own_and_all_know_the_shared_ones(index: Index) -> None:
    own = [{one.work.number for one in index.results(e, WORDS) if one.kind == "own"} for e in ENGINES]
    assert sum(map(len, own)) == len(set().union(*own))
    shared = [[one.work.number for one in index.results(e, WORDS) if one.kind == "shared"] for e in ENGINES]
    shortest = min(map(len, shared))
    assert shortest > 2
    assert len({tuple(one[:shortest]) for one in shared}) == 1


def test_what_is_told_again_is_the_same_file_and_what_is_alike_is_another(index: Index) -> None:
    found = index.results("brave", WORDS)
    own = {one.work.number: one for one in found if one.kind == "own"}
    for one in found:
        if one.kind in {"again", "alike"}:
            assert one.file is not None
            first = own[one.work.number]
            assert first.place < one.place
            assert first.url != one.url
            assert (one.file == first.file) == (one.kind == "again")
            assert (one.file.edit == PLAIN) == (one.kind == "again")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_address_gives_what_its_result_is(hosts: ArtistSites, index: Index, engine: str) -> None:
    seen = set()
    for one in index.results(engine, WORDS)[:60]:
        if one.kind in seen:
            continue
        seen.add(one.kind)
        answer = hosts.ask(one.url)
        body = answer.get_data()
        if one.kind == "gone":
            assert answer.status_code in {404, 410}
        elif one.kind == "no picture":
            assert (answer.status_code, body[:1]) == (200, b"<")
        else:
            assert one.file is not None
            assert body == index.gallery.files.body(one.file)
    assert seen == {"own", "again", "alike", "shared", "gone", "no picture"}


def test_nothing_is_found_for_words_that_no_work_has(hosts: ArtistSites) -> None:
    for engine in ENGINES:
        assert desk_at(hosts, SOURCES[engine]).posts(listing(engine, "unheardof")) == []


def test_every_word_counts(index: Index) -> None:
    both = {one.work.number for one in index.results("commons", "Sunset  OCEAN") if one.kind == "own"}
    one = {one.work.number for one in index.results("commons", "sunset") if one.kind == "own"}
    assert both
    assert both < one


@pytest.mark.parametrize("engine", ["openverse", "commons"])
def test_licences_and_who_made_it_are_told(hosts: ArtistSites, engine: str) -> None:
    posts = desk_at(hosts, SOURCES[engine]).posts(listing(engine), max_pages=1)
    details = [post.details for post in posts if post.details is not None]
    assert len({one.licence for one in details}) > 3
    assert all(one.licence and one.licence_url and one.creator for one in details)


@pytest.mark.parametrize("engine", ["openverse", "commons"])
def test_one_picture_is_found_by_its_address(hosts: ArtistSites, engine: str) -> None:
    desk = desk_at(hosts, SOURCES[engine])
    known = desk.posts(listing(engine), max_pages=1)[0]
    address = desk.source.understand(known.url)
    assert isinstance(address, PostAddress)
    assert desk.source.post(address, desk.asker()).posts == [known]


def test_a_page_shows_its_picture(hosts: ArtistSites, index: Index) -> None:
    one = index.results("google", WORDS)[0]
    assert one.url.partition("//")[2] in hosts.page(one.page)
    assert hosts.ask("https://found.example.org/about/google/5").status_code == 200
    assert hosts.ask(f"https://found.example.org/about/google/{10**15}").status_code == 404


@pytest.mark.parametrize(
    ("url", "query", "headers", "refused"),
    [
        ("https://customsearch.googleapis.com/customsearch/v1", {"q": "sea", "key": "no"}, {}, 400),
        ("https://api.search.brave.com/res/v1/images/search", {"q": "sea"}, {}, 422),
        ("https://api.openverse.org/v1/images/", {"q": "sea"}, {"Authorization": "Bearer no"}, 401),
        ("https://api.openverse.org/v1/images/", {"q": "sea", "page_size": "21"}, {}, 401),
        ("https://api.openverse.org/v1/images/", {"q": "sea", "page": "999"}, {}, 404),
    ],
)
def test_who_has_no_key_or_asks_for_too_much_is_refused(
    hosts: ArtistSites, url: str, query: dict[str, str], headers: dict[str, str], refused: int
) -> None:
    assert hosts.ask(url, query, headers=headers).status_code == refused


def test_baidu_turns_away_who_does_not_say_where_they_come_from(hosts: ArtistSites) -> None:
    answer = hosts.ask("https://image.baidu.com/search/acjson", {"word": "sea"})
    assert msgspec.json.decode(answer.get_data())["antiFlag"] == 1
