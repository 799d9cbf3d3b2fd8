"""Recommendations for somebody."""

from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher, query_param_matcher

from fovea_client import Account, Fovea, Recommendations, RunFailed
from tests.unit.client.conftest import API
from tests.unit.client.told import ACCOUNT, POST, run

OF_MARA = f"{API}/api/accounts/flickr/1%40N00"


def page(*scores: float, cursor: str | None = None, **more: Any) -> dict[str, Any]:
    reasons = {"count": 1, "accounts": []}
    return {
        "account": ACCOUNT,
        "method": "default",
        "generated_at": "2026-11-21T09:00:00Z",
        "enough": True,
        "needed": {"favorites": 5, "photographers": 3},
        "based_on": {"favorites": 40, "photographers": 20, "photographers_read": 20},
        "photos": [{"post": POST, "score": score, "reasons": reasons} for score in scores],
        "people": [{"account": ACCOUNT, "score": 1.5, "shared_favorites": 3, "favorites": 9}],
        "run": None,
        "next_cursor": cursor,
    } | more


@pytest.fixture
def mara(api: responses.RequestsMock, fovea: Fovea) -> Account:
    api.post(
        f"{API}/api/accounts/lookup",
        json=ACCOUNT,
        match=[json_params_matcher({"query": "https://flickr.com/photos/mara"})],
    )
    return fovea.recommendations.look_up("https://flickr.com/photos/mara")


def test_favourites_are_read_before_anything_is_recommended(
    fovea: Fovea, api: responses.RequestsMock, mara: Account
) -> None:
    api.post(f"{OF_MARA}/runs", json=run(4), status=202)
    api.get(f"{API}/api/runs/4", json=run(4, progress={"favorites_read": 40}))
    api.get(f"{API}/api/runs/4", json=run(4, "done_with_failures"))
    wishes = {"photos": "3", "people": "1"}
    api.get(f"{OF_MARA}/recommendations", json=page(2.0, 1.0), match=[query_param_matcher(wishes)])
    read: list[int] = []
    told = fovea.recommend(
        "https://flickr.com/photos/mara",
        photos=3,
        people=1,
        on_progress=lambda one: read.append(one.progress.favorites_read),
    )
    assert isinstance(told, Recommendations)
    assert [one.score for one in told.photos] == [2.0, 1.0]
    assert told.people[0].account == mara
    assert read == [0, 40, 0]


def test_a_run_that_read_nothing_is_told_with_its_reason(
    fovea: Fovea, api: responses.RequestsMock, mara: Account
) -> None:
    gone = {"subject": "flickr/favorites/1@N00", "name": None, "code": "account_gone", "reason": "Gone."}
    api.post(f"{OF_MARA}/runs", json=run(4, "failed", failures=[gone], failure_count=1))
    with pytest.raises(RunFailed, match=r"Run 4 failed: Gone\.") as raised:
        fovea.recommend("https://flickr.com/photos/mara")
    assert raised.value.run.failures[0].code == "account_gone"


def test_photos_come_page_by_page_as_they_are_taken(
    fovea: Fovea, api: responses.RequestsMock, mara: Account
) -> None:
    path = f"{OF_MARA}/recommendations"
    first = {"photos": "100", "people": "0"}
    api.get(path, json=page(9, 8, cursor="b"), match=[query_param_matcher(first)])
    photos = fovea.recommendations.photos(mara)
    assert [next(photos).score, next(photos).score] == [9, 8]
    assert len(api.calls) == 2
    api.get(path, json=page(7), match=[query_param_matcher(first | {"cursor": "b"})])
    assert [one.score for one in photos] == [7]


def test_no_more_photos_are_asked_for_than_are_wanted(
    fovea: Fovea, api: responses.RequestsMock, mara: Account
) -> None:
    wishes = {"photos": "2", "people": "0"}
    api.get(f"{OF_MARA}/recommendations", json=page(9, 8, cursor="b"), match=[query_param_matcher(wishes)])
    assert [one.score for one in fovea.recommendations.photos(mara, most=2)] == [9, 8]
    assert list(fovea.recommendations.photos(mara, most=0)) == []
    assert len(api.calls) == 2
