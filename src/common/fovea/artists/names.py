"""Whether two accounts are called alike."""

import re
import unicodedata
from collections.abc import Iterable

from fovea.artists.records import AccountAddress

_LEAST = 4
# What artists put around their name where it is taken.
_AROUND = re.compile(
    r"^(?:the|its|im|iam|real|official|mr|ms)(?=.{4})"
    r"|(?<=.{4})(?:arts?|artist|artwork|artworks|draws|drawings?|draw|doodles?|"
    r"sketch(?:es)?|illust(?:rations?)?|"
    r"official|nsfw|sfw|alt|main|r18|jp|en|works?|paints?|studio)$"
)


def plain(name: str) -> str:
    """A name without what makes no difference: case, accents, signs, numbers at its end, and words that
    artists put around a name that is taken.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter for letter in folded if letter.isalnum() and not unicodedata.combining(letter))
    short = re.sub(r"(?<=\D{4})[0-9]{1,6}$", "", kept)
    while (shorter := _AROUND.sub("", short, count=1)) != short:
        short = shorter
    return short


def own_name(account: AccountAddress) -> str:
    """The part of a handle that the person chose: `jane` of `jane@mastodon.art` and of `jane.bsky.social`."""
    if account.network == "bluesky":
        labels = account.handle.split(".")
        return labels[1] if labels[0] == "www" and len(labels) > 2 else labels[0]
    return account.handle.partition("@")[0] if account.network in {"mastodon", "misskey"} else account.handle


def alike(account: AccountAddress, names: Iterable[str]) -> bool:
    """Whether an account is called as somebody with one of these names is."""
    own = plain(own_name(account))
    return len(own) >= _LEAST and not own.isdecimal() and any(own == plain(name) for name in names)
