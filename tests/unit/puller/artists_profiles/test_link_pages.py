"""Pages of links: what is a person's own, and what only stands beside it."""

from typing import Any

import msgspec
import pytest

from tests.unit.puller.artists_profiles.people import People, page, places
from tests.unit.puller.sources.answering import Asked, status

TREE = "https://linktr.ee/jane"
GATES = "https://linktr.ee/api/profiles/validation/gates"
# After the form that pages had in 2025; names made up.
ACCOUNT: dict[str, Any] = {
    "id": 1234567,
    "username": "jane",
    "pageTitle": "@Jane Ink",
    "description": "Illustrator. Commissions: janeink.carrd.co",
    "isActive": True,
    "socialLinks": [
        {"type": "X", "url": "https://x.com/janeink", "position": 0},
        {"type": "INSTAGRAM", "url": "https://www.instagram.com/jane.ink/?hl=en", "position": 1},
        {"type": "EMAIL_ADDRESS", "url": "mailto:jane@example.com", "position": 2},
    ],
    "links": [
        {"id": 1, "type": "CLASSIC", "title": "Bluesky", "url": "https://bsky.app/profile/jane.example"},
        {"id": 2, "type": "HEADER", "title": "More", "url": None},
        {
            "id": 3,
            "type": "CLASSIC",
            "title": "18+ account",
            "url": None,
            "locked": True,
            "rules": {"gate": {"activeOrder": ["sensitiveContent"]}},
        },
        {"id": 4, "type": "COMMERCE_PAY", "title": "Tip me", "url": "https://pay.example.com/jane"},
        {"id": "5", "type": "CLASSIC", "title": "Site", "url": "HTTPS://jane.studio"},
    ],
}


def tree(properties: dict[str, Any]) -> Any:
    data = msgspec.json.encode({"props": {"pageProps": properties}, "page": "/[profile]"}).decode()
    return page(f'<div></div><script id="__NEXT_DATA__" type="application/json">{data}</script>')


def people(properties: dict[str, Any], gates: Any = None) -> People:
    given = {"links": [{"id": 3, "url": "https://x.com/jane_after_dark"}]} if gates is None else gates
    return People({TREE: tree(properties), GATES: given})


def test_icons_are_own_accounts_and_buttons_are_buttons() -> None:
    profile = people({"account": ACCOUNT}).profile(TREE)
    assert profile.names == ("Jane Ink", "jane")
    assert profile.account is None
    assert places(profile) == {
        "https://x.com/janeink": "own_field",
        "https://www.instagram.com/jane.ink/?hl=en": "own_field",
        "https://bsky.app/profile/jane.example": "button",
        "https://jane.studio": "button",
        "https://x.com/jane_after_dark": "gated",
        "https://janeink.carrd.co": "description",
    }


def test_what_is_behind_a_gate_is_asked_for_as_somebody_who_has_seen_the_warning() -> None:
    world = people({"account": ACCOUNT})
    profile = world.profile(TREE)
    asked = world.web.asked[-1]
    assert asked.url == GATES
    assert asked.json == {
        "accountId": 1234567,
        "validationInput": {"acceptedSensitiveContent": [3]},
        "requestSource": {"referrer": None},
    }
    assert [one.title for one in profile.links if one.where == "gated"] == ["18+ account"]


@pytest.mark.parametrize("gates", [status(403), status(404), {"links": None}, [], {"links": [{"id": 3}]}])
def test_a_gate_that_stays_closed_leaves_the_rest(gates: Any) -> None:
    profile = people({"account": ACCOUNT}, gates).profile(TREE)
    assert "https://x.com/janeink" in places(profile)
    assert "gated" not in places(profile).values()


def test_nobody_asks_at_gates_where_there_are_none() -> None:
    open_links = [one for one in ACCOUNT["links"] if one["url"]]
    world = people({"account": ACCOUNT | {"links": open_links}})
    world.profile(TREE)
    assert world.asked == [TREE]


def test_links_beside_the_account_as_older_pages_had_them() -> None:
    older = {name: ACCOUNT[name] for name in ("links", "socialLinks")}
    named = {name: value for name, value in ACCOUNT.items() if name not in older}
    assert places(people({"account": named, **older}).profile(TREE))["https://x.com/janeink"] == "own_field"


@pytest.mark.parametrize("properties", [{"account": None, "statusCode": 404}, {"statusCode": 404, "x": 1}])
def test_a_page_that_is_gone_says_so(properties: dict[str, Any]) -> None:
    unread = people(properties).unread(TREE)
    assert (unread.code, unread.state) == ("not_found", "gone")


