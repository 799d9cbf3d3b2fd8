"""Reddit's posts: recorded answers, galleries, crossposts, odd fields."""

from typing import Any

import pytest

from fovea import clock
from fovea.ratings import Rating
from tests.unit.puller.sources.answering import status
from tests.unit.puller.sources.reddit_answers import NEWEST, POST, links, listing, page, with_key


def test_a_recorded_post_is_read_whole() -> None:
    post = with_key(lambda _: page([POST])).posts(listing())[0]
    assert post.external_id == "1abcde"
    assert post.owner == "u/somebody"
    assert post.title == "Morning & fog [OC] (3000x2000)"
    assert post.url == "https://www.reddit.com/r/EarthPorn/comments/1abcde/morning_fog/"
    assert post.tags == ["meta:r/EarthPorn", "meta:Original_Content"]
    assert post.posted_at == NEWEST * clock.SECOND
    assert [(size.width, size.height) for size in post.sizes] == [(140, 93), (640, 427), (3000, 2000)]
    details = post.details
    assert details is not None
    assert (details.rating, details.score, details.removed) == (Rating.SAFE, 1_234, False)
    assert details.source_url is None
    assert [(link.url, link.kind) for link in details.links] == [
        ("https://i.redd.it/abcdefgh123.jpg", "image")
    ]


def test_pictures_of_a_gallery_come_in_its_order_and_only_those_that_are_ready() -> None:
    def meta(kind: str, media: str, state: str = "valid") -> dict[str, Any]:
        told = "gif" if kind == "AnimatedImage" else "u"
        source = {told: "https://preview.redd.it/x-v0-one.png?width=9&s=1", "x": 9, "y": 6}
        return {"status": state, "e": kind, "m": media, "s": source, "p": []}

    gallery = POST | {
        "is_gallery": True,
        "url_overridden_by_dest": "https://www.reddit.com/gallery/1abcde",
        "gallery_data": {
            "items": [
                {"media_id": name, "id": place}
                for place, name in enumerate(["third", "first", "broken", "moving", "video", "missing"])
            ]
        },
        "media_metadata": {
            "first": meta("Image", "image/png"),
            "third": meta("Image", "image/jpg"),
            "broken": meta("Image", "image/jpg", "failed"),
            "moving": meta("AnimatedImage", "image/gif"),
            "video": meta("RedditVideo", "video/mp4"),
        },
    }
    assert links(gallery) == [
        ("https://i.redd.it/third.jpg", "image"),
        ("https://i.redd.it/first.png", "image"),
        ("https://i.redd.it/moving.gif", "image"),
    ]
    positions = with_key(lambda _: page([gallery])).posts(listing())[0].details
    assert positions is not None
    assert [link.position for link in positions.links] == [0, 1, 2]


def test_pictures_of_a_gallery_are_reached_as_the_answer_was() -> None:
    there = "http://127.0.0.1:8410/-/oauth.reddit.com/r/EarthPorn/new"
    gallery = POST | {
        "media_metadata": {"first": {"status": "valid", "e": "Image", "m": "image/png", "s": {}}}
    }
    answer = status(200, page([gallery]))
    desk = with_key(lambda _: type(answer)(url=there, status=200, headers={}, body=answer.body))
    details = desk.posts(listing())[0].details
    assert details is not None
    assert [link.url for link in details.links] == ["http://127.0.0.1:8410/-/i.redd.it/first.png"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://preview.redd.it/some-title-v0-abc12xyz.png?width=640&s=1",
            ("https://i.redd.it/abc12xyz.png", "image"),
        ),
        ("https://preview.redd.it/abc12.jpg?width=640&amp;s=1", ("https://i.redd.it/abc12.jpg", "image")),
        ("https://imgur.com/a/AbCdE", ("https://imgur.com/a/AbCdE", "imgur")),
        ("https://i.imgur.com/AbCdEfG.png", ("https://i.imgur.com/AbCdEfG.png", "image")),
        ("https://example.com/picture.JPG", ("https://example.com/picture.JPG", "image")),
        ("https://example.com/story", ("https://example.com/story", "page")),
        ("https://danbooru.donmai.us/posts/5", ("https://danbooru.donmai.us/posts/5", "post")),
        ("/r/other/comments/2xyz/title/", None),
        (
            "https://www.reddit.com/r/other/comments/2xyz/t/",
            ("https://www.reddit.com/r/other/comments/2xyz/t/", "reddit"),
        ),
    ],
)  # fmt: skip
def test_other_addresses_are_links_of_their_kind(url: str, expected: tuple[str, str] | None) -> None:
    told = POST | {"url": url, "url_overridden_by_dest": url}
    preview = "https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011"
    assert links(told) == [expected if expected is not None else (preview, "image")]


