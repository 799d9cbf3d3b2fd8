"""Artworks of boards, read from the answers that are recorded for their listings: artists, sources, doubles,
what was removed.
"""

from typing import Any

import pytest

from fovea.artists.records import ArtistName
from fovea.errors import NotFound, SourceRefused
from puller.artists.artworks.danbooru import DanbooruArtworks
from puller.artists.artworks.e621 import E621Artworks
from puller.artists.artworks.gelbooru import GelbooruArtworks
from puller.artists.artworks.philomena import PhilomenaArtworks
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import Asked, status
from tests.unit.puller.sources.test_danbooru import POST as DANBOORU
from tests.unit.puller.sources.test_e621 import POST as E621
from tests.unit.puller.sources.test_gelbooru import KEYS
from tests.unit.puller.sources.test_gelbooru import OLD_POST as SAFEBOORU
from tests.unit.puller.sources.test_gelbooru import POST as GELBOORU
from tests.unit.puller.sources.test_philomena import IMAGE

AT_DANBOORU = "https://danbooru.donmai.us/posts/6000001"
AT_DERPI = "https://derpibooru.org/images/3000001"
AT_E621 = "https://e621.net/posts/4200001"
AT_GELBOORU = "https://gelbooru.com/index.php?page=post&s=view&id=9000001"
AT_SAFEBOORU = "https://safebooru.org/index.php?page=post&s=view&id=4500002"
AT_RULE34 = "https://rule34.xxx/index.php?page=post&s=view&id=9000001"


def named(artists: tuple[ArtistName, ...]) -> list[tuple[str, str | None, str]]:
    return [(one.name, one.handle, one.role) for one in artists]


def danbooru(**changed: Any) -> ArtworkDesk:
    return ArtworkDesk(DanbooruArtworks({}), lambda _: DANBOORU | changed)


def test_a_post_of_danbooru_is_read_whole() -> None:
    artwork = danbooru().read(AT_DANBOORU)
    assert (artwork.site, artwork.external_id, artwork.url) == ("danbooru", "6000001", AT_DANBOORU)
    assert not artwork.own
    assert not artwork.mature
    assert named(artwork.artists) == [("some artist", "some_artist", "artist")]
    assert artwork.posted_at == 1_673_717_585_123
    assert [image.url for image in artwork.images] == [
        DANBOORU["file_url"],
        DANBOORU["large_file_url"],
        DANBOORU["preview_file_url"],
    ]
    assert (artwork.images[0].width, artwork.images[0].height) == (1200, 1697)


def test_the_work_at_pixiv_is_the_first_source() -> None:
    assert danbooru().read(AT_DANBOORU).source_posts == (
        "https://www.pixiv.net/artworks/104500000",
        DANBOORU["source"],
    )


@pytest.mark.parametrize(
    ("told", "sources"),
    [
        ("", ()),
        ("a book, page 7", ()),
        ("Twitter: @somebody", ()),
        ("file:///home/somebody/a.png", ()),
        ("https://x.com/somebody/status/1", ("https://x.com/somebody/status/1",)),
        ("https://href.li/?https://x.com/somebody/status/1", ("https://x.com/somebody/status/1",)),
        (None, ()),
        (7, ()),
    ],
)
def test_only_addresses_are_sources(told: Any, sources: tuple[str, ...]) -> None:
    assert danbooru(source=told, pixiv_id=None).read(AT_DANBOORU).source_posts == sources


def test_all_artists_of_a_post_are_named_and_nobody_is_not() -> None:
    tags = "first_(artist) banned_artist second official_art first_(artist)"
    assert named(danbooru(tag_string_artist=tags).read(AT_DANBOORU).artists) == [
        ("first", "first_(artist)", "artist"),
        ("second", "second", "artist"),
    ]


def test_an_artist_has_a_page_at_the_board() -> None:
    artist = danbooru(tag_string_artist="a/b&c").read(AT_DANBOORU).artists[0]
    assert artist.url is not None
    assert artist.url.startswith("https://danbooru.donmai.us/")
    assert "a/b&c" not in artist.url


@pytest.mark.parametrize(("rating", "mature"), [("g", False), ("s", False), ("q", True), ("e", True)])
def test_what_is_for_adults_is_told_as_such(rating: str, mature: bool) -> None:
    assert danbooru(rating=rating).read(AT_DANBOORU).mature is mature


