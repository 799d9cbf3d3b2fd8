"""DeviantArt: addresses, recorded answers (after https://www.deviantart.com/developers/oembed), odd ones."""

from typing import Any

import pytest

from fovea.artists.records import ImageLink
from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.deviantart import DeviantArt
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import Asked, status

SITE = "https://www.deviantart.com"
PICTURES = "https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com"
URL = f"{SITE}/pachunka/art/Cope-145564099"
OEMBED: dict[str, Any] = {
    "version": "1.0",
    "type": "photo",
    "title": "Cope",
    "category": "Fantasy",
    "url": f"{PICTURES}/f/76098ac8/d2enxz7-595099de.jpg?token=a.b.c",
    "author_name": "Pachunka",
    "author_url": "https://www.deviantart.com/pachunka",
    "provider_name": "DeviantArt",
    "provider_url": SITE,
    "safety": "nonadult",
    "pubdate": "2009-12-02T16:38:04-08:00",
    "tags": "Dark, Knight",
    "width": 448,
    "height": "560",
    "imagetype": "jpeg",
    "thumbnail_url": f"{PICTURES}/f/76098ac8/d2enxz7-595099de.jpg/v1/fill/w_240,h_300/cope-300w.jpg",
    "thumbnail_width": 240,
    "thumbnail_height": 300,
}
LARGE = (
    f"{PICTURES}/f/76098ac8/d2enxz7-595099de.jpg/v1/fill/w_1024,h_1280,q_75,strp/cope-fullview.jpg?token=x"
)
PAGE = f"""<!DOCTYPE html><html><head>
<link rel="preload" as="style" href="https://st.deviantart.net/a.css"/>
<link rel="preload" href="{LARGE}" as="image"/>
<link rel="preload" href="{PICTURES}/f/1/other.jpg/v1/fill/w_300,h_300/other.jpg" as="image"/></head>
<body><a href="https://x.com/deviantart">follow us</a>
<section><div><div data-hook="deviation_meta"><h1>Cope</h1><br>by <a href="{SITE}/pachunka">Pachunka</a></div>
<div class="legacy"><p>My other home: <a class="external"
 href="https://www.deviantart.com/users/outgoing?https://x.com/pachunka_art">X</a></p></div></div>
</section><footer><a href="https://x.com/team">x</a></footer></body></html>"""


def answer(asked: Asked) -> Any:
    return OEMBED if "oembed" in asked.url else PAGE.encode()


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (URL, "145564099"),
        (f"{URL}/", "145564099"),
        (f"{URL}?q=gallery%3Apachunka", "145564099"),
        (f"{URL}#comments", "145564099"),
        ("https://deviantart.com/pachunka/art/Cope-145564099", "145564099"),
        ("http://www.deviantart.com/pachunka/art/Cope-145564099", "145564099"),
        ("deviantart.com/pachunka/art/Cope-145564099", "145564099"),
        (f"{SITE}/PaChunka/art/145564099", "145564099"),
        (f"{SITE}/a-b-c/art/An-Ox-2-Go-7", "7"),
        (f"{SITE}/pachunka/art/%E7%B5%B5-145564099", "145564099"),
        ("https://pachunka.deviantart.com/art/Cope-145564099", "145564099"),
        ("http://pachunka.deviantart.com/art/145564099", "145564099"),
        ("https://a-b.deviantart.com/art/Some_Title-145564099?x=1", "145564099"),
        ("https://Pachunka.DeviantArt.com/art/Cope-145564099", "145564099"),
        (f"{SITE}/deviation/145564099", "145564099"),
        (f"{SITE}/deviation/145564099/", "145564099"),
        (f"{SITE}/view/145564099", "145564099"),
        ("http://www.deviantart.com/view/145564099/", "145564099"),
        (f"{SITE}/download/145564099/Cope_by_pachunka.png?token=1&ts=2", "145564099"),
        ("https://fav.me/d2enxz7", "145564099"),
        ("http://fav.me/D2ENXZ7", "145564099"),
        ("https://www.fav.me/d2enxz7/", "145564099"),
        ("http://pachunka.deviantart.com/#/d2enxz7", "145564099"),
        ("https://www.deviantart.com/pachunka/#/d2enxz7", "145564099"),
        ("http://127.0.0.1:8410/-/www.deviantart.com/pachunka/art/Cope-145564099", "145564099"),
        (f"https://www.deviantart.com/users/outgoing?{URL}", "145564099"),
    ],
)
def test_a_deviation_is_understood(url: str, number: str) -> None:
    address = DeviantArt().understand(url)
    assert address is not None
    assert (address.site, address.external_id, address.page) == ("deviantart", number, None)
    again = DeviantArt().understand(address.url)
    assert again == address


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/",
        f"{SITE}/pachunka",
        f"{SITE}/pachunka/gallery",
        f"{SITE}/pachunka/gallery/1234567/folder",
        f"{SITE}/pachunka/about",
        f"{SITE}/pachunka/art/",
        f"{SITE}/pachunka/art/Cope",
        f"{SITE}/pachunka/art/Cope-",
        f"{SITE}/pachunka/journal/A-Text-145564099",
        f"{SITE}/pachunka/status-update/145564099",
        f"{SITE}/art/Cope-145564099",
        f"{SITE}/tag/knight",
        f"{SITE}/users/outgoing?https://example.com/",
        f"{SITE}/-bad-/art/Cope-145564099",
        f"{SITE}/deviation/abc",
        "https://sta.sh/0wxs31o7nn2",
        "https://fav.me/",
        "https://fav.me/2enxz7",
        "https://fav.me/d2enxz7/more",
        "https://notdeviantart.com/pachunka/art/Cope-145564099",
        "https://www.deviantart.com.example.com/pachunka/art/Cope-145564099",
        "https://example.com/www.deviantart.com/pachunka/art/Cope-145564099",
        "https://www.deviantart.com@example.com/pachunka/art/Cope-145564099",
        "https://backend.deviantart.com/art/Cope-145564099",
        "ftp://www.deviantart.com/pachunka/art/Cope-145564099",
        "https://[broken/pachunka/art/Cope-145564099",
        "",
        "Cope",
    ],
)
def test_what_is_no_deviation_is_left_to_others(url: str) -> None:
    assert DeviantArt().understand(url) is None


