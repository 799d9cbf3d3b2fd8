"""Tumblr: recorded answers of both editors (https://www.tumblr.com/docs/en/api/v2,
https://www.tumblr.com/docs/npf), odd ones, blogs that are not shown.
"""

from typing import Any

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from puller.sources.sites import Listing, PostAddress
from puller.sources.tumblr import Tumblr
from puller.sources.tumblr_posts import is_reblog, post_of
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"TUMBLR_API_KEY": "consumer"}
MEDIA = "https://64.media.tumblr.com/abc"
# The newer editor's form.
POST: dict[str, Any] = {
    "object_type": "post",
    "type": "blocks",
    "original_type": "text",
    "blog_name": "somebody",
    "blog": {"name": "somebody", "uuid": "t:0aY0xL2Fi1OFJg4YxpmegQ"},
    "id": 740_000_000_000_000_000,
    "id_string": "740000000000000001",
    "is_blocks_post_format": True,
    "post_url": "https://www.tumblr.com/somebody/740000000000000001/a-sunset",
    "slug": "a-sunset",
    "date": "2024-01-20 10:00:00 GMT",
    "timestamp": 1_705_744_800,
    "state": "published",
    "tags": ["landscape", "golden hour"],
    "summary": "A sunset",
    "note_count": 77,
    "content": [
        {"type": "text", "text": "A sunset", "subtype": "heading1"},
        {
            "type": "image",
            "media": [
                {"type": "image/jpeg", "width": 2048, "height": 1365, "url": f"{MEDIA}/s2048x3072/1.jpg"},
                {"type": "image/jpeg", "width": 640, "height": 427, "url": f"{MEDIA}/s640x960/1.jpg"},
                {"type": "image/jpeg", "width": 75, "height": 75, "url": f"{MEDIA}/s75x75_c1/1.jpg"},
            ],
            "alt_text": "the sun over a hill",
        },
        {"type": "image", "media": [{"width": 500, "height": 500, "url": f"{MEDIA}/s500x750/2.png"}]},
    ],
    "layout": [{"type": "rows", "display": [{"blocks": [0]}, {"blocks": [1, 2]}]}],
    "trail": [],
    "is_pinned": False,
    "community_labels": {"has_community_label": False, "categories": []},
}
# A photo post of the older form.
OLD_POST: dict[str, Any] = {
    "type": "photo",
    "blog_name": "somebody",
    "id": 3_507_845_453,
    "post_url": "https://somebody.tumblr.com/post/3507845453",
    "timestamp": 1_298_665_620,
    "tags": ["new york"],
    "note_count": 8,
    "source_url": "https://example.com/where",
    "caption": "<p>All of <b>them</b></p>",
    "photos": [
        {
            "caption": "first",
            "original_size": {"width": 1280, "height": 722, "url": f"{MEDIA}/1280.jpg"},
            "alt_sizes": [
                {"width": 1280, "height": 722, "url": f"{MEDIA}/1280.jpg"},
                {"width": 500, "height": 282, "url": f"{MEDIA}/500.jpg"},
            ],
        }
    ],
    "trail": [{"post": {"id": "3507845453"}, "is_root_item": True, "is_current_item": True}],
}
BLOG = Listing(source="tumblr", kind="account", query="somebody", title="", url="")
TAG = Listing(source="tumblr", kind="tags", query="/landscape", title="", url="")


def posts(*found: dict[str, Any]) -> dict[str, Any]:
    return {"meta": {"status": 200, "msg": "OK"}, "response": {"posts": list(found), "total_posts": 99}}


def at(seconds: int, number: int | None = None, **more: Any) -> dict[str, Any]:
    return POST | {"timestamp": seconds, "id_string": str(number or seconds)} | more


def whole(moments: list[int]) -> Any:
    """A blog with a post at each of these seconds, the newest first."""

    def answer(asked: Asked) -> Any:
        before = int(asked.query.get("before", "9999999999"))
        cut = [at(second, 1 + place) for place, second in enumerate(moments) if second < before][:20]
        return posts(*cut)

    return answer


def test_a_post_of_the_newer_editor_is_read_whole() -> None:
    post = post_of(POST)
    assert post is not None
    assert (post.external_id, post.owner, post.title) == (
        "somebody/740000000000000001",
        "somebody",
        "A sunset",
    )
    assert post.tags == ["landscape", "golden_hour"]
    assert post.posted_at == 1_705_744_800_000
    assert [size.width for size in post.sizes] == [75, 640, 2048]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 77)
    assert details.description == "A sunset\n\nthe sun over a hill"
    assert [(link.url, link.position) for link in details.links] == [
        (f"{MEDIA}/s2048x3072/1.jpg", 0),
        (f"{MEDIA}/s500x750/2.png", 1),
    ]


