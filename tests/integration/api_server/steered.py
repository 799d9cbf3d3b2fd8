"""What a user has chosen, as the API and the database tell it."""

from typing import Any

from api_server.context import Context
from fovea.database import group_pools
from fovea.database.engine import read
from tests.integration.api_server.people import Browser, People

GROUP = "7@N20"
MUTES = "/api/steering/mutes"


def steering(browser: Browser) -> Any:
    answer = browser.get("/api/steering")
    assert answer.status_code == 200
    return answer.get_json()


def muted(browser: Browser) -> list[tuple[str, str]]:
    return [(one["kind"], one["value"]) for one in steering(browser)["mutes"]]


def pool_of(context: Context, nsid: str = GROUP) -> list[int]:
    with read(context.engine) as connection:
        return list(group_pools.numbers_of(connection, [("flickr", nsid)]).tolist())


def choose_everything(browser: Browser, people: People) -> Any:
    """Choices of every kind, and a memory; what steers then."""
    post = people.photo("55", owner="9@N00")
    browser.patch("/api/steering", json={"freshness": 1, "adventure": -0.5})
    browser.put(f"{MUTES}/tag/sunset")
    browser.put(f"{MUTES}/account/{people.account('8@N00')}")
    browser.put(f"/api/dismissals/posts/{post}")
    browser.put(f"/api/dismissals/accounts/{people.account('7@N00')}")
    shown = {"view": "1000", "posts": [{"id": post, "supporters": 2}]}
    assert browser.post("/api/recommendations/shown", json=shown).status_code == 204
    return steering(browser)
