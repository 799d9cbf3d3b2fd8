"""Pixiv: answers after the shapes of its own pages' answers, odd ones, works for adults, people who left."""

from functools import partial
from typing import Any

import pytest

from fovea.errors import AccountGone, AccountNotFound, NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.pixiv import Pixiv
from puller.sources.pixiv_posts import post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"PIXIV_SESSION": "12_abc"}
FILED = "2024/01/20/19/00/00"
SQUARES = "https://i.pximg.net/c/250x250_80_a2"
MASTER = f"https://i.pximg.net/img-master/img/{FILED}"
WORK: dict[str, Any] = {
    "id": "500",
    "title": "夕日",
    "illustType": 0,
    "xRestrict": 0,
    "restrict": 0,
    "sl": 2,
    "url": f"{SQUARES}/img-master/img/{FILED}/500_p0_square1200.jpg",
    "description": "only <b>hills</b>",
    "tags": ["風景", "オリジナル"],
    "userId": "12",
    "userName": "somebody",
    "width": 3000,
    "height": 2000,
    "pageCount": 1,
    "isBookmarkable": True,
    "alt": "#風景 夕日 - somebodyのイラスト",
    "createDate": "2024-01-20T19:00:00+09:00",
    "updateDate": "2024-01-20T19:00:00+09:00",
    "isUnlisted": False,
    "isMasked": False,
    "profileImageUrl": "https://i.pximg.net/user-profile/img/12_50.jpg",
}
SOMEBODY = Listing(source="pixiv", kind="account", query="12", title="", url="")


def work(number: int, **more: Any) -> dict[str, Any]:
    url = f"{SQUARES}/img-master/img/{FILED}/{number}_p0_square1200.jpg"
    return WORK | {"id": str(number), "url": url} | more


def body(value: Any) -> dict[str, Any]:
    return {"error": False, "message": "", "body": value}


class Person:
    """Somebody's works at Pixiv, as its pages ask for them."""

    def __init__(self, *works: dict[str, Any], manga: tuple[int, ...] = ()) -> None:
        self.works: dict[str, Any] = {one["id"]: one for one in works}
        self._manga = {str(number) for number in manga}

    def __call__(self, asked: Asked) -> Any:
        """Answers."""
        if asked.url.endswith("/profile/all"):
            kinds = {"illusts": set(self.works) - self._manga, "manga": self._manga}
            return body({kind: dict.fromkeys(names) or [] for kind, names in kinds.items()} | {"novels": []})
        if asked.url.endswith("/profile/illusts"):
            return body({"works": {number: self.works.get(number) for number in ids(asked)}})
        return body({"userId": "12", "name": "somebody", "comment": "only hills"})


def ids(asked: Asked) -> list[str]:
    return [value for name, value in asked.pairs if name == "ids[]"]


def test_a_work_is_read_whole() -> None:
    post = post_of(WORK)
    assert post is not None
    assert (post.external_id, post.owner, post.title) == ("500", "12", "夕日")
    assert post.url == "https://www.pixiv.net/artworks/500"
    assert post.tags == ["風景", "オリジナル"]
    assert post.posted_at == 1_705_744_800_000
    assert [(size.url, size.width, size.height) for size in post.sizes] == [
        (f"{MASTER}/500_p0_master1200.jpg", 1200, 800)
    ]
    assert post.details is not None
    assert (post.details.rating, post.details.description) == (Rating.SAFE, "only hills")
    assert [link.url for link in post.details.links] == [f"{MASTER}/500_p0_master1200.jpg"]


def test_a_work_of_several_pictures_has_a_link_to_each() -> None:
    post = post_of(WORK | {"pageCount": 3, "illustType": 1})
    assert post is not None
    assert post.details is not None
    assert [(link.position, link.url) for link in post.details.links] == [
        (page, f"{MASTER}/500_p{page}_master1200.jpg") for page in range(3)
    ]


def test_of_an_animated_work_the_still_is_taken() -> None:
    url = f"{SQUARES}/img-master/img/{FILED}/500_square1200.jpg"
    post = post_of(WORK | {"illustType": 2, "url": url})
    assert post is not None
    assert post.details is not None
    assert [link.url for link in post.details.links] == [f"{MASTER}/500_master1200.jpg"]