def test_a_recorded_deviation_is_read_whole() -> None:
    desk = ArtworkDesk(DeviantArt(), answer)
    artwork = desk.read(URL)
    assert (artwork.site, artwork.external_id, artwork.own) == ("deviantart", "145564099", True)
    assert (artwork.title, artwork.mature, artwork.removed) == ("Cope", False, False)
    assert artwork.posted_at == 1_259_800_684_000
    assert [(one.name, one.handle, one.url, one.role) for one in artwork.artists] == [
        ("Pachunka", "pachunka", f"{SITE}/pachunka", "artist")
    ]
    assert artwork.images == (
        ImageLink(url=LARGE, width=1024, height=1280),
        ImageLink(url=OEMBED["url"], width=448, height=560),
        ImageLink(url=OEMBED["thumbnail_url"], width=240, height=300),
    )
    assert desk.asked[0].query["url"] == URL


def test_only_the_artists_own_words_are_read_for_links() -> None:
    links = ArtworkDesk(DeviantArt(), answer).read(URL).links
    assert "https://x.com/pachunka_art" in [link.url for link in links]
    assert not {"https://x.com/deviantart", "https://x.com/team"} & {link.url for link in links}
    assert {link.where for link in links} == {"mention"}


def test_a_deviation_known_by_its_number_is_asked_for_in_short() -> None:
    desk = ArtworkDesk(DeviantArt(), answer)
    desk.read(f"{SITE}/deviation/145564099")
    assert desk.asked[0].query["url"] == "https://fav.me/d2enxz7"


def test_where_the_page_is_walled_off_the_oembed_answer_is_all() -> None:
    desk = ArtworkDesk(DeviantArt(), lambda asked: OEMBED if "oembed" in asked.url else status(403))
    artwork = desk.read(URL)
    assert [image.url for image in artwork.images] == [OEMBED["url"], OEMBED["thumbnail_url"]]
    assert artwork.links == ()


def test_a_mature_deviation_is_told_as_such_and_has_the_smaller_picture() -> None:
    page = PAGE.replace('as="image"', 'as="font"')
    told = OEMBED | {"safety": "adult"}
    artwork = ArtworkDesk(DeviantArt(), lambda asked: told if "oembed" in asked.url else page.encode()).read(
        URL
    )
    assert artwork.mature
    assert artwork.images[0].url == OEMBED["url"]


def test_a_renamed_artist_is_known_by_the_new_name() -> None:
    told = OEMBED | {"author_name": "New-Name", "author_url": "https://new-name.deviantart.com"}
    artwork = ArtworkDesk(DeviantArt(), lambda asked: told if "oembed" in asked.url else b"").read(URL)
    assert [(one.handle, one.url) for one in artwork.artists] == [("new-name", f"{SITE}/new-name")]


def test_a_deleted_deviation_is_not_there() -> None:
    with pytest.raises(NotFound, match="145564099"):
        ArtworkDesk(DeviantArt(), lambda _: status(404, {"error": "not_found"})).read(URL)


@pytest.mark.parametrize("kind", ["rich", "link", "video", None, 5])
def test_a_text_is_no_artwork(kind: Any) -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(DeviantArt(), lambda _: OEMBED | {"type": kind}).read(URL)
    assert refused.value.code == "not_an_artwork"


def test_a_wall_before_the_oembed_answer_is_a_refusal() -> None:
    with pytest.raises(SourceRefused, match="does not let programs in"):
        ArtworkDesk(DeviantArt(), lambda _: status(403, b"<html>")).read(URL)


def test_a_page_instead_of_an_answer_may_pass() -> None:
    with pytest.raises(SourceUnavailable):
        ArtworkDesk(DeviantArt(), lambda _: status(200, b"<html>repair</html>")).read(URL)


@pytest.mark.parametrize(
    "odd",
    [
        {"pubdate": None, "title": None},
        {"pubdate": "long ago", "width": "wide", "height": -1},
        {"author_url": "javascript:alert(1)"},
        {"author_name": None},
        {"author_name": "a b/c", "author_url": "https://example.com/x/y/z"},
        {"url": None, "thumbnail_url": 7},
        {"safety": ["adult"]},
    ],
)
def test_odd_fields_do_not_spoil_a_deviation(odd: dict[str, Any]) -> None:
    told = OEMBED | odd
    artwork = ArtworkDesk(
        DeviantArt(), lambda asked: told if "oembed" in asked.url else b"<p <<>>><div data-hook"
    ).read(URL)
    assert artwork.external_id == "145564099"
