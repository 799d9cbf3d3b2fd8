"""Looking for a picture: by a file, an address, an image and a hash; what a match means; what is refused."""

import hashlib
import time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageOps

from fovea.artists.addresses import account
from fovea.database import artist_accounts, listing_posts, listings, post_images, versions
from fovea.database import images as stored
from fovea.messages import CheckedListing, ListingName
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People
from tests.integration.api_server.pictures import (
    PATH,
    SIZE,
    Pictures,
    context,
    found,
    pictures,
    sent,
    shared_decoder,
)
from tests.integration.api_server.test_problems import assert_problem
from tests.unit.decoding import hostile
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["context", "pictures", "shared_decoder"]

ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


def test_the_file_itself_is_found_with_the_posts_that_show_it(
    visitor: FlaskClient, pictures: Pictures, people: People, library_world: LibraryWorld
) -> None:
    body = pictures.body(3)
    answer = sent(visitor, body)
    assert found(answer) == [(pictures.numbers[3], "same_file", "same")]
    told = answer.get_json()
    assert (told["method"], told["searched"], told["note"], told["hidden"]) == ("best", 6, None, {})
    assert told["took_ms"] > 0
    query = told["query"]
    assert (query["sha256"], query["width"], query["height"]) == (hashlib.sha256(body).hexdigest(), *SIZE)
    assert query["simple"] is False
    assert query["thumbnail"].startswith("data:image/webp;base64,UklGR")
    match = told["matches"][0]
    assert (match["distance"], match["by_chance"], match["post_count"], match["best"]) == (0, 0, 1, True)
    assert match["distances"] == dict.fromkeys(
        ["best", "phash", "dhash", "pdq", "histogram-l1", "histogram-l2"], 0
    )
    assert match["posts"][0]["post"]["title"] == "Scene 3"
    assert (
        query["fingerprints"]
        == visitor.get(f"/api/fingerprints/{pictures.numbers[3]}").get_json() | (query["fingerprints"])
        or query["fingerprints"]["phash"]
    )


@pytest.mark.parametrize(
    ("name", "change", "orientation"),
    [
        ("smaller", lambda image: image.resize((320, 240)), "same"),
        ("mirrored", ImageOps.mirror, "mirrored"),
        ("turned", lambda image: image.rotate(90, expand=True), "rotated-90"),
        ("upside down", ImageOps.flip, "mirrored-rotated-180"),
        ("grey", ImageOps.grayscale, "same"),
    ],
)
def test_a_copy_is_found_however_it_is_turned(
    visitor: FlaskClient, pictures: Pictures, name: str, change: Any, orientation: str
) -> None:
    answer = sent(visitor, encoded(change(scene(2, size=SIZE)), quality=60))
    assert found(answer) == [(pictures.numbers[2], "same_picture", orientation)], name
    assert answer.get_json()["matches"][0]["by_chance"] < 1e-3


def test_a_copy_in_a_frame_is_found_in_what_is_left_without_it(
    visitor: FlaskClient, pictures: Pictures
) -> None:
    framed = ImageOps.expand(scene(2, size=SIZE), (0, 40, 0, 60), "black")
    answer = sent(visitor, encoded(framed, "PNG"))
    assert found(answer) == [(pictures.numbers[2], "same_picture", "same")]
    told = answer.get_json()
    assert told["query"]["trimmed"] == {"left": 0, "top": 40, "right": 0, "bottom": 60}
    assert told["matches"][0]["in_trimmed"] is True
    plain = sent(visitor, pictures.body(2)).get_json()
    assert plain["query"]["trimmed"] is None
    assert plain["matches"][0]["in_trimmed"] is False


