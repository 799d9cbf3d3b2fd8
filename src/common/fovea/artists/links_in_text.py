"""Addresses and names of accounts in what people write about themselves."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fovea.artists import fediverse, networks, web_address
from fovea.artists.addresses import account_of, made, page_of, unwrapped
from fovea.artists.lines_of_text import Line, lines_of
from fovea.artists.network import Network, words
from fovea.artists.pages_of_people import is_hub
from fovea.artists.records import FoundLink, LinkPlace

MOST_LINKS = 500

# Letters that never belong to an address: people write on behind it without a space.
_BEYOND = r"\s<>\"'`|\\^{}\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\u2018-\u201f\u00ab\u00bb"
_WITH_SCHEME = re.compile(rf"https?://[^{_BEYOND}]+", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![\w@./:\-=])(?:[a-z0-9][a-z0-9-]{{0,62}}\.)+[a-z]{{2,24}}(?!\.?[\w@-])(?:[/?#][^{_BEYOND}]*)?",
    re.IGNORECASE | re.ASCII,
)
_FEDIVERSE = re.compile(
    r"(?<![\w/@.])@([a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?)"
    r"@((?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,24})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_BLUESKY = re.compile(
    r"(?<![\w/@.])@((?:[a-z0-9-]{1,63}\.)+bsky\.(?:social|team))(?![\w@])", re.IGNORECASE | re.ASCII
)
_BEHIND = ".,;:!?*_~\"'…。、"
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{"}
# What ends like a host without a path and is one, rather than the end of a sentence or the name of a file.
_ENDINGS = words(
    "com net org info biz art arts gallery studio design ink graphics photo photos photography "
    "pictures portfolio works "
    "io co me tv cc ai app dev page site online space website blog club fun live life world xyz "
    "link bio moe cafe "
    "shop store dog cat pet red blue pink jp kr cn tw hk de uk fr it es pt br ru pl nl be se no "
    "fi dk cz at ch eu us ca au "
    "nz mx ar cl id my ph th vn in gg gd to is sh lol social ee lt lv ua gr hu ro tokyo pizza "
    "horse zone city land rocks "
    "today email ninja academy agency company group media show film video games game"
)
_BEFORE, _AFTER = 80, 40
_LONGEST_LINE = 20_000  # that a person would write
_NO_HANDLES = words(
    "a all also an and any are art at available banned below closed coming dead deleted dm dms "
    "done email for friend "
    "gone here him her hidden in inactive is it link linked links locked main me mine my n na "
    "name no none not now "
    "of off on only open or page pending personal pm private same see soon suspended tba tbd "
    "the them this tho to "
    "unavailable unused under user username via wip with yes you your"
)
_ONLY_WITH_AT = frozenset({"x", "tw", "bs", "tg", "ng", "da", "threads", "flickr", "booth"})
_DOTTED = frozenset({"bluesky", "instagram", "threads", "tiktok", "buymeacoffee", "cara"})
_INSTANCES = {"pawoo": "pawoo.net", "baraag": "baraag.net"}


class _Found(NamedTuple):
    start: int
    end: int
    url: str
    title: str


def links_in(text: str, *, where: LinkPlace = "description", base: str = "") -> tuple[FoundLink, ...]:
    """The addresses in a text or in HTML, in its order and each once, whatever was wrapped around them
    undone: links, addresses with and without their beginning, names with their network (`twitter:
    @somebody`, `@somebody on Instagram`, `@somebody@mastodon.art`). `base` is the page's own address.
    """
    found: dict[str, FoundLink] = {}
    heading = ""
    for line in lines_of(text, base=base):
        heading = _heading(line, heading)
        for one in sorted(_on(line), key=lambda one: one.start):
            if one.url not in found and len(found) < MOST_LINKS:
                words = _context(line.text, one, heading)
                found[one.url] = FoundLink(url=one.url, where=where, title=one.title, context=words)
    return tuple(found.values())


def _on(line: Line) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for anchor in line.anchors:
        taken.append((anchor.start, anchor.end))
        title = " ".join(line.text[anchor.start : anchor.end].split())[:200]
        if whole := _whole(anchor.url):
            yield _Found(anchor.start, anchor.end, whole, title)
    for finder in (_names, _addresses):
        kept: list[_Found] = []
        for one in finder(line.text):
            # Several names of networks may stand before one handle.
            others = taken + [(it.start, it.end) for it in kept if it[:2] != one[:2]]
            if not any(one.start < end and start < one.end for start, end in others):
                kept.append(one)
        taken += [(one.start, one.end) for one in kept]
        yield from kept


def _addresses(text: str) -> Iterator[_Found]:
    for match in _WITH_SCHEME.finditer(text):
        written = _trimmed(match[0])
        if whole := _whole(written):
            yield _Found(match.start(), match.start() + len(written), whole, "")
    for match in _BARE.finditer(text):
        written = _trimmed(match[0])
        if _is_meant(written) and (whole := _whole(written)):
            yield _Found(match.start(), match.start() + len(written), whole, "")


def _names(text: str) -> Iterator[_Found]:
    if len(text) > _LONGEST_LINE:
        return
    for match in _FEDIVERSE.finditer(text):
        host = match[2].lower()
        elsewhere = networks.network_at(host) not in {None, networks.MASTODON, networks.MISSKEY}
        found = None if elsewhere else made(fediverse.network_of(host), f"{match[1]}@{host}")
        if found is not None:
            yield _Found(match.start(), match.end(), found.url, match[0])
    for match in _BLUESKY.finditer(text):
        if found := made(networks.NETWORKS["bluesky"], match[1]):
            yield _Found(match.start(), match.end(), found.url, match[0])
    for form in _named_forms():
        for match in form.finditer(text):
            yield from _of_names(match)


def _of_names(match: re.Match[str]) -> Iterator[_Found]:
    with_at = match["at"] is not None
    handle = match["handle"].rstrip(".-")
    if not with_at and handle.lower() in _NO_HANDLES:
        return
    for word in re.split(_BETWEEN, match["names"]):
        of = networks.called(word)
        if of is not None and "." in handle and of.name not in _DOTTED and _is_meant(handle):
            continue  # `facebook: jane.art` tells of a website
        if of is None or (not with_at and word.lower() in _ONLY_WITH_AT):
            continue
        found = made(of, _handle_at(of, word.lower(), handle))
        if found is not None:
            yield _Found(
                match.start("handle"), match.start("handle") + len(handle), found.url, match[0].strip()
            )


def _handle_at(of: Network, word: str, handle: str) -> str:
    if of.name == "bluesky" and "." not in handle:
        return f"{handle}.bsky.social"
    return f"{handle}@{_INSTANCES[word]}" if word in _INSTANCES else handle


_BETWEEN = re.compile(r"\s*(?:/|&|,|\+|\||\band\b)\s*", re.IGNORECASE)


@cache
def _named_forms() -> tuple[re.Pattern[str], ...]:
    """`twitter/ig: @somebody`, `pixiv: somebody`, `@somebody (on twitter)`."""
    called = {word for one in networks.NETWORKS.values() for word in (one.name, *one.called)}
    known = sorted((word for word in called if networks.called(word)), key=lambda word: (-len(word), word))
    word = "|".join(re.escape(one) for one in known)
    several = rf"(?:{word})(?:\s*(?:/|&|,|\+|\||\band\b)\s*(?:{word})){{0,4}}"
    handle = r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]{0,62}[A-Za-z0-9_\-])?"
    end = rf"(?!/)(?=\s*(?:$|[,;|/()\[\]•·♡♥★☆~✦❤]|\s\s|&|and\b|(?:{several})\s*[:：@]))"
    sign = r"\s*[:：=\-–—>→~|•]{1,3}\s*"
    about = r"(?:\s+(?:account|acc|handle|id|user(?:name)?|name|is|art))?"
    lead = rf"(?<![\w@./\-])(?P<names>{several}){about}(?:{sign}|\s+(?=@)|\s+(?=[0-9]{{3,20}}(?!\w)))"
    with_at = rf"{lead}(?P<at>@)\s?(?P<handle>{handle})(?![\w@])"
    without = rf"{lead}(?P<at>(?!))?(?P<handle>{handle}){end}"
    behind = (
        rf"(?<![\w@./])(?P<at>@)(?P<handle>{handle})\s*(?:\(\s*(?:on\s+|at\s+|my\s+)?|"
        rf"on\s+(?:my\s+)?|[-–—:]\s*)(?P<names>{several})(?![\w./@:])"
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in (with_at, without, behind))


def _whole(written: str) -> str | None:
    address = web_address.read(unwrapped(written))
    return address.url if address is not None else None


def _is_meant(written: str) -> bool:
    """Whether what has a full stop in it is an address."""
    address = web_address.read(written)
    if address is None:
        return False
    known = networks.network_at(address.host) or networks.network_above(address.host) or is_hub(address.host)
    if known or address.host.startswith("www.") or account_of(written) is not None:
        return True
    ending = address.host.rpartition(".")[2]
    spelled = written.partition("/")[0]
    if not spelled.islower() and not spelled.isupper():
        return False
    return ending in _ENDINGS and page_of(written) is not None


def _trimmed(written: str) -> str:
    """An address without what belongs to the sentence around it."""
    kept = written
    while kept:
        last = kept[-1]
        opening = _PAIRS.get(last)
        ends = last in _BEHIND and not (last in "_~" and "/" in kept[8:])
        if ends or (opening and kept.count(opening) < kept.count(last)):
            kept = kept[:-1]
        else:
            break
    return kept


def _context(text: str, one: _Found, heading: str) -> str:
    """The words around a link in its line, under the heading that the line stands under."""
    before = text[max(0, one.start - _BEFORE) : one.start]
    words = " ".join(f"{heading} {before} … {text[one.end : one.end + _AFTER]}".split())
    return "" if words == "…" else words


def _heading(line: Line, current: str) -> str:
    """What the lines that follow are about: `Friends:` holds until an empty line, or another heading."""
    words = line.text.strip()
    if not words:
        return ""
    alone = words.endswith((":", "：")) and len(words) <= 60
    return words if alone and not line.anchors else current
