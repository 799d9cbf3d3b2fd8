"""Names that people log in with: one form each, so that nobody has a name that looks like another's."""

import re
import unicodedata

LONGEST = 64
RULE = "2 to 64 letters a-z, digits, and . _ @ - between them"
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,62}[a-z0-9]")


def normalised(text: str) -> str | None:
    """The one form of a name, whatever its capitals and widths; None for what cannot be one."""
    name = unicodedata.normalize("NFKC", text.strip()).casefold()
    return name if _NAME.fullmatch(name) else None