def test_an_image_of_the_library_is_looked_for_without_its_frame(
    visitor: FlaskClient, pictures: Pictures, people: People
) -> None:
    """Its margins are told in its own pixels, though they are seen in its thumbnail."""
    body = encoded(ImageOps.expand(scene(2, size=SIZE), (0, 60), "white"))
    framed = pictures.bring(body, posts=[people.photo("framed", owner="8@N00")])
    told = visitor.post(PATH, json={"image_id": framed}).get_json()
    around = told["query"]["trimmed"]
    assert (around["left"], around["right"]) == (0, 0)
    assert around["top"] == pytest.approx(60, abs=4)
    assert around["bottom"] == pytest.approx(60, abs=4)
    assert [one["image"]["id"] for one in told["matches"] if one["in_trimmed"]] == [pictures.numbers[2]]


def test_other_pictures_are_not_found(visitor: FlaskClient, pictures: Pictures) -> None:
    assert found(sent(visitor, encoded(scene(99, size=SIZE)))) == []
    assert len(pictures.numbers) == 6


@pytest.mark.parametrize("method", ["phash", "dhash", "pdq", "histogram-l1", "histogram-l2"])
def test_each_method_gives_the_nearest_images_whatever_they_show(
    visitor: FlaskClient, pictures: Pictures, method: str
) -> None:
    answer = sent(visitor, pictures.body(1), method=method, limit="4")
    told = answer.get_json()["matches"]
    assert len(told) == 4
    assert [one["distance"] for one in told] == sorted(one["distance"] for one in told)
    assert [one["distance"] for one in told] == [one["distances"][method] for one in told]
    assert found(answer)[0][:2] == (pictures.numbers[1], "same_file")
    assert {similarity for _, similarity, _ in found(answer)[1:]} == {None}
    within = sent(visitor, pictures.body(1), method=method, distance="0.5")
    assert [number for number, _, _ in found(within)] == [pictures.numbers[1]]


def test_the_posts_of_a_match_are_told_the_oldest_first(
    visitor: FlaskClient, pictures: Pictures, people: People, library_world: LibraryWorld
) -> None:
    days = [3, 1, 2]
    posts = [people.photo(f"again {day}", owner="8@N00", posted_at=day * 86_400_000) for day in days]
    body = encoded(scene(50, size=SIZE))
    pictures.bring(body, posts=posts)
    (match,) = sent(visitor, body).get_json()["matches"]
    assert [one["post"]["external_id"] for one in match["posts"]] == ["again 1", "again 2", "again 3"]
    assert match["post_count"] == 3


def test_what_is_looked_through_can_be_narrowed(visitor: FlaskClient, pictures: Pictures) -> None:
    pictures.add(40, owner="7@N00")
    body = pictures.body(40)
    for told in ({"account": "7@N00"}, {"source": "flickr"}, {"account": "flickr/7@N00", "source": "flickr"}):
        answer = sent(visitor, body, **told)
        assert [number for number, _, _ in found(answer)] == [pictures.numbers[40]]
        assert answer.get_json()["searched"] == (1 if "account" in told else 7)
    for told in ({"account": "9@N00"}, {"source": "danbooru"}, {"account": "nobody"}):
        assert found(sent(visitor, body, **told)) == []


def test_several_accounts_can_be_looked_through(visitor: FlaskClient, pictures: Pictures) -> None:
    pictures.add(40, owner="7@N00")
    pictures.add(41, owner="8@N00")
    body = pictures.body(41)
    several = ["7@N00", "flickr/8@N00", "nobody"]
    answer = sent(visitor, body, account=several)
    assert [number for number, _, _ in found(answer)] == [pictures.numbers[41]]
    assert answer.get_json()["searched"] == 2
    told = {"image_id": pictures.numbers[0], "account": several}
    assert visitor.post(PATH, json=told).get_json()["searched"] == 2
    assert visitor.post(PATH, json={**told, "source": "danbooru"}).get_json()["searched"] == 0
    for refused in ([], [""], [1], "", 7, {"a": 1}, ["x" * 301], ["x"] * 21):
        assert_problem(visitor.post(PATH, json={**told, "account": refused}), 422, "invalid_input")


