"""What addresses of Tumblr stand for."""

import re
from urllib.parse import quote

from puller.sources.sites import Listing, Parts, PostAddress, Understood, compile_path, parts_of

_BLOG = r"([A-Za-z0-9][A-Za-z0-9-]{0,31})"
_HOST = re.compile(r"([a-z0-9][a-z0-9-]{0,31})\.tumblr\.com")
_NAME = re.compile(_BLOG)
_AT_BLOG = compile_path(r"/(?:archive|page/[0-9]+)?")
_BLOG_TAG = compile_path(r"/tagged/([^/]{1,140})")
_BLOG_POST = compile_path(r"/(?:post|image)/([0-9]{1,20})(?:/[^/]*)?")
_PAGE = compile_path(rf"/(?:blog/view/|dashboard/blog/|blog/)?{_BLOG}")
_PAGE_POST = compile_path(rf"/(?:blog/view/|dashboard/blog/|blog/)?{_BLOG}/([0-9]{{1,20}})(?:/[^/]*)?")
_PAGE_TAG = compile_path(rf"/{_BLOG}/tagged/([^/]{{1,140}})")
_TAGGED = compile_path(r"/tagged/([^/]{1,140})")
_HOSTS = frozenset({"tumblr.com", "www.tumblr.com"})
# Words that are no blogs, at www.tumblr.com and before .tumblr.com.
_NOT_BLOGS = frozenset(
    {
        "about", "api", "apps", "assets", "blog", "changes", "communities", "dashboard", "docs", "embed",
        "explore", "following", "help", "inbox", "jobs", "likes", "login", "logout", "media", "new",
        "newsroom", "policy", "press", "privacy", "reblog", "register", "search", "security", "settings",
        "staff-picks", "static", "support", "tagged", "themes", "tips", "www",
    }
)  # fmt: skip


def understand(text: str) -> Understood | None:
    """A blog, a tag of one or of all, or a post."""
    name, colon, named = text.partition(":")
    if colon and name.strip().lower() == "tumblr":
        named = named.strip().removeprefix("@")
        return blog(named) if _NAME.fullmatch(named) else None
    parts = parts_of(text)
    if parts is None:
        return None
    if parts.host in _HOSTS:
        return _at_site(parts)
    host = _HOST.fullmatch(parts.host)
    return _at_blog(host[1], parts) if host is not None and host[1] not in _NOT_BLOGS else None


def _at_site(parts: Parts) -> Understood | None:
    """What an address at www.tumblr.com means."""
    if tag := _TAGGED.fullmatch(parts.path):
        return _tag(tag[1])
    for pattern in (_PAGE, _PAGE_POST, _PAGE_TAG):
        match = pattern.fullmatch(parts.path)
        if match is None or match[1].lower() in _NOT_BLOGS:
            continue
        if pattern is _PAGE_POST:
            return _post(match[1], match[2])
        return blog(match[1], match[2] if pattern is _PAGE_TAG else "")
    return None


def _at_blog(name: str, parts: Parts) -> Understood | None:
    """What an address at a blog's own host means."""
    if post := _BLOG_POST.fullmatch(parts.path):
        return _post(name, post[1])
    if tag := _BLOG_TAG.fullmatch(parts.path):
        return blog(name, tag[1])
    return blog(name) if _AT_BLOG.fullmatch(parts.path) or parts.path == "" else None


def _post(blog: str, number: str) -> PostAddress:
    return PostAddress(
        source="tumblr",
        external_id=f"{blog.lower()}/{number}",
        url=f"https://www.tumblr.com/{blog.lower()}/{number}",
    )


def blog(name: str, tag: str = "") -> Listing | None:
    """A blog's posts, or those with a tag; None for what is no blog."""
    called, words = name.lower(), " ".join(tag.replace("+", " ").split())
    if called in _NOT_BLOGS:
        return None
    url = f"https://www.tumblr.com/{called}"
    if not words:
        return Listing(source="tumblr", kind="account", query=called, title=f"{called} on Tumblr", url=url)
    return Listing(
        source="tumblr",
        kind="tags",
        query=f"{called}/{words}",
        title=f"#{words} of {called} on Tumblr",
        url=f"{url}/tagged/{_in_address(words)}",
    )


def _tag(tag: str) -> Listing | None:
    words = " ".join(tag.replace("+", " ").split())
    if not words:
        return None
    return Listing(
        source="tumblr",
        kind="tags",
        query=f"/{words}",
        title=f"#{words} on Tumblr",
        url=f"https://www.tumblr.com/tagged/{_in_address(words)}",
    )


def _in_address(words: str) -> str:
    return quote(words, safe="")