def test_a_video_is_the_frame_that_stands_for_it_or_is_resolved_later() -> None:
    video = POST | {"is_video": True, "url_overridden_by_dest": "https://v.redd.it/abc12345"}
    assert links(video) == [("https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011", "image")]
    assert links(video | {"preview": None}) == [("https://v.redd.it/abc12345", "reddit")]


def test_a_crosspost_shows_what_its_parent_shows() -> None:
    parent = POST | {"id": "parent", "url_overridden_by_dest": "https://i.redd.it/parent12345.png"}
    crosspost = POST | {
        "url_overridden_by_dest": "/r/other/comments/parent/title/",
        "crosspost_parent_list": [parent],
        "preview": None,
    }
    assert links(crosspost) == [("https://i.redd.it/parent12345.png", "image")]


def test_a_text_leads_to_the_pictures_that_it_names() -> None:
    text = (
        "[Album](https://imgur.com/a/AbCdE), https://i.redd.it/abc12.png and https://example.com/page; "
        "again https://i.redd.it/abc12.png, https://preview.redd.it/some\\_name-v0-xyz99.jpg?width=1&amp;s=2."
    )
    told = POST | {"is_self": True, "selftext": text, "url": "https://www.reddit.com/r/x/comments/1abcde/"}
    assert links(told) == [
        ("https://imgur.com/a/AbCdE", "imgur"),
        ("https://i.redd.it/abc12.png", "image"),
        ("https://i.redd.it/xyz99.jpg", "image"),
    ]


def test_a_gallery_whose_parts_are_not_told_is_resolved_later() -> None:
    told = {
        "is_gallery": True,
        "url_overridden_by_dest": "https://www.reddit.com/gallery/1abcde",
        "preview": None,
    }
    assert links(POST | told) == [("https://www.reddit.com/gallery/1abcde", "reddit")]


@pytest.mark.parametrize(
    "told",
    [
        {"removed_by_category": "moderator"},
        {"removed_by_category": "deleted"},
        {"selftext": "[removed]"},
        {"selftext": "[deleted]"},
        {"title": "[deleted by user]"},
        {"_meta": {"removal_type": "deleted"}},
        {"_meta": {"was_deleted_later": True}},
    ],
)
def test_what_was_taken_down_is_told_as_removed_and_leads_nowhere(told: dict[str, Any]) -> None:
    details = with_key(lambda _: page([POST | told])).posts(listing())[0].details
    assert details is not None
    assert details.removed
    assert details.links == []
    assert details.description is None


def test_who_left_is_no_reason_to_take_a_post_down() -> None:
    post = with_key(lambda _: page([POST | {"author": "[deleted]"}])).posts(listing())[0]
    assert post.owner == "u/[deleted]"
    assert post.details is not None
    assert not post.details.removed
    assert post.details.links


def test_over_18_and_spoilers_are_told() -> None:
    post = with_key(lambda _: page([POST | {"over_18": True, "spoiler": True}])).posts(listing())[0]
    assert post.details is not None
    assert post.details.rating == Rating.EXPLICIT
    assert "meta:spoiler" in post.tags


@pytest.mark.parametrize(
    "odd",
    [
        {"preview": None, "thumbnail": "nsfw", "thumbnail_width": None},
        {"preview": {"images": []}, "thumbnail": "self"},
        {"preview": "none", "media_metadata": [], "gallery_data": 5},
        {"score": "12", "created_utc": "1700000000"},
        {"author": None, "link_flair_text": None, "over_18": None},
        {"media_metadata": {"a": None, "b": {"status": "valid"}}},
        {"crosspost_parent_list": []},
        {"crosspost_parent_list": [None]},
        {"url": None, "url_overridden_by_dest": None},
        {"permalink": None, "title": None},
        {"created_utc": None},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(with_key(lambda _: page([POST | odd])).posts(listing())) == 1
