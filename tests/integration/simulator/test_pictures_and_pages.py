"""What a browser sees: pictures, icons, pages, short links."""

from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from simulator.world.identifiers import to_base58
from tests.integration.simulator.simulated import ADA, GONE, PRIVATE, SAM, Simulator


def _get(simulator: Simulator, path: str, **options: object) -> requests.Response:
    return requests.get(simulator.url + path, timeout=20, **options)  # type: ignore[arg-type]


def _photo(simulator: Simulator, extras: str = "") -> dict[str, Any]:
    answer = simulator.rest("flickr.favorites.getPublicList", user_id=ADA, per_page=1, extras=extras).json()
    photo: dict[str, Any] = answer["photos"]["photo"][0]
    return photo


def test_a_picture_is_as_large_as_its_row_said(simulator: Simulator) -> None:
    photo = _photo(simulator, "url_sq,url_n,url_m,url_z,url_l")
    for letter in ("sq", "n", "m", "z", "l"):
        picture = Image.open(BytesIO(requests.get(photo[f"url_{letter}"], timeout=20).content))
        assert (picture.format, picture.size) == (
            "JPEG",
            (photo[f"width_{letter}"], photo[f"height_{letter}"]),
        )


def test_a_picture_may_be_kept_and_asked_after(simulator: Simulator) -> None:
    address = _photo(simulator, "url_s")["url_s"]
    first = requests.get(address, timeout=20)
    assert "max-age=" in first.headers["Cache-Control"]
    again = requests.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=20)
    assert (again.status_code, again.content) == (304, b"")
    assert requests.get(address, timeout=20).content == first.content


def test_a_wrong_secret_server_or_size_finds_nothing(simulator: Simulator) -> None:
    photo = _photo(simulator)
    server, number, secret = photo["server"], photo["id"], photo["secret"]
    assert _get(simulator, f"/{server}/{number}_{secret}_n.jpg").status_code == 200
    for path in (
        f"/{server}/{number}_0000000000_n.jpg",
        f"/1/{number}_{secret}_n.jpg",
        f"/{server}/{number}_{secret}_k.jpg",
        f"/{server}/1_{secret}_n.jpg",
        f"/{server}/{number}_{secret}_o.jpg",
    ):
        assert _get(simulator, path).status_code == 404, path


@pytest.mark.parametrize(("path", "side"), [("/buddyicons/{}.jpg", 48), ("/65535/buddyicons/{}_l.jpg", 100)])
def test_people_and_groups_have_icons(simulator: Simulator, path: str, side: int) -> None:
    for nsid in (ADA, "34427469792@N01"):
        answer = _get(simulator, path.format(nsid))
        assert Image.open(BytesIO(answer.content)).size == (side, side)
    assert _get(simulator, path.format("1@N00")).status_code == 404


def test_the_first_page_leads_to_recommendations_of_the_people_of_the_demo(simulator: Simulator) -> None:
    page = _get(simulator, "/").text
    assert f"http://127.0.0.1:8400/flickr/{ADA}" in page
    assert "Ada Lindqvist" in page
    assert "Nobody here is called that" in _get(simulator, "/?q=zzzzzz").text


def test_people_have_a_page_under_their_alias_and_their_nsid(simulator: Simulator) -> None:
    assert _get(simulator, "/people/adalindqvist/").text == _get(simulator, f"/people/{ADA}/").text
    assert _get(simulator, f"/people/{SAM}/").status_code == 200
    assert "keeps favourites and contacts private" in _get(simulator, f"/people/{PRIVATE}/").text
    assert _get(simulator, f"/people/{GONE}/").status_code == 404
    assert _get(simulator, "/people/nobody-at-all/").status_code == 404


def test_streams_favourites_and_groups_have_pages(simulator: Simulator) -> None:
    assert _get(simulator, "/photos/adalindqvist/").text.count("<img") == 60
    assert _get(simulator, "/photos/adalindqvist/?page=3").text.count("<img") == 20
    assert _get(simulator, "/photos/adalindqvist/favorites/").text.count("<img") == 60
    assert _get(simulator, f"/photos/{PRIVATE}/favorites/").status_code == 403
    assert "FlickrCentral" in _get(simulator, "/groups/central/").text
    assert "FlickrCentral" in _get(simulator, "/groups/34427469792@N01/").text
    assert _get(simulator, "/groups/nothing/").status_code == 404


def test_a_photos_page_shows_favourites_and_comments_and_escapes_them(simulator: Simulator) -> None:
    photo = _photo(simulator)
    simulator.logged_in(ADA).photos.comments.addComment(
        photo_id=photo["id"], comment_text="<script>alert(1)</script>"
    )
    page = _get(simulator, f"/photos/{photo['owner']}/{photo['id']}/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>" not in page.text
    assert "/people/adalindqvist/" in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_short_links_lead_to_their_photo(simulator: Simulator) -> None:
    photo = _photo(simulator)
    answer = _get(simulator, f"/p/{to_base58(int(photo['id']))}", allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/{photo['id']}/")
    assert _get(simulator, "/p/0OIl").status_code == 404
    assert _get(simulator, "/p/zzz").status_code == 404


def test_health_is_answered(simulator: Simulator) -> None:
    assert _get(simulator, "/health/live").json() == {"status": "live"}
    assert _get(simulator, "/health/ready").json()["status"] == "ready"
