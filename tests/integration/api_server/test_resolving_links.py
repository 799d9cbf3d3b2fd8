"""What addresses become, from a post's link to the queue of the image ingesters. The older system got the
first ones wrong.
"""

from typing import Any

import pytest

from api_server.context import Context
from fovea import clock, metrics
from fovea.database import links
from fovea.database.engine import read, write
from fovea.messages import PullJob
from puller.sources.imgur import API as IMGUR
from puller.sources.reddit import archive
from tests.integration.api_server.resolving import TOKEN, Links
from tests.unit.flickr import virtual_time
from tests.unit.puller.links.test_resolving import ANSWERS, GALLERY, IMAGE, POST, told
from tests.unit.puller.sources.answering import Asked, status

ONE = "https://i.imgur.com/AbCdEfG.png"
OTHER = "https://i.imgur.com/other12.jpg"
GALLERY_OF_REDDIT = ["https://i.redd.it/second.png", "https://i.redd.it/first.png"]
CROSSPOST = (
    POST
    | {"id": "2abcd", "url": "https://www.reddit.com/r/a/comments/1abcd/t/"}
    | {"crosspost_parent_list": [GALLERY]}
)
STORY = "https://cdn.example.com/story.jpg"

BECOMES: dict[str, list[str] | str] = {
    # Imgur: the older system took these for the images "3", "r" and "t", and for the gallery "some" ...
    "https://imgur.com/a/AlBuM#3": [ONE, OTHER],
    "https://imgur.com/gallery/some-title-AlBuM": [ONE, OTHER],
    "https://imgur.com/r/pics/AbCdEfG": [ONE],
    "https://imgur.com/t/cats/AlBuM": [ONE, OTHER],
    "https://imgur.com/topic/Funny/AlBuM": [ONE, OTHER],
    # ... did not know these hosts, took another for Imgur, and only the first of several images.
    "https://www.imgur.com/AbCdEfG": [ONE],
    "https://m.imgur.com/AbCdEfG": [ONE],
    "https://imgurXcom/AbCdEfG": "link_unknown",
    "https://imgur.com/AbCdEfG,other12": [ONE, OTHER],
    "https://i.imgur.com/AbCdEfG.gifv": [ONE],
    "https://i.imgur.com/AbCdEfG.png": [ONE],
    "https://imgur.com/GoneGone": "not_found",
    "https://imgur.com/t/cats": "link_is_listing",
    # Reddit: only www.reddit.com/gallery and names without hyphens were known.
    "https://www.reddit.com/gallery/1abcd": GALLERY_OF_REDDIT,
    "https://reddit.com/gallery/1abcd": GALLERY_OF_REDDIT,
    "https://old.reddit.com/gallery/1abcd": GALLERY_OF_REDDIT,
    "https://old.reddit.com/r/pics/comments/1abcd/a_title/": GALLERY_OF_REDDIT,
    "https://redd.it/1abcd": GALLERY_OF_REDDIT,
    "https://www.reddit.com/r/a/comments/2abcd/t/": GALLERY_OF_REDDIT,
    "https://v.redd.it/abc123xyz": ["https://external-preview.redd.it/frame.png?s=1"],
    "https://preview.redd.it/a-title-v0-abc12.png?width=640&s=1": ["https://i.redd.it/abc12.png"],
    "https://i.redd.it/abc12.png": ["https://i.redd.it/abc12.png"],
    "https://www.reddit.com/media?url=https%3A%2F%2Fimgur.com%2Fa%2FAlBuM": [ONE, OTHER],
    "https://www.reddit.com/wiki/faq": "link_unknown",
    # Files and pages: `x.jpg.html` was taken for a picture; capitals and all but PNG and JPEG were refused.
    "https://example.com/x.jpg.html": [STORY],
    "https://example.com/X.JPG": ["https://example.com/X.JPG"],
    "https://example.com/x.webp": ["https://example.com/x.webp"],
    "https://example.com/x.gif?a=1#b": ["https://example.com/x.gif?a=1#b"],
    "https://example.com/no-ending": ["https://example.com/no-ending"],
    "https://example.com/to-imgur": [ONE, OTHER],
    "https://example.com/nothing": "page_no_picture",
    "https://example.com/gone": "not_found",
    "https://en.wikipedia.org/wiki/File:Pier.jpg": [STORY],
    # Posts of sites that we know.
    "https://danbooru.donmai.us/posts/5": ["https://cdn.donmai.us/original/a.png"],
    # Links of no type were stored, and nobody ever asked for them.
    "javascript:alert(1)": "link_unknown",
}


def page(head: str) -> Any:
    return status(200, f"<html><head>{head}</head></html>".encode(), content_type="text/html")


def posts_of_reddit(asked: Asked) -> Any:
    there = {"1abcd": GALLERY, "2abcd": CROSSPOST}
    return {"data": [there[name] for name in asked.query["ids"].split(",") if name in there]}


