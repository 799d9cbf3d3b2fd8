"""What stands in what people write about themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.artists.links_in_text import links_in

TEXTS = [
    ("https://x.com/jane", ["https://x.com/jane"]),
    ("see https://x.com/jane.", ["https://x.com/jane"]),
    ("(https://x.com/jane)", ["https://x.com/jane"]),
    ("<https://x.com/jane>", ["https://x.com/jane"]),
    ("https://en.example/A_(b)", ["https://en.example/A_(b)"]),
    ("https://x.com/janeです", ["https://x.com/jane"]),
    ("x.com/jane, x.carrd.co!", ["https://x.com/jane", "https://x.carrd.co"]),
    ("https://x.carrd.co", ["https://x.carrd.co"]),
    ("jane.studio", ["https://jane.studio"]),
    ("jane.gallery and Jane.Gallery", ["https://jane.gallery"]),
    ("www.jane.example", ["https://www.jane.example"]),
    ("twitter: @jane", ["https://x.com/jane"]),
    ("Twitter - @Jane", ["https://x.com/jane"]),
    ("twitter: jane", ["https://x.com/jane"]),
    ("twitter @jane", ["https://x.com/jane"]),
    ("Twitter/X: @jane", ["https://x.com/jane"]),
    ("IG: jane.art", ["https://www.instagram.com/jane.art/"]),
    ("twitter & ig: @jane", ["https://x.com/jane", "https://www.instagram.com/jane/"]),
    ("@jane on Twitter", ["https://x.com/jane"]),
    ("@jane (Instagram)", ["https://www.instagram.com/jane/"]),
    ("@jane@mastodon.art", ["https://mastodon.art/@jane"]),
    ("mastodon: @jane@mastodon.art", ["https://mastodon.art/@jane"]),
    ("pawoo: @jane", ["https://pawoo.net/@jane"]),
    ("bsky: @jane", ["https://bsky.app/profile/jane.bsky.social"]),
    ("bluesky: jane.art", ["https://bsky.app/profile/jane.art"]),
    ("@jane.bsky.social", ["https://bsky.app/profile/jane.bsky.social"]),
    ("jane.bsky.social", ["https://jane.bsky.social"]),
    ("pixiv id 12345", ["https://www.pixiv.net/users/12345"]),
    ("pixiv: 12345 | twitter: jane", ["https://www.pixiv.net/users/12345", "https://x.com/jane"]),
    ("Instagram: linktr.ee/jane", ["https://linktr.ee/jane"]),
    ("twitter: https://x.com/jane", ["https://x.com/jane"]),
    ("tumblr: jane.tumblr.com", ["https://jane.tumblr.com"]),
    ("https://href.li/?https://x.com/jane", ["https://x.com/jane"]),
    ("https://x.com/jane https://x.com/jane", ["https://x.com/jane"]),
    ("https://x.com/a&amp;b=1", ["https://x.com/a&b=1"]),
]
NOTHING = """no links|twitter: none|Twitter: soon|twitter: I never post|TW: gore|jane@example.com|mailto
jane.doe@mail.example.com e.g. this|file.png|end.Then|1.5|v2.0|@jane|twitter|twitter:|my twitter is dead|x:
jane|javascript:alert(1)|ftp://x.com/jane 3.14 twitter|Mr.Smith|...|hello.world!|a.b.c""".replace(
    "\n", "|"
).split("|")


@pytest.mark.parametrize(("text", "urls"), TEXTS)
def test_addresses_are_found_in_texts(text: str, urls: list[str]) -> None:
    assert [link.url for link in links_in(text)] == urls


@pytest.mark.parametrize("text", [text for text in NOTHING if text != "hello.world!"])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert links_in(text) == ()


def test_links_of_html_come_with_their_words() -> None:
    page = """<style>a.example.com{}</style><p>My <a
    href="/users/outgoing?https://linktr.ee/jane"><b>links</b></a> <br>art by <a
    href='https://x.com/bob'>@bob</a></p><a href="mailto:a@b.example">mail</a><a href="#top">up</a>
    """
    first, second = links_in(page, where="mention", base="https://www.deviantart.com/jane")
    assert (first.url, first.title, first.where) == ("https://linktr.ee/jane", "links", "mention")
    assert (second.url, second.title, second.context) == ("https://x.com/bob", "@bob", "art by …")


def test_a_heading_goes_with_the_lines_below_it() -> None:
    found = links_in("Friends:\nx.com/bob\nx.com/eve\n\nx.com/jane")
    assert [link.context for link in found] == ["Friends: …", "Friends: …", ""]


def test_words_of_a_link_are_not_searched_for_others() -> None:
    assert [one.url for one in links_in('<a href="https://x.com/jane">instagram.com/jane</a>')] == [
        "https://x.com/jane"
    ]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    links_in(text)
    links_in(f"<p>{text}<a href='{text}'>")


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text",
    [
        "twitter / ig & " * 1_300,
        "a." * 20_000,
        "@" + "a." * 9_000,
        "@a" * 9_000,
        ("a" * 64 + ".") * 290,
        "twitter" + " " * 19_000 + ":",
        "https://x.com/" + ")" * 19_000,
        "<a href='x'" * 20_000,
        "@abc on " * 2_300,
    ],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    assert len(links_in(text)) <= 500