@pytest.mark.parametrize(
    ("restricted", "rating"),
    [
        (0, Rating.SAFE),
        (1, Rating.EXPLICIT),
        (2, Rating.EXPLICIT),
        ("1", Rating.EXPLICIT),
        (None, None),
        (9, None),
    ],
)
def test_what_is_for_adults_is_said_by_a_number(restricted: Any, rating: Rating | None) -> None:
    post = post_of(WORK | {"xRestrict": restricted})
    assert post is not None
    assert post.details is not None
    assert post.details.rating == rating


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 500},
        {"userId": 12},
        {"pageCount": None},
        {"pageCount": "1"},
        {"pageCount": 0},
        {"width": None, "height": None},
        {"width": 0, "height": "tall"},
        {"createDate": None},
        {"createDate": "yesterday"},
        {"tags": None},
        {"tags": {"tags": [{"tag": "風景"}, {"tag": None}, {}]}},
        {"tags": [None, 5, "風景"]},
        {"description": None, "title": None},
        {"url": f"https://i.pximg.net/c/250x250_80_a2/custom-thumb/img/{FILED}/500_p0_custom1200.jpg"},
        {"url": f"https://i.pximg.net/img-original/img/{FILED}/500_p0.png"},
        {"isMasked": None},
    ],
)
def test_odd_fields_do_not_spoil_a_work(odd: dict[str, Any]) -> None:
    post = post_of(WORK | odd)
    assert post is not None
    assert post.details is not None
    assert [link.url for link in post.details.links] == [f"{MASTER}/500_p0_master1200.jpg"]


@pytest.mark.parametrize(
    "useless",
    [
        {"isMasked": True},
        {"url": "https://s.pximg.net/common/images/limit_r18_360.png"},
        {"url": f"{SQUARES}/img-master/img/{FILED}/501_p0_square1200.jpg"},
        {"url": f"https://example.com/img-master/img/{FILED}/500_p0_square1200.jpg"},
        {"url": None},
        {"url": ["https://i.pximg.net/"]},
        {"userId": None},
        {"id": None},
    ],
)
def test_a_work_whose_pictures_we_are_not_told_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(WORK | useless) is None


def test_a_work_has_no_more_links_than_a_work_can_have() -> None:
    post = post_of(WORK | {"pageCount": 10**9})
    assert post is not None
    assert post.details is not None
    assert len(post.details.links) == 200


def test_all_works_are_read_newest_first_illustrations_and_manga_together() -> None:
    desk = Desk(Pixiv({}), Person(*map(work, range(400, 500)), manga=(410, 450, 499)))
    pages = desk.pages(SOMEBODY)
    found = [post.external_id for page in pages for post in page.posts]
    assert found == [str(number) for number in range(499, 399, -1)]
    assert (pages[-1].newest, pages[-1].cursor) == (499, None)
    everything, first, *others = desk.asked
    assert everything.url == "https://www.pixiv.net/ajax/user/12/profile/all"
    assert first.url == "https://www.pixiv.net/ajax/user/12/profile/illusts"
    assert ids(first) == [str(number) for number in range(499, 451, -1)]
    assert first.query | {"ids[]": ""} == {
        "ids[]": "", "work_category": "illustManga", "is_first_page": "1", "lang": "en",
    }  # fmt: skip
    assert {one.query["is_first_page"] for one in others} == {"0"}
    assert {one.headers["Referer"] for one in desk.asked} == {"https://www.pixiv.net/"}
    # The numbers are asked for once for all pages.
    assert sum(one.url.endswith("/profile/all") for one in desk.asked) == 1
    assert [account.username for account in pages[0].accounts] == ["somebody"]


def test_a_session_goes_along_with_each_call() -> None:
    desk = Desk(Pixiv(KEYS), Person(WORK))
    desk.posts(SOMEBODY)
    assert {one.headers["Cookie"] for one in desk.asked} == {"PHPSESSID=12_abc"}


def test_what_is_new_is_found_though_numbers_were_asked_for_a_moment_ago() -> None:
    person = Person(work(400))
    desk = Desk(Pixiv({}), person)
    desk.posts(SOMEBODY)
    person.works["401"] = work(401)
    pages = desk.pages(SOMEBODY, stop_at=400)
    assert [post.external_id for page in pages for post in page.posts] == ["401", "400"]


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(Pixiv({}), Person(*map(work, range(300, 500))))
    pages = desk.pages(SOMEBODY, stop_at=499)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (2, 499, None)


