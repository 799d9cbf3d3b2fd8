"""Images of the library: told whole, their files served, edited, removed and asked for again."""

import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.app import create_app
from api_server.context import Context
from api_server.library import stats
from fovea import library
from fovea.database import blocked_tags, image_labels, post_details
from fovea.database.image_labels import Classification
from fovea.database.post_details import Details
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People, Program
from tests.integration.api_server.test_problems import assert_problem

PLAIN = 0x0F0F0F0F0F0F0F0F  # a hash; as many bits are set in it as not


@pytest.fixture
def program(people: People) -> Program:
    """A program of the operator that may write."""
    return people.program("library:write")


@pytest.fixture
def post(people: People) -> int:
    """A photo at Flickr with two tags."""
    return people.photo("55", owner="9@N00", title="A title", tags=["cat", "artist:somebody"])


def test_an_image_is_told_whole(
    visitor: FlaskClient, library_world: LibraryWorld, post: int, program: Program
) -> None:
    image_id = library_world.image(posts=[post], body=b"bytes", phash=PLAIN)
    other = library_world.image(posts=[], phash=PLAIN ^ 3)
    program.post("/api/links", json=[{"post_id": post, "url": "https://example.com/a.png"}])
    told = visitor.get(f"/api/library/images/{image_id}").get_json()
    assert (told["title"], told["source"], told["rating"]) == ("A title", "flickr", "safe")
    assert told["md5"] == hashlib.md5(b"bytes", usedforsecurity=False).hexdigest()
    assert told["sha256"] == hashlib.sha256(b"bytes").hexdigest()
    assert told["fingerprints"]["phash"] == "0f0f0f0f0f0f0f0f"
    assert told["fingerprints"]["dhash"]["red"] == "f" * 16
    assert told["fingerprints"]["histogram"]["blue"] == [8, 9, 10, 11]
    assert (told["color"], told["colors"]) == ("#ff0000", [{"color": "#ff0000", "share": 1.0}])
    assert [(tag["namespace"], tag["name"], tag["origin"]) for tag in told["tags"]] == [
        ("artist", "somebody", "source"),
        ("general", "cat", "source"),
    ]
    assert [seen["post"]["id"] for seen in told["posts"]] == [post]
    assert told["posts"][0]["links"][0]["url"] == "https://example.com/a.png"
    assert [(card["id"], card["distance"]) for card in told["group"]] == [(other, 2)]
    assert (told["variants"], told["state"], told["editable"]) == (1, "ready", False)
    sizes = [(one["width"], one["height"]) for one in told["thumbnails"]]
    assert sizes == [(256, 192), (512, 384), (640, 480)]
    assert program.get(f"/api/library/images/{image_id}").get_json()["editable"]
    assert_problem(visitor.get("/api/library/images/4000000000"), 404, "not_found")


