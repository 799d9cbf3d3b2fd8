"""How sites write tags."""

import re
from collections.abc import Callable

from simulator.gallery.works import Tag

Dialect = Callable[[Tag], str]

_E621 = {"1girl": "female", "1boy": "male", "2girls": "female/female", "no_humans": "zero_pictured"}
_NAMES = {"star_(sky)": "star", "watercolor_(medium)": "watercolor", "photo_(medium)": "photography"}
# What people who write hashtags do not say.
_FOR_BOARDS = frozenset({"1girl", "1boy", "2girls", "multiple_girls", "no_humans", "solo"})


def snake(tag: Tag) -> str:
    """`blue_sky`, `lantern_chronicle`: boards of the Danbooru kind."""
    return "_".join(tag[1].lower().split())


def snake_of_e621(tag: Tag) -> str:
    """As boards write it, with words of e621's own."""
    return _E621.get(tag[1], snake(tag)) if tag[0] == "general" else snake(tag)


def spaced(tag: Tag) -> str:
    """`blue sky`, `artist:somebody`: Philomena."""
    text = _plain(tag).lower()
    return f"artist:{text}" if tag[0] == "artist" else text


def joined(tag: Tag) -> str:
    """`bluesky`: hashtags of Flickr, Bluesky, Mastodon. Empty for what nobody tags so."""
    return "" if tag[1] in _FOR_BOARDS else re.sub(r"[^a-z0-9]", "", _plain(tag).lower())


def words(tag: Tag) -> str:
    """`blue sky`: Tumblr, Imgur. Empty for what nobody tags so."""
    return "" if tag[1] in _FOR_BOARDS else _plain(tag).lower()


def _plain(tag: Tag) -> str:
    return _NAMES.get(tag[1], tag[1]).replace("_", " ")
