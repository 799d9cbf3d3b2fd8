"""People at galleries: recorded answers and pages, what became of accounts, odd fields."""

from typing import Any

import msgspec
import pytest

from fovea.artists.addresses import account
from tests.unit.puller.artists_profiles.people import People, page, places
from tests.unit.puller.sources.answering import status

PIXIV = "https://www.pixiv.net/users/12345"
PIXIV_API = "https://www.pixiv.net/ajax/user/12345"
PIXIV_BODY: dict[str, Any] = {
    "userId": "12345",
    "name": "ジェーン",
    "image": "https://i.pximg.net/user-profile/img/2018/03/07/09/27/26/1_50.jpg",
    "comment": "お絵かきするひと\r\nbluesky: @jane.bsky.social\r\nicon by @friend (twitter)",
    "webpage": "https://janeink.carrd.co",
    "social": {
        "twitter": {"url": "https://twitter.com/janeink"},
        "pawoo": {"url": "https://pawoo.net/oauth_authentications/12345?provider=pixiv"},
    },
    "partial": 1,
}
LEFT = "User has left pixiv or the user ID does not exist."


def pixiv(body: Any, **more: Any) -> People:
    return People({PIXIV_API: {"error": False, "message": "", "body": body, **more}})


@pytest.mark.parametrize(
    "url",
    [
        PIXIV,
        "https://www.pixiv.net/en/users/12345",
        "https://www.pixiv.net/en/users/12345/artworks",
        "http://pixiv.net/member.php?id=12345",
        "https://www.pixiv.net/u/12345",
    ],
)
def test_a_person_at_pixiv(url: str) -> None:
    world = pixiv(PIXIV_BODY)
    profile = world.profile(url)
    assert profile.account == account("pixiv", "12345")
    assert profile.names == ("ジェーン",)
    told = places(profile)
    assert told["https://janeink.carrd.co"] == "own_field"
    assert told["https://twitter.com/janeink"] == "own_field"
    assert told["https://bsky.app/profile/jane.bsky.social"] == "description"
    assert told["https://x.com/friend"] == "description"
    assert world.web.asked[0].query == {"full": "1", "lang": "en"}
    assert world.web.asked[0].headers["Referer"].startswith("https://www.pixiv.net")


def test_a_name_at_pixiv_me_leads_to_a_number() -> None:
    world = pixiv(PIXIV_BODY)
    world.answers["https://pixiv.me/janeink"] = status(302, location=PIXIV)
    assert world.profile("https://pixiv.me/janeink").account == account("pixiv", "12345")
    assert People({}).look("https://pixiv.me/nobody").state == "gone"


@pytest.mark.parametrize(
    "odd", [{"social": []}, {"social": None, "webpage": ""}, {"comment": None}, {"webpage": 7}]
)
def test_missing_fields_at_pixiv(odd: dict[str, Any]) -> None:
    assert pixiv(PIXIV_BODY | odd).profile(PIXIV).account is not None


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (status(404, {"error": True, "message": LEFT, "body": []}), "gone"),
        ({"error": True, "message": "該当ユーザーは既に退会したか、存在しません", "body": []}, "gone"),
        ({"error": False, "message": "", "body": None}, "gone"),
        (status(404, {"error": True, "message": "This account has been suspended", "body": []}), "suspended"),
        (status(404, {"error": True, "message": "アカウントが停止されています", "body": []}), "suspended"),
        (status(404, b"<html>"), "gone"),
    ],
)
def test_who_has_left_pixiv_is_an_account_that_says_so(answer: Any, state: str) -> None:
    profile = People({PIXIV_API: answer}).profile(PIXIV)
    assert (profile.state, profile.account) == (state, account("pixiv", "12345"))


def test_a_firewall_tells_nothing_of_an_account() -> None:
    unread = People({PIXIV_API: status(403)}).unread(PIXIV)
    assert unread.state is None


ARTSTATION = "https://www.artstation.com/janeink"
ARTSTATION_API = "https://www.artstation.com/users/janeink.json"
ARTSTATION_BODY: dict[str, Any] = {
    "id": 777,
    "username": "janeink",
    "full_name": "Jane Ink",
    "headline": "Concept artist",
    "summary": '<p>Find me: <a href="https://jane.studio/">jane.studio</a></p>',
    "permalink": "https://www.artstation.com/janeink",
    "social_profiles": [
        {"id": 1, "url": "https://www.twitter.com/janeink", "social_network": "twitter", "position": 0},
        {"id": 2, "url": "www.instagram.com/jane.ink", "social_network": "instagram", "position": 1},
        {"id": 3, "url": "", "social_network": "public_email"},
    ],
}