def test_files_are_kept_for_ever_and_sent_in_parts(
    visitor: FlaskClient, library_world: LibraryWorld, post: int
) -> None:
    image_id = library_world.image(posts=[post], body=b"0123456789")
    path = f"/api/library/images/{image_id}/file"
    whole = visitor.get(path)
    assert (whole.data, whole.content_type) == (b"0123456789", "image/png")
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    known = visitor.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    part = visitor.get(path, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert visitor.get(path, headers={"Range": "bytes=50-"}).status_code == 416
    assert visitor.head(path).headers["Content-Length"] == "10"
    download = visitor.get(f"{path}?download=true").headers["Content-Disposition"]
    assert download.startswith("attachment")
    thumbnail = visitor.get(f"/api/library/images/{image_id}/thumbnails/256.webp")
    assert (thumbnail.data, thumbnail.content_type) == (b"thumbnail of 0123456789", "image/webp")
    assert visitor.get(f"/api/library/images/{image_id}/thumbnails/255.webp").status_code == 404
    assert visitor.get(f"/api/library/images/{image_id}/thumbnails/1024.webp").status_code == 404


def test_browsers_are_sent_to_the_storage_where_it_answers_itself(
    context: Context, library_world: LibraryWorld, post: int
) -> None:
    image_id = library_world.image(posts=[post])
    context.settings.storage_public_url = "https://files.example.com"
    del context.__dict__["storage"]
    visitor = create_app(context).test_client()
    moved = visitor.get(f"/api/library/images/{image_id}/thumbnails/256.webp")
    assert moved.status_code == 302
    assert moved.headers["Location"].startswith("https://files.example.com/thumbnails/")
    assert "https://files.example.com" in visitor.get("/api/status").headers["Content-Security-Policy"]


def test_people_edit_images_and_their_word_counts(
    program: Program, library_world: LibraryWorld, post: int, visitor: FlaskClient
) -> None:
    image_id = library_world.image(posts=[post])
    path = f"/api/library/images/{image_id}"
    edit = {"add_tags": ["character:Some Body", "dog"], "remove_tags": ["cat"], "rating": "explicit"}
    told = program.patch(path, json=edit | {"text": True}).get_json()
    assert {(tag["name"], tag["origin"]) for tag in told["tags"]} == {
        ("somebody", "source"),
        ("some_body", "person"),
        ("dog", "person"),
    }
    assert (told["rating"], told["text"]) == ("explicit", True)
    assert (told["writing"]["by"], told["writing"]["text"]) == ("person", True)
    assert visitor.get(path).get_json() == told | {"editable": False}
    told = program.patch(path, json={"rating": None, "text": None}).get_json()
    assert (told["rating"], told["text"]) == ("safe", None)
    for wrong in ({"rating": "r"}, {"add_tags": ["\u202e"]}, {"text": "yes!"}, {"state": "removed"}):
        assert_problem(program.patch(path, json=wrong), 422, "invalid_input")


def asked(visitor: FlaskClient, query: str) -> dict[str, Any]:
    """An image, as GraphQL tells it."""
    told: dict[str, Any] = visitor.post("/graphql", json={"query": query}).get_json()["data"]["libraryImage"]
    return told


def test_an_image_tells_whose_word_it_is_that_it_shows_writing(
    people: People, library_world: LibraryWorld, visitor: FlaskClient
) -> None:
    image_id = library_world.image(posts=[people.photo("1", owner="9@N00")])
    path, anna, ben = f"/api/library/images/{image_id}", people.editor("1@N00"), people.editor("2@N00")
    nothing = {"text": None, "by": None, "score": None, "classifier": None, "unsure": False, "said": None}
    assert visitor.get(path).get_json()["writing"] == nothing
    guess = Classification(text=True, score=0.55, version="detector-1")
    library_world.write(lambda connection: image_labels.classified(connection, {image_id: guess}, version=9))
    guessed = {"text": True, "by": "classifier", "score": 0.55, "classifier": "detector-1", "unsure": True}
    assert visitor.get(path).get_json()["writing"] == guessed | {"said": None}

    by_anna = guessed | {"text": False, "by": "person", "unsure": False, "said": False}
    assert anna.patch(path, json={"text": False}).get_json()["writing"] == by_anna
    assert ben.get(path).get_json()["writing"] == by_anna | {"said": None}
    query = f"{{ libraryImage(id: {image_id}) {{ writing {{ text by score classifier unsure said }} }} }}"
    assert asked(visitor, query)["writing"] == by_anna | {"said": None}
    # Nobody takes back what somebody else said.
    assert ben.patch(path, json={"text": None}).get_json()["text"] is False
    assert anna.patch(path, json={"text": None}).get_json()["writing"] == guessed | {"said": None}
    assert_problem(people.logged_in("3@N00").patch(path, json={"text": True}), 403, "not_an_administrator")


def test_posts_tell_on_what_terms_their_pictures_may_be_used(
    people: People, library_world: LibraryWorld, visitor: FlaskClient
) -> None:
    post = people.photo("1", owner="9@N00")
    image_id = library_world.image(posts=[post, people.photo("2", owner="9@N00")])
    terms: dict[str, Any] = {
        "licence": "CC BY-SA 4.0",
        "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/",
        "creator": "Zoë <b>",
    }
    library_world.write(lambda connection: post_details.write(connection, {post: Details(**terms)}))
    seen = visitor.get(f"/api/library/images/{image_id}").get_json()["posts"]
    assert [{name: one[name] for name in terms} for one in seen] == [terms, dict.fromkeys(terms)]
    query = f"{{ libraryImage(id: {image_id}) {{ posts {{ licence licenceUrl creator }} }} }}"
    told = asked(visitor, query)["posts"]
    assert [list(one.values()) for one in told] == [list(terms.values()), [None, None, None]]


def test_a_removed_image_leaves_a_tombstone_and_no_files(
    program: Program, library_world: LibraryWorld, post: int, context: Context, visitor: FlaskClient
) -> None:
    image_id, other = (
        library_world.image(posts=[post], phash=PLAIN),
        library_world.image(posts=[], phash=PLAIN ^ 1),
    )
    path = f"/api/library/images/{image_id}"
    assert visitor.get(f"/api/library/images/{other}").get_json()["variants"] == 1
    assert program.delete(f"{path}?reason=Its+owner+asked").status_code == 204
    told = visitor.get(path).get_json()
    assert (told["state"], told["state_reason"]) == ("removed", "Its owner asked")
    assert (told["tags"], told["thumbnails"], told["file_url"], told["fingerprints"]) == ([], [], None, None)
    assert_problem(visitor.get(f"{path}/file"), 410, "image_removed")
    assert_problem(visitor.get(f"{path}/thumbnails/256.webp"), 410, "image_removed")
    assert_problem(program.patch(path, json={"add_tags": ["x"]}), 410, "image_removed")
    sha256 = bytes.fromhex(told["sha256"])
    assert not any(context.storage.exists(key) for key in library.of_image(sha256, "png"))
    assert visitor.get(f"/api/library/images/{other}").get_json()["variants"] == 0
    assert program.delete(path).status_code == 204
    assert program.post(f"{path}/restore").status_code == 202
    assert visitor.get(path).get_json()["state"] == "awaited"
    assert_problem(program.post(f"/api/library/images/{other}/restore"), 409, "image_not_removed")


def test_a_blocked_tag_removes_the_image(program: Program, library_world: LibraryWorld, post: int) -> None:
    image_id = library_world.image(posts=[post])
    library_world.write(
        lambda connection: blocked_tags.put(connection, "gore", reason="No", user_id=None, at=1)
    )
    told = program.patch(f"/api/library/images/{image_id}", json={"add_tags": ["gore"]}).get_json()
    assert told["state"] == "removed"


def test_related_images_are_variants_and_those_with_the_same_rare_tags(
    visitor: FlaskClient, library_world: LibraryWorld, people: People
) -> None:
    def image(number: int, *tags: str, phash: int | None = None) -> int:
        return library_world.image(
            posts=[people.photo(str(number), owner="9@N00", tags=list(tags))], phash=phash
        )

    one = image(1, "cat", "hat", "alone", phash=PLAIN)
    copy, both, half = image(2, "dog", phash=PLAIN ^ 3), image(3, "cat", "hat"), image(4, "cat")
    image(5, "dog")
    told = visitor.get(f"/api/library/images/{one}/related").get_json()
    assert [(card["id"], card["distance"]) for card in told["variants"]] == [(copy, 2)]
    assert [(card["id"], card["shared_tags"]) for card in told["alike"]] == [(both, 2), (half, 1)]
    assert len(visitor.get(f"/api/library/images/{one}/related?limit=1").get_json()["alike"]) == 1


def test_what_the_library_holds_is_counted(
    visitor: FlaskClient, library_world: LibraryWorld, post: int, program: Program, people: People
) -> None:
    kept = [library_world.image(posts=[post], phash=PLAIN ^ number) for number in range(2)]
    gone = library_world.image(posts=[people.photo("56", owner="8@N00")])
    program.delete(f"/api/library/images/{gone}")
    program.post("/api/links", json=[{"post_id": post, "url": "https://example.com/a.png"}])
    told = visitor.get("/api/library/stats").get_json()
    assert (told["images"], told["removed"], told["variant_groups"], told["tags"]) == (len(kept), 1, 1, 2)
    assert (told["ratings"]["safe"], told["links"]["waiting"]) == (2, 1)
    assert told["sources"] == [{"source": "flickr", "images": 2}]
    assert told["version"] > 0
    program.delete(f"/api/library/images/{kept[0]}")
    assert visitor.get("/api/library/stats").get_json()["images"] == 2  # as it was within half a minute
    with library_world.reading() as connection:
        assert stats.count(connection)["images"] == 1


def test_fingerprints_are_read_exactly_and_replaced_whole(
    program: Program, library_world: LibraryWorld, visitor: FlaskClient, post: int
) -> None:
    one, other = (
        library_world.image(posts=[post], phash=2**64 - 1),
        library_world.image(posts=[], phash=PLAIN),
    )
    listed = visitor.get("/api/fingerprints").get_json()["fingerprints"]
    assert [prints["image_id"] for prints in listed] == [other, one]
    told = visitor.get(f"/api/fingerprints/{one}").get_json()
    assert told["phash"] == "f" * 16
    prints: dict[str, Any] = {name: value for name, value in told.items() if name != "image_id"}
    replaced = program.put(f"/api/fingerprints/{one}", json=prints | {"phash": "0f0f0f0f0f0f0f0c"})
    assert replaced.get_json() == told | {"phash": "0f0f0f0f0f0f0f0c"}
    assert visitor.get(f"/api/library/images/{one}").get_json()["variants"] == 1
    for wrong in ({"phash": 3}, {"phash": "3"}, {"pdq": "00"}, {"histogram": {"red": [1]}}):
        assert_problem(program.put(f"/api/fingerprints/{one}", json=prints | wrong), 422, "invalid_input")
    assert_problem(program.put("/api/fingerprints/4000000000", json=prints), 404, "not_found")
