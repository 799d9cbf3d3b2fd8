"""/api/accounts/.../recommendations as a browser and as a program see it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from api_server.recommendations import visits
from fovea import clock
from fovea.clock import DAY, SECOND
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.recommendations.liked_world import LikedWorld

ME = "1@N00"
OWNERS = {
    **{f"{100 + number}": "10@N00" for number in range(8)},
    **{f"{200 + number}": "11@N00" for number in range(8)},
    **{f"{300 + number}": "12@N00" for number in range(8)},
    **{f"{900 + number}": f"{20 + number}@N00" for number in range(40)},
}
LISTS = {
    ME: ["100", "101", "102", "200", "201", "300", "301"],
    "10@N00": ["200", "300", *(f"{900 + number}" for number in range(0, 40, 2))],
    "11@N00": ["100", "301", *(f"{900 + number}" for number in range(0, 40, 3))],
    "12@N00": ["101", *(f"{900 + number}" for number in range(0, 40, 5))],
}
PATH = f"/api/accounts/flickr/{ME}/recommendations"

Json = dict[str, Any]


@pytest.fixture
def world(context: Context) -> LikedWorld:
    world = LikedWorld(engine=context.engine)
    world.write(OWNERS, LISTS)
    return world


@pytest.fixture
def browser(people: People, world: LikedWorld) -> Browser:
    return people.logged_in(ME)


def ask(browser: Browser | FlaskClient, **query: Any) -> Json:
    response = browser.get(PATH, query_string=query)
    assert response.status_code == 200, response.get_json()
    answer: Json = response.get_json()
    return answer


def ids(answer: Json) -> list[int]:
    return [photo["post"]["id"] for photo in answer["photos"]]


def show(browser: Browser, answer: Json) -> None:
    """Tell that all photos of an answer were on the screen."""
    posts = [{"id": one["post"]["id"], "supporters": one["reasons"]["count"]} for one in answer["photos"]]
    body = {"view": answer["view"], "posts": posts}
    assert browser.post("/api/recommendations/shown", json=body).status_code == 204


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets time pass: `later(milliseconds)`."""
    passed = [0]
    real = clock.now

    def let_pass(milliseconds: int) -> None:
        passed[0] += milliseconds

    monkeypatch.setattr(clock, "now", lambda: real() + passed[0])
    return let_pass


def test_the_defaults_are_ten_photos_and_five_people_by_the_default_method(
    visitor: FlaskClient, world: LikedWorld
) -> None:
    answer = ask(visitor)
    assert len(answer["photos"]) == 10
    assert len(answer["people"]) == 3
    assert answer["method"] == "default"
    assert answer["view"] is None
    assert answer["photos"][0]["why"] is None


def test_limit_is_another_name_of_photos(visitor: FlaskClient, world: LikedWorld) -> None:
    assert ids(ask(visitor, limit=3)) == ids(ask(visitor, photos=3))
    assert_problem(visitor.get(PATH, query_string={"limit": 3, "photos": 3}), 422, "invalid_input")


def test_an_explanation_is_in_words_and_in_parts_that_sum_to_the_score(
    visitor: FlaskClient, world: LikedWorld
) -> None:
    answer = ask(visitor, explain="true")
    for one in (*answer["photos"], *answer["people"]):
        why = one["why"]
        assert why["summary"].endswith(".")
        assert sum(part["amount"] for part in why["parts"]) == pytest.approx(one["score"], rel=1e-9)
        assert all(part["text"] for part in why["parts"])
    named = [part for part in answer["photos"][0]["why"]["parts"] if part["kind"] == "photographer"]
    assert named[0]["account"]["display_name"]
    assert named[0]["shared"][0]["url"]


def test_pages_follow_each_other_by_cursor(visitor: FlaskClient, world: LikedWorld) -> None:
    whole = ids(ask(visitor, photos=100))
    found: list[int] = []
    cursor = None
    while True:
        answer = ask(visitor, photos=7, **({"cursor": cursor} if cursor else {}))
        found += ids(answer)
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert sorted(found) == sorted(whole)
    assert len(set(found)) == len(found)


def test_a_cursor_of_pages_of_another_size_says_which(visitor: FlaskClient, world: LikedWorld) -> None:
    cursor = ask(visitor, photos=7)["next_cursor"]
    response = visitor.get(PATH, query_string={"photos": 8, "cursor": cursor})
    assert "photos=7" in assert_problem(response, 422, "invalid_input")["detail"]


