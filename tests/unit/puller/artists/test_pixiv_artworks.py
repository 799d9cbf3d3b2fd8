"""Pixiv: addresses, recorded answers (of /ajax/illust, shortened), odd ones."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.pixiv import Pixiv
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import Asked, status

SITE = "https://www.pixiv.net"
NUMBER = "104500000"
URL = f"{SITE}/artworks/{NUMBER}"
CDN = "https://i.pximg.net"


def urls(page: int) -> dict[str, str]:
    day = "img/2023/01/14/01/02/03"
    return {
        "thumb_mini": f"{CDN}/c/128x128/img-master/{day}/{NUMBER}_p{page}_square1200.jpg",
        "small": f"{CDN}/c/540x540_70/img-master/{day}/{NUMBER}_p{page}_master1200.jpg",
        "regular": f"{CDN}/img-master/{day}/{NUMBER}_p{page}_master1200.jpg",
        "original": f"{CDN}/img-original/{day}/{NUMBER}_p{page}.png",
    }


BODY: dict[str, Any] = {
    "illustId": NUMBER,
    "illustTitle": "夕焼け",
    "id": NUMBER,
    "title": "夕焼け",
    "description": 'my other home: <a href="/jump.php?https%3A%2F%2Ftwitter.com%2Fsomebody_art" '
    'target="_blank">https://twitter.com/somebody_art</a>',
    "illustType": 0,
    "createDate": "2023-01-13T16:02:03+00:00",
    "uploadDate": "2023-01-14T16:02:03+00:00",
    "xRestrict": 0,
    "urls": urls(0),
    "userId": "1234567",
    "userName": "何某",
    "userAccount": "nanigashi",
    "width": 1200,
    "height": 1697,
    "pageCount": 1,
}
PAGES = [{"urls": urls(page), "width": 1000 + page, "height": 2000} for page in range(3)]


def answer(**changed: Any) -> Any:
    def told(asked: Asked) -> Any:
        body = PAGES if asked.url.endswith("/pages") else BODY | changed
        return {"error": False, "message": "", "body": body}

    return told


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (URL, None),
        (f"{SITE}/en/artworks/{NUMBER}", None),
        (f"{SITE}/ja/artworks/{NUMBER}", None),
        (f"{SITE}/zh-tw/artworks/{NUMBER}", None),
        (f"{URL}/", None),
        (f"{URL}?utm_source=x", None),
        (f"pixiv.net/artworks/{NUMBER}", None),
        (f"http://pixiv.net/en/artworks/{NUMBER}", None),
        (f"{URL}#1", 1),
        (f"{URL}#12", 12),
        (f"{URL}#p3", 3),
        (f"{URL}#manga-4", 4),
        (f"{URL}/2", 2),
        (f"{URL}#0", None),
        (f"{URL}#201", None),
        (f"{URL}#comments", None),
        (f"{SITE}/i/{NUMBER}", None),
        (f"{SITE}/member_illust.php?mode=medium&illust_id={NUMBER}", None),
        (f"{SITE}/member_illust.php?illust_id={NUMBER}&mode=big", None),
        (f"{SITE}/member_illust.php?mode=manga&illust_id={NUMBER}", None),
        (f"{SITE}/member_illust.php?mode=manga_big&illust_id={NUMBER}&page=1", 2),
        (f"{SITE}/en/member_illust.php?illust_id={NUMBER}", None),
        (f"https://touch.pixiv.net/member_illust.php?mode=medium&illust_id={NUMBER}", None),
        (f"https://www.phixiv.net/en/artworks/{NUMBER}", None),
        (f"{CDN}/img-original/img/2023/01/14/01/02/03/{NUMBER}_p0.png", 1),
        (f"{CDN}/img-master/img/2023/01/14/01/02/03/{NUMBER}_p7_master1200.jpg", 8),
        (f"{CDN}/c/250x250_80_a2/img-master/img/2023/01/14/01/02/03/{NUMBER}_p0_square1200.jpg", 1),
        (f"{CDN}/img-original/img/2023/01/14/01/02/03/{NUMBER}_ugoira0.jpg", None),
        (f"{CDN}/img-zip-ugoira/img/2023/01/14/01/02/03/{NUMBER}_ugoira1920x1080.zip", None),
        (f"http://i1.pixiv.net/img07/img/somebody/{NUMBER}_p1.png", 2),
        (f"http://i2.pixiv.net/img07/img/somebody/{NUMBER}_big_p1.jpg", 2),
        (f"http://img18.pixiv.net/img/somebody/{NUMBER}.png", None),
        (f"http://127.0.0.1:8410/-/www.pixiv.net/artworks/{NUMBER}#2", 2),
    ],
)
def test_a_work_is_understood(url: str, page: int | None) -> None:
    address = Pixiv({}).understand(url)
    assert address is not None
    assert (address.site, address.external_id, address.page) == ("pixiv", NUMBER, page)
    assert Pixiv({}).understand(address.url) == address


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/artworks/",
        f"{SITE}/artworks/abc",
        f"{SITE}/artworks/0",
        f"{SITE}/artworks/-5",
        f"{SITE}/artworks/{NUMBER}/edit",
        f"{SITE}/artworks/unlisted/AbCdEf",
        f"{SITE}/english/artworks/{NUMBER}",
        f"{SITE}/users/{NUMBER}",
        f"{SITE}/en/users/{NUMBER}/artworks",
        f"{SITE}/u/{NUMBER}",
        f"{SITE}/novel/show.php?id={NUMBER}",
        f"{SITE}/user/1/series/2",
        f"{SITE}/tags/landscape",
        f"{SITE}/stacc/somebody",
        f"{SITE}/member.php?id={NUMBER}",
        f"{SITE}/member_illust.php?id={NUMBER}",
        f"{SITE}/member_illust.php?mode=medium",
        f"{SITE}/member_illust.php?mode=response&illust_id={NUMBER}",
        f"{SITE}/member_illust.php?mode=medium&illust_id=1e5",
        "https://pixiv.me/somebody",
        "https://www.fanbox.cc/@somebody/posts/1",
        "https://sketch.pixiv.net/items/123",
        f"{CDN}/novel-cover-original/img/2019/01/14/01/05/10/{NUMBER}_d84daae.jpg",
        f"{CDN}/user-profile/img/2019/01/14/01/05/10/{NUMBER}_170.jpg",
        f"{CDN}/",
        f"https://notpixiv.net/artworks/{NUMBER}",
        f"https://www.pixiv.net.example.com/artworks/{NUMBER}",
        f"https://example.com/https://www.pixiv.net/artworks/{NUMBER}",
        f"ftp://www.pixiv.net/artworks/{NUMBER}",
        f"{SITE}/artworks/１０４５",
        NUMBER,
    ],
)
def test_what_is_no_work_is_left_to_others(url: str) -> None:
    assert Pixiv({}).understand(url) is None


def test_a_recorded_work_is_read_whole() -> None:
    desk = ArtworkDesk(Pixiv({}), answer())
    artwork = desk.read(URL)
    assert (artwork.site, artwork.external_id, artwork.own) == ("pixiv", NUMBER, True)
    assert (artwork.title, artwork.mature, artwork.url) == ("夕焼け", False, URL)
    assert artwork.posted_at == 1_673_625_723_000
    assert [(one.name, one.handle, one.external_id, one.url) for one in artwork.artists] == [
        ("何某", "1234567", "1234567", f"{SITE}/users/1234567")
    ]
    assert [(image.url, image.width, image.height) for image in artwork.images][:2] == [
        (urls(0)["original"], 1200, 1697),
        (urls(0)["regular"], None, None),
    ]
    assert all(image.headers == {"Referer": "https://www.pixiv.net/"} for image in artwork.images)
    assert [asked.url for asked in desk.asked] == [f"{SITE}/ajax/illust/{NUMBER}"]


def test_links_in_the_description_are_read_through_what_is_wrapped_around_them() -> None:
    links = ArtworkDesk(Pixiv({}), answer()).read(URL).links
    assert any("twitter.com/somebody_art" in link.url and "jump.php" not in link.url for link in links)
    assert {link.where for link in links} == {"mention"}


def test_of_several_pages_all_are_named_in_order() -> None:
    artwork = ArtworkDesk(Pixiv({}), answer(pageCount=3)).read(URL)
    assert [image.page for image in artwork.images] == [1] * 4 + [2] * 4 + [3] * 4
    assert [image.url for image in artwork.images if image.width] == [
        urls(page)["original"] for page in range(3)
    ]


def test_the_page_that_is_named_is_the_one_that_is_read() -> None:
    artwork = ArtworkDesk(Pixiv({}), answer(pageCount=3)).read(f"{URL}#2")
    assert artwork.page == 2
    assert {image.page for image in artwork.images} == {2}
    assert (artwork.images[0].url, artwork.images[0].width) == (urls(1)["original"], 1001)


def test_the_first_page_needs_no_second_call() -> None:
    desk = ArtworkDesk(Pixiv({}), answer(pageCount=3))
    assert {image.page for image in desk.read(f"{URL}#1").images} == {1}
    assert len(desk.asked) == 1


def test_a_page_beyond_the_last_is_not_there() -> None:
    with pytest.raises(NotFound, match="3 pictures"):
        ArtworkDesk(Pixiv({}), answer(pageCount=3)).read(f"{URL}#4")


def test_a_work_for_adults_without_a_session_has_its_artist_and_no_pictures() -> None:
    hidden = dict.fromkeys(urls(0))
    artwork = ArtworkDesk(Pixiv({}), answer(xRestrict=1, urls=hidden, pageCount=2)).read(URL)
    assert artwork.mature
    assert artwork.images == ()
    assert artwork.artists[0].external_id == "1234567"


def test_an_animation_has_the_still_that_stands_for_it() -> None:
    desk = ArtworkDesk(Pixiv({}), answer(illustType=2, pageCount=1))
    assert desk.read(URL).images[0].url == urls(0)["original"]
    assert len(desk.asked) == 1


def test_a_session_goes_along_and_where_one_comes_from() -> None:
    desk = ArtworkDesk(Pixiv({"PIXIV_SESSION": "1_secret"}), answer())
    desk.read(URL)
    assert desk.asked[0].headers == {"Referer": "https://www.pixiv.net/", "Cookie": "PHPSESSID=1_secret"}


@pytest.mark.parametrize("number", [404, 200])
def test_a_deleted_work_and_one_of_a_suspended_artist_are_not_there(number: int) -> None:
    told = {"error": True, "message": "該当作品は削除されたか、存在しない作品IDです。", "body": []}
    with pytest.raises(NotFound, match="削除"):
        ArtworkDesk(Pixiv({}), lambda _: status(number, told)).read(URL)


def test_what_is_only_for_members_asks_for_a_session() -> None:
    with pytest.raises(SourceRefused, match="PIXIV_SESSION") as refused:
        ArtworkDesk(Pixiv({}), lambda _: status(403, b"<html>")).read(URL)
    assert refused.value.code == "key_missing"


def test_a_session_that_is_over_is_told_as_such() -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(Pixiv({"PIXIV_SESSION": "old"}), lambda _: status(403)).read(URL)
    assert refused.value.code == "key_refused"


@pytest.mark.parametrize("body", [{}, [], None, {"id": "7"}])
def test_an_answer_about_something_else_may_pass(body: Any) -> None:
    with pytest.raises(SourceUnavailable):
        ArtworkDesk(Pixiv({}), lambda _: {"error": False, "body": body}).read(URL)


@pytest.mark.parametrize(
    "odd",
    [
        {"pageCount": "3"},
        {"pageCount": None, "createDate": None, "uploadDate": "soon"},
        {"urls": None},
        {"urls": {"original": "javascript:1", "regular": 5}},
        {"userId": None},
        {"userId": "../x", "userName": ""},
        {"description": None, "title": 7, "xRestrict": "1"},
        {"width": "wide", "height": None},
    ],
)
def test_odd_fields_do_not_spoil_a_work(odd: dict[str, Any]) -> None:
    assert ArtworkDesk(Pixiv({}), answer(**odd)).read(URL).external_id == NUMBER
