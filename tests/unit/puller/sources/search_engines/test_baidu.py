"""Baidu: answers as its pages get them, addresses in its cipher, odd fields, and being turned away."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.search_engines import Baidu
from puller.sources.search_engines.baidu import post_of
from puller.sources.search_engines.baidu_addresses import address, deciphered
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

# https://pictures.example.com/sunset.jpg and https://www.example.com/sunsets, as Baidu writes them.
PICTURE = "ipprf_z2C$qAzdH3FAzdH3Frtvp76jf_z&e3Bjxw4rsj_z&e3Bv54AzdH3Ff7gfjp_z&e3B3r2"
PAGE = "ipprf_z2C$qAzdH3FAzdH3Fooo_z&e3Bjxw4rsj_z&e3Bv54AzdH3Ff7gfjpf"
RESULT: dict[str, Any] = {
    "adType": "0",
    "thumbURL": "https://img1.baidu.com/it/u=1,2&fm=253&fmt=auto&app=138&f=JPEG?w=750&h=500",
    "middleURL": "https://img1.baidu.com/it/u=1,2&fm=253&fmt=auto&app=138&f=JPEG?w=750&h=500",
    "hoverURL": "https://img1.baidu.com/it/u=1,2&fm=253&fmt=auto&app=138&f=JPEG?w=750&h=500",
    "objURL": PICTURE,
    "fromURL": PAGE,
    "fromURLHost": "www.example.com",
    "width": 3000,
    "height": 2000,
    "type": "jpeg",
    "di": "7108135681917976577",
    "is": "0,0",
    "fromPageTitle": "<strong>sunset</strong> and hills",
    "fromPageTitleEnc": "sunset and hills",
    "bdImgnewsDate": "2024-01-20 10:00",
    "replaceUrl": [{"ObjURL": "https://elsewhere.example.com/a.jpg", "FromURL": "https://elsewhere.example.com/"}],
}  # fmt: skip
SUNSETS = Listing(source="baidu", kind="keyword", query="落日 hills", title="", url="")


def results(*found: Any, there: int = 1_900) -> dict[str, Any]:
    return {"queryEnc": "%E8%90", "displayNum": 64_000, "listNum": there, "data": [*found, {}]}


def search_of(count: int, there: int | None = None) -> Any:
    def answer(asked: Asked) -> Any:
        first = int(asked.query["pn"])
        found = [
            RESULT | {"objURL": f"https://pictures.example.com/{number}.jpg"}
            for number in range(first, min(first + 30, count))
        ]
        return results(*found, there=count if there is None else there)

    return answer


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (PICTURE, "https://pictures.example.com/sunset.jpg"),
        (PAGE, "https://www.example.com/sunsets"),
        ("ippr_z2C$qAzdH3FAzdH3Fkwt17_z&e3Bv54", "http://baidu.com"),
        ("https://pictures.example.com/a.jpg", "https://pictures.example.com/a.jpg"),
        ("http://pictures.example.com/a.jpg", "http://pictures.example.com/a.jpg"),
        (
            "https://gimg2.baidu.com/image_search/src=http%3A%2F%2Fpictures.example.com%2Fa.jpg&refer=x?t=a",
            "http://pictures.example.com/a.jpg",
        ),
        (
            "https://gimg2.baidu.com/image_search?src=https%3A%2F%2Fpictures.example.com%2Fa.jpg&refer=x",
            "https://pictures.example.com/a.jpg",
        ),
        ("https://gimg2.baidu.com/image_search/refer=x", "https://gimg2.baidu.com/image_search/refer=x"),
        (
            "https://example.com/image_search/src=http%3A%2F%2Fother.example.com%2Fa.jpg",
            "https://example.com/image_search/src=http%3A%2F%2Fother.example.com%2Fa.jpg",
        ),
    ],
)
def test_addresses_are_deciphered_and_unwrapped(told: str, meant: str) -> None:
    assert address(told) == meant


@pytest.mark.parametrize("told", [None, "", "  ", 5, [], "nonsense", "javascript:alert(1)", "_z2C$q"])
def test_what_is_no_address_is_none(told: Any) -> None:
    assert address(told) is None


def test_every_sign_of_the_cipher_stands_for_another() -> None:
    signs = "0123456789abcdefghijklmnopqrstuvw"
    assert sorted(deciphered(signs)) == sorted("0123456789abcdefghijklmnopqrstuvw")
    assert deciphered("xyz-XYZ") == "xyz-XYZ"


def test_a_result_is_read_whole() -> None:
    post = post_of(RESULT)
    assert post is not None
    assert (post.title, post.owner, post.url) == (
        "sunset and hills",
        "example.com",
        "https://www.example.com/sunsets",
    )
    assert post.posted_at == 1_705_744_800_000
    assert [(size.width, size.height) for size in post.sizes] == [(None, None), (3000, 2000)]
    assert post.details is not None
    assert post.details.rating == Rating.SAFE
    assert [link.url for link in post.details.links] == ["https://pictures.example.com/sunset.jpg"]


def test_where_the_address_is_lacking_the_one_in_its_place_counts() -> None:
    post = post_of(RESULT | {"objURL": "", "fromURL": None})
    assert post is not None
    assert post.details is not None
    assert post.details.links[0].url == "https://elsewhere.example.com/a.jpg"
    assert post.url == "https://elsewhere.example.com/"


@pytest.mark.parametrize(
    "odd",
    [
        {"replaceUrl": None},
        {"replaceUrl": "nothing"},
        {"fromURL": None, "replaceUrl": []},
        {"fromPageTitleEnc": None},
        {"fromPageTitle": 5, "fromPageTitleEnc": None},
        {"width": "3000", "height": ""},
        {"thumbURL": None},
        {"thumbURL": "//img1.baidu.com/it/a"},
        {"bdImgnewsDate": "long ago"},
    ],
)
def test_odd_fields_do_not_spoil_a_result(odd: dict[str, Any]) -> None:
    assert post_of(RESULT | odd) is not None


@pytest.mark.parametrize("url", [None, "", 5, "nonsense"])
def test_a_result_without_an_address_is_none(url: Any) -> None:
    assert post_of(RESULT | {"objURL": url, "replaceUrl": None}) is None


def test_all_pages_are_read_in_order() -> None:
    desk = Desk(Baidu(), search_of(70))
    found = desk.posts(SUNSETS)
    assert [post.details.links[0].url for post in found if post.details] == [
        f"https://pictures.example.com/{number}.jpg" for number in range(70)
    ]
    first = desk.asked[0]
    assert first.url == "https://image.baidu.com/search/acjson"
    assert (first.query["word"], first.query["queryWord"]) == ("落日 hills", "落日 hills")
    assert (first.query["tn"], first.query["ipn"], first.query["rn"]) == ("resultjson_com", "rj", "30")
    assert first.headers["Referer"].startswith("https://image.baidu.com/")
    assert [one.query["pn"] for one in desk.asked] == ["0", "30", "60"]


def test_an_endless_search_ends() -> None:
    desk = Desk(Baidu(), search_of(10_000, there=0))
    assert len(desk.posts(SUNSETS, max_pages=200)) == 30
    desk = Desk(Baidu(), search_of(10_000))
    assert len(desk.posts(SUNSETS, max_pages=200)) == 1_500


@pytest.mark.parametrize("nothing", [results(), {"data": None}, {"data": [None, 5, {}]}, {}])
def test_a_page_with_nothing_ends_a_search(nothing: Any) -> None:
    desk = Desk(Baidu(), lambda _: nothing)
    assert desk.posts(SUNSETS) == []
    assert len(desk.asked) == 1


def test_a_title_with_a_quotation_mark_of_baidus_own_kind_is_read() -> None:
    body = (
        b'{"listNum": 1, "data": [{"objURL": "https://a.example.com/b.jpg", "fromPageTitleEnc": "it\\\'s"}]}'
    )
    found = Desk(Baidu(), lambda _: body).posts(SUNSETS)
    assert [post.title for post in found] == ["it's"]


@pytest.mark.parametrize(
    "answer",
    [
        {"antiFlag": 1, "message": "Forbid spider access"},
        {"message": "Forbid spider access"},
        status(403, b"<html>"),
        status(302, b"", location="https://wappass.baidu.com/"),
        status(200, b"<html>"),
        status(500),
    ],
)
def test_being_turned_away_may_pass(answer: Any) -> None:
    with pytest.raises(SourceUnavailable):
        Desk(Baidu(), lambda _: answer).posts(SUNSETS)


def test_a_check_tells_about_how_many_there_are() -> None:
    checked = Desk(Baidu(), search_of(30)).check("baidu: 落日")
    assert (checked.listing.kind, checked.listing.query, checked.posts) == ("keyword", "落日", 64_000)
    with pytest.raises(NotFound):
        Desk(Baidu(), lambda _: results()).check("baidu: 落日")


def test_a_result_cannot_be_asked_for_alone() -> None:
    desk = Desk(Baidu(), lambda _: results())
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="baidu", external_id="5", url=""), desk.asker())


@pytest.mark.parametrize(
    "text",
    [
        "baidu: sunset hills",
        "Baidu:sunset hills",
        "baidu :  sunset   hills ",
        "BAIDU: sunset\thills",
        "https://image.baidu.com/search/index?tn=baiduimage&word=sunset+hills",
        "https://image.baidu.com/search/index?word=sunset%20hills",
        "https://image.baidu.com/search/index?tn=baiduimage&ipn=r&ct=201326592&cl=2&word=sunset+hills",
        "https://image.baidu.com/search/index/?word=sunset+hills",
        "https://image.baidu.com/search/index?queryWord=sunset+hills",
        "https://image.baidu.com/search/index?queryWord=x&word=sunset+hills",
        "https://image.baidu.com/search/acjson?tn=resultjson_com&ipn=rj&word=sunset+hills&pn=30",
        "https://image.baidu.com/search/flip?tn=baiduimage&word=sunset+hills",
        "https://image.baidu.com/search?word=sunset+hills",
        "https://image.baidu.com/i?tn=baiduimage&word=sunset+hills",
        "https://images.baidu.com/search/index?word=sunset+hills",
        "http://image.baidu.com/search/index?word=sunset+hills",
        "image.baidu.com/search/index?word=sunset+hills",
        "https://IMAGE.BAIDU.COM/search/index?word=sunset+hills",
        "https://image.baidu.com/search/index?word=sunset+hills#top",
        "https://image.baidu.com:443/search/index?word=sunset+hills",
    ],
)
def test_searches_for_pictures_are_understood(text: str) -> None:
    understood = Baidu().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("baidu", "keyword", "sunset hills")
    assert understood.url == "https://image.baidu.com/search/index?tn=baiduimage&word=sunset+hills"


@pytest.mark.parametrize(
    "text",
    [
        "https://image.baidu.com/",
        "https://image.baidu.com/search/index",
        "https://image.baidu.com/search/index?word=",
        "https://image.baidu.com/search/index?word=%20",
        "https://image.baidu.com/search/detail?word=sunset",
        "https://image.baidu.com/search/down?url=https://example.com/a.jpg",
        "https://image.baidu.com/robots.txt",
        "https://www.baidu.com/s?wd=sunset",
        "https://www.baidu.com/search/index?word=sunset",
        "https://baidu.com/?word=sunset",
        "https://tieba.baidu.com/f?kw=sunset",
        "https://img1.baidu.com/it/u=1,2",
        "https://gimg2.baidu.com/image_search/src=https%3A%2F%2Fexample.com%2Fa.jpg",
        "https://image.baidu.com.example.com/search/index?word=sunset",
        "https://notimage.baidu.com/search/index?word=sunset",
        "https://image.baidu.com:8080/search/index?word=sunset",
        "ftp://image.baidu.com/search/index?word=sunset",
        "baidu://sunset",
        "baidu:",
        "baidu",
        f"baidu: {'a' * 301}",
        "sunset",
        "https://[image.baidu.com/search/index?word=sunset",
    ],
)
def test_what_is_no_search_for_pictures_is_left_to_others(text: str) -> None:
    assert Baidu().understand(text) is None
