"""What links lead to, or why to nothing: each with an outcome of its own."""

import secrets
from typing import Any

import fakeredis
import pytest

from fovea import clock, messages
from fovea.messages import AnyMessage, LinkToResolve, PullJob, PullResponse, ResolvedLink
from puller.jobs import Jobs
from puller.links.resolving import LinksSource
from puller.politeness import Politeness
from puller.sources import every_listing_source
from puller.sources.imgur import API as IMGUR
from puller.sources.reddit import archive
from tests.unit.puller.sources.answering import AnsweringWeb, Asked, status

KEYS = {"IMGUR_CLIENT_ID": "id"}
IMAGE = {"id": "AbCdEfG", "type": "image/png", "link": "https://i.imgur.com/AbCdEfG.png"}
POST = {
    "id": "1abcd",
    "title": "A post",
    "author": "somebody",
    "created_utc": 1_700_000_000,
    "url": "https://i.redd.it/abc12.png",
}
VIDEO = POST | {
    "url": "https://v.redd.it/abc123xyz",
    "is_video": True,
    "preview": {"images": [{"source": {"url": "https://external-preview.redd.it/frame.png?s=1"}}]},
}
GALLERY = POST | {
    "url": "https://www.reddit.com/gallery/1abcd",
    "is_gallery": True,
    "gallery_data": {"items": [{"media_id": "second"}, {"media_id": "first"}]},
    "media_metadata": {
        name: {"status": "valid", "e": "Image", "m": "image/png", "s": {}} for name in ("first", "second")
    },
}
DANBOORU = {"id": 5, "file_url": "https://cdn.donmai.us/original/a.png", "md5": "0" * 32, "uploader_id": 1}


class World:
    """A web of a few answers, by the beginnings of addresses; all else is not there."""

    def __init__(self, answers: dict[str, Any], keys: dict[str, str] | None = None) -> None:
        self.answers = answers
        self.web = AnsweringWeb(self._answer)
        self.cache = fakeredis.FakeRedis()
        self.source = LinksSource(
            every_listing_source(KEYS if keys is None else keys),
            politeness=Politeness(self.cache),
            web=self.web,
        )
        self.sent: list[AnyMessage] = []

    def resolve(self, *urls: str) -> list[ResolvedLink]:
        """What a job of these links brings."""
        pages = list(self.source.pull(job(*urls)).pages())
        assert [page.last for page in pages] == [False] * (len(urls) - 1) + [True]
        return [link for page in pages for link in page.resolved]

    def children(self, url: str) -> list[tuple[str, str]]:
        """The children of a link that has some."""
        link = self.resolve(url)[0]
        assert link.outcome == "ok", link.reason
        assert [child.position for child in link.children] == list(range(len(link.children)))
        return [(child.url, child.kind) for child in link.children]

    def respond(self, *urls: str) -> list[PullResponse]:
        """The responses to such a job, and nothing but responses."""
        jobs = Jobs({"links": self.source}, send_batches=self.sent.extend, send_responses=self.sent.extend)
        jobs.carry_out(job(*urls))
        responses = [one for one in self.sent if isinstance(one, PullResponse)]
        assert len(responses) == len(self.sent)
        return responses

    def _answer(self, asked: Asked) -> Any:
        matching = [start for start in self.answers if asked.url.startswith(start)]
        if not matching:
            return status(404, b"{}")
        found = self.answers[max(matching, key=len)]
        return found(asked) if callable(found) else found


def job(*urls: str) -> PullJob:
    return PullJob(
        run_id=1,
        item_id=2,
        key="links",
        source="links",
        kind="links",
        external_id="3",
        links=[LinkToResolve(link_id=number, url=url, kind="?") for number, url in enumerate(urls)],
    )


def told(data: Any) -> dict[str, Any]:
    return {"data": data, "success": True, "status": 200}


ANSWERS: dict[str, Any] = {
    f"{IMGUR}/image/AbCdEfG": told(IMAGE),
    f"{IMGUR}/album/AlBuM/images": told([IMAGE, IMAGE | {"link": "https://i.imgur.com/other12.jpg"}]),
    f"{archive.API}/api/posts/ids": lambda asked: {
        "data": [GALLERY] if asked.query["ids"] == "1abcd" else []
    },
    f"{archive.API}/api/posts/search": {"data": [VIDEO]},
    "https://danbooru.donmai.us/posts/5.json": DANBOORU,
}


@pytest.mark.parametrize(
    ("url", "children"),
    [
        ("https://i.redd.it/abc12.png", [("https://i.redd.it/abc12.png", "image")]),
        ("https://imgur.com/AbCdEfG", [("https://i.imgur.com/AbCdEfG.png", "image")]),
        (
            "https://m.imgur.com/a/AlBuM#1",
            [("https://i.imgur.com/AbCdEfG.png", "image"), ("https://i.imgur.com/other12.jpg", "image")],
        ),
        (
            "https://old.reddit.com/gallery/1abcd",
            [("https://i.redd.it/second.png", "image"), ("https://i.redd.it/first.png", "image")],
        ),
        ("https://v.redd.it/abc123xyz", [("https://external-preview.redd.it/frame.png?s=1", "image")]),
        ("https://preview.redd.it/a-title-v0-abc12.png?s=1", [("https://i.redd.it/abc12.png", "image")]),
        (
            "https://www.reddit.com/media?url=https%3A%2F%2Fimgur.com%2Fa%2FAlBuM",
            [("https://imgur.com/a/AlBuM", "imgur")],
        ),
        ("https://danbooru.donmai.us/posts/5", [("https://cdn.donmai.us/original/a.png", "image")]),
    ],
)
def test_a_link_is_resolved_by_its_kind(url: str, children: list[tuple[str, str]]) -> None:
    assert World(ANSWERS).children(url) == children