def test_an_artist_s_account_is_named_by_its_address(
    visitor: FlaskClient, pictures: Pictures, library_world: LibraryWorld
) -> None:
    pictures.add(40, owner="7@N00")
    number = pictures.numbers[40]
    somebody = account("bluesky", "somebody.bsky.social")

    def write(connection: Any) -> None:
        name = ListingName(kind="account", query="somebody.bsky.social", url=somebody.url)
        listing = listings.put(connection, CheckedListing(source="bluesky", listing=name), now=1)
        shown = post_images.posts_of(connection, [number])[number]
        listing_posts.note(connection, {listing.id: shown}, 1)
        artist_accounts.used(connection, listing.id, somebody, now=1)

    library_world.write(write)
    told = {"image_id": pictures.numbers[0], "method": "phash"}
    for name in ("bluesky:somebody.bsky.social", "https://bsky.app/profile/somebody.bsky.social/"):
        answer = visitor.post(PATH, json={**told, "account": name}).get_json()
        assert [one["image"]["id"] for one in answer["matches"]] == [number], name
        both = visitor.post(PATH, json={**told, "account": [name, "9@N00"]}).get_json()
        assert both["searched"] == 7
        elsewhere = visitor.post(PATH, json={**told, "account": name, "source": "danbooru"}).get_json()
        assert elsewhere["searched"] == 0
    for name in ("bluesky:nobody.bsky.social", "https://bsky.app/profile/nobody.bsky.social", "bluesky:-"):
        assert visitor.post(PATH, json={**told, "account": name}).get_json()["matches"] == []


def test_what_the_viewer_does_not_want_to_see_is_counted(visitor: FlaskClient, pictures: Pictures) -> None:
    pictures.rate(4, 3)
    body = pictures.body(4)
    hidden = sent(visitor, body)
    assert (found(hidden), hidden.get_json()["hidden"]) == ([], {"explicit": 1})
    shown = sent(visitor, body, ratings="explicit")
    assert [number for number, _, _ in found(shown)] == [pictures.numbers[4]]
    assert found(sent(visitor, body, method="phash", ratings="safe,general", distance="2")) == []


def test_an_image_is_looked_for_without_itself(visitor: FlaskClient, pictures: Pictures) -> None:
    copy = pictures.add(1_000)
    body = encoded(ImageOps.mirror(scene(1_000, size=SIZE)), quality=70)
    mirrored = pictures.bring(body, posts=[])
    answer = visitor.post(PATH, json={"image_id": copy})
    assert found(answer) == [(mirrored, "same_picture", "mirrored")]
    assert answer.get_json()["query"]["thumbnail"].startswith("data:image/webp;base64,")
    assert_problem(visitor.post(PATH, json={"image_id": 10**6}), 404, "not_found")


def test_a_hash_is_looked_for_by_its_own_method(visitor: FlaskClient, pictures: Pictures) -> None:
    prints = visitor.get(f"/api/fingerprints/{pictures.numbers[5]}").get_json()
    dhash = "".join(prints["dhash"][channel] for channel in ("red", "green", "blue"))
    counts = ",".join(
        str(count) for channel in ("red", "green", "blue") for count in prints["histogram"][channel]
    )
    for text, method in (
        (prints["phash"], "phash"),
        (dhash, "dhash"),
        (prints["pdq"].upper(), "pdq"),
        (counts, "histogram-l1"),
    ):
        answer = visitor.post(PATH, json={"hash": text})
        assert answer.get_json()["method"] == method
        assert found(answer)[0][0] == pictures.numbers[5]
        first = answer.get_json()["matches"][0]
        assert first["distance"] == 0
        known = {"phash": "same_picture", "pdq": "same_picture"}.get(method)
        assert first["similarity"] == known
        assert (first["by_chance"] is None) == (known is None)
    l2 = visitor.post(PATH, json={"hash": counts, "method": "histogram-l2"}).get_json()
    assert (l2["method"], l2["matches"][0]["distance"]) == ("histogram-l2", 0)
    assert_problem(visitor.post(PATH, json={"hash": prints["pdq"], "method": "phash"}), 422, "invalid_input")