def test_a_deleted_post_has_its_artists_and_sources_still() -> None:
    artwork = danbooru(is_deleted=True, file_url=None, large_file_url=None, preview_file_url=None).read(
        AT_DANBOORU
    )
    assert artwork.removed
    assert artwork.images == ()
    assert artwork.artists
    assert artwork.source_posts


def test_a_film_is_not_taken_for_a_picture() -> None:
    artwork = danbooru(
        file_url="https://cdn.donmai.us/a.zip?x=1", large_file_url="https://cdn.donmai.us/a.webm"
    )
    assert [image.url for image in artwork.read(AT_DANBOORU).images] == [DANBOORU["preview_file_url"]]


def test_a_post_that_is_not_there_is_told_as_such_at_every_board() -> None:
    for site, url in (
        (DanbooruArtworks({}), AT_DANBOORU),
        (PhilomenaArtworks({}), AT_DERPI),
        (E621Artworks({}), AT_E621),
    ):
        with pytest.raises(NotFound):
            ArtworkDesk(site, lambda _: status(404, {"success": False})).read(url)
        with pytest.raises(NotFound):
            ArtworkDesk(site, lambda _: {}).read(url)
    with pytest.raises(NotFound):
        ArtworkDesk(GelbooruArtworks(KEYS), lambda _: {"post": []}).read(AT_GELBOORU)


def derpibooru(**changed: Any) -> ArtworkDesk:
    return ArtworkDesk(PhilomenaArtworks({}), lambda _: {"image": IMAGE | changed})


def test_an_image_of_derpibooru_is_read_whole() -> None:
    artwork = derpibooru().read(AT_DERPI)
    assert (artwork.site, artwork.external_id, artwork.url) == ("derpibooru", "3000001", AT_DERPI)
    assert named(artwork.artists) == [("somebody", "somebody", "artist")]
    assert artwork.source_posts == ("https://www.deviantart.com/somebody/art/1", "https://example.com/2")
    assert (artwork.images[0].width, artwork.images[0].height) == (2000, 1600)
    assert artwork.images[-1].url.endswith("thumb_small.png")
    assert artwork.duplicate_of == ()
    assert not artwork.mature


def test_people_have_the_roles_that_their_tags_say() -> None:
    tags = ["artist:one two", "artist:three", "commissioner:four", "colorist:five", "editor:six", "oc:seven"]
    tags += ["artist:", "artist needed", "artist:anonymous artist", "prompter:eight"]
    assert named(derpibooru(tags=tags).read(AT_DERPI).artists) == [
        ("one two", "one two", "artist"),
        ("three", "three", "artist"),
        ("five", "five", "collaborator"),
        ("four", "four", "commissioner"),
    ]


def test_all_sources_are_named_though_the_older_field_has_one() -> None:
    artwork = derpibooru(
        source_urls=["https://a.example/", "https://b.example/"], source_url="https://c.example/"
    )
    assert artwork.read(AT_DERPI).source_posts == (
        "https://a.example/",
        "https://b.example/",
        "https://c.example/",
    )
    older = derpibooru(source_urls=None, source_url="https://c.example/").read(AT_DERPI)
    assert older.source_posts == ("https://c.example/",)


def test_words_below_an_image_are_mentions() -> None:
    links = derpibooru(description="for a friend: https://x.com/friend_of").read(AT_DERPI).links
    assert [(link.url, link.where) for link in links] == [("https://x.com/friend_of", "mention")]


def test_a_duplicate_leads_to_what_it_is_a_duplicate_of() -> None:
    hidden = {"id": 3_000_001, "duplicate_of": 2, "hidden_from_users": True}
    middle = {"id": 2, "duplicate_of": "3", "hidden_from_users": True, "tags": None}

    def answer(asked: Asked) -> Any:
        number = asked.url.rpartition("/")[2]
        return {"image": {"3000001": hidden, "2": middle, "3": IMAGE | {"id": 3}}[number]}

    artwork = ArtworkDesk(PhilomenaArtworks({}), answer).read(AT_DERPI)
    assert (artwork.external_id, artwork.url) == ("3", "https://derpibooru.org/images/3")
    assert artwork.duplicate_of == (AT_DERPI, "https://derpibooru.org/images/2")
    assert not artwork.removed
    assert artwork.images
    assert artwork.artists


