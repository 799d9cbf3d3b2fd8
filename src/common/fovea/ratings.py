"""For whom a picture is: our four ratings, and what the words of each source mean in them.

Boorus share letters and not their meaning. `s` is *sensitive* at Danbooru and *safe* at Moebooru and e621;
both are one step above *general*, which only some of them have. Never read a word of a source without its
source: `of_source` does, by one table.
"""

from collections.abc import Collection
from enum import IntEnum


class Rating(IntEnum):
    """From the mildest to the strongest, as the database stores them."""

    GENERAL = 0
    SAFE = 1
    QUESTIONABLE = 2
    EXPLICIT = 3


WORDS = tuple(rating.name.lower() for rating in Rating)

_OURS: dict[str, Rating] = {word: Rating(number) for number, word in enumerate(WORDS)}
_LETTERS: dict[str, Rating] = {word[0]: rating for word, rating in _OURS.items()}

# Danbooru, and Gelbooru since 2022, tell four apart. Gelbooru's "safe" is what its older posts say.
_FOUR: dict[str, Rating] = {
    "g": Rating.GENERAL,
    "general": Rating.GENERAL,
    "s": Rating.SAFE,
    "sensitive": Rating.SAFE,
    "safe": Rating.SAFE,
    "q": Rating.QUESTIONABLE,
    "questionable": Rating.QUESTIONABLE,
    "e": Rating.EXPLICIT,
    "explicit": Rating.EXPLICIT,
}
# The others tell three apart; their `s` is a word of its own, and there is no `g`.
_THREE: dict[str, Rating] = {
    "s": Rating.SAFE,
    "safe": Rating.SAFE,
    "q": Rating.QUESTIONABLE,
    "questionable": Rating.QUESTIONABLE,
    "e": Rating.EXPLICIT,
    "explicit": Rating.EXPLICIT,
}
# Boards of Gelbooru 0.2 tell three; those that were brought up to date since write the four words out.
_BOARD: dict[str, Rating] = _THREE | {"general": Rating.GENERAL, "sensitive": Rating.SAFE}
# https://www.flickr.com/help/filters: what its owner says. Without a login only safe photos are told of.
_FLICKR: dict[str, Rating] = {
    "": Rating.SAFE,
    "0": Rating.SAFE,
    "1": Rating.SAFE,
    "safe": Rating.SAFE,
    "2": Rating.QUESTIONABLE,
    "moderate": Rating.QUESTIONABLE,
    "3": Rating.EXPLICIT,
    "restricted": Rating.EXPLICIT,
}
# `over_18`: "not safe for work", which may be anything up to the strongest.
_REDDIT: dict[str, Rating] = {"false": Rating.SAFE, "true": Rating.EXPLICIT}

_PHILOMENA_TAGS: dict[str, Rating] = {
    "safe": Rating.SAFE,
    "suggestive": Rating.QUESTIONABLE,
    "questionable": Rating.QUESTIONABLE,
    "semi-grimdark": Rating.QUESTIONABLE,
    "explicit": Rating.EXPLICIT,
    "grimdark": Rating.EXPLICIT,
    "grotesque": Rating.EXPLICIT,
}
# https://docs.bsky.app/docs/advanced-guides/moderation: what an author or a moderator says of a post. Nothing
# is said of what is for all.
_BLUESKY_LABELS: dict[str, Rating] = {
    "nudity": Rating.QUESTIONABLE,
    "sexual": Rating.QUESTIONABLE,
    "porn": Rating.EXPLICIT,
    "graphic-media": Rating.EXPLICIT,
    "gore": Rating.EXPLICIT,  # the older name of graphic-media
}
# A "sensitive" post may be anything that its author would not show to all at once.
_MASTODON: dict[str, Rating] = {"false": Rating.SAFE, "true": Rating.QUESTIONABLE}
# https://www.tumblr.com/docs/api: whether a post has a community label. What is explicit is not allowed.
_TUMBLR: dict[str, Rating] = {"false": Rating.SAFE, "true": Rating.QUESTIONABLE}
# DeviantArt's "mature" is not explicit, which is not allowed; X's "possibly sensitive" may be anything.
_MATURE: dict[str, Rating] = {"false": Rating.SAFE, "true": Rating.QUESTIONABLE}
# Pixiv's `xRestrict`: for all, R-18, R-18G.
_PIXIV: dict[str, Rating] = {"0": Rating.SAFE, "1": Rating.EXPLICIT, "2": Rating.EXPLICIT}
# Search engines are asked for what is safe, or leave out the rest; Baidu and Commons say nothing of it.
_SAFE: dict[str, Rating] = {"": Rating.SAFE}
# Openverse's "mature" may be anything.
_OPENVERSE: dict[str, Rating] = {"false": Rating.SAFE, "true": Rating.EXPLICIT}
_PHILOMENA = frozenset({"philomena", "derpibooru", "ponybooru", "ponerpics", "twibooru", "furbooru"})

_TABLES: dict[str, dict[str, Rating]] = {
    "upload": _OURS | _LETTERS,
    "fovea": _OURS | _LETTERS,
    "flickr": _FLICKR,
    "reddit": _REDDIT,
    "mastodon": _MASTODON,
    "tumblr": _TUMBLR,
    "pixiv": _PIXIV,
    **dict.fromkeys(("deviantart", "x"), _MATURE),
    **dict.fromkeys(("google", "baidu", "brave", "commons"), _SAFE),
    "openverse": _OPENVERSE,
    **dict.fromkeys(("danbooru", "gelbooru"), _FOUR),
    **dict.fromkeys(("moebooru", "yandere", "yande.re", "konachan", "sakugabooru"), _THREE),
    "e621": _THREE,
    "e926": _THREE | {"": Rating.SAFE},  # the part of e621 that is safe
    **dict.fromkeys(("safebooru", "rule34", "tbib", "hypnohub", "xbooru", "gelbooru02"), _BOARD),
}


def word(rating: int) -> str:
    """The rating as people read it: general, safe, questionable or explicit."""
    return WORDS[rating]


def of_word(text: str) -> Rating:
    """The rating of one of our words, or of its first letter. Raises ValueError for any other."""
    known = text.strip().lower()
    rating = _OURS.get(known, _LETTERS.get(known))
    if rating is None:
        raise ValueError(f"{text!r} is no rating; the ratings are {', '.join(WORDS)}")
    return rating


def of_source(source: str, told: str | int | bool | None, tags: Collection[str] = ()) -> Rating | None:
    """What a source's own word, number or truth value means here; None when it means nothing that we know.

    Sources of the Philomena family tell it by tags, and Bluesky by labels: the strongest of them counts.
    """
    if source == "bluesky":
        rated = [_BLUESKY_LABELS[name] for name in map(_plain, tags) if name in _BLUESKY_LABELS]
        return max(rated, default=Rating.SAFE)
    if source in _PHILOMENA:
        rated = [_PHILOMENA_TAGS[name] for name in map(_plain, tags) if name in _PHILOMENA_TAGS]
        return max(rated, default=None)
    return _TABLES.get(source, {}).get(_plain(told))


def _plain(told: str | int | bool | None) -> str:
    return "" if told is None else str(told).strip().lower()