WEB: dict[str, Any] = ANSWERS | {
    f"{archive.API}/api/posts/ids": posts_of_reddit,
    f"{IMGUR}/gallery/album/AlBuM": told({"id": "AlBuM", "is_album": True, "images_count": 2}),
    f"{IMGUR}/gallery/r/pics/AbCdEfG": told(IMAGE),
    f"{IMGUR}/image/other12": told(IMAGE | {"id": "other12", "link": OTHER}),
    "https://example.com/x.jpg.html": page(f'<meta property="og:image" content="{STORY}">'),
    "https://example.com/no-ending": status(200, b"\x89PNG", content_type="image/png"),
    "https://example.com/to-imgur": status(302, b"", location="https://imgur.com/a/AlBuM"),
    "https://example.com/nothing": page("<title>nothing</title>"),
    "https://en.wikipedia.org/wiki/File:Pier.jpg": page(f'<meta property="og:image" content="{STORY}">'),
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    virtual_time.install(monkeypatch)
    monkeypatch.setattr("puller.politeness.sharing.Politeness._budgets_of", lambda *_: [])


@pytest.fixture
def way(context: Context) -> Links:
    return Links(context, dict(WEB))


def test_every_address_becomes_its_pictures_or_says_why_not(way: Links) -> None:
    numbers = dict(zip(BECOMES, way.add(*BECOMES), strict=True))
    assert 2 <= way.follow() <= 4
    assert {url: way.became(number) for url, number in numbers.items()} == BECOMES
    unknown = way.of(numbers["https://www.reddit.com/wiki/faq"])
    assert (unknown.kind, unknown.state) == ("unknown", "failed")
    assert "www.reddit.com" in (unknown.reason or "")
    for url in BECOMES:
        found = way.of(numbers[url])
        assert found.state in {"done", "failed"} or found.kind == "image", url
    with read(way.context.engine) as connection:
        sent = links.page(connection, state="sent", limit=200)
        resolved = [link for link in links.page(connection, kind="image", limit=200) if link.parent_id]
    # Pictures that pullers found are on the queue at once.
    assert {link.id for link in resolved} <= {link.id for link in sent}
    assert way.sent() == sorted(link.id for link in sent)
    assert metrics.snapshot()["links_asked_about"] > len(BECOMES) / 2


def test_a_host_that_has_had_enough_costs_no_link_a_try(way: Links) -> None:
    """The older system counted each 429 of Imgur as a strike, and deleted the link after three."""
    way.world.answers[f"{IMGUR}/album/AlBuM/images"] = status(429, b"{}", retry_after="600")
    album, page_ = way.add("https://imgur.com/a/AlBuM", "https://example.com/x.jpg.html")
    way.follow()
    put_off = way.of(album)
    assert (put_off.state, put_off.attempts) == ("waiting", 0)
    assert put_off.next_at > clock.now() + 500 * clock.SECOND
    assert way.became(page_) == [STORY]


def test_responses_that_come_twice_or_late_change_nothing(way: Links) -> None:
    album, gone = way.add("https://imgur.com/a/AlBuM", "https://imgur.com/GoneGone")
    jobs = way.due()
    responses = way.carry_out(jobs)
    way.report(responses)
    sent = way.sent()
    before = [way.of(album), way.of(gone), way.became(album)]
    way.report(responses + way.carry_out(jobs))
    assert [way.of(album), way.of(gone), way.became(album)] == before
    assert (len(sent), way.sent()) == (2, [])


def test_a_puller_that_knows_nothing_of_links_costs_a_try_and_no_link(way: Links) -> None:
    (number,) = way.add("https://imgur.com/a/AlBuM")
    (job,) = way.due()
    other = PullJob(**(_fields(job) | {"source": "no such source"}))
    way.report(way.carry_out([other]))
    told_of = way.of(number)
    assert (told_of.state, told_of.attempts, told_of.code) == ("waiting", 1, "unknown_source")
    with write(way.context.engine) as connection:
        assert links.retry(connection, [number], now=clock.now()) == []


def test_the_scheduler_is_given_the_jobs_of_links_once(way: Links) -> None:
    numbers = way.add(*(f"https://example.com/{n}" for n in range(30)))
    jobs = way.due(limit=25) + way.due()
    assert sorted(link.link_id for job in jobs for link in job.links) == sorted(numbers)
    assert all(len(job.links) <= 20 and job.background and job.run_id == 0 for job in jobs)
    assert way.due() == []
    client = way.client
    assert client.post("/internal/links/resolve", json={"limit": 0}, headers=TOKEN).status_code == 422
    assert client.post("/internal/links/resolve", json={"limit": 3}).status_code == 401


def _fields(job: PullJob) -> dict[str, Any]:
    return {name: getattr(job, name) for name in PullJob.__struct_fields__}
