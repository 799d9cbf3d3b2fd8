"""Fur Affinity: addresses, pages in both layouts (shortened to what is read), messages of the site."""

from typing import Any

import pytest

from fovea.artists.records import ImageLink
from fovea.errors import AccountGone, AccountPrivate, FoveaError, NotFound, SourceRefused, SourceUnavailable
from puller.artists.artworks.furaffinity import FurAffinity
from tests.unit.puller.artists.artwork_desk import ArtworkDesk
from tests.unit.puller.sources.answering import status

SITE = "https://www.furaffinity.net"
URL = f"{SITE}/view/38351732/"
FILE = "//d.furaffinity.net/art/somebody/1600000000/1599999999.somebody_boat.png"
VIEW = "//d.furaffinity.net/art/somebody/1600000000/1599999999.somebody_boat-large.png"
SMALL = "//t.furaffinity.net/38351732@600-1600000000.jpg"
COOKIES = {"FURAFFINITY_COOKIE_A": "aaa", "FURAFFINITY_COOKIE_B": "bbb"}
PAGE = f"""<!DOCTYPE html><html><head><meta property="og:title" content="A Boat by Somebody"/></head>
<body><a href="/user/viewer/">Viewer</a>
<div class="submission-area"><img id="submissionImg" title="" alt="A Boat" data-fullview-src="{VIEW}"
 data-preview-src="{SMALL}" src="{VIEW}" style="cursor: pointer;"></div>
<div class="submission-content"><section><div class="section-header"><div class="submission-id-container">
<div class="submission-id-avatar"><a href="/user/some-body/"><img class="submission-user-icon" alt="some-body"
 src="//a.furaffinity.net/1/some-body.gif"></a></div>
<div class="submission-id-sub-container"><div class="submission-title"><h2><p>A Boat &amp; More</p></h2></div>
by <a href="/user/some-body/"><strong>Some-Body</strong></a>
<strong><span title="Sep 13, 2020 07:26 AM" class="popup_date">5 years ago</span></strong></div></div></div>
<div class="section-body"><div class="submission-description user-submitted-links">For
<a href="/user/friend" class="iconusername"><img alt="friend">friend</a><br>
My page: <a class="auto_link" href="https://somebody.carrd.co/">https://somebody.carrd.co/</a></div></div>
</section></div>
<div class="submission-sidebar"><section class="stats-container text"><div class="rating">
<span class="font-large rating-box inline general">General</span></div></section>
<section class="info text"><div><strong class="highlight">Category</strong> <div>Artwork</div></div>
<div><strong class="highlight">Size</strong> <span>1280 x 960px</span></div></section>
<section class="buttons"><div class="download"><a href="{FILE}">Download</a></div></section></div>
<div class="comments"><a href="/user/commenter/">Commenter</a><a href="https://x.com/commenter">x</a></div>
</body></html>"""
OLD_PAGE = f"""<html><body><table class="maintable"><tr><td class="cat">
<div class="classic-submission-title container"><div class="classic-submission-title information">
<h2>A Boat</h2> by <a href="/user/somebody/">SomeBody</a></div></div></td></tr>
<tr><td><img id="submissionImg" alt="A Boat" src="{VIEW}"></td></tr>
<tr><td class="alt1 stats-container"><b>Posted:</b> <span class="popup_date"
 title="Sep 13, 2020 07:26 AM">5 years ago</span><br><b>Resolution:</b> 1280x960<br>
<div><img alt="Adult rating" src="/r.png"></div></td></tr>
<tr><td valign="top" align="left" width="70%" class="alt1" style="padding:8px">
My page: <a href="https://somebody.carrd.co/">here</a></td></tr></table>
<a href="{FILE}">Download</a></body></html>"""


def message(words: str) -> bytes:
    return (
        '<html><body><section class="aligncenter notice-message"><div class="section-body">'
        f'<h2>System Message</h2><div class="redirect-message"><p class="link-override">{words}<br><br>'
        '<a href="javascript:history.go(-1)">Click here to go back</a></p></div></div></section>'
    ).encode()


def shown(page: str, *changes: tuple[str, str]) -> Any:
    for old, new in changes:
        assert old in page
        page = page.replace(old, new)
    return lambda _: page.encode()