@pytest.mark.parametrize(
    "odd",
    [
        {"links": None, "socialLinks": None},
        {"links": [None, 7, {"url": 7}, {"url": "javascript:alert(1)"}, {"title": "x"}]},
        {"id": None, "pageTitle": 7, "description": ["x"]},
        {"socialLinks": {"type": "X", "url": "https://x.com/janeink"}},
    ],
)
def test_odd_fields_do_not_spoil_a_page(odd: dict[str, Any]) -> None:
    assert people({"account": ACCOUNT | odd}).profile(TREE).names


def test_a_page_in_another_form_is_read_as_people_see_it() -> None:
    body = '<ul><li><a href="https://x.com/janeink">X</a></li></ul><a href="https://linktr.ee/s/about">?</a>'
    assert places(People({TREE: page(body)}).profile(TREE)) == {"https://x.com/janeink": "button"}


def test_a_page_in_no_form_that_is_known_is_refused() -> None:
    assert People({TREE: page("<div id=root></div>")}).unread(TREE).code == "source_refused"


def test_what_robots_txt_forbids_is_not_read() -> None:
    rules = b"User-agent: *\nDisallow: /"
    world = People({TREE: tree({"account": ACCOUNT}), "https://linktr.ee/robots.txt": rules})
    assert "wants no programs" in world.unread(TREE).reason
    assert world.asked == []


CARRD = "https://janeink.carrd.co/"
CARRD_BODY = """
<div id="wrapper"><div id="main"><h1 id="text01">Jane Ink</h1>
<ul class="icons">
<li><a class="n01" href="https://twitter.com/janeink" aria-label="Twitter"><svg><use/></svg></a></li>
<li><a href="https://www.deviantart.com/users/outgoing?https://bsky.app/profile/jane.example"></a></li></ul>
<ul class="buttons"><li><a href="https://www.patreon.com/c/janeink">Patreon</a></li>
<li><a href="#faq">FAQ</a></li>
<li><a href="/more">More</a></li><li><a href="mailto:jane@example.com">Mail</a></li></ul>
<p>icon by <a href="https://x.com/friend_of_jane">Friend</a> &lt;3</p>
<p>pixiv: <a href="https://www.pixiv.net/users/12345">here</a><br>twitch: @janelive</p>
<p>Friends:</p><ul><li><a href="https://x.com/other_friend">Other</a></li></ul>
</div></div><script>var x = "https://x.com/nobody";</script>"""


@pytest.mark.parametrize("url", [CARRD, "https://janeink.carrd.co", "http://janeink.carrd.co/#nsfw"])
def test_a_carrd_tells_buttons_from_texts(url: str) -> None:
    told = places(People({CARRD: page(CARRD_BODY)}).profile(url))
    assert told["https://twitter.com/janeink"] == "button"
    assert told["https://bsky.app/profile/jane.example"] == "button"
    assert told["https://www.patreon.com/c/janeink"] == "button"
    assert told["https://x.com/friend_of_jane"] == "description"
    assert told["https://www.pixiv.net/users/12345"] == "description"
    assert told["https://x.com/other_friend"] == "description"
    assert not any("nobody" in one or "carrd.co" in one or one.startswith("mailto") for one in told)


def test_the_words_around_a_friend_are_kept() -> None:
    profile = People({CARRD: page(CARRD_BODY)}).profile(CARRD)
    contexts = {one.url: one.context for one in profile.links}
    assert "icon by" in contexts["https://x.com/friend_of_jane"]
    assert "Friends:" in contexts["https://x.com/other_friend"]


@pytest.mark.parametrize("host", ["janeink.crd.co", "janeink.uwu.ai", "janeink.drr.ac", "janeink.ju.mp"])
def test_carrds_other_hosts_are_carrds(host: str) -> None:
    world = People({f"https://{host}/": page('<a href="https://x.com/janeink">x</a>')})
    assert places(world.profile(f"https://{host}")) == {"https://x.com/janeink": "button"}


LIT = "https://lit.link/jane"
LIT_PROFILE: dict[str, Any] = {
    "name": "Jane",
    "urlPath": "jane",
    "catchphrase": "draws",
    "profileText": "twitter: @jane_texts",
    "snsIconLinks": [{"id": "a", "type": "twitter", "url": "https://twitter.com/janeink"}, {"type": "mail"}],
    "profileLinks": [
        {"profileLinkType": "button", "buttonLink": {"url": "https://www.pixiv.net/users/12345"}},
        {"profileLinkType": "button", "buttonLink": {"url": "jane@example.com", "urlType": "email"}},
        {
            "profileLinkType": "image",
            "imageLink": {"profileImages": [{"url": "https://skeb.jp/@janeink"}, {}]},
        },
        {"profileLinkType": "text", "textLink": {"title": "icon by @friend on twitter"}},
        {"profileLinkType": "margin_block"},
        {"profileLinkType": "button", "buttonLink": None},
    ],
}