@ON_SQLITE
@pytest.mark.parametrize(
    "text", ["x", "0" * 15, "0" * 17, "1,2,3", ",".join(["-1"] * 12), ",".join(["9" * 8] * 12)]
)
def test_what_is_no_hash_is_refused(visitor: FlaskClient, text: str) -> None:
    assert_problem(visitor.post(PATH, json={"hash": text}), 422, "invalid_input")


@ON_SQLITE
@pytest.mark.parametrize(
    "told", [{}, {"url": "https://a.example/x.jpg", "image_id": 1}, {"url": "ftp://a.example/x"}, {"x": 1}]
)
def test_one_picture_must_be_sent(visitor: FlaskClient, told: dict[str, Any]) -> None:
    assert_problem(visitor.post(PATH, json=told), 422, "invalid_input")


@ON_SQLITE
def test_a_form_holds_one_file(visitor: FlaskClient, pictures: Pictures) -> None:
    body = pictures.body(1)
    for form in ({}, {"other": (BytesIO(body), "x")}, {"file": "text"}, {"file": [(BytesIO(body), "x")] * 2}):
        refused = visitor.post(PATH, data=form, content_type="multipart/form-data")
        assert_problem(refused, 422, "invalid_input")


def test_a_new_image_is_found_at_once_and_a_removed_one_no_more(
    visitor: FlaskClient, pictures: Pictures, library_world: LibraryWorld
) -> None:
    body = pictures.body(60)
    assert found(sent(visitor, body)) == []
    number = pictures.add(60)

    def remove(connection: Any) -> None:
        stored.remove(connection, [number], reason="gone", version=versions.next_version(connection))

    assert _eventually(visitor, body, [number])
    library_world.write(remove)
    assert _eventually(visitor, body, [])


def _eventually(visitor: FlaskClient, body: bytes, wanted: list[int]) -> bool:
    """The index is as fresh as a second ago."""
    for _ in range(30):
        if [number for number, _, _ in found(sent(visitor, body))] == wanted:
            return True
        time.sleep(0.1)
    return False


def picture_of_nothing() -> bytes:
    return encoded(Image.new("RGB", SIZE, (20, 90, 160)))


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (picture_of_nothing(), 422, "picture_too_simple"),
        (encoded(scene(1, size=(4_000, 1)), "PNG"), 422, "picture_too_simple"),
        (b"", 422, "not_a_picture"),
        (b"no picture", 422, "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "not_a_picture"),
        (encoded(scene(1))[:400], 422, "not_a_picture"),
        (hostile.png(30_000, 30_000, rows=3), 413, "picture_too_large"),
        (hostile.huge_gif(), 413, "picture_too_large"),
        (hostile.webp(16_383, 16_383), 413, "picture_too_large"),
        (hostile.bmp(2**30, 2**30), 413, "picture_too_large"),
    ],
)
def test_what_cannot_be_looked_for_is_told_as_what_it_is(
    visitor: FlaskClient, body: bytes, status: int, code: str
) -> None:
    assert_problem(sent(visitor, body), status, code)


@ON_SQLITE
def test_a_file_of_a_hundred_megabytes_is_refused_unread(app: Flask) -> None:
    visitor = app.test_client()
    large = sent(visitor, bytes(25_400_000))  # nobody would send a hundred in a test: the length says it
    assert_problem(large, 413, "picture_too_large")
    assert_problem(sent(visitor, bytes(25_000_001)), 413, "picture_too_large")
    told = visitor.post(PATH, json={"url": "https://a.example/" + "x" * 300_000})
    assert_problem(told, 413, "payload_too_large")