@pytest.mark.parametrize(
    "url",
    [
        ARTSTATION,
        "https://janeink.artstation.com",
        "https://janeink.artstation.com/",
        "https://www.artstation.com/janeink/profile",
    ],
)
def test_a_person_at_artstation(url: str) -> None:
    profile = People({ARTSTATION_API: ARTSTATION_BODY}).profile(url)
    assert profile.account == account("artstation", "janeink", "777")
    assert profile.names == ("Jane Ink", "janeink")
    assert places(profile) == {
        "https://www.twitter.com/janeink": "own_field",
        "https://www.instagram.com/jane.ink": "own_field",
        "https://jane.studio/": "description",
    }


def test_who_has_another_name_at_artstation_is_renamed() -> None:
    profile = People({ARTSTATION_API: ARTSTATION_BODY | {"username": "jane_new"}}).profile(ARTSTATION)
    assert profile.state == "renamed"
    assert profile.account == account("artstation", "janeink")
    assert profile.renamed_to == account("artstation", "jane_new", "777")


@pytest.mark.parametrize(("code", "state"), [(404, "gone"), (403, None), (451, None)])
def test_what_artstation_does_not_show(code: int, state: str | None) -> None:
    assert getattr(People({ARTSTATION_API: status(code)}).look(ARTSTATION), "state", None) == state


FA = "https://www.furaffinity.net/user/janeink/"
FA_BODY = """
<div class="userpage-nav-header"><span class="js-displayName">Jane-Ink</span></div>
<div class="userpage-profile">Hi! <a href="https://www.patreon.com/janeink">Patreon</a><br>
icon by <a class="iconusername" href="/user/friend/">friend</a> (<a href="https://x.com/friend">x</a>)</div>
<div id="userpage-contact">
<div class="user-contact-item"><div class="user-contact-user-info">
<span class="font-small"><strong class="highlight">Twitter:</strong></span>
<a href="https://www.twitter.com/janeink">janeink</a></div></div>
<div class="user-contact-item"><div class="user-contact-user-info">
<strong class="highlight">Bluesky:</strong>
<a href="https://bsky.app/profile/https://bsky.app/profile/jane.example">
https://bsky.app/profile/jane.example</a>
</div></div>
<div class="user-contact-item"><div class="user-contact-user-info">
<strong class="highlight">Website:</strong>
<a href="javascript:void(0);">jane.studio/art</a></div></div>
<div class="user-contact-item"><div class="user-contact-user-info">
<strong class="highlight">Tumblr:</strong> jane-ink</div></div>
<div class="user-contact-item"><div class="user-contact-user-info">
<strong class="highlight">Discord:</strong> jane#1234</div></div>
</div>
<div id="shouts"><div class="comment">look at <a href="https://x.com/visitor">me</a></div></div>"""


@pytest.mark.parametrize(
    "url", [FA, "https://furaffinity.net/user/JaneInk", "https://www.furaffinity.net/gallery/janeink/2/"]
)
def test_a_person_at_fur_affinity(url: str) -> None:
    head = "<title>Userpage of JaneInk -- Fur Affinity [dot] net</title>"
    profile = People({FA: page(FA_BODY, head=head)}).profile(url)
    assert profile.account == account("furaffinity", "janeink")
    assert profile.names[0] == "Jane-Ink"
    told = places(profile)
    assert told["https://www.twitter.com/janeink"] == "own_field"
    assert told["https://bsky.app/profile/jane.example"] == "own_field"
    assert told["https://jane.studio/art"] == "own_field"
    assert told["https://www.tumblr.com/jane-ink"] == "own_field"
    assert told["https://www.patreon.com/janeink"] == "description"
    assert told["https://x.com/friend"] == "description"
    assert not any("visitor" in one or "furaffinity" in one for one in told)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ('User "janeink" has voluntarily disabled access to their account and all of its contents.', "gone"),
        ("Access has been disabled to the account and contents of user janeink.", "suspended"),
        ('User "janeink" was not found in our database.', "gone"),
        ("This user cannot be found.", "gone"),
        ("The page you are trying to reach is currently pending deletion by its owner.", "gone"),
        ("The owner of this page has elected to make it available to registered users only.", "private"),
    ],
)
@pytest.mark.parametrize("code", [200, 404])
def test_what_fur_affinity_says_of_an_account(words: str, state: str, code: int) -> None:
    box = f'<h2>System Message</h2><div class="redirect-message"><p>{words}</p></div>'
    newer = page(f'<section class="notice-message">{box}</section>', code=code)
    rows = f'<tr><td class="cat"><b>System Error</b></td></tr><tr><td class="alt1">{words}</td></tr>'
    older = page(f'<table class="maintable">{rows}</table>', head="<title>System Error</title>", code=code)
    for answer in (newer, older):
        profile = People({FA: answer}).profile(FA)
        assert (profile.state, profile.account) == (state, account("furaffinity", "janeink"))