def lit(data: Any) -> Any:
    told = msgspec.json.encode(data).decode()
    return page(f'<script id="__NEXT_DATA__" type="application/json">{told}</script>')


def in_pieces(value: Any) -> Any:
    element = ["$", "$L9", None, {"children": [{"profile": value}]}]
    told = f"3:{msgspec.json.encode(element).decode()}\n4:null\n"
    half = len(told) // 2
    parts = [msgspec.json.encode(one).decode() for one in (told[:half], told[half:])]
    return page("".join(f"<script>self.__next_f.push([1,{one}])</script>" for one in parts))


@pytest.mark.parametrize(
    "answer", [lit({"props": {"pageProps": {"profile": LIT_PROFILE}}}), in_pieces(LIT_PROFILE)]
)
@pytest.mark.parametrize("url", [LIT, "https://lit.link/en/jane"])
def test_lit_link_is_read_in_both_its_forms(answer: Any, url: str) -> None:
    profile = People({LIT: answer}).profile(url)
    told = places(profile)
    assert profile.names == ("Jane", "jane")
    assert told["https://twitter.com/janeink"] == "own_field"
    assert told["https://www.pixiv.net/users/12345"] == "button"
    assert told["https://skeb.jp/@janeink"] == "button"
    assert told["https://x.com/friend"] == "description"
    assert told["https://x.com/jane_texts"] == "description"
    assert len(told) == 5


@pytest.mark.parametrize(
    "answer",
    [
        lit({"props": {"pageProps": {"profile": None}}}),
        page("", head="<title>Not Found lit.link</title>"),
        status(404),
        status(410),
    ],
)
def test_a_lit_link_that_is_not_there(answer: Any) -> None:
    unread = People({LIT: answer}).unread(LIT)
    assert (unread.code, unread.state) == ("not_found", "gone")


@pytest.mark.parametrize(
    "url", ["https://potofu.me/jane", "https://bio.site/jane", "https://beacons.ai/jane"]
)
def test_other_services_are_read_as_people_see_them(url: str) -> None:
    anchors = '<a href="https://x.com/janeink">X</a> <a href="https://www.pixiv.net/users/12345">pixiv</a>'
    profile = People({url: page(f"<h1>Jane</h1><div>{anchors}</div>")}).profile(url)
    assert set(places(profile).values()) == {"button"}
    assert profile.names == ("Jane",)


def test_a_service_that_shows_its_front_page_has_no_such_person() -> None:
    world = People(
        {"https://potofu.me/jane": status(302, location="/"), "https://potofu.me/": page("<h1>potofu</h1>")}
    )
    assert world.unread("https://potofu.me/jane").state == "gone"


@pytest.mark.parametrize("code", [401, 403, 451])
def test_a_host_that_lets_nobody_in_is_unread(code: int) -> None:
    unread = People({CARRD: status(code)}).unread(CARRD)
    assert unread.code == "source_refused"
    assert unread.state is None


def test_a_redirect_is_followed_as_the_rules_of_each_host_allow() -> None:
    def moved(asked: Asked) -> Any:
        return status(301, location="https://jane.example/links")

    world = People(
        {CARRD: moved, "https://jane.example/links": page('<a href="https://x.com/janeink">x</a>')}
    )
    assert places(world.profile(CARRD)) == {"https://x.com/janeink": "button"}
    world.answers["https://jane.example/robots.txt"] = b"User-agent: *\nDisallow: /"
    assert People(world.answers).unread(CARRD).code == "source_refused"


def test_redirects_without_an_end_are_no_loop() -> None:
    world = People({CARRD: status(302, location=CARRD)})
    assert world.unread(CARRD).code == "source_refused"
    assert len(world.asked) <= 6


def test_in_a_simulated_system_addresses_are_those_of_the_real_hosts() -> None:
    there = "http://127.0.0.1:8410/-"
    body = f'<a href="{there}/x.com/janeink">X</a><a href="{there}/janeink.carrd.co/more">more</a>'
    assert places(People({CARRD: page(body)}).profile(CARRD)) == {"https://x.com/janeink": "button"}


def under(headline: str) -> str:
    body = f'<h2>{headline}</h2><div></div><ul><li><a href="https://x.com/somebody">X</a></li></ul>'
    return places(People({CARRD: page(body)}).profile(CARRD))["https://x.com/somebody"]


@pytest.mark.parametrize(
    "headline", ["Links", "Jane Ink, illustrator", "Find me:", "My socials:", "I love cats", ""]
)
def test_under_a_headline_of_ones_own_stand_buttons(headline: str) -> None:
    assert under(headline) == "button"


@pytest.mark.parametrize(
    "headline", ["Friends", "my best friends &lt;3", "Friends:", "Icon by:", "Credits", "Art by:"]
)
def test_under_a_headline_of_others_stand_others(headline: str) -> None:
    assert under(headline) == "description"
