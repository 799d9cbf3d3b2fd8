"""Addresses as Baidu tells them: some are written in a cipher of single letters, some lead through a host of
Baidu's own, which makes the picture smaller (as the older crawler knew, and its pages do).
"""

import re
from urllib.parse import unquote, urlsplit

from puller.sources import reading

# Three words stand for what is between letters and digits, and each of these signs for the one below it.
_WORDS = {"_z2C$q": ":", "_z&e3B": ".", "AzdH3F": "/"}
_WORD = re.compile("|".join(map(re.escape, _WORDS)))
_SIGNS = str.maketrans("0123456789abcdefghijklmnopqrstuvw", "7dgjmoru140852vsnkheb963wtqplifca")
_THROUGH = re.compile(r"gimg[0-9]*\.baidu\.com")
_INNER = re.compile(r"(?:^|[/&?])src=([^&]+)")


def address(told: object) -> str | None:
    """The address that Baidu means, of the picture's own host; None for none."""
    if not isinstance(told, str) or not told.strip():
        return None
    plain = reading.address(told if told.startswith(("http://", "https://")) else deciphered(told.strip()))
    return None if plain is None else _own(plain)


def deciphered(text: str) -> str:
    """What such a text says."""
    said, end = [], 0
    for word in _WORD.finditer(text):
        said += [text[end : word.start()].translate(_SIGNS), _WORDS[word[0]]]
        end = word.end()
    return "".join([*said, text[end:].translate(_SIGNS)])


def _own(url: str) -> str:
    """The address within an address of Baidu's own host."""
    parts = urlsplit(url)
    inner = _INNER.search(f"{parts.path}?{parts.query}") if _THROUGH.fullmatch(parts.hostname or "") else None
    found = reading.address(unquote(inner[1])) if inner is not None else None
    return found or url