def test_a_photo_post_of_the_older_form_is_read_whole() -> None:
    post = post_of(OLD_POST)
    assert post is not None
    assert (post.external_id, post.title) == ("somebody/3507845453", "All of them")
    assert post.tags == ["new_york"]
    assert [(size.url, size.width) for size in post.sizes] == [
        (f"{MEDIA}/500.jpg", 500),
        (f"{MEDIA}/1280.jpg", 1280),
    ]
    assert post.details is not None
    assert [link.url for link in post.details.links] == [f"{MEDIA}/1280.jpg"]
    assert post.details.source_url == "https://example.com/where"
    assert not is_reblog(OLD_POST)


@pytest.mark.parametrize(
    ("told", "rating"),
    [
        ({"community_labels": {"has_community_label": True, "categories": ["sexual_themes"]}}, 2),
        ({"is_nsfw": True}, 2),
        ({"community_labels": None}, 1),
        ({"community_labels": {"has_community_label": "yes"}}, 1),
    ],
)
def test_a_community_label_makes_a_post_questionable(told: dict[str, Any], rating: int) -> None:
    post = post_of(POST | told)
    assert post is not None
    assert post.details is not None
    assert post.details.rating == rating


@pytest.mark.parametrize(
    "odd",
    [
        {"id_string": None},
        {"id": "740000000000000001", "id_string": 5},
        {"timestamp": "1705744800"},
        {"timestamp": None},
        {"tags": None, "note_count": None},
        {"tags": "landscape"},
        {"summary": None, "post_url": None},
        {"content": [POST["content"][1] | {"media": POST["content"][1]["media"][0]}]},
        {"content": [{"type": "image", "media": [{"url": 5}]}, POST["content"][2]]},
        {"content": [{"type": "poll"}, None, POST["content"][2] | {"alt_text": None}]},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(Desk(Tumblr(KEYS), lambda _: posts(POST | odd)).posts(BLOG)) == 1


@pytest.mark.parametrize(
    "useless",
    [
        {"content": []},
        {"content": None},
        {"content": [{"type": "image", "media": []}]},
        {"content": [{"type": "text", "text": "only words"}]},
        {"blog_name": None},
        {"id": None, "id_string": None},
    ],
)
def test_a_post_without_pictures_or_a_usable_name_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(POST | useless) is None


@pytest.mark.parametrize(
    "reblogged",
    [{"reblogged_from_id": "5"}, {"trail": [{"content": []}]}, {"parent_post_url": "https://a.example/"}],
)
def test_reblogs_are_not_the_blogs_posts(reblogged: dict[str, Any]) -> None:
    desk = Desk(Tumblr(KEYS), lambda _: posts(POST | reblogged, at(5, 5)))
    assert [post.external_id for post in desk.posts(BLOG)] == ["somebody/5"]


def test_pages_go_on_below_the_last_second_and_lose_nothing_that_shares_it() -> None:
    moments = [2_000 - number // 3 for number in range(50)]
    desk = Desk(Tumblr(KEYS), whole(moments))
    found = desk.posts(BLOG, max_pages=20)
    assert len(found) == 50 == len({post.external_id for post in found})
    first = desk.asked[0]
    assert first.url == "https://api.tumblr.com/v2/blog/somebody.tumblr.com/posts"
    assert first.query == {
        "limit": "20",
        "npf": "true",
        "reblog_info": "true",
        "api_key": "consumer",
    }
    assert desk.asked[1].query["before"] == str(moments[19] + 1)


def test_a_whole_page_within_one_second_does_not_go_round_for_ever() -> None:
    desk = Desk(Tumblr(KEYS), whole([1_000] * 30 + [900]))
    assert len(desk.posts(BLOG, max_pages=20)) == 21
    assert len(desk.asked) < 8


def test_a_pinned_post_does_not_lead_past_the_newer_ones() -> None:
    old = at(10, 9_999, is_pinned=True)
    newer = whole(list(range(1_000, 950, -1)))
    desk = Desk(
        Tumblr(KEYS),
        lambda asked: newer(asked) if "before" in asked.query else posts(old, at(1_000, 1), at(999, 2)),
    )
    found = [post.external_id for post in desk.posts(BLOG, max_pages=20)]
    assert len(found) == 51
    assert found[0] == "somebody/9999"


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(Tumblr(KEYS), whole(list(range(2_000, 1_900, -1))))
    pages = desk.pages(BLOG, stop_at=2_000_000)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (1, 2_000_000, None)


def test_a_tag_of_a_blog_and_a_tag_of_all_are_asked_for_apart() -> None:
    desk = Desk(Tumblr(KEYS), lambda asked: {"response": [POST]} if "tagged" in asked.url else posts(POST))
    own = Listing(source="tumblr", kind="tags", query="somebody/new york", title="", url="")
    assert len(desk.posts(TAG)) == 1
    assert desk.asked[0].url == "https://api.tumblr.com/v2/tagged"
    assert desk.asked[0].query["tag"] == "landscape"
    desk.asked.clear()
    assert len(desk.posts(own)) == 1
    assert desk.asked[0].query["tag"] == "new york"


@pytest.mark.parametrize("nothing", [posts(), {"response": []}, {"response": None}, {}, []])
def test_an_empty_page_is_the_end(nothing: Any) -> None:
    desk = Desk(Tumblr(KEYS), lambda _: nothing)
    assert desk.posts(BLOG) == []
    with pytest.raises(NotFound, match="no posts with the tag landscape"):
        desk.check("https://www.tumblr.com/tagged/landscape")


def test_nobody_is_asked_without_a_key() -> None:
    desk = Desk(Tumblr({}), lambda _: posts(POST))
    with pytest.raises(SourceRefused, match="set TUMBLR_API_KEY") as missing:
        desk.posts(BLOG)
    assert missing.value.code == "key_missing"
    assert desk.asked == []


def test_a_key_that_is_not_taken_is_named() -> None:
    told = {"meta": {"status": 401, "msg": "Unauthorized"}, "response": []}
    with pytest.raises(SourceRefused, match="check TUMBLR_API_KEY") as refused:
        Desk(Tumblr(KEYS), lambda _: status(401, told)).posts(BLOG)
    assert refused.value.code == "key_refused"


def test_a_blog_that_is_not_there_is_told_from_one_that_is_hidden() -> None:
    gone = {"meta": {"status": 404}, "errors": [{"title": "Not Found", "code": 0}]}
    hidden = {
        "meta": {"status": 404},
        "errors": [{"title": "Not Found", "code": 4012, "detail": "logged in"}],
    }
    with pytest.raises(AccountNotFound, match="no such blog"):
        Desk(Tumblr(KEYS), lambda _: status(404, gone)).posts(BLOG)
    with pytest.raises(AccountPrivate, match="logged in"):
        Desk(Tumblr(KEYS), lambda _: status(404, hidden)).posts(BLOG)
    with pytest.raises(AccountPrivate):
        Desk(Tumblr(KEYS), lambda _: status(403, {"meta": {}})).posts(BLOG)


def test_a_blog_that_was_deactivated_says_so_in_its_name() -> None:
    desk = Desk(Tumblr(KEYS), lambda _: posts(POST))
    with pytest.raises(AccountGone):
        desk.check("https://somebody-deactivated20240101.tumblr.com/")


def test_limits_that_tumblr_tells_are_kept_to() -> None:
    desk = Desk(
        Tumblr(KEYS),
        lambda _: status(
            200, posts(POST), x_ratelimit_perhour_remaining="0", x_ratelimit_perhour_reset="1200"
        ),
    )
    desk.posts(BLOG, max_pages=1)
    with pytest.raises(SourceUnavailable, match="asked not to be asked"):
        desk.posts(BLOG)
    assert len(desk.asked) == 1


def test_a_page_of_a_firewall_is_no_answer() -> None:
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        Desk(Tumblr(KEYS), lambda _: status(200, b"<html>", content_type="text/html")).posts(BLOG)


def test_a_blog_is_checked() -> None:
    info = {
        "response": {
            "blog": {"name": "Somebody", "title": "Hills", "description": "<p>only hills</p>", "posts": 12}
        }
    }
    desk = Desk(Tumblr(KEYS), lambda asked: info if asked.url.endswith("/info") else posts(POST))
    checked = desk.check("https://somebody.tumblr.com/")
    assert (checked.listing.query, checked.posts, checked.description) == ("somebody", 12, "only hills")
    assert checked.newest_at == 1_705_744_800_000
    assert desk.check("https://somebody.tumblr.com/tagged/hill").listing.query == "somebody/hill"


def test_a_post_is_asked_for_by_blog_and_number() -> None:
    desk = Desk(Tumblr(KEYS), lambda asked: posts(POST) if asked.query["id"].endswith("1") else posts())
    there = PostAddress(source="tumblr", external_id="somebody/740000000000000001", url="")
    page = desk.source.post(there, desk.asker())
    assert [post.external_id for post in page.posts] == ["somebody/740000000000000001"]
    assert page.accounts[0].external_id == "somebody"
    with pytest.raises(NotFound, match="no post 6"):
        desk.source.post(PostAddress(source="tumblr", external_id="somebody/6", url=""), desk.asker())