def test_a_listing_goes_on_where_it_ended_also_by_another_puller() -> None:
    person = Person(*map(work, range(400, 500)))
    pages = Desk(Pixiv({}), person).pages(SOMEBODY, max_pages=1)
    assert pages[-1].cursor == "452"
    rest = Desk(Pixiv({}), person).posts(SOMEBODY, cursor="452")
    assert [post.external_id for post in rest] == [str(number) for number in range(451, 399, -1)]


def test_a_page_of_works_that_are_all_hidden_from_us_is_not_the_end() -> None:
    hidden = [work(number, isMasked=True) for number in range(440, 500)]
    desk = Desk(Pixiv({}), Person(*hidden, work(400)))
    assert [post.external_id for post in desk.posts(SOMEBODY)] == ["400"]


def test_a_work_that_is_told_as_nothing_is_passed_over() -> None:
    person = Person(work(400), work(401))
    person.works["401"] = None
    assert [post.external_id for post in Desk(Pixiv({}), person).posts(SOMEBODY)] == ["400"]


@pytest.mark.parametrize("nothing", [{"illusts": [], "manga": [], "novels": []}, {"illusts": None, "x": 1}])
def test_somebody_without_works_has_none(nothing: Any) -> None:
    assert Desk(Pixiv({}), lambda _: body(nothing)).posts(SOMEBODY) == []


@pytest.mark.parametrize(
    "nonsense", [[], {}, {"error": False, "body": []}, {"error": False, "body": None}, {"body": 5}]
)
def test_an_answer_without_what_was_asked_for_may_pass(nonsense: Any) -> None:
    with pytest.raises(SourceUnavailable):
        Desk(Pixiv({}), lambda _: nonsense).posts(SOMEBODY)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (
            status(404, {"error": True, "message": "User has left pixiv or the user ID does not exist."}),
            AccountNotFound,
            "account_not_found",
        ),
        ({"error": True, "message": "User has left pixiv", "body": []}, AccountNotFound, "account_not_found"),
        (status(404, b"<html>"), AccountNotFound, "account_not_found"),
        (
            status(404, {"error": True, "message": "このユーザーは停止されています"}),
            AccountGone,
            "account_suspended",
        ),
        (
            status(404, {"error": True, "message": "This account has been suspended"}),
            AccountGone,
            "account_suspended",
        ),
        (status(403, b"<html>"), SourceUnavailable, "source_unavailable"),
        (status(429), SourceUnavailable, "source_unavailable"),
        (status(200, b"<html>"), SourceUnavailable, "source_unavailable"),
    ],
)
def test_what_became_of_somebody_is_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        Desk(Pixiv({}), lambda _: answer).check("https://www.pixiv.net/users/12")
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


def test_somebody_is_checked() -> None:
    desk = Desk(Pixiv({}), Person(*map(work, range(400, 500))))
    checked = desk.check("https://www.pixiv.net/en/users/12/artworks")
    assert (checked.listing.query, checked.listing.title) == ("12", "somebody on Pixiv")
    assert (checked.posts, checked.description) == (100, "only hills")
    assert checked.newest_at == 1_705_744_800_000
    assert checked.note is not None
    assert "session" in checked.note
    assert Desk(Pixiv(KEYS), Person(WORK)).check("pixiv: 12").note is None


def test_an_answer_about_somebody_else_is_none() -> None:
    with pytest.raises(SourceUnavailable, match="somebody else"):
        Desk(Pixiv({}), Person(WORK)).check("pixiv: 13")


def test_one_work_is_read_by_the_address_of_any_of_its_renditions() -> None:
    told = {name: value for name, value in WORK.items() if name not in {"url", "isMasked"}}
    urls = {"regular": f"https://i.pximg.net/img-master/img/{FILED}/500_p0_master1200.jpg", "original": None}
    desk = Desk(Pixiv({}), lambda _: body(told | {"urls": urls, "tags": {"tags": [{"tag": "風景"}]}}))
    page = desk.source.post(PostAddress(source="pixiv", external_id="500", url=""), desk.asker())
    assert (page.posts[0].external_id, page.posts[0].tags) == ("500", ["風景"])
    assert desk.asked[0].url == "https://www.pixiv.net/ajax/illust/500"