def test_an_answer_that_is_known_is_not_sent_again(visitor: FlaskClient, world: LikedWorld) -> None:
    first = visitor.get(PATH)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = visitor.get(PATH, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get(PATH, query_string={"photos": 3}).headers["ETag"] != tag
    world.write({"999": "77@N00"}, {"10@N00": [*LISTS["10@N00"], "999"]})
    assert visitor.get(PATH, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_view_leaves_out_what_was_shown_and_the_old_one_keeps_it(browser: Browser, later: Any) -> None:
    first = ask(browser, view="new", photos=10)
    show(browser, first)
    later(SECOND)
    assert ids(ask(browser, view=first["view"], photos=10)) == ids(first)
    second = ask(browser, view="new", photos=10)
    assert not set(ids(first)) & set(ids(second))
    assert second["hidden"]["seen"] == 10
    everything = ask(browser, view="new", photos=10, seen="include")
    assert ids(everything) == ids(first)


def test_without_a_view_nothing_depends_on_what_was_shown(
    browser: Browser, visitor: FlaskClient, later: Any
) -> None:
    before = ids(ask(visitor))
    show(browser, ask(browser, view="new"))
    later(SECOND)
    assert ids(ask(browser)) == before
    assert ids(ask(visitor, view="new")) == before
    assert ask(visitor, view="new")["view"] is None


def test_what_was_shown_comes_back_stronger(browser: Browser, world: LikedWorld, later: Any) -> None:
    first = ask(browser, view="new", photos=40)
    show(browser, first)
    shown = next(one for one in first["photos"] if one["reasons"]["count"] == 1)
    outside = shown["post"]["external_id"]
    lacking = next(name for name in ("10@N00", "11@N00", "12@N00") if outside not in LISTS[name])
    world.write({outside: OWNERS[outside]}, {lacking: [*LISTS[lacking], outside]})
    later(SECOND)
    again = ask(browser, view="new", photos=40)
    back = next(one for one in again["photos"] if one["post"]["id"] == shown["post"]["id"])
    assert back["stronger"]
    assert back["reasons"]["count"] == 2


def test_tomorrow_what_is_new_comes_first_and_is_marked(
    browser: Browser, world: LikedWorld, later: Any
) -> None:
    before = clock.as_iso(clock.now())
    assert ask(browser, view="new")["visit"] == {"previous_at": None, "new": 0}
    after = clock.as_iso(clock.now())
    later(DAY)
    world.write({"950": "50@N00"}, {"12@N00": [*LISTS["12@N00"], "950"]})
    tomorrow = ask(browser, view="new")
    assert str(before) <= tomorrow["visit"]["previous_at"] <= str(after)
    first = tomorrow["photos"][0]
    assert (first["post"]["external_id"], first["new"]) == ("950", True)
    assert [one["new"] for one in tomorrow["photos"][1:]] == [False] * 9
    assert tomorrow["visit"]["new"] == 1
    later(visits.VISIT_GAP // 2)  # still the same visit: it stays new
    assert ask(browser, view="new")["photos"][0]["new"]
    later(DAY)
    assert not any(one["new"] for one in ask(browser, view="new")["photos"])


@pytest.mark.parametrize("view", ["old", "-1", "99999999999999999", "1.5"])
def test_a_view_that_is_none_of_ours_is_refused_in_words(browser: Browser, view: str) -> None:
    assert (
        "view=new"
        in assert_problem(browser.get(PATH, query_string={"view": view}), 422, "invalid_input")["detail"]
    )


def test_the_method_is_explained_with_ones_own_numbers(visitor: FlaskClient, world: LikedWorld) -> None:
    response = visitor.get(f"{PATH}/method")
    answer = response.get_json()
    assert response.status_code == 200
    assert answer["numbers"]["favorites"] == 7
    assert answer["numbers"]["lists_read"] == 3
    assert len(answer["strongest"]) == 3
    for neighbour in answer["strongest"]:
        assert sum(part["amount"] for part in neighbour["parts"]) == pytest.approx(neighbour["weight"])
    example = answer["example"]
    assert sum(part["amount"] for part in example["why"]["parts"]) == pytest.approx(example["score"])
    assert {parameter["name"] for parameter in answer["parameters"]} >= {"alpha", "gamma", "kappa", "eta"}
    older = visitor.get(f"{PATH}/method", query_string={"method": "flexplore"}).get_json()
    assert older["parameters"] == []
    assert_problem(visitor.get(f"{PATH}/method", query_string={"method": "none"}), 422, "invalid_input")


def test_with_too_little_to_go_by_there_is_a_mixed_list_from_groups_that_says_so(
    people: People, flickr: ScriptedFlickr, context: Context
) -> None:
    LikedWorld(engine=context.engine).write({"100": "10@N00"}, {ME: ["100"]})
    browser = people.logged_in(ME)
    flickr.pools["1@N20"] = [photo(name, owner="10@N00") for name in ("100", "501", "502")]
    flickr.pools["2@N20"] = [photo("601", owner="11@N00")]
    answer = ask(browser)
    assert answer["photos"] == []
    assert not answer["enough"]
    mixed = [(one["post"]["external_id"], one["group"]["external_id"]) for one in answer["mixed"]]
    assert mixed == [("601", "2@N20"), ("501", "1@N20"), ("502", "1@N20")]
    assert ask(browser, photos=1)["mixed"][0]["post"]["external_id"] == "601"
