"""The hosts that the simulator stands for: who answers, who refuses, and what faults do to one of them."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug import Response
from werkzeug.test import EnvironBuilder

from puller.sources import every_listing_source
from simulator.boards.remembering import remembering
from simulator.control.call_log import CallLog
from simulator.control.faults import Fault, Faults
from simulator.gallery import SITES, Gallery
from simulator.gallery.growth import GalleryGrowth
from simulator.hosts.calls import Call, Handler, json_answer
from simulator.hosts.desk import Desk, Limit
from simulator.hosts.table import every_host, limits
from simulator.settings import SimulatorSettings

ADDRESS = "http://127.0.0.1:8410"


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(seed=1, works=200, ends_at=1_790_000_000, digests_told=False)


def counting() -> tuple[Handler, Callable[[], int]]:
    """A host that tells how often it was asked."""
    asked: list[Call] = []

    def answer(call: Call) -> Response:
        asked.append(call)
        return json_answer({"host": call.host, "path": call.path, "asked": len(asked), **call.query})

    return answer, lambda: len(asked)


def desk(
    *rules: Fault, hosts: dict[str, Handler] | None = None, limited: dict[str, Limit] | None = None
) -> Desk:
    known = hosts if hosts is not None else {"one.example": counting()[0], "*.two.example": counting()[0]}
    return Desk(known, limits=limited or {}, faults=Faults(rules), calls=CallLog(), address=ADDRESS)


def ask(at: Desk, host: str, path: str = "/", query: str = "", **more: Any) -> Response:
    return at.answer(EnvironBuilder(path=path, query_string=query, **more).get_request(), host, path)


def test_each_host_that_a_source_asks_is_stood_for(gallery: Gallery) -> None:
    table = every_host(gallery, SimulatorSettings(data_folder=None))
    for source in every_listing_source({}):
        for site in source.sites:
            host = site.api.removeprefix("https://").partition("/")[0]
            assert not host or host in table or f"*.{host.partition('.')[2]}" in table, host
    assert limits().keys() <= table.keys()


def test_a_host_sees_the_request_as_the_real_one_would() -> None:
    answer = ask(desk(), "ONE.example", "/posts.json", "tags=a+b&tags=c%20d")
    assert answer.json == {"host": "one.example", "path": "/posts.json", "asked": 1, "tags": "c d"}


def test_a_host_may_stand_for_all_within_its_domain() -> None:
    assert ask(desk(), "anybody.two.example").status_code == 200
    assert ask(desk(), "two.example").status_code == 502


def test_an_unknown_host_is_a_bad_gateway_in_words() -> None:
    answer = ask(desk(), "nowhere.example")
    assert answer.status_code == 502
    assert "nowhere.example: no such host" in answer.get_data(as_text=True)


def test_a_host_refuses_more_than_it_takes_and_its_neighbours_do_not() -> None:
    here = desk(limited={"one.example": Limit(2, 60, status=503)})
    assert [ask(here, "one.example").status_code for _ in range(3)] == [200, 200, 503]
    assert ask(here, "a.two.example").status_code == 200


@pytest.mark.parametrize(
    ("rule", "host", "path", "status"),
    [
        (Fault(where="hosts", http_status=403), "one.example", "/", 403),
        (Fault(where="hosts", hosts=("*.two.example",), http_status=403), "one.example", "/", 200),
        (Fault(where="hosts", hosts=("*.two.example",), http_status=403), "a.two.example", "/", 403),
        (Fault(where="hosts", methods=("/posts*",), http_status=500), "one.example", "/posts.json", 500),
        (Fault(where="hosts", methods=("/posts*",), http_status=500), "one.example", "/tags.json", 200),
        (Fault(where="rest", http_status=500), "one.example", "/", 200),
    ],
)
def test_a_rule_concerns_the_hosts_and_paths_that_it_names(
    rule: Fault, host: str, path: str, status: int
) -> None:
    assert ask(desk(rule), host, path).status_code == status


def test_a_refusal_tells_when_to_come_again() -> None:
    answer = ask(desk(Fault(where="hosts", http_status=429, retry_after_seconds=7)), "one.example")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_huge_answer_has_more_than_anybody_takes() -> None:
    assert len(ask(desk(Fault(where="hosts", nonsense="huge")), "one.example").get_data()) > 10_000_000


def test_a_host_that_repeats_itself_gives_its_first_answer_whatever_it_is_asked() -> None:
    handler, asked = counting()
    here = desk(Fault(where="hosts", nonsense="repeat"), hosts={"one.example": handler})
    first = ask(here, "one.example", "/posts.json", "page=1").json
    assert first is not None
    assert ask(here, "one.example", "/posts.json", "page=2").json == first
    assert ask(here, "one.example", "/tags.json").json != first
    assert asked() == 2


def test_boards_are_asked_once_for_the_same_until_something_changes(gallery: Gallery) -> None:
    handler, asked = counting()
    here = desk(hosts=remembering(gallery, {"one.example": handler}))
    answers = [ask(here, "one.example", "/posts.json", "page=1").get_data() for _ in range(3)]
    assert (asked(), len(set(answers))) == (1, 1)
    ask(here, "one.example", "/posts.json", "page=2")
    ask(here, "one.example", "/posts.json", "page=1", headers={"Authorization": "Basic eDp5"})
    assert asked() == 3

    gallery.publish("danbooru")
    ask(here, "one.example", "/posts.json", "page=1")
    assert asked() == 4


def test_new_posts_come_up_on_the_sites_and_some_works_on_several(gallery: Gallery) -> None:
    before = {site.name: gallery.shelf(site.name).count() for site in SITES}
    growth = GalleryGrowth(gallery, posts_per_minute=60, seed=3)
    put_up = [growth.step() for _ in range(60)]

    for site, count in before.items():
        numbers = [number for name, number in put_up if name == site]
        assert gallery.shelf(site).numbers()[: len(numbers)] == numbers[::-1]
        assert gallery.shelf(site).count() == count + len(numbers)
    works = [post.work.number for site, number in put_up if (post := gallery.shelf(site).post(number))]
    assert len(put_up) > len(set(works)) > 30
