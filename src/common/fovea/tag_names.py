"""Names of tags: one way to write each, whoever wrote it, and the namespace that a source's prefix names.

A name is in lower case and NFC, with "_" for spaces, has no control characters, and begins with no sign that
a search would take for its own.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME = 191
MOST_WORDS = 12  # of a name, by which it can be found

ARTIST, CHARACTER, COPYRIGHT, META, GENERAL = "artist", "character", "copyright", "meta", "general"
NAMESPACES = (ARTIST, CHARACTER, COPYRIGHT, META, GENERAL)

# What sources call theirs.
_SYNONYMS = {
    **{name: name for name in NAMESPACES},
    **dict.fromkeys(("creator", "author", "painter", "photographer", "studio", "circle"), ARTIST),
    **dict.fromkeys(("char", "oc", "person"), CHARACTER),
    **dict.fromkeys(("series", "franchise", "parody", "fandom"), COPYRIGHT),
    **dict.fromkeys(("metadata", "medium", "lore", "invalid"), META),
    **dict.fromkeys(("species", "tag"), GENERAL),
}

# Joiners are letters' business: emoji and several scripts are made with them. Other characters that cannot
# be seen, and those that turn the direction of what follows, have no place in a name.
_JOINERS = frozenset("\u200c\u200d")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_GAPS = re.compile(r"[\s_]+")
_SIGNS_OF_SEARCHES = "-~_"
_MACHINE_TAG = re.compile(r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*=")


def normalised(text: str) -> str | None:
    """The one way to write this tag; None when nothing of it is left, or when it is too long to be one."""
    name = text
    while True:  # what is left out can bring new neighbours together: until nothing changes
        before, name = name, _once(name)
        if name == before:
            break
    return name if 0 < len(name) <= LONGEST_NAME else None


def namespace_of(word: str) -> str | None:
    """Our namespace for what a source, or a person, calls one; None when that is no namespace."""
    return _SYNONYMS.get(word.strip().lower())


@lru_cache(maxsize=65_536)  # a few tags are on most images
def parsed(text: str) -> tuple[str, str] | None:
    """(name, namespace) of a tag as a source writes it: `artist:somebody`, or without a namespace, which is
    general. None when it is no tag.

    Only what is known as a namespace is one: `re:zero` is a name, and so is the machine tag
    `artist:name=somebody`.
    """
    prefix, colon, rest = text.partition(":")
    namespace = namespace_of(prefix) if colon else None
    if namespace is not None and not _MACHINE_TAG.match(text):
        name = normalised(rest)
        if name is not None:
            return name, namespace
    name = normalised(text)
    return None if name is None else (name, GENERAL)


def words(name: str) -> list[str]:
    """The name from its beginning, and from the beginning of each of its words on: by what it is found."""
    starts = [0]
    for position in range(1, len(name)):
        if len(starts) == MOST_WORDS:
            break
        if _begins_word(name[position]) and not _begins_word(name[position - 1]):
            starts.append(position)
    return [name[start:] for start in starts]


def _once(text: str) -> str:
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or character in _JOINERS or unicodedata.category(character) not in _UNSEEN
    )
    lower = unicodedata.normalize("NFC", seen.lower())
    return _GAPS.sub("_", lower).lstrip(_SIGNS_OF_SEARCHES).rstrip("_")


def _begins_word(character: str) -> bool:
    return character.isalnum() or ord(character) > 127
