"""Shops and people's own pages: own fields, texts, and pages that name each other."""

from typing import Any

import msgspec
import pytest

from fovea.artists.addresses import account
from fovea.artists.records import FoundLink, Profile, Unread
from fovea.errors import SourceUnavailable
from puller.artists.profiles.plain_pages import link_each_other
from tests.unit.puller.artists_profiles.people import People, page, places
from tests.unit.puller.sources.answering import status

PATREON = "https://www.patreon.com/janeink"
CAMPAIGN = {
    "type": "campaign",
    "id": "900",
    "attributes": {
        "name": "Jane Ink",
        "vanity": "janeink",
        "summary": (
            '<p>Also on <a href="https://ko-fi.com/janeink">Ko-fi</a>. '
            "Thanks to my friend @friend on twitter</p>"
        ),
        "url": PATREON,
    },
    "relationships": {"creator": {"data": {"type": "user", "id": "555"}}},
}
CREATOR = {
    "type": "user",
    "id": "555",
    "attributes": {
        "full_name": "Jane",
        "vanity": "janeink",
        "about": None,
        "social_connections": {
            "twitter": {"user_id": "2244994945"},
            "deviantart": None,
            "youtube": {"url": "https://www.youtube.com/@janeink"},
        },
    },
}
CONNECTION = {
    "type": "social-connection",
    "id": "555-x",
    "attributes": {"app_name": "twitter", "external_profile_url": "https://x.com/janeink", "is_public": True},
    "relationships": {"user": {"data": {"type": "user", "id": "555"}}},
}
OTHERS = [
    {"type": "user", "id": "1", "attributes": {"full_name": "A patron", "twitter": "patron"}},
    {
        "type": "social-connection",
        "id": "1-x",
        "attributes": {"external_profile_url": "https://x.com/patron"},
        "relationships": {"user": {"data": {"id": "1"}}},
    },
    {
        "type": "social-connection",
        "id": "555-d",
        "attributes": {"external_profile_url": "https://x.com/jane_secret", "is_public": False},
    },
]
CAMPAIGN_ANSWER = {"campaign": {"data": CAMPAIGN, "included": [*OTHERS, CREATOR, CONNECTION]}}


def patreon_next() -> Any:
    data = {"props": {"pageProps": {"bootstrapEnvelope": {"pageBootstrap": CAMPAIGN_ANSWER}}}}
    told = msgspec.json.encode(data).decode()
    return page(f'<script id="__NEXT_DATA__" type="application/json">{told}</script>')


def patreon_assigned() -> Any:
    whole = msgspec.json.encode(CAMPAIGN_ANSWER).decode()
    script = f"window.patreon = window.patreon || {{}};\nObject.assign(window.patreon.bootstrap, {whole});"
    return page(f"<script>{script}\nmore();</script>")


def patreon_in_pieces() -> Any:
    told = "a:" + msgspec.json.encode(["$", "x", None, CAMPAIGN_ANSWER]).decode() + "\n"
    parts = [msgspec.json.encode(told[at : at + 300]).decode() for at in range(0, len(told), 300)]
    return page("".join(f"<script>self.__next_f.push([1,{one}])</script>" for one in parts))


@pytest.mark.parametrize("answer", [patreon_next(), patreon_assigned(), patreon_in_pieces()])
@pytest.mark.parametrize(
    "url", [PATREON, "https://www.patreon.com/c/janeink", "https://patreon.com/cw/JaneInk/posts"]
)
def test_a_creator_at_patreon_in_all_its_layouts(answer: Any, url: str) -> None:
    profile = People({PATREON: answer}).profile(url)
    assert profile.account == account("patreon", "janeink", "555")
    assert profile.names == ("Jane Ink", "Jane", "janeink")
    told = places(profile)
    assert told == {
        "https://x.com/janeink": "own_field",
        "https://x.com/i/user/2244994945": "own_field",
        "https://www.youtube.com/@janeink": "own_field",
        "https://ko-fi.com/janeink": "description",
        "https://x.com/friend": "description",
    }


