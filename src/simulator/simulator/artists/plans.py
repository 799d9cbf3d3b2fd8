"""What artists say of themselves on which of their pages: ten ways, by the last digit of their number.

A line's `to` is another page of the same person, or `friend:` and a page of somebody else's. `form` is how
the address is written, where it is not written as it is.
"""

from functools import cache
from typing import Literal, NamedTuple

RENAMED = 9
_KINDS = 10
FRIENDS = "friend:"


class Line(NamedTuple):
    """One address on a page. `words` have `{}` in its place."""

    place: Literal["field", "verified", "icon", "button", "gated", "text", "old"]
    to: str
    words: str = "{}"
    form: str = "{}"


Plan = dict[str, tuple[Line, ...]]


def _text(to: str, words: str = "{}", form: str = "{}") -> Line:
    return Line("text", to, words, form)


def _field(to: str, form: str = "{}") -> Line:
    return Line("field", to, form=form)


def _buttons(*pages: str) -> tuple[Line, ...]:
    return tuple(Line("button", page) for page in pages)


def _icons(*pages: str) -> tuple[Line, ...]:
    return tuple(Line("icon", page) for page in pages)


_ICON_BY_FRIEND = _text("friend:bluesky", "icon by {}")

# By an entry at a board, and by a page at Carrd, where friends are named, too.
_CARRD: Plan = {
    "danbooru": (_field("x", "{}"), _field("pixiv"), _field("bluesky")),
    "e621": (_field("furaffinity"), _field("x")),
    "deviantart": (_field("x"), _text("carrd", "More of me: {}"), _text("friend:deviantart", "Banner by {}")),
    "carrd": (
        *_buttons("bluesky", "mastodon", "tumblr"),
        _text("friend:bluesky", "Friends: {}"),
        _text("friend:x", "Thanks to {} for the code"),
    ),
    "pixiv": (_text("x", "Twitter: {}"),),
    "bluesky": (_ICON_BY_FRIEND,),
    "furaffinity": (_field("x"),),
    "artstation": (_field("x"),),
    "x": (_field("carrd"),),
    "mastodon": (_field("carrd"),),
    "tumblr": (_text("carrd", "links: {}"),),
}
# By a page at Linktree, a part of which asks for one's age.
_LINKTREE: Plan = {
    "danbooru": (_field("x"), _field("linktree")),
    "linktree": (
        *_icons("x", "bluesky"),
        *_buttons("patreon", "deviantart", "tumblr"),
        Line("gated", "pixiv"),
        Line("gated", "furaffinity"),
        Line("button", "friend:kofi", "My friend's shop {}"),
    ),
    "patreon": (_field("x"), _text("friend:x", "Music by {}")),
    "deviantart": (_field("linktree"), _text("friend:deviantart", "My bestie is {}")),
    "pixiv": (_field("linktree"),),
    "artstation": (_field("linktree"),),
    "furaffinity": (_text("linktree", "All my links: {}"), _text("friend:furaffinity", "My partner: {}")),
    "bluesky": (_text("linktree", "art · {}"), _ICON_BY_FRIEND),
    "mastodon": (_field("linktree"),),
    "tumblr": (_text("linktree", "my links: {}"),),
    "x": (_field("linktree"), _text("friend:x", "pfp by {}")),
}
# By the fields of Pixiv, and by lit.link.
_LITLINK: Plan = {
    "danbooru": (_field("pixiv"),),
    "pixiv": (_field("x"), Line("icon", "litlink"), _text("friend:pixiv", "友達 {}")),
    "litlink": (*_icons("bluesky", "x"), *_buttons("artstation", "pixiv"), _text("friend:x", "Header by {}")),
    "deviantart": (_text("litlink", "Links: {}"),),
    "artstation": (_field("litlink"),),
    "furaffinity": (_text("litlink", "My links: {}"),),
    "bluesky": (_text("litlink", "{}"),),
    "mastodon": (_field("litlink"), _text("friend:mastodon", "Avatar by {}")),
    "tumblr": (_text("litlink", "{}"),),
    "x": (_field("litlink"),),
}
# By a website that says rel=me, to which the pages lead back.
_WEBSITE: Plan = {
    "danbooru": (_field("website"), _field("deviantart")),
    "website": (
        *_icons("mastodon", "bluesky", "deviantart", "pixiv", "artstation", "x"),
        _text("friend:bluesky", "Go and see what my friend {} draws"),
        _text("friend:tumblr", "Website made by {}"),
    ),
    "deviantart": (_field("website"),),
    "pixiv": (_field("website"),),
    "artstation": (_field("website"),),
    "furaffinity": (_field("website"),),
    "mastodon": (Line("verified", "website"),),
    "bluesky": (_text("website", "my website: {}"),),
    "tumblr": (_text("website", "my website: {}"),),
    "x": (_field("website"),),
}
# By potofu; no board knows these people.
_POTOFU: Plan = {
    "potofu": (*_buttons("x", "tumblr", "pixiv", "bluesky"), _text("friend:x", "Icon: {}")),
    "deviantart": (_text("potofu", "about me: {}"), _text("friend:deviantart", "Character design by {}")),
    "pixiv": (_text("potofu", "{}"),),
    "artstation": (_field("potofu"),),
    "furaffinity": (_field("bluesky"), _text("friend:furaffinity", "Boyfriend: {}")),
    "bluesky": (_text("potofu", "{}"),),
    "mastodon": (_field("potofu"),),
    "tumblr": (_text("potofu", "{}"),),
    "x": (_field("potofu"),),
}
# By a page at Patreon.
_PATREON: Plan = {
    "danbooru": (_field("patreon"), _field("x")),
    "patreon": (_field("x"), _field("deviantart"), _text("bluesky", "I also post at {}")),
    "kofi": (*_icons("tumblr", "patreon"), _text("friend:kofi", "Thanks to {}")),
    "deviantart": (_field("patreon"), _field("kofi")),
    "pixiv": (_text("patreon", "Support me: {}"),),
    "artstation": (_field("patreon"),),
    "furaffinity": (_field("kofi"),),
    "bluesky": (_text("patreon", "my Patreon: {}"),),
    "mastodon": (_field("patreon"),),
    "tumblr": (_text("patreon", "support me: {}"),),
    "x": (_field("patreon"),),
}
# By a page at Ko-fi.
_KOFI: Plan = {
    "e621": (_field("furaffinity"), _field("bluesky")),
    "kofi": (*_icons("bluesky", "x", "deviantart"), _text("friend:x", "Background by {}")),
    "deviantart": (_text("kofi", "Tips: {}"),),
    "pixiv": (_text("kofi", "tips: {}"),),
    "artstation": (_field("kofi"),),
    "furaffinity": (_text("kofi", "my Ko-fi: {}"),),
    "bluesky": (_text("kofi", "Support me: {}"), _ICON_BY_FRIEND),
    "mastodon": (_field("kofi"),),
    "tumblr": (_text("kofi", "tips: {}"),),
    "x": (_field("kofi"),),
}
# By words only.
_WORDS: Plan = {
    "danbooru": (_field("deviantart"), _field("tumblr")),
    "deviantart": (_text("x", "My Twitter: {}"), _text("friend:deviantart", "go follow {}")),
    "pixiv": (_text("x", "twitter: {}"),),
    "artstation": (_text("x", "Twitter: {}"),),
    "furaffinity": (_text("x", "Twitter: {}"), _text("friend:furaffinity", "Icon by {}")),
    "bluesky": (_text("x", "my twitter: {}"),),
    "mastodon": (_text("bluesky", "also on Bluesky: {}"),),
    "tumblr": (_text("deviantart", "my deviantart: {}"),),
    "x": (_text("bluesky", "my bsky: {}"), _text("friend:x", "header by {}")),
}
# By addresses that are wrapped in others, and written in other ways.
_OUTGOING = "https://www.deviantart.com/users/outgoing?{}"
_WRAPPED: Plan = {
    "danbooru": (_field("x", "{}/media"),),
    "linktree": (
        Line("button", "bluesky", form="{}?utm_source=linktree"),
        Line("button", "x", form="https://href.li/?{}"),
        Line("button", "pixiv", form="{}/illustrations"),
    ),
    "deviantart": (_text("linktree", "Everything: {}", _OUTGOING), _text("friend:x", "Art trade with {}")),
    "pixiv": (_text("linktree", "{}"),),
    "artstation": (_field("linktree", "https://href.li/?{}"),),
    "furaffinity": (_text("linktree", "My links: {}"),),
    "bluesky": (_text("linktree", "all my links: {}?utm_source=bsky"),),
    "mastodon": (_field("linktree"),),
    "tumblr": (_text("linktree", "my links: {}", "https://href.li/?{}"),),
    "x": (_field("linktree"),),
}
# By pages that still have names of before.
_RENAMED: Plan = {
    "danbooru": (Line("old", "old x"), _field("x"), _field("old deviantart"), _field("pixiv")),
    "deviantart": (_field("x"), _text("old mastodon", "my Mastodon: {}")),
    "pixiv": (_field("x"), _text("old deviantart", "DeviantArt: {}")),
    "artstation": (_field("old deviantart"),),
    "furaffinity": (_field("old deviantart"),),
    "bluesky": (_text("old mastodon", "my Mastodon: {}"), _ICON_BY_FRIEND),
    "mastodon": (_field("x"),),
    "tumblr": (_text("old deviantart", "my DeviantArt: {}"),),
    "x": (_field("bluesky"),),
}
_PLANS = (
    _CARRD, _LINKTREE, _LITLINK, _WEBSITE, _POTOFU, _PATREON, _KOFI, _WORDS, _WRAPPED, _RENAMED,
)  # fmt: skip
# Of the accounts with as many posts as one likes. From ArtStation, where nobody lists accounts, one other is
# found; from DeviantArt, several are.
OF_MANY_POSTS: Plan = {
    "artstation": (_field("bluesky"),),
    "deviantart": (_field("bluesky"), _field("mastodon")),
    "pixiv": (_field("bluesky"),),
}


@cache
def kind_of(number: int) -> int:
    """Which of the ways an artist has."""
    return number % _KINDS


def plan(number: int) -> Plan:
    """What an artist's pages say. The first artist is known at the networks under the names of their own
    accounts, and says nothing.
    """
    return _PLANS[kind_of(number)] if number > 0 else {}
