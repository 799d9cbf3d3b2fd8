"""Pages and files of which nothing is known: what hosts say of them, and what robots.txt forbids."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.messages import ResolvedLink
from puller.links.pictures_of_pages import told_by
from tests.unit.puller.links.test_resolving import World
from tests.unit.puller.sources.answering import Asked, status

HOST = "https://example.com"
PICTURE = "https://cdn.example.com/picture.jpg"


def page(head: str, **headers: str) -> Any:
    return status(
        200, f"<html><head>{head}</head><body></body></html>".encode(), content_type="text/html", **headers
    )


def resolve(url: str, answers: dict[str, Any]) -> ResolvedLink:
    return World(answers).resolve(url)[0]


@pytest.mark.parametrize(
    ("head", "pictures"),
    [
        (f'<meta property="og:image" content="{PICTURE}">', [PICTURE]),
        (f'<meta content="{PICTURE}" property="OG:Image" />', [PICTURE]),
        (f'<meta name="og:image" content="{PICTURE}">', [PICTURE]),
        (f'<meta property="og:image:url" content="{PICTURE}">', [PICTURE]),
        ('<meta property="og:image" content="/a.png">', [f"{HOST}/a.png"]),
        ('<base href="/deep/"><meta property="og:image" content="a.png">', [f"{HOST}/deep/a.png"]),
        ('<meta property="og:image" content="//cdn.example.com/a.png">', ["https://cdn.example.com/a.png"]),
        (f'<meta property="og:image" content="{PICTURE}?a=1&amp;b=2">', [f"{PICTURE}?a=1&b=2"]),
        (
            (
                '<meta property="og:image" content="http://a.com/1.png">'
                f'<meta property="og:image:secure_url" content="{PICTURE}">'
                '<meta property="og:image" content="https://a.com/2.png">'
            ),
            [PICTURE, "https://a.com/2.png"],
        ),
        (f'<meta name="twitter:image" content="{PICTURE}">', [PICTURE]),
        (f'<meta name="twitter:image:src" content="{PICTURE}">', [PICTURE]),
        (
            (
                '<meta name="twitter:image" content="https://a.com/t.png">'
                f'<meta property="og:image" content="{PICTURE}">'
            ),
            [PICTURE],
        ),
        (f'<link rel="image_src" href="{PICTURE}">', [PICTURE]),
        (f'<meta property="og:image" content="{PICTURE}">' * 3, [PICTURE]),
        ('<meta property="og:image" content="">', []),
        ('<meta property="og:image" content="javascript:alert(1)">', []),
        ('<meta property="og:image">', []),
        ("<title>nothing</title>", []),
        ('<!-- <meta property="og:image" content="https://a.com/1.png"> -->', []),
        ("<meta <<< broken", []),
        (f'<![x[ ]]><meta property="og:image" content="{PICTURE}">', [PICTURE]),
        (f'<![if !IE]><meta property="og:image" content="{PICTURE}"><![endif]>', [PICTURE]),
    ],
)
def test_a_page_names_the_pictures_that_stand_for_it(head: str, pictures: list[str]) -> None:
    assert told_by(f"<html><head>{head}</head></html>", f"{HOST}/story").pictures == pictures


SOUP = ["<", "!", "[", "]", ">", "-", "DOCTYPE", "CDATA[", "&#", "meta", "=", "'", "x", "/", "?", " "]


@given(st.lists(st.sampled_from(SOUP)))
def test_no_page_is_too_broken_to_be_read(parts: list[str]) -> None:
    assert told_by("".join(parts), HOST).pictures == []


def test_pictures_of_a_page_are_its_children() -> None:
    found = resolve(
        f"{HOST}/story", {f"{HOST}/story": page(f'<meta property="og:image" content="{PICTURE}">')}
    )
    assert [(child.url, child.kind) for child in found.children] == [(PICTURE, "image")]


def test_only_the_first_ten_pictures_of_a_page_are_taken() -> None:
    head = "".join(f'<meta property="og:image" content="https://a.com/{n}.png">' for n in range(40))
    assert len(resolve(f"{HOST}/story", {f"{HOST}/story": page(head)}).children) == 10


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"type": "photo", "url": PICTURE, "thumbnail_url": "https://a.com/small.png"}, PICTURE),
        ({"type": "video", "thumbnail_url": PICTURE}, PICTURE),
        ({"type": "photo", "url": "/a.png"}, f"{HOST}/a.png"),
        ({"type": "rich"}, None),
        (["no"], None),
    ],
)
def test_a_page_without_pictures_may_say_where_more_is_said(told: Any, found: str | None) -> None:
    head = '<link rel="alternate" type="application/json+oembed" href="/oembed?url=story&amp;format=json">'
    link = resolve(f"{HOST}/story", {f"{HOST}/story": page(head), f"{HOST}/oembed": told})
    assert [child.url for child in link.children] == ([found] if found else [])
    assert link.code == (None if found else "page_no_picture")


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "IMAGE/WebP; charset=x", "image/avif"])
@pytest.mark.parametrize("ending", ["file", "download.php?id=1", "x.jpg.html"])
def test_a_file_is_what_the_host_says_it_is_whatever_its_name(kind: str, ending: str) -> None:
    link = resolve(f"{HOST}/{ending}", {f"{HOST}/": status(200, b"...", content_type=kind)})
    assert [(child.url, child.kind) for child in link.children] == [(f"{HOST}/{ending}", "image")]


def test_a_part_of_a_file_is_enough() -> None:
    answers = {f"{HOST}/file": status(206, b"...", content_type="image/png")}
    assert resolve(f"{HOST}/file", answers).outcome == "ok"


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (status(200, b"%PDF", content_type="application/pdf"), "refused", "page_no_picture"),
        (status(200, b"", content_type="video/mp4"), "refused", "page_no_picture"),
        (page("<title>x</title>"), "refused", "page_no_picture"),
        (status(404, b""), "gone", "not_found"),
        (status(410, b""), "gone", "not_found"),
        (status(403, b""), "refused", "page_http_403"),
        (status(500, b""), "unavailable", "page_http_500"),
        (status(503, b"", retry_after="120"), "unavailable", "page_http_503"),
        (status(429, b"", retry_after="120"), "deferred", "page_http_429"),
        (status(302, b""), "refused", "page_redirect"),
        (status(302, b"", location="javascript:alert(1)"), "refused", "page_redirect"),
    ],
)
def test_a_page_that_leads_to_nothing_says_why(answer: Any, outcome: str, code: str) -> None:
    link = resolve(f"{HOST}/story", {f"{HOST}/story": answer})
    assert (link.outcome, link.code) == (outcome, code)
    assert link.reason


def test_redirects_are_followed_to_other_hosts_each_with_its_own_rules() -> None:
    world = World(
        {
            "https://short.example/x": status(301, b"", location=f"{HOST}/story"),
            f"{HOST}/story": page(f'<meta property="og:image" content="{PICTURE}">'),
        }
    )
    assert world.children("https://short.example/x") == [(PICTURE, "image")]
    assert [asked.url for asked in world.web.asked] == [
        "https://short.example/robots.txt",
        "https://short.example/x",
        f"{HOST}/robots.txt",
        f"{HOST}/story",
    ]


def test_a_redirect_to_what_another_resolves_is_a_link_of_that_kind() -> None:
    to_imgur = {"https://short.example/x": status(302, b"", location="https://imgur.com/a/AbCdE")}
    assert World(to_imgur).children("https://short.example/x") == [("https://imgur.com/a/AbCdE", "imgur")]
    to_file = {f"{HOST}/x": status(302, b"", location="/y.png")}
    assert World(to_file).children(f"{HOST}/x") == [(f"{HOST}/y.png", "image")]


def test_redirects_without_an_end_are_no_loop() -> None:
    def on(asked: Asked) -> Any:
        return status(302, b"", location=f"{asked.url}x") if "robots" not in asked.url else status(404)

    world = World({HOST: on})
    assert world.resolve(f"{HOST}/x")[0].code == "page_too_many_redirects"
    assert len(world.web.asked) < 10


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /private", True),
        (b"User-agent: *\nDisallow: /story", False),
        (b"User-agent: Fovea\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: Fovea\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        (b"User-agent: Other\nDisallow: /", True),
        (b"", True),
        (b"<html>no rules</html>", True),
        (b"\xff\xfe\x00", True),
        (status(404), True),
        (status(403), True),
        (status(301, b"", location="https://elsewhere.example/robots.txt"), True),
    ],
)
def test_what_robots_txt_forbids_is_not_read(rules: Any, allowed: bool) -> None:
    story = page(f'<meta property="og:image" content="{PICTURE}">')
    world = World({f"{HOST}/robots.txt": rules, f"{HOST}/story": story})
    link = world.resolve(f"{HOST}/story")[0]
    assert link.outcome == ("ok" if allowed else "refused")
    assert link.code == (None if allowed else "page_robots")
    assert any(asked.url.endswith("/story") for asked in world.web.asked) == allowed


def test_while_the_rules_cannot_be_read_nothing_is() -> None:
    world = World({f"{HOST}/robots.txt": status(500), f"{HOST}/story": page("")})
    assert world.resolve(f"{HOST}/story")[0].outcome == "unavailable"
    assert not any(asked.url.endswith("/story") for asked in world.web.asked)


def test_the_rules_of_a_host_are_read_once() -> None:
    world = World({f"{HOST}/": page(f'<meta property="og:image" content="{PICTURE}">')})
    world.answers[f"{HOST}/robots.txt"] = b""
    world.resolve(*(f"{HOST}/story/{number}" for number in range(5)))
    assert [asked.url for asked in world.web.asked].count(f"{HOST}/robots.txt") == 1


def test_in_a_simulated_system_the_rules_are_those_of_the_host() -> None:
    there = "http://127.0.0.1:8410/-/example.com"
    world = World({f"{there}/robots.txt": b"User-agent: *\nDisallow: /private"})
    assert world.resolve(f"{there}/private/x")[0].code == "page_robots"
    world.answers[f"{there}/story"] = page('<meta property="og:image" content="/-/example.com/a.png">')
    assert world.children(f"{there}/story") == [(f"{there}/a.png", "image")]


def test_a_host_that_fails_again_and_again_is_left_alone_and_its_neighbours_are_not() -> None:
    world = World(
        {
            f"{HOST}/": status(500),
            f"{HOST}/robots.txt": b"",
            "https://other.example/": page(f'<meta property="og:image" content="{PICTURE}">'),
            "https://other.example/robots.txt": b"",
        }
    )
    links = world.resolve(f"{HOST}/1", f"{HOST}/2", f"{HOST}/3", f"{HOST}/4", "https://other.example/story")
    assert [link.outcome for link in links] == ["unavailable"] * 4 + ["ok"]
    assert links[3].code == "breaker_open"
    assert sum(asked.url.startswith(f"{HOST}/") for asked in world.web.asked) <= 7
