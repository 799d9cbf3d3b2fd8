"""Gelbooru and its kind: addresses, recorded answers (https://gelbooru.com/index.php?page=wiki&s=view&id=18780,
https://safebooru.org/index.php?page=help&topic=dapi), odd ones, and the several forms of an empty page.
"""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.gelbooru import Gelbooru, post_of
from puller.sources.listing_source import site_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {
    "GELBOORU_USER_ID": "7",
    "GELBOORU_API_KEY": "secret",
    "RULE34_USER_ID": "8",
    "RULE34_API_KEY": "hidden",
}
GELBOORU = site_of(Gelbooru.sites, "gelbooru")
SAFEBOORU = site_of(Gelbooru.sites, "safebooru")
# As Gelbooru answers since 2022.
POST: dict[str, Any] = {
    "id": 9_000_001,
    "created_at": "Sat Nov 05 08:15:42 -0500 2023",
    "score": 12,
    "width": 1000,
    "height": 1414,
    "md5": "00112233445566778899aabbccddeeff",
    "directory": "00/11",
    "image": "00112233445566778899aabbccddeeff.png",
    "rating": "sensitive",
    "source": "https://twitter.com/somebody/status/1",
    "change": 1_699_190_142,
    "owner": "danbooru",
    "creator_id": 6_498,
    "parent_id": 0,
    "sample": 1,
    "preview_height": 250,
    "preview_width": 176,
    "tags": "1girl blue_sky artist_name",
    "title": "",
    "has_notes": "false",
    "has_comments": "false",
    "file_url": "https://img3.gelbooru.com/images/00/11/00112233445566778899aabbccddeeff.png",
    "preview_url": "https://img3.gelbooru.com/thumbnails/00/11/thumbnail_00112233445566778899aabbccddeeff.jpg",
    "sample_url": "https://img3.gelbooru.com/samples/00/11/sample_00112233445566778899aabbccddeeff.jpg",
    "sample_height": 1202,
    "sample_width": 850,
    "status": "active",
    "post_locked": 0,
    "has_children": "false",
}
# As boards of 0.2 answer: a folder and a name instead of addresses, and a digest called hash.
OLD_POST: dict[str, Any] = {
    "directory": "4123",
    "hash": "ffeeddccbbaa99887766554433221100",
    "height": 700,
    "id": 4_500_002,
    "image": "ffeeddccbbaa99887766554433221100f0f0f0f0.jpeg",
    "change": 1_673_717_585,
    "owner": "somebody",
    "parent_id": 0,
    "rating": "safe",
    "sample": False,
    "sample_height": 0,
    "sample_width": 0,
    "score": None,
    "tags": "landscape sunset",
    "width": 990,
}
LISTING = Listing(source="safebooru", kind="tags", query="landscape", title="landscape", url="")


def listing(query: str, source: str = "safebooru") -> Listing:
    return Listing(source=source, kind="tags", query=query, title=query, url="")


def list_url(host: str, tags: str) -> str:
    return f"https://{host}/index.php?page=post&s=list&tags={tags}"