def test_other_campaigns_on_a_page_are_not_the_creators() -> None:
    other = {
        "type": "campaign",
        "id": "1",
        "attributes": {"vanity": "other", "name": "Other", "summary": "twitter: @other_person"},
        "relationships": {"creator": {"data": {"type": "user", "id": "1"}}},
    }
    told = msgspec.json.encode({"recommended": [{"data": other}], **CAMPAIGN_ANSWER}).decode()
    profile = People({PATREON: page(f'<script type="application/json">{told}</script>')}).profile(PATREON)
    assert profile.names[0] == "Jane Ink"
    assert "https://x.com/other_person" not in places(profile)


def test_the_fields_of_older_layouts() -> None:
    fields = {"full_name": "Jane", "vanity": "janeink", "facebook": None}
    accounts = {"twitter": "janeink", "deviantart": "https://janeink.deviantart.com"}
    older = {"type": "user", "id": "555", "attributes": fields | accounts}
    told = msgspec.json.encode({"creator": {"data": older}}).decode()
    answer = page(f"<script>window.patreon.bootstrap = {told};</script>")
    assert places(People({PATREON: answer}).profile(PATREON)) == {
        "https://x.com/janeink": "own_field",
        "https://janeink.deviantart.com": "own_field",
    }


def test_a_page_of_patreon_without_its_data_is_read_as_people_see_it() -> None:
    body = '<a href="https://x.com/janeink">X</a><a href="https://www.patreon.com/login">Log in</a>'
    assert places(People({PATREON: page(body)}).profile(PATREON)) == {"https://x.com/janeink": "button"}
    assert People({PATREON: page("<div></div>")}).unread(PATREON).code == "source_refused"


@pytest.mark.parametrize("shop", [PATREON, "https://ko-fi.com/janeink"])
def test_who_is_no_longer_at_a_shop_is_gone(shop: str) -> None:
    profile = People({}).profile(shop)
    assert profile.state == "gone"
    assert profile.account is not None


KOFI = "https://ko-fi.com/janeink"
KOFI_BODY = """
<h1>Jane Ink</h1><div class="profile-page-tile">
<div class="social-profile-link"><a href="https://twitter.com/janeink">t</a></div>
<div class="social-link"><a href="https://www.instagram.com/jane.ink">i</a></div>
<p class="kfds-c-para-control">Hi! pixiv: 12345, icon by @friend on twitter</p></div>
<div class="feeditem"><a href="https://x.com/supporter">supporter</a></div>
<a href="https://more.ko-fi.com/x">About</a>"""


def test_a_creator_at_ko_fi() -> None:
    profile = People({KOFI: page(KOFI_BODY)}).profile(KOFI)
    assert profile.account == account("kofi", "janeink")
    assert places(profile) == {
        "https://twitter.com/janeink": "own_field",
        "https://www.instagram.com/jane.ink": "own_field",
        "https://www.pixiv.net/users/12345": "description",
        "https://x.com/friend": "description",
    }


SITE = "https://jane.studio/"
SITE_HEAD = (
    '<title>Jane Ink</title><link rel="me" href="https://mastodon.art/@jane">'
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": ['
    '{"@type": "Person", "name": "Jane",'
    ' "sameAs": ["https://www.instagram.com/jane.ink", "https://x.com/janeink"]},'
    ' {"@type": "CreativeWork", "sameAs": "https://x.com/somebody"}]}</script>'
)
SITE_BODY = (
    '<a rel="noopener ME" href="https://bsky.app/profile/jane.bsky.social">Bluesky</a>'
    '<nav><a href="https://www.pixiv.net/users/12345">pixiv</a> <a href="/about">About</a></nav>'
    '<p>My friend <a href="https://x.com/friend">Friend</a> draws, too.</p>'
)


