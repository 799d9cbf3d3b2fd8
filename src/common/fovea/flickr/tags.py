"""Tags as Flickr writes them in its answers: `New York!` is `newyork`.

Flickr keeps a tag as its owner typed it ("raw") and a normalised form, by which it finds and compares:
letters and digits of any script, without spaces, punctuation and case
(https://www.flickr.com/services/api/misc.tags.html). Machine tags keep their signs: `geo:lat=5764`.
"""

import re
import unicodedata

_MACHINE = re.compile(r"\s*([a-z][a-z0-9_]*):([a-z][a-z0-9_]*)=(.+)", re.DOTALL)
_LEFT_OUT = frozenset("PZC")  # punctuation, separators, control and unassigned characters
_SIGNS = frozenset("$+<=>^`|~")  # symbols of ASCII go too, those of other scripts (emoji) stay


def clean_tag(text: str) -> str:
    """The normalised form of a tag; empty when nothing of it is left."""
    folded = unicodedata.normalize("NFC", text.casefold())
    machine = _MACHINE.fullmatch(folded)
    if machine is not None and (value := _clean(machine[3])):
        return f"{machine[1]}:{machine[2]}={value}"
    return _clean(folded)


def _clean(text: str) -> str:
    return "".join(
        character
        for character in text
        if unicodedata.category(character)[0] not in _LEFT_OUT and character not in _SIGNS
    )
