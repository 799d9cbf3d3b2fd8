"""Where wrapped addresses lead."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.artists.addresses import unwrapped

X = "https://x.com/somebody"
ENCODED = quote(X, safe="")
CARRD = "https://x.carrd.co"

LEADS = [
    (f"https://www.deviantart.com/users/outgoing?{X}", X),
    (f"https://www.deviantart.com/users/outgoing?{ENCODED}", X),
    (f"https://www.deviantart.com/users/outgoing?{CARRD}", CARRD),
    (f"https://jane.deviantart.com/users/outgoing?{X}", X),
    (
        "https://www.deviantart.com/users/outgoing?https://linktr.ee/jane?a=b&c=d",
        "https://linktr.ee/jane?a=b&c=d",
    ),
    (f"https://l.instagram.com/?u={ENCODED}&e=AT0", X),
    (f"https://l.facebook.com/l.php?u={ENCODED}&h=AT0", X),
    (f"https://lm.facebook.com/l.php?u={ENCODED}", X),
    (f"https://l.threads.net/?u={ENCODED}&e=a", X),
    (f"https://www.google.com/url?q={ENCODED}&sa=D", X),
    (f"https://www.google.co.jp/url?sa=t&url={ENCODED}", X),
    (f"https://out.reddit.com/t3_abc?url={ENCODED}&token=a", X),
    (f"https://steamcommunity.com/linkfilter/?url={X}", X),
    (f"https://steamcommunity.com/linkfilter/?u={ENCODED}", X),
    (f"https://steamcommunity.com/linkfilter/{X}", X),
    (f"https://href.li/?{X}", X),
    (f"http://anonym.to/?{X}", X),
    (f"https://t.umblr.com/redirect?z={ENCODED}&t=a&b=c", X),
    (f"https://www.youtube.com/redirect?event=a&q={ENCODED}", X),
    (f"https://vk.com/away.php?to={ENCODED}", X),
    (f"https://www.pixiv.net/jump.php?{ENCODED}", X),
    (f"https://www.pixiv.net/jump.php?url={ENCODED}", X),
    (f"https://duckduckgo.com/l/?uddg={ENCODED}", X),
    (f"https://go.bsky.app/redirect?u={ENCODED}", X),
    (f"https://slack-redir.net/link?url={ENCODED}", X),
    (f"https://eur01.safelinks.protection.outlook.com/?url={ENCODED}&data=a", X),
    (f"https://web.archive.org/web/20200101000000/{X}", X),
    ("https://web.archive.org/web/2020id_/twitter.com/somebody", "twitter.com/somebody"),
    (f"https://l.instagram.com/?u={quote(f'https://t.umblr.com/redirect?z={ENCODED}', safe='')}", X),
    (f"https://href.li/?https://href.li/?https://www.google.com/url?q={ENCODED}", X),
    (f"https://www.google.com/url?q={quote(ENCODED, safe='')}", X),
    (f"  https://href.li/?{X}  ", X),
]
STAYS = [
    "https://x.com/somebody",
    "https://t.co/abcdefg",
    "https://bit.ly/abc",
    "https://www.google.com/search?q=https://x.com/a",
    "https://evil.example/?u=https://x.com/a",
    "https://l.instagram.com.evil.example/?u=https://x.com/a",
    "https://x.carrd.co",
    "https://notdeviantart.com/users/outgoing?https://x.com/a",
    "https://www.deviantart.com/users/outgoing",
    "https://www.deviantart.com/users/outgoing?notanaddress",
    "https://l.instagram.com/?e=1",
    "https://href.li/",
    "https://href.li/?",
    "https://l.instagram.com/?u=javascript:alert(1)",
    "https://www.youtube.com/watch?v=https://x.com/a",
    "word",
]


@pytest.mark.parametrize(("url", "leads_to"), LEADS)
def test_a_wrapped_address_leads_where_it_says(url: str, leads_to: str) -> None:
    assert unwrapped(url) == leads_to


@pytest.mark.parametrize("url", STAYS)
def test_any_other_address_stays_what_it_is(url: str) -> None:
    assert unwrapped(url) == url


def test_wrappers_around_wrappers_come_to_an_end() -> None:
    assert unwrapped("https://href.li/?" * 200 + X).startswith("https://href.li/?")


@given(st.text(max_size=80))
def test_any_text_comes_to_an_end(text: str) -> None:
    unwrapped(f"https://href.li/?{text}")
    unwrapped(f"https://l.instagram.com/?u={text}")
