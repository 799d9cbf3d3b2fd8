"""ArtStation: addresses, recorded answers (of /projects/HASH.json, shortened), odd ones."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.artstation import ArtStation
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import status

SITE = "https://www.artstation.com"
URL = f"{SITE}/artwork/04XA4"
CDN = "https://cdna.artstation.com/p/assets"


def asset(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "has_image": True,
        "has_embedded_player": False,
        "id": 9_000 + number,
        "title": None,
        "image_url": f"{CDN}/images/images/000/00{number}/large/a-{number}.jpg?1600000000",
        "width": 1920,
        "height": 1080 + number,
        "position": number,
        "asset_type": "image",
        **changed,
    }


PROJECT: dict[str, Any] = {
    "id": 123_456,
    "user_id": 77,
    "hash_id": "04XA4",
    "title": "The &amp; Lighthouse",
    "description": '<p>More: <a href="https://www.instagram.com/some.body">here</a></p>',
    "description_html": "<p>More</p>",
    "created_at": "2020-09-12T10:00:00.000-05:00",
    "published_at": "2020-09-13T11:12:13.000-05:00",
    "adult_content": False,
    "admin_adult_content": False,
    "hide_as_adult": False,
    "permalink": URL,
    "assets": [asset(2), asset(1), asset(0, asset_type="cover")],
    "user": {
        "id": 77,
        "username": "Some_Body",
        "full_name": "Some Body",
        "headline": "Painter",
        "permalink": f"{SITE}/Some_Body",
    },
    "tags": ["sea"],
}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (URL, "04XA4"),
        (f"{URL}/", "04XA4"),
        (f"{URL}?album_id=1", "04XA4"),
        (f"{URL}#comments", "04XA4"),
        ("http://www.artstation.com/artwork/04XA4", "04XA4"),
        ("https://artstation.com/artwork/04XA4", "04XA4"),
        ("artstation.com/artwork/04XA4", "04XA4"),
        ("www.artstation.com/artwork/04XA4", "04XA4"),
        ("https://WWW.ArtStation.com/artwork/04XA4", "04XA4"),
        (f"{SITE}/artwork/cody-from-sf", "cody-from-sf"),
        (f"{SITE}/artwork/a_b", "a_b"),
        (f"{SITE}/artwork/xx", "xx"),
        (f"{SITE}/projects/04XA4", "04XA4"),
        (f"{SITE}/projects/04XA4/", "04XA4"),
        (f"{SITE}/projects/04XA4.json", "04XA4"),
        ("https://somebody.artstation.com/projects/04XA4", "04XA4"),
        ("https://somebody.artstation.com/projects/04XA4?album_id=7", "04XA4"),
        ("http://some-body.artstation.com/projects/04XA4/", "04XA4"),
        ("https://some_body.artstation.com/projects/04XA4", "04XA4"),
        ("https://Somebody.artstation.com/projects/04XA4", "04XA4"),
        ("https://x.artstation.com/projects/04XA4", "04XA4"),
        ("https://a1.artstation.com/projects/rRBvL", "rRBvL"),
        ("https://www.artstation.com/artwork/0nP1e", "0nP1e"),
        ("http://127.0.0.1:8410/-/www.artstation.com/artwork/04XA4", "04XA4"),
        ("https://href.li/?https://www.artstation.com/artwork/04XA4", "04XA4"),
        (f"  {URL}  ", "04XA4"),
    ],
)
def test_a_project_is_understood(url: str, name: str) -> None:
    address = ArtStation().understand(url)
    assert address is not None
    assert (address.site, address.external_id) == ("artstation", name)
    assert ArtStation().understand(address.url) == address


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/",
        f"{SITE}/somebody",
        f"{SITE}/artist/somebody",
        f"{SITE}/somebody/albums/all",
        f"{SITE}/artwork",
        f"{SITE}/artwork/",
        f"{SITE}/artwork?sorting=latest",
        f"{SITE}/artwork/new",
        f"{SITE}/projects/latest",
        f"{SITE}/artwork/a/b",
        f"{SITE}/artwork/-bad",
        f"{SITE}/artwork/%2e%2e%2fusers",
        f"{SITE}/users/somebody/projects.json",
        f"{SITE}/marketplace/p/04XA4/brushes",
        f"{SITE}/blogs/somebody/04XA4/title",
        f"{SITE}/jobs/04XA4",
        "https://somebody.artstation.com/",
        "https://somebody.artstation.com/artwork/04XA4",
        "https://magazine.artstation.com/projects/04XA4",
        "https://cdna.artstation.com/projects/04XA4",
        f"{CDN}/images/images/000/001/large/a.jpg",
        "https://a.b.artstation.com/projects/04XA4",
        "https://notartstation.com/artwork/04XA4",
        "https://www.artstation.com.example.com/artwork/04XA4",
        "https://example.com/www.artstation.com/artwork/04XA4",
        "ftp://www.artstation.com/artwork/04XA4",
        "04XA4",
        "",
    ],
)
def test_what_is_no_project_is_left_to_others(url: str) -> None:
    assert ArtStation().understand(url) is None


def test_a_recorded_project_is_read_whole() -> None:
    desk = ArtworkDesk(ArtStation(), lambda _: PROJECT)
    artwork = desk.read(URL)
    assert (artwork.site, artwork.external_id, artwork.own) == ("artstation", "04XA4", True)
    assert (artwork.title, artwork.mature, artwork.url) == ("The & Lighthouse", False, URL)
    assert artwork.posted_at == 1_600_013_533_000
    assert [(one.name, one.handle, one.external_id, one.role) for one in artwork.artists] == [
        ("Some Body", "some_body", "77", "artist")
    ]
    assert [(image.page, image.height) for image in artwork.images] == [(1, 1081), (2, 1082)]
    assert [link.url for link in artwork.links if "instagram" in link.url]
    assert desk.asked[0].url == f"{SITE}/projects/04XA4.json"


def test_a_cover_is_taken_only_where_nothing_else_is() -> None:
    project = PROJECT | {"assets": [asset(0, asset_type="cover"), asset(1, has_image=False, image_url=None)]}
    images = ArtworkDesk(ArtStation(), lambda _: project).read(URL).images
    assert [image.height for image in images] == [1080]


def test_those_with_whom_it_was_made_are_collaborators() -> None:
    others = [{"id": 5, "username": "second", "full_name": "The Second"}, {"username": "some_body"}, {}]
    artists = ArtworkDesk(ArtStation(), lambda _: PROJECT | {"collaborators": others}).read(URL).artists
    assert [(one.handle, one.role) for one in artists] == [
        ("some_body", "artist"),
        ("second", "collaborator"),
    ]


@pytest.mark.parametrize("field", ["adult_content", "admin_adult_content", "hide_as_adult"])
def test_a_mature_project_is_told_as_such(field: str) -> None:
    assert ArtworkDesk(ArtStation(), lambda _: PROJECT | {field: True}).read(URL).mature


def test_a_deleted_project_is_not_there() -> None:
    with pytest.raises(NotFound):
        ArtworkDesk(ArtStation(), lambda _: status(404, b"<html>")).read(URL)


def test_a_wall_before_the_site_is_a_refusal() -> None:
    with pytest.raises(SourceRefused, match="does not let programs in") as refused:
        ArtworkDesk(ArtStation(), lambda _: status(403, b"<html>")).read(URL)
    assert refused.value.code != "key_refused"


def test_a_page_instead_of_an_answer_may_pass() -> None:
    with pytest.raises(SourceUnavailable):
        ArtworkDesk(ArtStation(), lambda _: b"<html>").read(URL)


@pytest.mark.parametrize(
    "assets", [[], None, [asset(1, has_image=False)], [asset(1, image_url="")], ["odd"], {"a": 1}]
)
def test_a_project_without_pictures_is_no_artwork(assets: Any) -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(ArtStation(), lambda _: PROJECT | {"assets": assets}).read(URL)
    assert refused.value.code == "not_an_artwork"


@pytest.mark.parametrize(
    "odd",
    [
        {"user": None},
        {"user": {"username": "../evil", "full_name": 5}},
        {"hash_id": "../../users", "permalink": "javascript:alert(1)"},
        {"published_at": None, "created_at": "once"},
        {"description": None, "description_html": None, "title": None},
        {"assets": [asset(1, width="wide", height=None, position="first")]},
        {"adult_content": "yes", "collaborators": "many"},
    ],
)
def test_odd_fields_do_not_spoil_a_project(odd: dict[str, Any]) -> None:
    artwork = ArtworkDesk(ArtStation(), lambda _: PROJECT | odd).read(URL)
    assert artwork.external_id == "04XA4"
    assert all(one.handle == "some_body" for one in artwork.artists)
