"""Text that XML can hold."""

import re

# Everything outside of https://www.w3.org/TR/xml/#charsets: no escape makes these allowed.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without the characters that no XML document may contain."""
    return _FORBIDDEN.sub("", text)