@pytest.mark.parametrize("numbers", [{"3000001": 3_000_001}, {"3000001": 2, "2": 3_000_001}])
def test_duplicates_in_a_circle_come_to_an_end(numbers: dict[str, int]) -> None:
    def answer(asked: Asked) -> Any:
        number = asked.url.rpartition("/")[2]
        return {"image": {"id": int(number), "duplicate_of": numbers[number]}}

    desk = ArtworkDesk(PhilomenaArtworks({}), answer)
    with pytest.raises(SourceRefused) as refused:
        desk.read(AT_DERPI)
    assert refused.value.code == "duplicates_in_a_circle"
    assert len(desk.asked) == len(numbers)


def test_a_long_chain_of_duplicates_comes_to_an_end() -> None:
    def answer(asked: Asked) -> Any:
        number = int(asked.url.rpartition("/")[2])
        return {"image": {"id": number, "duplicate_of": number + 1}}

    desk = ArtworkDesk(PhilomenaArtworks({}), answer)
    with pytest.raises(SourceRefused):
        desk.read(AT_DERPI)
    assert len(desk.asked) <= 7


def test_a_deleted_image_is_told_as_such_though_nothing_else_is() -> None:
    told = {"id": 3_000_001, "deletion_reason": "DNP", "hidden_from_users": True, "duplicate_of": None}
    artwork = ArtworkDesk(PhilomenaArtworks({}), lambda _: {"image": told}).read(AT_DERPI)
    assert artwork.removed
    assert (artwork.images, artwork.artists, artwork.source_posts) == ((), (), ())


def e621(**changed: Any) -> ArtworkDesk:
    return ArtworkDesk(E621Artworks({}), lambda _: {"post": E621 | changed})


def test_a_post_of_e621_is_read_whole() -> None:
    artwork = e621().read(AT_E621)
    assert (artwork.site, artwork.external_id, artwork.url) == ("e621", "4200001", AT_E621)
    assert named(artwork.artists) == [("some artist", "some_artist", "artist")]
    assert artwork.source_posts == (
        "https://www.furaffinity.net/view/1/",
        "https://a.example/",
        "https://example.com/gone",
    )
    assert artwork.images[0].url == E621["file"]["url"]
    assert [image.width for image in artwork.images] == [1200, 850, 150]


def test_warnings_among_the_artists_of_e621_are_nobody() -> None:
    tags = E621["tags"] | {"artist": ["conditional_dnp", "sound_warning", "third-party_edit", "somebody", 7]}
    assert named(e621(tags=tags).read(AT_E621).artists) == [("somebody", "somebody", "artist")]


def test_a_post_of_e926_is_that_sites() -> None:
    artwork = e621().read("https://e926.net/posts/4200001")
    assert artwork.site == "e926"
    assert artwork.url == "https://e926.net/posts/4200001"


def test_who_is_not_told_to_e621_is_asked_for_a_key() -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(E621Artworks({}), lambda _: status(403)).read(AT_E621)
    assert refused.value.code == "key_missing"


def gelbooru(kinds: list[dict[str, Any]], **changed: Any) -> ArtworkDesk:
    def answer(asked: Asked) -> Any:
        if asked.query["s"] == "tag":
            return {"@attributes": {"limit": 100, "offset": 0, "count": len(kinds)}, "tag": kinds}
        return {"@attributes": {"limit": 100, "offset": 0, "count": 1}, "post": [GELBOORU | changed]}

    return ArtworkDesk(GelbooruArtworks(KEYS), answer)


KINDS = [
    {"id": 1, "name": "1girl", "count": 9, "type": 0, "ambiguous": 0},
    {"id": 2, "name": "blue_sky", "count": 9, "type": "0", "ambiguous": 0},
    {"id": 3, "name": "artist_name", "count": 9, "type": 1, "ambiguous": 0},
    {"id": 4, "name": "not_asked_for", "count": 9, "type": 1, "ambiguous": 0},
]


def test_a_post_of_gelbooru_is_read_whole() -> None:
    desk = gelbooru(KINDS)
    artwork = desk.read(AT_GELBOORU)
    assert (artwork.site, artwork.external_id) == ("gelbooru", "9000001")
    assert named(artwork.artists) == [("artist name", "artist_name", "artist")]
    assert artwork.source_posts == ("https://twitter.com/somebody/status/1",)
    assert (artwork.images[0].width, artwork.images[0].height) == (1000, 1414)
    assert desk.asked[1].query["names"] == "1girl blue_sky artist_name"
    assert desk.asked[1].query["api_key"] == "secret"


