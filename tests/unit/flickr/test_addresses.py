"""What people paste, and whom it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.errors import InvalidInput
from fovea.flickr.addresses import ACCEPTED, Ask, Name, Page, Person, Photo, ShortLink, decode_base_58, read
from fovea.flickr.site import Site

FLICKR = Site("https://www.flickr.com")
SIMULATOR = Site("http://127.0.0.1:8410/")
BEES = Person("12037949754@N01")

ACCEPTED_FORMS: list[tuple[str, Ask]] = [
    # Pages, with every scheme, host and ending
    ("https://www.flickr.com/photos/bees/", Page("bees")),
    ("https://www.flickr.com/photos/bees", Page("bees")),
    ("http://www.flickr.com/photos/bees", Page("bees")),
    ("HTTPS://WWW.Flickr.COM/photos/bees", Page("bees")),
    ("https://flickr.com/photos/bees", Page("bees")),
    ("https://m.flickr.com/photos/bees", Page("bees")),
    ("https://secure.flickr.com/photos/bees", Page("bees")),
    ("https://www.flickr.com./photos/bees", Page("bees")),
    ("https://www.flickr.com:443/photos/bees", Page("bees")),
    ("www.flickr.com/photos/bees", Page("bees")),
    ("flickr.com/photos/bees/", Page("bees")),
    ("m.flickr.com/people/bees", Page("bees")),
    ("//www.flickr.com/photos/bees", Page("bees")),
    ("/photos/bees/", Page("bees")),
    ("people/bees", Page("bees")),
    ("  https://www.flickr.com/photos/bees/  ", Page("bees")),
    ("<https://www.flickr.com/photos/bees/>", Page("bees")),
    ("https://www.flickr.com/people/bees/", Page("bees")),
    ("https://www.flickr.com/people/bees/contacts/", Page("bees")),
    ("https://www.flickr.com/photos/bees//", Page("bees")),
    ("https://www.flickr.com//photos//bees", Page("bees")),
    ("https://www.flickr.com/photos/bees?saved=1", Page("bees")),
    ("https://www.flickr.com/photos/bees/?page=2#top", Page("bees")),
    ("https://www.flickr.com/photos/bees#comments", Page("bees")),
    ("https://www.flickr.com/photos/bees/page3", Page("bees")),
    ("https://www.flickr.com/photos/bees/favorites", Page("bees")),
    ("https://www.flickr.com/photos/bees/albums", Page("bees")),
    ("https://www.flickr.com/photos/bees/albums/72157666833379009", Page("bees")),
    ("https://www.flickr.com/photos/bees/sets/72157666833379009/page2", Page("bees")),
    ("https://www.flickr.com/photos/bees/galleries/72157621848008117/", Page("bees")),
    ("https://www.flickr.com/photos/bees/tags/castle/", Page("bees")),
    ("https://www.flickr.com/photos/jordi-sureda_2.0/", Page("jordi-sureda_2.0")),
    ("https://www.flickr.com/bees", Page("bees")),
    ("flickr.com/bees/", Page("bees")),
    ("https://www.flickr.com/gp/bees/M195SLkj98", Page("bees")),
    ("https://www.flickr.com/x/t/0090009/photos/bees/", Page("bees")),
    # Photos with their owner
    ("https://www.flickr.com/photos/bees/2733/", Page("bees", "2733")),
    ("https://www.flickr.com/photos/bees/2733/in/photostream/", Page("bees", "2733")),
    ("https://www.flickr.com/photos/bees/2733/in/album-72157666833379009/lightbox/", Page("bees", "2733")),
    ("https://www.flickr.com/photos/bees/2733/sizes/l/", Page("bees", "2733")),
    ("http://flickr.com/photo/bees/2733", Page("bees", "2733")),
    ("https://www.flickr.com/x/t/0090009/photos/bees/2733/", Page("bees", "2733")),
    # NSIDs
    ("12037949754@N01", BEES),
    ("12037949754@n01", BEES),
    ("12037949754%40N01", BEES),
    ("https://www.flickr.com/photos/12037949754@N01/", BEES),
    ("https://www.flickr.com/photos/12037949754%40N01/2733/", BEES),
    ("https://www.flickr.com/people/12037949754@N01", BEES),
    ("https://www.flickr.com/gp/12037949754@N01/nSN80jZ64E", BEES),
    ("http://flickr.com/photo/12037949754@N01/2619974961", BEES),
    # Photos alone: short links, scripts, pictures
    ("https://flic.kr/p/2p4QbKN", Photo("53208249252")),
    ("http://flic.kr/p/2p4QbKN/", Photo("53208249252")),
    ("flic.kr/p/2p4QbKN", Photo("53208249252")),
    ("https://www.flic.kr/p/2p4QbKN?x=1", Photo("53208249252")),
    ("https://www.flickr.com/photo.gne?id=105", Photo("105")),
    ("https://www.flickr.com/photo_zoom.gne?id=196155401&size=m", Photo("196155401")),
    ("https://www.flickr.com/photo.gne?short=2ouuqFT", Photo("52830949513")),
    ("https://live.staticflickr.com/65535/53381630964_63d765ee92_b.jpg", Photo("53381630964")),
    ("live.staticflickr.com/65535/53381630964_63d765ee92.jpg", Photo("53381630964")),
    ("http://static.flickr.com/63/155697786_0125559b4e.jpg", Photo("155697786")),
    ("http://farm1.static.flickr.com/82/241708183_dd0847d5c7_o.jpg", Photo("241708183")),
    ("https://farm5.staticflickr.com/4586/37767087695_bb4ecff5f4_o.png", Photo("37767087695")),
    ("https://c8.staticflickr.com/6/5159/14288803431_7cf094b085_b.jpg", Photo("14288803431")),
    ("https://photos12.flickr.com/16159487_3a6615a565_b.jpg", Photo("16159487")),
    ("https://live.staticflickr.com/video/52868534222/346a41e5a9/1080p.mp4", Photo("52868534222")),
    # Short links that only Flickr can follow
    ("https://flic.kr/ps/ZVcni", ShortLink("ps", "ZVcni")),
    ("flic.kr/s/aHsjybZ5ZD", ShortLink("s", "aHsjybZ5ZD")),
    ("https://flic.kr/y/2Xry4Jt", ShortLink("y", "2Xry4Jt")),
    # Names
    ("bees", Name("bees", may_be_alias=True)),
    ("@bees", Name("bees", may_be_alias=True)),
    ("jane.doe", Name("jane.doe", may_be_alias=True)),
    ("53208249252", Name("53208249252", may_be_alias=True)),
    ("Bees / ?", Name("Bees / ?", may_be_alias=False)),
    ("AC/DC", Name("AC/DC", may_be_alias=False)),
    ("Eric is the best", Name("Eric is the best", may_be_alias=False)),
    ("Émile Zola", Name("Émile Zola", may_be_alias=False)),
    ("äquinoktium", Name("äquinoktium", may_be_alias=False)),
    ("写真 太郎", Name("写真 太郎", may_be_alias=False)),
    ("Studio: 54", Name("Studio: 54", may_be_alias=False)),
    ("★ Quasar ★", Name("★ Quasar ★", may_be_alias=False)),
    ("🐝🐝🐝", Name("🐝🐝🐝", may_be_alias=False)),
]

REFUSED_FORMS = [
    "",
    "   ",
    "<>",
    "nottflickr.com",
    "https://nottflickr.com/photos/bees",
    "https://flickr.com.evil.org/photos/bees",
    "flickr.com.evil.org/photos/bees",
    "https://evil.org/www.flickr.com/photos/bees",
    "https://evil.org/?url=https://www.flickr.com/photos/bees",
    "https://www.flickr.com@evil.org/photos/bees",
    "https://evil@www.flickr.com/photos/bees",
    "https://www.flickr.com\\@evil.org/photos/bees",
    "https://www.flickr.com:8080/photos/bees",
    "https://www.flickr.com:port/photos/bees",
    "https://[::1/photos/bees",
    "https://www.f1ickr.com/photos/bees",
    "https://www.flіckr.com/photos/bees",  # a Cyrillic i
    "javascript:alert(1)",
    "JavaScript : alert(1)",
    "data:text/html,hello",
    "file:///etc/passwd",
    "ftp://www.flickr.com/photos/bees",
    "mailto:bees@example.org",
    "bees@example.org",
    "https://www.instagram.com/bees",
    "instagram.com/bees",
    "https://127.0.0.1/photos/bees",
    "https://www.flickr.com/",
    "flickr.com",
    "https://www.flickr.com/explore",
    "https://www.flickr.com/groups/34427465497@N01/",
    "https://www.flickr.com/photos/",
    "https://www.flickr.com/photos/tags/castle/",
    "https://www.flickr.com/photos/me/",
    "https://www.flickr.com/search/?text=castle",
    "https://www.flickr.com/services/api/",
    "https://www.flickr.com/photos/../../etc/passwd",
    "https://www.flickr.com/photos/a%2Fb/",
    "https://www.flickr.com/photos/bé/",
    "https://www.flickr.com/photo.gne?id=drop",
    "https://flic.kr/p/",
    "https://flic.kr/p/0OIl",
    "https://flic.kr/p/" + "Z" * 13,
    "https://flic.kr/ps/ZVcni/more",
    "https://flic.kr/q/2p4QbKN",
    "https://live.staticflickr.com/",
    "https://live.staticflickr.com/65535/picture.jpg",
    "https://live.staticflickr.com.evil.org/65535/53381630964_63d765ee92_b.jpg",
    "bees\x00",
    "two\nlines",
    "n" * 201,
    "https://www.flickr.com/photos/" + "n" * 3_000,
    "\u200b",
]


@pytest.mark.parametrize(("text", "ask"), ACCEPTED_FORMS, ids=[text for text, _ in ACCEPTED_FORMS])
def test_every_form_of_a_flickr_address_or_name_is_understood(text: str, ask: Ask) -> None:
    assert read(text, site=FLICKR) == ask


@pytest.mark.parametrize("text", REFUSED_FORMS, ids=[ascii(text)[:60] for text in REFUSED_FORMS])
def test_anything_else_is_refused_with_a_word_about_what_is_accepted(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read(text, site=FLICKR)
    assert ACCEPTED in refusal.value.detail


def test_there_are_enough_forms() -> None:
    assert len({text for text, _ in ACCEPTED_FORMS}) >= 40
    assert len(set(REFUSED_FORMS)) >= 25


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("http://127.0.0.1:8410/photos/bees/", Page("bees")),
        ("127.0.0.1:8410/people/bees", Page("bees")),
        ("http://127.0.0.1:8410/photos/12037949754@N01/2733", BEES),
        ("http://127.0.0.1:8410/p/2p4QbKN", Photo("53208249252")),
        ("http://127.0.0.1:8410/65535/53381630964_63d765ee92_b.jpg", Photo("53381630964")),
        ("http://127.0.0.1:8410/bees", Page("bees")),
        ("/photos/bees/2733", Page("bees", "2733")),
        ("https://www.flickr.com/photos/bees/", Page("bees")),
        ("https://flic.kr/p/2p4QbKN", Photo("53208249252")),
    ],
)
def test_with_a_simulator_its_own_addresses_are_understood_too(text: str, ask: Ask) -> None:
    assert read(text, site=SIMULATOR) == ask


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8411/photos/bees/", "http://127.0.0.1/photos/bees", "http://127.0.0.1:8410/"]
)
def test_another_port_is_not_the_simulator(text: str) -> None:
    with pytest.raises(InvalidInput):
        read(text, site=SIMULATOR)


def test_a_name_that_was_typed_in_decomposed_letters_is_the_same_name() -> None:
    assert read("E\u0301mile Zola", site=FLICKR) == read("Émile Zola", site=FLICKR)


@pytest.mark.parametrize(
    ("code", "number"), [("1", 0), ("2", 1), ("8SPTwJ", 5_169_665_786), ("7K2E7d", 4_425_073_240)]
)
def test_short_links_are_numbers_in_base_58(code: str, number: int) -> None:
    assert decode_base_58(code) == number


@given(st.text(max_size=80) | st.from_regex(r"https?://(www\.)?flickr\.com/[ -~]{0,40}", fullmatch=True))
def test_whatever_is_pasted_is_understood_or_refused(text: str) -> None:
    try:
        ask = read(text, site=FLICKR)
    except InvalidInput:
        return
    assert isinstance(ask, Person | Page | Photo | ShortLink | Name)