def test_a_work_that_is_not_shown_says_why() -> None:
    address = PostAddress(source="pixiv", external_id="500", url="")
    hidden = body(WORK | {"url": None, "urls": {"original": None}, "xRestrict": 1})
    gone = status(404, {"error": True, "message": "該当作品は削除されたか"})
    for answer, error, code in (
        (hidden, SourceRefused, "key_missing"),
        (body(WORK | {"url": None}), NotFound, "not_found"),
        (gone, NotFound, "not_found"),
    ):
        desk = Desk(Pixiv({}), partial(_same, answer))
        with pytest.raises(error) as raised:
            desk.source.post(address, desk.asker())
        assert raised.value.code == code


def _same(answer: Any, _: Asked) -> Any:
    return answer


@pytest.mark.parametrize(
    "text",
    [
        "https://www.pixiv.net/users/12",
        "https://www.pixiv.net/users/12/",
        "http://www.pixiv.net/users/12",
        "https://pixiv.net/users/12",
        "https://touch.pixiv.net/users/12",
        "www.pixiv.net/users/12",
        "https://www.pixiv.net/en/users/12",
        "https://www.pixiv.net/zh-tw/users/12",
        "https://www.pixiv.net/users/12/artworks",
        "https://www.pixiv.net/en/users/12/artworks",
        "https://www.pixiv.net/users/12/illustrations",
        "https://www.pixiv.net/en/users/12/manga",
        "https://www.pixiv.net/users/12?lang=en",
        "https://www.pixiv.net/u/12",
        "https://www.pixiv.net/member.php?id=12",
        "http://www.pixiv.net/member.php?id=12&lang=en",
        "https://www.pixiv.net/member_illust.php?id=12",
        "https://www.pixiv.net/member_illust.php?id=12&type=all&p=2",
        "pixiv: 12",
        "Pixiv:12",
    ],
)
def test_people_are_understood(text: str) -> None:
    understood = Pixiv({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("pixiv", "account", "12")
    assert understood.url == "https://www.pixiv.net/users/12"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.pixiv.net/artworks/500",
        "https://www.pixiv.net/en/artworks/500#3",
        "https://www.pixiv.net/i/500",
        "https://www.pixiv.net/member_illust.php?mode=medium&illust_id=500",
        "https://www.pixiv.net/index.php?illust_id=500",
    ],
)
def test_a_work_is_understood(text: str) -> None:
    understood = Pixiv({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("pixiv", "500")


@pytest.mark.parametrize(
    "text",
    [
        "https://www.pixiv.net/",
        "https://www.pixiv.net/users",
        "https://www.pixiv.net/users/somebody",
        "https://www.pixiv.net/users/0",
        "https://www.pixiv.net/users/012",
        "https://www.pixiv.net/users/12/bookmarks/artworks",
        "https://www.pixiv.net/users/12/following",
        "https://www.pixiv.net/users/12/novels",
        "https://www.pixiv.net/users/12/request",
        "https://www.pixiv.net/users/12/artworks/%E7%8C%AB",
        "https://www.pixiv.net/member_illust.php?id=12&tag=cats",
        "https://www.pixiv.net/bookmark.php?id=12",
        "https://www.pixiv.net/member.php",
        "https://www.pixiv.net/member.php?id=abc",
        "https://www.pixiv.net/tags/%E7%8C%AB/artworks",
        "https://www.pixiv.net/ranking.php",
        "https://www.pixiv.net/discovery",
        "https://www.pixiv.net/novel/show.php?id=12",
        "https://www.pixiv.net/user/12/series/34",
        "https://sketch.pixiv.net/@somebody",
        "https://pixiv.me/somebody",
        "https://i.pximg.net/img-original/img/2024/01/20/19/00/00/500_p0.png",
        "https://notpixiv.net/users/12",
        "https://www.pixiv.net.example.com/users/12",
        "https://www.pixiv.net:8080/users/12",
        "ftp://www.pixiv.net/users/12",
        "https://www.pixiv.net/users/１２",
        "pixiv:",
        "pixiv: somebody",
        "pixiv: -1",
        "12",
        "https://[www.pixiv.net/",
    ],
)
def test_what_is_nobody_at_pixiv_is_left_to_others(text: str) -> None:
    assert Pixiv({}).understand(text) is None