@pytest.mark.parametrize(
    "url",
    [
        URL,
        f"{SITE}/view/38351732",
        f"{SITE}/full/38351732/",
        f"{SITE}/full/38351732",
        f"{URL}#cid:160000000",
        f"{URL}?upload-successful",
        f"{SITE}/view/38351732?x=1",
        "http://www.furaffinity.net/view/38351732/",
        "https://furaffinity.net/view/38351732/",
        "http://furaffinity.net/view/38351732",
        "furaffinity.net/view/38351732",
        "www.furaffinity.net/view/38351732/",
        "https://sfw.furaffinity.net/view/38351732/",
        "https://sfw.furaffinity.net/full/38351732",
        "https://WWW.FurAffinity.net/view/38351732/",
        "https://www.furaffinity.net:443/view/38351732/",
        "https://www.furaffinity.net./view/38351732/",
        "https://www.fxfuraffinity.net/view/38351732/",
        "https://fxraffinity.net/view/38351732",
        "https://xfuraffinity.net/view/38351732",
        "https://www.xfuraffinity.net/full/38351732/",
        f"  {URL} ",
        f"https://href.li/?{URL}",
        f"https://www.deviantart.com/users/outgoing?{URL}",
        "https://out.reddit.com/t3_1?url=https%3A%2F%2Fwww.furaffinity.net%2Fview%2F38351732%2F&token=a",
        "http://127.0.0.1:8410/-/www.furaffinity.net/view/38351732/",
    ],
)
def test_a_submission_is_understood(url: str) -> None:
    address = FurAffinity({}).understand(url)
    assert address is not None
    assert (address.site, address.external_id, address.url) == ("furaffinity", "38351732", URL)


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/view/",
        f"{SITE}/view/abc/",
        f"{SITE}/view/0/",
        f"{SITE}/view/38351732/edit/",
        f"{SITE}/view/-38351732/",
        f"{SITE}/view/3835173212345/",
        f"{SITE}/view/38351732.png",
        f"{SITE}/views/38351732/",
        f"{SITE}/user/somebody/",
        f"{SITE}/gallery/somebody/",
        f"{SITE}/gallery/somebody/folder/1/x",
        f"{SITE}/scraps/somebody/",
        f"{SITE}/favorites/somebody/",
        f"{SITE}/journal/38351732/",
        f"{SITE}/commissions/somebody/",
        f"{SITE}/search/?q=38351732",
        f"{SITE}/msg/submissions/",
        f"https:{FILE}",
        f"https:{SMALL}",
        "https://forums.furaffinity.net/view/38351732/",
        "https://notfuraffinity.net/view/38351732/",
        "https://www.furaffinity.net.example.com/view/38351732/",
        "https://example.com/www.furaffinity.net/view/38351732/",
        "https://www.furaffinity.net@example.com/view/38351732/",
        "https://www.furaffinity.com/view/38351732/",
        "ftp://www.furaffinity.net/view/38351732/",
        "38351732",
        "",
    ],
)
def test_what_is_no_submission_is_left_to_others(url: str) -> None:
    assert FurAffinity({}).understand(url) is None


def test_a_page_is_read_whole() -> None:
    desk = ArtworkDesk(FurAffinity({}), shown(PAGE))
    artwork = desk.read(URL)
    assert (artwork.site, artwork.external_id, artwork.own) == ("furaffinity", "38351732", True)
    assert (artwork.title, artwork.mature) == ("A Boat & More", False)
    assert artwork.posted_at == 1_600_000_000_000
    assert [(one.name, one.handle, one.url, one.role) for one in artwork.artists] == [
        ("Some-Body", "some-body", f"{SITE}/user/some-body/", "artist")
    ]
    assert artwork.images == (
        ImageLink(url=f"https:{FILE}", width=1280, height=960),
        ImageLink(url=f"https:{VIEW}"),
        ImageLink(url=f"https:{SMALL}"),
    )
    assert "Cookie" not in desk.asked[0].headers


def test_only_the_description_is_read_for_links() -> None:
    links = ArtworkDesk(FurAffinity({}), shown(PAGE)).read(URL).links
    urls = [link.url.rstrip("/") for link in links]
    assert "https://somebody.carrd.co" in urls
    assert f"{SITE}/user/friend" in urls
    assert not [url for url in urls if "commenter" in url]
    assert {link.where for link in links} == {"mention"}


def test_the_older_layout_is_read_too() -> None:
    artwork = ArtworkDesk(FurAffinity({}), shown(OLD_PAGE)).read(URL)
    assert (artwork.title, artwork.artists[0].handle, artwork.artists[0].name) == (
        "A Boat",
        "somebody",
        "SomeBody",
    )
    assert artwork.mature
    assert artwork.images[0] == ImageLink(url=f"https:{FILE}", width=1280, height=960)
    assert "somebody.carrd.co" in artwork.links[0].url


@pytest.mark.parametrize("rating", ["Mature", "Adult"])
def test_what_is_for_adults_is_told_as_such(rating: str) -> None:
    assert ArtworkDesk(FurAffinity({}), shown(PAGE, (">General<", f">{rating}<"))).read(URL).mature


def test_a_newer_name_block_is_read() -> None:
    block = (
        '<a href="/user/some-body/" class="c-usernameBlock__displayName"><span class="js-displayName">'
        "Some Body</span></a>"
    )
    old = '<a href="/user/some-body/"><strong>Some-Body</strong></a>'
    artist = ArtworkDesk(FurAffinity({}), shown(PAGE, (old, block))).read(URL).artists[0]
    assert (artist.name, artist.handle) == ("Some Body", "some-body")


