"""Addresses within addresses: what sites make of links that lead away from them, and what they led to."""

import re
from urllib.parse import unquote

import msgspec

from fovea.artists import web_address
from fovea.artists.network import bare
from fovea.artists.web_address import WebAddress

_MOST_LAYERS = 8
_ENCODED = re.compile(
    r"(?:https?(?::|%3a|%253a)|//|%2f%2f|www\.|[\w-]+(?:\.[\w-]+)+(?:/|$|%2f))", re.IGNORECASE
)


class _Wrapper(msgspec.Struct, frozen=True, kw_only=True):
    """At these hosts, with a path of this form, the address is in one of the parameters (`*`: it is the whole
    query; `/`: what the path's group has).
    """

    hosts: re.Pattern[str]
    path: re.Pattern[str]
    where: tuple[str, ...]


def _wrapper(hosts: str, path: str, *where: str) -> _Wrapper:
    return _Wrapper(hosts=re.compile(hosts), path=re.compile(path), where=where)


_WRAPPERS = (
    _wrapper(r"(?:[\w-]+\.)?deviantart\.com", r"/users/outgoing/?", "*"),
    _wrapper(
        r"(?:l|lm)\.(?:instagram|facebook)\.com|l\.threads\.(?:net|com)|l\.wl\.co|l\.messenger\.com",
        r"/(?:l\.php)?",
        "u",
    ),
    _wrapper(r"(?:m\.)?facebook\.com", r"/(?:l\.php|flx/warn/?)", "u"),
    _wrapper(r"google\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})", r"/url/?", "q", "url"),
    _wrapper(
        r"(?:translate\.google\.(?:com|co\.jp)|translate\.googleusercontent\.com)", r"/translate(?:_c)?", "u"
    ),
    _wrapper(r"out\.reddit\.com", r"/.*", "url"),
    _wrapper(r"(?:steamcommunity|store\.steampowered)\.com", r"/linkfilter/(.*)", "u", "url", "/"),
    _wrapper(
        r"(?:href\.li|anonym\.to|anonym\.es|nullrefer\.com|dereferer\.me|dereferer\.org|"
        r"hidereferrer\.net|blankrefer\.com|anon\.to|noref\.io)",
        r"/",
        "*",
    ),
    _wrapper(r"t\.umblr\.com", r"/redirect", "z"),
    _wrapper(r"(?:m\.)?youtube\.com", r"/redirect", "q"),
    _wrapper(r"(?:away\.)?vk\.(?:com|ru)", r"/away(?:\.php)?", "to"),
    _wrapper(r"pixiv\.net", r"/jump\.php", "url", "*"),
    _wrapper(r"disq\.us", r"/(?:url|p/.*)", "url"),
    _wrapper(r"weibo\.cn|passport\.weibo\.com", r"/sinaurl|/visitor/visitor", "u", "toasturl", "url"),
    _wrapper(r"(?:www\.)?bilibili\.com|link\.bilibili\.com", r"/(?:link|jump)", "url", "target"),
    _wrapper(r"slack-redir\.net", r"/link", "url"),
    _wrapper(r"duckduckgo\.com", r"/l/?", "uddg"),
    _wrapper(r"linkedin\.com", r"/(?:redir/redirect|safety/go/?)", "url"),
    _wrapper(r"[\w-]+\.safelinks\.protection\.outlook\.com", r"/", "url"),
    _wrapper(r"(?:t|telegram)\.me", r"/iv", "url"),
    _wrapper(r"go\.bsky\.app", r"/redirect", "u"),
    _wrapper(r"tiktok\.com", r"/link/v2", "target"),
    _wrapper(r"medium\.com", r"/r/?", "url"),
    _wrapper(r"getpocket\.com", r"/redirect", "url"),
    _wrapper(r"link\.(?:zhihu|juejin)\.com|link\.csdn\.net|jump\.bdimg\.com", r"/.*", "target"),
    _wrapper(r"curseforge\.com", r"/linkout", "remoteUrl"),
    _wrapper(r"(?:[\w-]+\.)?nicovideo\.jp", r"/redirect/?", "url"),
    _wrapper(r"web\.archive\.org", r"/web/[0-9]{4,14}(?:[a-z]{2}_)?/(.*)", "/"),
    _wrapper(r"linktr\.ee", r"/(?:r|redirect)", "url", "u"),
    _wrapper(r"newgrounds\.com", r"/(?:bbs/)?(?:external|outgoing)/?", "url", "*"),
    _wrapper(r"booru\.allthefallen\.moe|(?:[\w-]+\.)?sankakucomplex\.com", r"/redirect", "url"),
)


def unwrapped(url: str) -> str:
    """Where an address leads to, as far as can be seen without asking: `l.instagram.com/?u=...`, also within
    each other and escaped once too often. Short links (t.co, bit.ly) stay what they are, and so does anything
    that is no address.
    """
    seen = url.strip()
    for _ in range(_MOST_LAYERS):
        address = web_address.read(seen)
        inner = _within(address) if address is not None else None
        if inner is None:
            return seen
        seen = inner
    return seen


def _within(address: WebAddress) -> str | None:
    for one in _WRAPPERS:
        if not (one.hosts.fullmatch(address.host) or one.hosts.fullmatch(bare(address.host))):
            continue
        path = one.path.fullmatch(address.path)
        if path is None:
            continue
        for where in one.where:
            if found := _address(_at(address, where, path)):
                return found
    return None


def _at(address: WebAddress, where: str, path: re.Match[str]) -> str:
    if where == "*":
        behind = f"#{address.fragment}" if address.fragment else ""
        return f"{address.query}{behind}"
    if where == "/":
        asked = f"?{address.query}" if address.query else ""
        return f"{path[1]}{asked}" if path.re.groups else ""
    return address.asked.get(where, "")


def _address(text: str) -> str | None:
    """The address that a text is, when need be after its escapes are resolved."""
    found = text.strip()
    if not _ENCODED.match(found):
        return None
    for _ in range(3):
        if re.match(r"https?:/{1,2}[^/]", found, re.IGNORECASE) or "%" not in found:
            break
        found = unquote(found)
    return found if web_address.read(found) is not None else None
