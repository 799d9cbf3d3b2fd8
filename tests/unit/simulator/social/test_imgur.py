"""Imgur as https://apidocs.imgur.com describes it."""

import pytest

from simulator.gallery import File
from simulator.gallery.addresses import code
from simulator.settings import DEMO_SOURCE_KEYS
from simulator.social.imgur import names
from tests.unit.simulator.social.asking import Sites

API = "https://api.imgur.com/3"
CLIENT = {"Authorization": f"Client-ID {DEMO_SOURCE_KEYS['IMGUR_CLIENT_ID']}"}


def test_an_id_stands_for_its_image(sites: Sites) -> None:
    file = File(5, 1, 2, 3)
    name = names.image_id(file)
    assert names.file_of(name, sites.gallery) == file
    assert names.file_of(names.GONE.of(5), sites.gallery) is None
    assert names.file_of(code(12), sites.gallery) is None  # that is an album
    data = sites.imgur(f"/image/{name}")
    shape = sites.gallery.files.shape(file)
    assert (data["id"], data["width"], data["height"]) == (name, shape.width, shape.height)


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({}, 401, "Authentication required"),
        ({"Authorization": "Client-ID wrong"}, 403, "Invalid client_id"),
        ({"Authorization": "Bearer x"}, 401, "Authentication required"),
    ],
)
def test_nobody_is_answered_without_the_id_of_an_application(
    sites: Sites, headers: dict[str, str], status: int, words: str
) -> None:
    answer = sites.ask(f"{API}/image/abc", headers=headers)
    told = answer.get_json()
    assert answer.status_code == told["status"] == status
    assert (told["success"], told["data"]["error"]) == (False, words)


def test_what_is_left_of_the_hour_and_the_day_is_told(sites: Sites) -> None:
    headers = sites.ask(f"{API}/credits", headers=CLIENT).headers
    assert (headers["X-RateLimit-UserLimit"], headers["X-RateLimit-UserRemaining"]) == ("500", "499")
    assert (headers["X-RateLimit-ClientLimit"], headers["X-RateLimit-ClientRemaining"]) == ("12500", "12499")
    assert int(headers["X-RateLimit-UserReset"]) > 1_700_000_000


def test_what_is_not_there_is_told_so(sites: Sites) -> None:
    for path in ("/image/aBcDeFg", "/album/aBcDeFg", "/album/aBcDeFg/images", "/gallery/album/x", "/nothing"):
        answer = sites.ask(f"{API}{path}", headers=CLIENT)
        assert answer.status_code == 404, path
        assert answer.get_json()["data"]["request"] == f"/3{path}"


def test_the_gallery_tells_the_first_three_images_of_an_album_and_the_album_all(sites: Sites) -> None:
    posts = sites.gallery.shelf("imgur").posts(limit=300)
    album = max(posts, key=lambda post: len(post.files))
    assert len(album.files) > 3
    told, whole = (sites.imgur(f"/{way}/{code(album.number)}") for way in ("gallery/album", "album"))
    assert (len(told["images"]), told["images_count"]) == (3, len(album.files))
    assert [one["id"] for one in whole["images"]] == [names.image_id(file) for file in album.files]
    assert sites.imgur(f"/album/{code(album.number)}/images") == whole["images"]


def test_an_unknown_tag_has_no_items_and_pages_end(sites: Sites) -> None:
    assert sites.imgur("/gallery/t/nobodytagsso/time/0")["items"] == []
    assert len(sites.imgur("/gallery/t/sunset/time/0")["items"]) == 60
    assert sites.imgur("/gallery/t/sunset/time/90")["items"] == []
    assert sites.imgur("/gallery/r/HiddenSketches/time/0") == []


def test_files_have_the_type_that_is_theirs_whatever_is_asked_for(sites: Sites) -> None:
    numbers = range(400)
    png = next(
        file
        for file in map(File, numbers)
        if sites.gallery.files.shape(file).format == "png" and not names.is_film(file)
    )
    answers = [
        sites.ask(f"https://i.imgur.com/{names.image_id(png)}.{ending}")
        for ending in ("jpg", "png", "gif", "webp")
    ]
    assert {answer.mimetype for answer in answers} == {"image/png"}
    small = sites.ask(f"https://i.imgur.com/{names.image_id(png)}m.jpg")
    assert small.mimetype == "image/jpeg"
    assert len(small.get_data()) < len(answers[0].get_data())


def test_a_film_is_a_film_and_has_a_still(sites: Sites) -> None:
    film = next(file for file in map(File, range(400)) if names.is_film(file))
    data = sites.imgur(f"/image/{names.image_id(film)}")
    assert (data["type"], data["animated"]) == ("video/mp4", True)
    assert data["link"] == f"http://sim/-/i.imgur.com/{names.image_id(film)}.mp4"
    assert sites.ask(f"https://i.imgur.com/{names.image_id(film)}.mp4").mimetype == "video/mp4"
    assert sites.ask(f"https://i.imgur.com/{names.image_id(film)}h.jpg").mimetype == "image/jpeg"
    assert sites.ask(f"https://i.imgur.com/{names.image_id(film)}.gifv").mimetype == "text/html"
