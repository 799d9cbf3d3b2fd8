"""A text that somebody pasted is checked by the site that it is of, whichever that is."""

from typing import Any

import fakeredis
import pytest

from fovea.errors import FoveaError
from fovea.messages import PullJob
from puller.politeness import Politeness
from puller.sources.any_site import AnySite, AnySiteCheck
from tests.unit.puller.sources.answering import AnsweringWeb, Asked
from tests.unit.puller.sources.test_understanding import SOURCES


def answered(asked: Asked) -> Any:
    if asked.url.endswith("/counts/posts.json"):
        return {"counts": {"posts": 12}}
    return [{"id": 7, "rating": "g", "created_at": "2026-11-01T00:00:00Z"}]


def check(text: str) -> tuple[AnySiteCheck, AnsweringWeb]:
    web = AnsweringWeb(answered)
    source = AnySite(SOURCES, politeness=Politeness(fakeredis.FakeRedis()), web=web)
    job = PullJob(run_id=1, item_id=2, key="k", source="listings", kind="check", external_id="x", text=text)
    return source.pull(job), web


@pytest.mark.parametrize("text", ["danbooru: cat solo", " https://danbooru.donmai.us/posts?tags=cat+solo "])
def test_the_site_that_knows_the_text_is_asked(text: str) -> None:
    pull, web = check(text)
    (page,) = pull.pages()
    assert page.last
    assert page.checked is not None
    assert (page.checked.source, page.checked.listing.kind, page.checked.listing.query) == (
        "danbooru",
        "tags",
        "cat solo",
    )
    assert page.checked.posts == 12
    assert pull.calls == len(web.asked) == 2


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("danbooro: cat", "unknown_site", "Do you mean Danbooru"),
        ("two words", "unknown_site", "danbooru.donmai.us"),
        ("https://danbooru.donmai.us/posts/1", "no_listing", "one post"),
        ("https://blog.example/cat.jpg", "no_listing", "lists posts"),
        ("", "invalid_input", "Paste the address"),
    ],
)
def test_what_is_no_listing_is_refused_in_words_and_nobody_is_asked(text: str, code: str, words: str) -> None:
    pull, web = check(text)
    with pytest.raises(FoveaError) as refused:
        list(pull.pages())
    assert refused.value.code == code
    assert words in refused.value.detail
    assert web.asked == []
    assert pull.calls == 0
