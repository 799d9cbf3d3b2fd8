"""Searching the library through the API."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from tests.integration.database.searched import NOW, Picture, add

Json = dict[str, Any]


@pytest.fixture
def library(context: Context) -> list[Picture]:
    return add(
        context.engine,
        Picture(
            name="one",
            title="Golden Gate",
            tags=("bridge", "artist:ansel_adams", "re:zero"),
            width=3000,
            height=2000,
            colors=((1, 2, 3, 50), (255, 136, 0, 200)),
            posted_at=NOW,
            subscriptions=("r/EarthPorn", "Evening skies"),
        ),
        Picture(name="two", title="Fog", tags=("bridge", "fog"), rating=1, owner="Anna K.", added_at=NOW - 1),
        Picture(name="three", tags=("bridge",), rating=3, added_at=NOW - 2),
    )


def get(visitor: FlaskClient, path: str, status: int = 200, **query: Any) -> Json:
    answer = visitor.get(f"/api/library/{path}", query_string=query)
    assert answer.status_code == status, answer.json
    return dict(answer.json or {})


def test_a_search_answers_cards_with_true_totals(visitor: FlaskClient, library: list[Picture]) -> None:
    answer = get(visitor, "search", q="  bridge  ")
    assert [image["id"] for image in answer["images"]] == [library[0].id, library[1].id]
    assert (answer["total"], answer["hidden"], answer["query"]) == (2, {"explicit": 1}, "bridge")
    first = answer["images"][0]
    assert first | {"id": 0, "added_at": ""} == {
        "id": 0,
        "width": 3000,
        "height": 2000,
        "rating": "general",
        "score": 0,
        "title": "Golden Gate",
        "added_at": "",
        "thumbhash": None,
        "color": "#ff8800",
        "thumbnails": [
            {
                "url": f"/api/library/images/{library[0].id}/thumbnails/{width}.webp",
                "width": width,
                "height": round(width * 2 / 3),
            }
            for width in (256, 512, 1024)
        ],
        "variants": 0,
        "best": True,
        "text": None,
        "format": "jpeg",
        "frames": 1,
        "source": "flickr",
    }


def test_pages_and_ratings_are_as_the_viewer_wants_them(visitor: FlaskClient, library: list[Picture]) -> None:
    wish: Json = {"q": "bridge", "ratings": "explicit,safe", "limit": 1}
    first = get(visitor, "search", **wish)
    second = get(visitor, "search", cursor=first["next_cursor"], **wish)
    shown = [image["id"] for image in first["images"] + second["images"]]
    assert shown == [library[1].id, library[2].id]
    assert (second["next_cursor"], second["hidden"]) == (None, {"general": 1})
    get(visitor, "search", 422, q="bridge", ratings="everything")
    get(visitor, "search", 422, q="fog", cursor=first["next_cursor"])
    get(visitor, "search", 422, q="bridge", cursor="nonsense")


def test_a_wrong_search_is_refused_where_it_is_wrong(visitor: FlaskClient) -> None:
    problem = get(visitor, "search", 400, q="bridge ratting:safe")
    assert (problem["code"], problem["column"], problem["length"]) == ("query_invalid", 8, 7)
    assert "rating:" in problem["hint"]
    assert problem["detail"].endswith("bridge ratting:safe\n       ^^^^^^^")
    assert get(visitor, "search", 400, q="x" * 1001)["column"] == 1001
    assert get(visitor, "random", 400, q="(")["code"] == "query_invalid"


def test_a_misspelt_tag_is_set_right(visitor: FlaskClient, library: list[Picture]) -> None:
    answer = get(visitor, "search", q="brigde -(fgo or x) order:score")
    assert (answer["total"], answer["did_you_mean"]) == (0, "bridge -(fog or x) order:score")
    assert get(visitor, "search", q="bridge")["did_you_mean"] is None


def test_what_is_written_is_completed(visitor: FlaskClient, library: list[Picture]) -> None:
    def texts(query: str, at: int | None = None) -> list[tuple[str, str]]:
        answer = get(visitor, "suggestions", q=query, **({} if at is None else {"at": at}))
        return [(one["kind"], one["text"]) for one in answer["suggestions"]]

    assert texts("fog bri") == [("tag", "bridge")]
    assert texts("ra") == [("field", "rating:"), ("field", "ratio:")]
    assert texts("rating:s") == [("value", "safe")]
    assert texts("rating:general,e") == [("value", "explicit")]
    assert texts("artist:an") == [("tag", "ansel_adams")]
    assert texts("source:f") == [("value", "flickr")]
    assert texts("account:an") == [("account", "anna"), ("account", '"Anna K."')]
    assert texts("subs") == [("field", "subscription:")]
    assert texts("subscription:r/e") == [("value", "r/EarthPorn")]
    assert texts("sub:EVEN") == [("value", '"Evening skies"')]
    assert texts("re\\:z") == [("tag", "re\\:zero")]
    assert texts("bridge", 2) == [("tag", "bridge")]
    answer = get(visitor, "suggestions", q="-bri fog", at=3)
    assert (answer["from"], answer["to"]) == (1, 4)


def test_one_by_chance_is_the_same_for_the_same_seed(visitor: FlaskClient, library: list[Picture]) -> None:
    shown = {get(visitor, "random", q="bridge", seed=f"s{number}")["id"] for number in range(12)}
    assert shown == {library[0].id, library[1].id}
    assert get(visitor, "random", seed="a") == get(visitor, "random", seed="a")
    assert get(visitor, "random", ratings="explicit")["id"] == library[2].id
    assert get(visitor, "random", 404, q="nothing")["code"] == "not_found"


def test_the_grammar_is_told(visitor: FlaskClient) -> None:
    told = get(visitor, "grammar")
    names = [field["name"] for field in told["fields"]]
    assert {"rating", "width", "similar", "order"} <= set(names)
    assert all(one["example"] and one["meaning"] for one in told["fields"] + told["operators"])