def test_a_file_that_the_description_names_is_not_the_submissions() -> None:
    other = '<a href="//d.furaffinity.net/art/other/1500000000/1500000000.other_x.png">see this</a> My page:'
    artwork = ArtworkDesk(FurAffinity({}), shown(PAGE, ("My page:", other))).read(URL)
    assert artwork.images[0].url == f"https:{FILE}"


def test_cookies_go_along_when_both_are_there() -> None:
    desk = ArtworkDesk(FurAffinity(COOKIES), shown(PAGE))
    desk.read(URL)
    assert desk.asked[0].headers["Cookie"] == "a=aaa; b=bbb"
    half = ArtworkDesk(FurAffinity({"FURAFFINITY_COOKIE_A": "aaa"}), shown(PAGE))
    half.read(URL)
    assert "Cookie" not in half.asked[0].headers


SUSPENDED = "account_suspended"


@pytest.mark.parametrize(
    ("words", "keys", "kind", "code"),
    [
        ("The submission you are trying to find is not in our database.", {}, NotFound, "not_found"),
        ("This submission has been deleted.", {}, NotFound, "not_found"),
        (
            'The page you are trying to reach has been "deactivated" by its owner.',
            {},
            AccountGone,
            "account_gone",
        ),
        (
            "User somebody has voluntarily disabled access to their account and all of its contents.",
            {},
            AccountGone,
            "account_gone",
        ),
        (
            "Access has been disabled to the account and contents of user somebody.",
            {},
            AccountGone,
            SUSPENDED,
        ),
        ("This account has been banned.", {}, AccountGone, SUSPENDED),
        (
            "The owner of this page has elected to make it available to registered users only.",
            {},
            SourceRefused,
            "key_missing",
        ),
        (
            "This submission contains Mature or Adult content which you may not view.",
            {},
            SourceRefused,
            "key_missing",
        ),
        (
            "You are not allowed to view this image due to the content filter settings.",
            COOKIES,
            AccountPrivate,
            "account_private",
        ),
        ("Something quite new.", {}, SourceRefused, "source_refused"),
    ],
)
def test_what_the_site_says_instead_of_a_page_is_told_apart(
    words: str, keys: dict[str, str], kind: type[FoveaError], code: str
) -> None:
    with pytest.raises(kind) as problem:
        ArtworkDesk(FurAffinity(keys), lambda _: message(words)).read(URL)
    assert problem.value.code == code
    assert "go back" not in problem.value.detail


def test_a_page_of_status_404_is_not_there() -> None:
    with pytest.raises(NotFound):
        ArtworkDesk(FurAffinity({}), lambda _: status(404, b"<html></html>")).read(URL)


def test_a_wall_before_the_site_is_a_refusal_and_no_fault_of_the_key() -> None:
    with pytest.raises(SourceRefused, match="does not let programs in") as refused:
        ArtworkDesk(FurAffinity(COOKIES), lambda _: status(403, b"<html>")).read(URL)
    assert refused.value.code != "key_refused"


def test_a_page_that_is_no_submission_may_pass() -> None:
    with pytest.raises(SourceUnavailable):
        ArtworkDesk(FurAffinity({}), lambda _: b"<html><body>Checking your browser</body></html>").read(URL)


def test_a_text_is_no_artwork() -> None:
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(FurAffinity({}), shown(PAGE, ('id="submissionImg"', 'id="other"'))).read(URL)
    assert refused.value.code == "not_an_artwork"


def test_a_story_is_no_artwork_though_a_picture_stands_for_it() -> None:
    page = PAGE.replace(".png", ".pdf").replace(".jpg", ".txt")
    with pytest.raises(SourceRefused) as refused:
        ArtworkDesk(FurAffinity({}), lambda _: page.encode()).read(URL)
    assert refused.value.code == "not_an_artwork"


@pytest.mark.parametrize(
    "changes",
    [
        (("1280 x 960px", "large"),),
        (("1600000000", "x"), ("Sep 13, 2020 07:26 AM", "once")),
        (("<h2><p>", "<h3><p>"), ("</p></h2>", "</p></h3>")),
        (("</div></div>\n</section></div>", ""),),
        (("Download", ""),),
        (("rating-box", "other"),),
        ((f'data-fullview-src="{VIEW}"', 'data-fullview-src="javascript:1"'),),
    ],
)
def test_odd_pages_are_read_as_far_as_they_go(changes: tuple[tuple[str, str], ...]) -> None:
    artwork = ArtworkDesk(FurAffinity({}), shown(PAGE, *changes)).read(URL)
    assert artwork.artists[0].handle == "some-body"
    assert artwork.images