def test_many_tags_are_asked_for_in_parts() -> None:
    desk = gelbooru([], tags=" ".join(f"tag_{number}" for number in range(150)))
    assert desk.read(AT_GELBOORU).artists == ()
    assert [len(asked.query["names"].split()) for asked in desk.asked[1:]] == [100, 50]


def test_tags_are_compared_as_they_are_meant() -> None:
    kinds = [{"name": "mo&#039;ne", "type": 1}]
    desk = gelbooru(kinds, tags="1girl mo&#039;ne")
    assert [artist.handle for artist in desk.read(AT_GELBOORU).artists] == ["mo'ne"]


def test_gelbooru_without_a_key_asks_for_one() -> None:
    with pytest.raises(SourceRefused, match="GELBOORU_API_KEY") as refused:
        ArtworkDesk(GelbooruArtworks({}), lambda _: []).read(AT_GELBOORU)
    assert refused.value.code == "key_missing"


def test_rule34_tells_the_kinds_of_tags_beside_the_post() -> None:
    told = GELBOORU | {
        "tag_info": [{"tag": "artist_name", "type": "artist"}, {"tag": "1girl", "type": "tag"}]
    }
    desk = ArtworkDesk(GelbooruArtworks(KEYS), lambda _: [told])
    artwork = desk.read(AT_RULE34)
    assert [artist.handle for artist in artwork.artists] == ["artist_name"]
    assert desk.asked[0].query["fields"] == "tag_info"
    assert len(desk.asked) == 1


def test_older_boards_have_sources_and_name_no_artists() -> None:
    told = SAFEBOORU | {"source": "https://a.example/1 https://b.example/2|https://a.example/1"}
    desk = ArtworkDesk(GelbooruArtworks({}), lambda _: [told])
    artwork = desk.read(AT_SAFEBOORU)
    assert artwork.site == "safebooru"
    assert artwork.artists == ()
    assert artwork.source_posts == ("https://a.example/1", "https://b.example/2")
    assert artwork.images
    assert "fields" not in desk.asked[0].query


@pytest.mark.parametrize(
    "odd",
    [
        {"tag_string_artist": None, "source": ["x"]},
        {"tag_string_artist": 5, "pixiv_id": "none"},
        {"pixiv_id": -3},
        {"image_width": "wide", "rating": 7, "created_at": None},
        {"file_url": "javascript:alert(1)"},
    ],
)
def test_odd_fields_do_not_spoil_a_post_of_danbooru(odd: dict[str, Any]) -> None:
    assert danbooru(**odd).read(AT_DANBOORU).external_id == "6000001"


@pytest.mark.parametrize(
    "odd",
    [
        {"tags": None},
        {"tags": ["artist:a", 5, None]},
        {"source_urls": "https://a.example/", "source_url": 5},
        {"representations": None, "view_url": 7},
        {"description": None, "name": None, "first_seen_at": "then"},
    ],
)
def test_odd_fields_do_not_spoil_an_image_of_derpibooru(odd: dict[str, Any]) -> None:
    assert derpibooru(**odd).read(AT_DERPI).external_id == "3000001"


@pytest.mark.parametrize(
    "odd",
    [
        {"tags": None, "sources": None},
        {"tags": {"artist": "one"}, "sources": [5, None, "-", "-https://"]},
        {"file": None, "sample": {"url": None}, "description": None},
        {"rating": None, "created_at": 7, "flags": []},
    ],
)
def test_odd_fields_do_not_spoil_a_post_of_e621(odd: dict[str, Any]) -> None:
    artwork = e621(**odd).read(AT_E621)
    assert artwork.external_id == "4200001"


@pytest.mark.parametrize(
    "odd",
    [{"tags": None}, {"source": None}, {"width": "wide", "rating": None}, {"tag_info": [{"tag": 5}]}],
)
def test_odd_fields_do_not_spoil_a_post_of_gelbooru(odd: dict[str, Any]) -> None:
    assert gelbooru([{"name": None}], **odd).read(AT_GELBOORU).external_id == "9000001"