@pytest.mark.parametrize("url", [SITE, "https://jane.studio", "jane.studio"])
def test_a_page_of_somebodys_own(url: str) -> None:
    profile = People({SITE: page(SITE_BODY, head=SITE_HEAD)}).profile(url)
    assert profile.names == ("Jane Ink",)
    assert profile.account is None
    assert places(profile) == {
        "https://mastodon.art/@jane": "own_field",
        "https://www.instagram.com/jane.ink": "own_field",
        "https://x.com/janeink": "own_field",
        "https://bsky.app/profile/jane.bsky.social": "own_field",
        "https://www.pixiv.net/users/12345": "description",
        "https://x.com/friend": "description",
    }


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "Organization", "sameAs": ["https://x.com/magazine"]},
        {"@type": [{"odd": 1}], "sameAs": "https://x.com/somebody"},
        {"@type": "Person", "sameAs": None},
        {"@type": "Person", "sameAs": [7, {"url": "https://x.com/somebody"}]},
        {"sameAs": "https://x.com/somebody"},
    ],
)
def test_what_is_said_of_others_or_oddly_is_nobodys(data: Any) -> None:
    told = msgspec.json.encode(data).decode()
    profile = People({SITE: page("", head=f'<script type="application/ld+json">{told}</script>')}).profile(
        SITE
    )
    assert profile.links == ()


def test_two_pages_that_name_each_other_are_one_persons() -> None:
    there = People({SITE: page(SITE_BODY, head=SITE_HEAD)}).profile(SITE)
    me = account("mastodon", "jane@mastodon.art", "109")
    back = FoundLink(url="https://jane.studio", where="verified")
    here = Profile(url=me.url, account=me, links=(back,))
    assert link_each_other(here, there)
    assert link_each_other(there, here)


@pytest.mark.parametrize(
    "back",
    [
        (),
        (FoundLink(url="https://jane.studio", where="description"),),
        (FoundLink(url="https://jane.studio.example", where="own_field"),),
        (FoundLink(url="https://jane.studio/other", where="own_field"),),
    ],
)
def test_a_page_that_is_not_named_in_return_proves_nothing(back: tuple[FoundLink, ...]) -> None:
    there = People({SITE: page(SITE_BODY, head=SITE_HEAD)}).profile(SITE)
    me = account("mastodon", "jane@mastodon.art")
    assert not link_each_other(Profile(url=me.url, account=me, links=back), there)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(status(404), "gone"), (status(410), "gone"), (status(403), None), (status(401), None)],
)
def test_a_page_that_cannot_be_read_says_why(answer: Any, state: str | None) -> None:
    unread = People({SITE: answer}).unread(SITE)
    assert unread.state == state
    assert unread.reason


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json"])
def test_what_is_no_page_is_not_read(kind: str) -> None:
    assert People({SITE: status(200, b"x", content_type=kind)}).unread(SITE).code == "source_refused"


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_what_may_pass_is_no_answer(code: int) -> None:
    with pytest.raises(SourceUnavailable):
        People({SITE: status(code)}).look(SITE)


@pytest.mark.parametrize("url", ["https://www.twitch.tv/jane", "https://www.youtube.com/@jane"])
def test_networks_whose_pages_tell_nothing_are_not_asked(url: str) -> None:
    world = People({})
    assert isinstance(world.look(url), Unread)
    assert world.web.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "https://x.com/janeink",
        "https://linktr.ee/jane",
        "https://janeink.carrd.co/",
        "https://www.pixiv.net/users/12345",
    ],
)
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_page_that_leads_on_to_another_kind_names_that(target: str, code: int) -> None:
    world = People({SITE: status(code, location=target)})
    assert places(world.profile(SITE)) == {target: "own_field"}
    assert world.asked == [SITE]


def test_a_page_that_leads_on_by_itself_names_where() -> None:
    head = '<meta http-equiv="Refresh" content="0; url=https://janeink.carrd.co/">'
    assert places(People({SITE: page("", head=head)}).profile(SITE)) == {
        "https://janeink.carrd.co/": "own_field"
    }


def test_a_short_address_is_asked_only_where_it_leads() -> None:
    world = People(
        {
            "https://t.co/AbC": status(301, location="https://bit.ly/xyz"),
            "https://bit.ly/xyz": status(302, location="https://x.com/janeink/status/1"),
        }
    )
    assert places(world.profile("https://t.co/AbC")) == {"https://x.com/janeink/status/1": "own_field"}
    assert world.asked == ["https://t.co/AbC", "https://bit.ly/xyz"]


@pytest.mark.parametrize(
    "answer", [page("no"), status(404), status(302, location="https://t.co/AbC"), status(302)]
)
def test_a_short_address_that_leads_nowhere(answer: Any) -> None:
    assert isinstance(People({"https://t.co/AbC": answer}).look("https://t.co/AbC"), Unread)
