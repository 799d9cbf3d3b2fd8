"""Pages as they come: elements, what pages say of themselves, and the JSON in their programs."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from puller.artists.profiles.found_links import in_page, link, unique
from puller.artists.profiles.markup import Markup

SOUP = [
    "<", ">", "<a href=", "<a href='https://x.com/jane'>", "</a>", "<p>", "</p>", "<div class=x", "</div>",
    "<br>", '"', "'", "<![x", "<!--", "-->", "<script>", "</script>", "window.x = {", "JSON.parse(",
    "self.__next_f.push([1,", '"a:[', "])", "&amp;", "Friends:", "https://", "linktr.ee/jane", "@jane", " ",
    "\n", "\x00", "<base href='//['>",
]  # fmt: skip


@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_no_page_is_too_broken_to_be_read(parts: list[str]) -> None:
    page = Markup("".join(parts))
    assert list(page.objects("nothing of the kind")) == []
    for one in in_page(page, "https://jane.studio/"):
        assert one.url.startswith(("http://", "https://"))


STATE: dict[str, Any] = {"person": {"name": 'Jane "Ink" </b>', "links": ["https://x.com/jane?a=1&b=2"]}}
TOLD = msgspec.json.encode(STATE).decode()
TWICE = msgspec.json.encode(TOLD).decode()
PIECES = [msgspec.json.encode(one).decode() for one in (f"a:{TOLD[:20]}", f"{TOLD[20:]}\nb:I[1]\n")]


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{TOLD}</script>',
        f'<script type="application/ld+json"> {TOLD} </script>',
        f"<script>{TOLD}</script>",
        f"<script>window.__STATE__ = {TOLD};\nwindow.other = 1;</script>",
        f'<script>window["__STATE__"] = {TOLD}</script>',
        f"<script>Object.assign(window.patreon.bootstrap, {TOLD});</script>",
        f"<script>window.__INITIAL_STATE__ = JSON.parse({TWICE});</script>",
        "<script>window.s = JSON.parse(" + TWICE.replace("'", "\\'").replace("J", "\\x4a") + ");</script>",
        "".join(f"<script>self.__next_f.push([1,{one}])</script>" for one in PIECES),
    ],
)
def test_the_json_of_a_page_is_found_in_whatever_form(script: str) -> None:
    page = Markup(f"<html><head>{script}</head><body></body></html>")
    assert next(page.objects("name", "links"), None) == STATE["person"]


@pytest.mark.parametrize(
    "script",
    [
        "window.x = {broken",
        "JSON.parse('x')",
        'JSON.parse("{")',
        "[" * 5_000,
        '{"a":' * 5_000,
        "window.x = [[",
    ],
)
def test_json_that_is_none_is_passed_over(script: str) -> None:
    assert list(Markup(f"<script>{script}</script><p>x</p>").objects("a", "b")) == []


def test_the_first_that_a_page_says_of_itself_counts() -> None:
    page = Markup(
        '<title> Jane\n Ink </title><meta property="og:title" content="Jane">'
        '<meta name="OG:TITLE" content="June">'
    )
    assert page.meta("twitter:title", "og:title") == "Jane"
    assert page.title == "Jane Ink"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://x.com/jane", "https://x.com/jane"),
        ("HTTP://X.com/jane", "http://X.com/jane"),
        ("x.com/jane", "https://x.com/jane"),
        ("//x.com/jane", "https://x.com/jane"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fx.com%2Fjane", "https://x.com/jane"),
        ("https://jane.studio/?a=1&copy=2", "https://jane.studio/?a=1&copy=2"),
        ("http://127.0.0.1:8410/-/x.com/jane", "https://x.com/jane"),
        ("mailto:jane@jane.studio", None),
        ("javascript:alert(1)", None),
        ("jane@jane.studio", None),
        ("jane", None),
        ("", None),
        (None, None),
        (7, None),
        ("https://x.com/" + "a" * 5_000, None),
    ],
)
def test_an_address_of_a_field(written: Any, url: str | None) -> None:
    found = link(written, "own_field")
    assert (found.url if found is not None else None) == url


def test_an_account_is_named_once_by_the_place_that_says_most() -> None:
    found = [
        link("https://twitter.com/Jane", "description"),
        link("https://x.com/jane/media", "own_field"),
        None,
        link("https://mobile.twitter.com/jane", "button"),
        link("https://jane.studio", "description"),
        link("http://www.jane.studio/", "button"),
    ]
    assert [(one.url, one.where) for one in unique(found)] == [
        ("https://x.com/jane/media", "own_field"),
        ("http://www.jane.studio/", "button"),
    ]


def test_of_very_many_links_the_first_are_taken() -> None:
    assert len(unique(link(f"https://jane{number}.studio", "button") for number in range(1_000))) == 200