@pytest.mark.parametrize(
    ("text", "site", "query"),
    [
        (list_url("safebooru.org", "landscape"), "safebooru", "landscape"),
        (list_url("safebooru.org", "landscape+sunset"), "safebooru", "landscape sunset"),
        (list_url("safebooru.org", "landscape%20sunset"), "safebooru", "landscape sunset"),
        (list_url("safebooru.org", "landscape+++sunset+"), "safebooru", "landscape sunset"),
        (list_url("gelbooru.com", "1girl+-solo"), "gelbooru", "1girl -solo"),
        (list_url("www.gelbooru.com", "a"), "gelbooru", "a"),
        (list_url("rule34.xxx", "a"), "rule34", "a"),
        (list_url("api.rule34.xxx", "a"), "rule34", "a"),
        (list_url("tbib.org", "a"), "tbib", "a"),
        (list_url("xbooru.com", "a"), "xbooru", "a"),
        (list_url("hypnohub.net", "a"), "hypnohub", "a"),
        (list_url("safebooru.org", "all"), "safebooru", "all"),
        (list_url("safebooru.org", "%28o%29_%28o%29"), "safebooru", "(o)_(o)"),
        (list_url("safebooru.org", "c%2B%2B"), "safebooru", "c++"),
        (list_url("safebooru.org", "a&pid=42"), "safebooru", "a"),
        (list_url("gelbooru.com", "a+rating%3Ageneral"), "gelbooru", "a rating:general"),
        (list_url("gelbooru.com", "a+sort%3Ascore%3Adesc"), "gelbooru", "a"),
        ("https://safebooru.org/index.php?page=dapi&s=post&q=index&tags=a", "safebooru", "a"),
        ("safebooru.org/index.php?page=post&s=list&tags=a", "safebooru", "a"),
        ("http://safebooru.org/?page=post&s=list&tags=a", "safebooru", "a"),
        ("safebooru: landscape sunset", "safebooru", "landscape sunset"),
        ("Gelbooru:a", "gelbooru", "a"),
        ("rule34: a  b", "rule34", "a b"),
    ],
)
def test_a_tag_search_is_understood(text: str, site: str, query: str) -> None:
    understood = Gelbooru({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == (site, "tags", query)


@pytest.mark.parametrize(
    ("text", "site", "number"),
    [
        ("https://safebooru.org/index.php?page=post&s=view&id=1234567", "safebooru", "1234567"),
        ("https://gelbooru.com/index.php?page=post&s=view&id=9000001&tags=a", "gelbooru", "9000001"),
        ("https://rule34.xxx/index.php?page=post&s=view&id=12#comments", "rule34", "12"),
        ("tbib.org/index.php?id=5&s=view&page=post", "tbib", "5"),
    ],
)
def test_a_post_is_understood(text: str, site: str, number: str) -> None:
    understood = Gelbooru({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == (site, number)


@pytest.mark.parametrize(
    "text",
    [
        "https://safebooru.org/",
        "https://safebooru.org/index.php",
        "https://safebooru.org/index.php?page=post&s=list",
        list_url("safebooru.org", ""),
        list_url("safebooru.org", "+++"),
        list_url("safebooru.org", "sort%3Arandom"),
        list_url("safebooru.org", "a" * 501),
        "https://safebooru.org/index.php?page=post&s=view",
        "https://safebooru.org/index.php?page=post&s=view&id=abc",
        "https://safebooru.org/index.php?page=post&s=view&id=-1",
        "https://safebooru.org/index.php?page=pool&s=show&id=1",
        "https://safebooru.org/index.php?page=account&s=profile&id=1",
        "https://safebooru.org/index.php?page=help&topic=dapi",
        "https://safebooru.org/images/4123/ffee.jpeg",
        "https://safebooru.donmai.us/posts?tags=a",
        list_url("safebooru.org.example.com", "a"),
        list_url("notgelbooru.com", "a"),
        list_url("gelbooru.com:8080", "a"),
        "ftp://safebooru.org/index.php?page=post&s=list&tags=a",
        "https://[safebooru.org/index.php?page=post&s=list&tags=a",
        "safebooru:",
        "safebooru",
        "danbooru: a",
        "landscape sunset",
    ],
)
def test_what_is_no_address_of_these_boards_is_left_to_others(text: str) -> None:
    assert Gelbooru({}).understand(text) is None


def test_a_recorded_post_is_read_whole() -> None:
    post = post_of(9_000_001, POST, GELBOORU)
    assert post.owner == "danbooru"
    assert post.url == "https://gelbooru.com/index.php?page=post&s=view&id=9000001"
    assert post.tags == ["1girl", "blue_sky", "artist_name"]
    assert post.posted_at == 1_699_190_142_000
    assert [size.width for size in post.sizes] == [176, 850, 1000]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 12)
    assert details.source_url == POST["source"]
    assert [(link.url, link.kind, link.md5) for link in details.links] == [
        (POST["file_url"], "image", POST["md5"])
    ]


def test_a_folder_and_a_name_are_an_address() -> None:
    post = post_of(4_500_002, OLD_POST, SAFEBOORU)
    name = "ffeeddccbbaa99887766554433221100f0f0f0f0"
    assert [size.url for size in post.sizes] == [
        f"https://safebooru.org/thumbnails/4123/thumbnail_{name}.jpg",
        f"https://safebooru.org/images/4123/{name}.jpeg",
    ]
    assert post.posted_at == 1_673_717_585_000
    assert post.details is not None
    assert post.details.rating == Rating.SAFE
    assert post.details.links[0].md5 == "ffeeddccbbaa99887766554433221100"


@pytest.mark.parametrize(
    ("word", "site", "rating"),
    [
        ("general", GELBOORU, Rating.GENERAL),
        ("sensitive", GELBOORU, Rating.SAFE),
        ("safe", GELBOORU, Rating.SAFE),
        ("questionable", SAFEBOORU, Rating.QUESTIONABLE),
        ("explicit", SAFEBOORU, Rating.EXPLICIT),
        ("s", SAFEBOORU, Rating.SAFE),
        ("?", SAFEBOORU, None),
    ],
)
def test_ratings_are_read_in_the_words_of_the_board(word: str, site: Any, rating: Rating | None) -> None:
    details = post_of(1, OLD_POST | {"rating": word}, site).details
    assert details is not None
    assert details.rating == rating


def test_a_deleted_post_is_told_as_removed() -> None:
    details = post_of(1, POST | {"status": "deleted"}, GELBOORU).details
    assert details is not None
    assert details.removed
    assert details.links == []


def test_a_post_without_a_file_leads_nowhere() -> None:
    details = post_of(1, OLD_POST | {"directory": None}, SAFEBOORU).details
    assert details is not None
    assert details.links == []


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "4500002", "score": "7", "width": "990", "height": "700"},
        {"file_url": None, "hash": None},
        {"file_url": "javascript:alert(1)"},
        {"directory": 4123, "image": ""},
        {"tags": None, "owner": None, "creator_id": None},
        {"tags": ["a", "b"], "rating": 5},
        {"change": "soon", "created_at": "Sat Foo 99"},
        {"width": -1, "height": "tall", "source": "a book"},
        {"hash": "short", "status": 3},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(Desk(Gelbooru({}), lambda _: [OLD_POST | odd], site="safebooru").posts(LISTING)) == 1


def test_a_post_without_a_number_is_passed_over() -> None:
    desk = Desk(Gelbooru({}), lambda _: [OLD_POST | {"id": None}, 5, None, OLD_POST], site="safebooru")
    assert [post.external_id for post in desk.posts(LISTING)] == ["4500002"]


@pytest.mark.parametrize(
    "nothing",
    [
        b"",
        b"  \n",
        [],
        {},
        {"@attributes": {"limit": 100, "offset": 0, "count": 0}},
        {"@attributes": {"count": 0}, "post": None},
        {"post": []},
        b'<?xml version="1.0" encoding="UTF-8"?><posts count="0" offset="0"></posts>',
    ],
)
def test_an_empty_page_has_many_forms(nothing: Any) -> None:
    desk = Desk(Gelbooru({}), lambda _: nothing, site="safebooru")
    assert desk.posts(LISTING) == []
    with pytest.raises(NotFound, match="no posts with the tags landscape"):
        desk.check("safebooru: landscape")


def test_the_object_of_the_newer_form_is_read() -> None:
    told = {"@attributes": {"limit": 100, "offset": 0, "count": 1}, "post": [POST]}
    desk = Desk(Gelbooru(KEYS), lambda _: told, site="gelbooru")
    assert [post.external_id for post in desk.posts(listing("a", "gelbooru"))] == ["9000001"]


def test_a_single_post_may_come_without_a_list() -> None:
    desk = Desk(Gelbooru(KEYS), lambda _: {"post": POST}, site="gelbooru")
    assert len(desk.posts(listing("a", "gelbooru"))) == 1


def test_xml_instead_of_json_is_read_as_well() -> None:
    told = (
        b'<?xml version="1.0" encoding="UTF-8"?><posts count="1" offset="0"><post height="700" score="3"'
        b' file_url="https://tbib.org/images/1/a.png" rating="q" tags=" landscape sunset " id="77"'
        b' width="990" md5="ffeeddccbbaa99887766554433221100" creator_id="4"'
        b' created_at="Sat Nov 21 09:00:00 +0000 2020"/></posts>'
    )
    post = Desk(Gelbooru({}), lambda _: told, site="tbib").posts(listing("landscape", "tbib"))[0]
    assert (post.external_id, post.owner, post.tags) == ("77", "uploader:4", ["landscape", "sunset"])
    assert post.posted_at == 1_605_949_200_000
    assert post.details is not None
    assert post.details.rating == Rating.QUESTIONABLE


def test_a_refusal_in_xml_is_told_in_its_words() -> None:
    told = b'<?xml version="1.0"?><response success="false" reason="Search error: too many tags"/>'
    with pytest.raises(SourceRefused, match="too many tags"):
        Desk(Gelbooru({}), lambda _: told, site="tbib").posts(listing("a", "tbib"))


def test_xml_that_would_grow_without_end_is_nonsense() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><posts>&b;</posts>'
    with pytest.raises(SourceUnavailable, match="instead of JSON"):
        Desk(Gelbooru({}), lambda _: bomb, site="tbib").posts(listing("a", "tbib"))


def test_pages_go_on_below_the_lowest_number_until_one_is_short() -> None:
    def answer(asked: Asked) -> Any:
        above = int(asked.query["tags"].rpartition("id:<")[2]) if "id:<" in asked.query["tags"] else 251
        return [OLD_POST | {"id": number} for number in range(above - 1, max(above - 101, 0), -1)]

    desk = Desk(Gelbooru({}), answer, site="safebooru")
    assert [int(post.external_id) for post in desk.posts(LISTING)] == list(range(250, 0, -1))
    assert [asked.query["tags"] for asked in desk.asked] == [
        "landscape",
        "landscape id:<151",
        "landscape id:<51",
    ]


def test_everything_is_a_search_without_tags() -> None:
    pages = [[OLD_POST | {"id": number} for number in range(300, 200, -1)], []]
    desk = Desk(Gelbooru({}), lambda _: pages.pop(0), site="safebooru")
    desk.posts(listing("all"))
    assert [asked.query["tags"] for asked in desk.asked] == ["", "id:<201"]


def test_what_is_known_is_not_asked_for_again() -> None:
    numbers = range(1_000, 900, -1)
    desk = Desk(Gelbooru({}), lambda _: [OLD_POST | {"id": number} for number in numbers], site="safebooru")
    pages = desk.pages(LISTING, stop_at=1_000)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (1, 1_000, None)


@pytest.mark.parametrize(("site", "key"), [("gelbooru", "GELBOORU_API_KEY"), ("rule34", "RULE34_API_KEY")])
def test_who_answers_nobody_without_a_key_is_not_asked(site: str, key: str) -> None:
    desk = Desk(Gelbooru({}), lambda _: [POST], site=site)
    with pytest.raises(SourceRefused, match=key) as missing:
        desk.posts(listing("a", site))
    assert missing.value.code == "key_missing"
    assert desk.asked == []


def test_each_board_gets_its_own_key_and_the_others_none() -> None:
    for site, key in (("gelbooru", "secret"), ("rule34", "hidden"), ("safebooru", None)):
        desk = Desk(Gelbooru(KEYS), lambda _: [], site=site)
        desk.posts(listing("a", site))
        assert desk.asked[0].query.get("api_key") == key


@pytest.mark.parametrize(
    "told",
    [
        '"Missing authentication. Go to api.rule34.xxx for more information"',
        "Missing authentication",
        " missing authentication\n",
    ],
)
def test_a_missing_authentication_is_a_key_that_is_not_taken(told: str) -> None:
    desk = Desk(Gelbooru(KEYS), lambda _: told.encode(), site="rule34")
    with pytest.raises(SourceRefused, match="RULE34_USER_ID and RULE34_API_KEY") as refused:
        desk.posts(listing("a", "rule34"))
    assert refused.value.code == "key_refused"


def test_a_401_is_a_key_that_is_not_taken() -> None:
    desk = Desk(Gelbooru(KEYS), lambda _: status(401), site="gelbooru")
    with pytest.raises(SourceRefused, match="check GELBOORU_USER_ID and GELBOORU_API_KEY") as refused:
        desk.posts(listing("a", "gelbooru"))
    assert refused.value.code == "key_refused"
    assert len(desk.asked) == 1


def test_a_refused_search_is_told_in_the_boards_words() -> None:
    desk = Desk(
        Gelbooru({}), lambda _: {"success": False, "message": "search down for now"}, site="safebooru"
    )
    with pytest.raises(SourceRefused, match="search down for now") as refused:
        desk.posts(LISTING)
    assert refused.value.code == "tags_refused"


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(
        Gelbooru({}), lambda _: status(200, b"<html>wait</html>", content_type="text/html"), site="safebooru"
    )
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(LISTING)


def test_a_post_is_asked_for_by_its_number() -> None:
    desk = Desk(
        Gelbooru({}), lambda asked: [OLD_POST] if asked.query["id"] == "4500002" else b"", site="safebooru"
    )
    there = PostAddress(source="safebooru", external_id="4500002", url="")
    assert [post.external_id for post in desk.source.post(there, desk.asker()).posts] == ["4500002"]
    with pytest.raises(NotFound, match="no post 6"):
        desk.source.post(PostAddress(source="safebooru", external_id="6", url=""), desk.asker())
