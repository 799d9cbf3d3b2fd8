"""Which links came with the posts of a subscription."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from fovea import clock
from fovea.database import links
from fovea.database.engine import write
from fovea.database.links import NewLink
from tests.integration.api_server.listing_world import Pullers
from tests.integration.api_server.people import Browser, People


@pytest.fixture
def pullers(context: Context) -> Pullers:
    return Pullers(context)


@pytest.fixture
def editor(people: People) -> Browser:
    return people.administrator("1@N00")


def linked(context: Context, post_ids: list[int]) -> list[int]:
    new = [NewLink(post_id=number, url=f"https://example.com/{number}.jpg") for number in post_ids]
    with write(context.engine) as connection:
        return links.add(connection, new, now=clock.now()).ids


def page(visitor: FlaskClient, **query: Any) -> tuple[list[int], str | None]:
    answer = visitor.get("/api/links", query_string=query)
    assert answer.status_code == 200, answer.text
    shape = answer.get_json()
    return [link["id"] for link in shape["links"]], shape["next_cursor"]


def test_links_of_a_subscription_are_those_of_the_posts_that_it_brought(
    context: Context, editor: Browser, pullers: Pullers, people: People, visitor: FlaskClient
) -> None:
    one, job_of_one = pullers.subscribed(editor, "cat")["id"], pullers.job()
    other, job_of_other = pullers.subscribed(editor, "dog")["id"], pullers.job()
    posts = [people.photo(str(number), owner="9@N00") for number in range(5)]
    made = linked(context, posts)
    pullers.note_posts(job_of_one, posts[:4])
    pullers.note_posts(job_of_other, posts[3:])
    assert page(visitor, subscription=one)[0] == made[3::-1]
    assert page(visitor, subscription=other)[0] == made[:2:-1]
    assert page(visitor, subscription=one, state="failed") == ([], None)
    first, cursor = page(visitor, subscription=one, limit=3)
    rest, end = page(visitor, subscription=one, limit=3, cursor=cursor)
    assert ([*first, *rest], end) == (made[3::-1], None)


def test_no_links_are_of_a_subscription_that_there_is_not(
    context: Context, people: People, visitor: FlaskClient
) -> None:
    linked(context, [people.photo("1", owner="9@N00")])
    assert page(visitor, subscription=77) == ([], None)
    assert visitor.get("/api/links?subscription=-1").status_code == 422