def test_other_words_of_fur_affinity_tell_nothing_of_an_account() -> None:
    words = '<section class="notice-message">Fur Affinity is being repaired</section>'
    assert People({FA: page(words)}).unread(FA).state is None
    assert People({FA: page("<p>new layout</p>")}).unread(FA).code == "source_refused"


def test_the_cookies_of_somebody_go_along_when_there_are_any() -> None:
    keys = {"FURAFFINITY_COOKIE_A": "1", "FURAFFINITY_COOKIE_B": "2"}
    world = People({FA: page(FA_BODY)}, keys=keys)
    world.profile(FA)
    asked = {one.url: one.headers.get("Cookie") for one in world.web.asked}
    assert asked[FA] == "a=1; b=2"
    assert asked["https://www.furaffinity.net/robots.txt"] is None


DA = "https://www.deviantart.com/janeink"
DA_ABOUT = "https://www.deviantart.com/janeink/about"
DA_SECTION = """
<section id="about"><h2>About</h2><div data-hook="social_links">
<a href="https://www.deviantart.com/users/outgoing?https://twitter.com/janeink">Twitter</a></div>
<p>My <a href="https://www.deviantart.com/users/outgoing?https://janeink.carrd.co">carrd</a></p>
<p>icon by <a href="https://www.deviantart.com/friend">friend</a>,
<a href="https://www.deviantart.com/users/outgoing?https://x.com/friend">on X</a></p></section>
<section id="comments"><a href="https://x.com/visitor">look</a></section>"""
DA_MODULE = {
    "modules": {
        "1": {
            "type": "about",
            "moduleData": {
                "about": {
                    "username": "JaneInk",
                    "realName": "Jane Ink",
                    "website": "http://jane.studio",
                    "twitterUsername": "janeink",
                    "tagline": "Hobbyist",
                    "textContent": {"excerpt": "", "html": {"markup": "<p>bluesky: @jane.bsky.social</p>"}},
                    "socialLinks": [
                        {"value": "https://www.instagram.com/jane.ink"},
                        {"value": "https://ko-fi.com/janeink"},
                    ],
                }
            },
        },
        "2": {"type": "comments", "moduleData": {"comments": {"website": "https://x.com/visitor"}}},
    }
}


def initial_state(value: Any) -> str:
    whole = msgspec.json.encode(msgspec.json.encode(value).decode()).decode().replace("'", "\\'")
    return f"<script>window.__INITIAL_STATE__ = JSON.parse({whole});window.x = 1;</script>"


@pytest.mark.parametrize(
    "url", [DA, "https://janeink.deviantart.com", "https://www.deviantart.com/JaneInk/gallery"]
)
def test_a_person_at_deviantart(url: str) -> None:
    profile = People({DA_ABOUT: page(DA_SECTION)}).profile(url)
    assert profile.account == account("deviantart", "janeink")
    told = places(profile)
    assert told["https://twitter.com/janeink"] == "own_field"
    assert told["https://janeink.carrd.co"] == "description"
    assert told["https://x.com/friend"] == "description"
    assert not any("visitor" in one or "deviantart" in one for one in told)


def test_the_json_of_a_page_at_deviantart() -> None:
    profile = People({DA_ABOUT: page(initial_state(DA_MODULE))}).profile(DA)
    assert profile.names[0] == "Jane Ink"
    assert places(profile) == {
        "http://jane.studio": "own_field",
        "https://x.com/janeink": "own_field",
        "https://www.instagram.com/jane.ink": "own_field",
        "https://ko-fi.com/janeink": "own_field",
        "https://bsky.app/profile/jane.bsky.social": "description",
    }


def test_an_old_name_at_deviantart_leads_to_the_new_one() -> None:
    world = People(
        {
            DA_ABOUT: status(301, location="https://www.deviantart.com/jane-new/about"),
            "https://www.deviantart.com/jane-new/about": page(DA_SECTION),
        }
    )
    profile = world.profile(DA)
    assert profile.state == "renamed"
    assert (profile.account, profile.renamed_to) == (
        account("deviantart", "janeink"),
        account("deviantart", "jane-new"),
    )
    assert places(profile)["https://twitter.com/janeink"] == "own_field"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (status(404), "gone"),
        (page("", head="<title>Deactivated Account | DeviantArt</title>"), "gone"),
        (page("", head="<title>Banned Account | DeviantArt</title>"), "suspended"),
    ],
)
def test_what_became_of_an_account_at_deviantart(answer: Any, state: str) -> None:
    profile = People({DA_ABOUT: answer}).profile(DA)
    assert (profile.state, profile.account) == (state, account("deviantart", "janeink"))


@pytest.mark.parametrize("answer", [status(403), page("<div>new layout</div>")])
def test_a_page_of_deviantart_that_cannot_be_read(answer: Any) -> None:
    assert People({DA_ABOUT: answer}).unread(DA).state is None