def test_a_shared_address_is_followed_to_its_post() -> None:
    post = "https://www.reddit.com/r/pics/comments/1abcd/t/?share_id=x"
    there = {"https://www.reddit.com/r/pics/s/": status(302, b"", location=post)}
    assert len(World(ANSWERS | there).children("https://www.reddit.com/r/pics/s/AbCdEfGh12")) == 2
    lost = {"https://www.reddit.com/r/pics/s/": status(302, b"", location="https://www.reddit.com/")}
    assert World(ANSWERS | lost).resolve("https://www.reddit.com/r/pics/s/AbCdEfGh12")[0].outcome == "gone"


def test_a_post_that_leads_back_to_its_link_leads_to_nothing() -> None:
    own = POST | {"url": "https://www.reddit.com/gallery/1abcd", "is_gallery": True}
    world = World({f"{archive.API}/api/posts/ids": {"data": [own]}})
    link = world.resolve("https://www.reddit.com/gallery/1abcd")[0]
    assert (link.outcome, link.code) == ("refused", "link_without_picture")


def test_single_images_of_imgur_are_found_without_a_key_and_albums_say_what_is_missing() -> None:
    image, album = World(ANSWERS, {}).resolve("https://imgur.com/AbCdEfG", "https://imgur.com/a/AlBuM")
    assert [child.url for child in image.children] == ["https://i.imgur.com/AbCdEfG.jpg"]
    assert (album.outcome, album.code) == ("refused", "key_missing")
    assert "IMGUR_CLIENT_ID" in (album.reason or "")


@pytest.mark.parametrize(
    ("url", "answers", "outcome", "code"),
    [
        ("https://www.reddit.com/gallery/gone", {}, "gone", "not_found"),
        (
            "https://www.reddit.com/gallery/1abcd",
            {f"{archive.API}/api/posts/ids": {"data": [POST | {"removed_by_category": "deleted"}]}},
            "gone",
            "post_removed",
        ),
        ("https://imgur.com/GoneGone", {}, "gone", "not_found"),
        ("https://imgur.com/t/cats", {}, "refused", "link_is_listing"),
        ("https://www.reddit.com/r/pics", {}, "refused", "link_unknown"),
        ("javascript:alert(1)", {}, "refused", "link_unknown"),
        (
            "https://imgur.com/a/HiDdEn",
            {f"{IMGUR}/album/HiDdEn": status(403, {"data": {"error": "Permission denied"}})},
            "private",
            "account_private",
        ),
        (
            "https://imgur.com/a/BuSy1",
            {f"{IMGUR}/album/BuSy1": status(500, b"")},
            "unavailable",
            "imgur_http_500",
        ),
        (
            "https://danbooru.donmai.us/posts/5",
            {"https://danbooru.donmai.us/posts/5.json": b"<html>"},
            "unavailable",
            "post_nonsense",
        ),
    ],
)
def test_a_link_that_leads_to_nothing_says_why(
    url: str, answers: dict[str, Any], outcome: str, code: str
) -> None:
    link = World(ANSWERS | answers).resolve(url)[0]
    assert (link.outcome, link.code, link.children) == (outcome, code, [])
    assert link.reason


def test_a_host_that_asks_for_patience_puts_its_links_off_and_no_others() -> None:
    busy = status(429, b"{}", retry_after="600")
    answers = {f"{IMGUR}/": busy, "https://danbooru.donmai.us/posts/5.json": DANBOORU}
    first, second, other = World(answers).resolve(
        "https://imgur.com/a/AlBuM", "https://imgur.com/AbCdEfG", "https://danbooru.donmai.us/posts/5"
    )
    for link in (first, second):
        assert link.outcome == "deferred"
        assert link.retry_at is not None
        assert link.retry_at > clock.now() + 500 * clock.SECOND
    assert other.outcome == "ok"


def test_all_links_of_a_job_come_with_one_response_and_no_batch() -> None:
    world = World(ANSWERS)
    responses = world.respond("https://imgur.com/AbCdEfG", "https://imgur.com/GoneGone")
    assert len(responses) == 1
    assert (responses[0].final, responses[0].outcome, responses[0].batches) == (True, "ok", 0)
    assert [link.outcome for link in responses[0].resolved] == ["ok", "gone"]
    assert responses[0].calls == len(world.web.asked)


def test_more_than_the_queue_takes_comes_in_several_responses() -> None:
    def images(asked: Asked) -> Any:
        album = asked.url.split("/")[-2]
        return told(
            [
                IMAGE | {"link": f"https://i.imgur.com/{album}.png?{secrets.token_hex(400)}"}
                for _ in range(400)
            ]
        )

    world = World({f"{IMGUR}/album/": images})
    urls = [f"https://imgur.com/a/AlBuM{number}" for number in range(20)]
    responses = world.respond(*urls)
    assert len(responses) > 1
    assert all(messages.fits(messages.encode(one)) for one in responses)
    assert [one.final for one in responses] == [False] * (len(responses) - 1) + [True]
    told_of = [link.link_id for one in responses for link in one.resolved]
    assert told_of == list(range(20))


def test_a_job_without_links_ends_well() -> None:
    assert World({}).respond()[-1].outcome == "ok"
