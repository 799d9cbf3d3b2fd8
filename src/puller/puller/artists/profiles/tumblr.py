"""Tumblr: what a blog says of itself (https://www.tumblr.com/docs/en/api/v2#info), or, without a key, what
stands on its page. A blog may be reached under a domain of its owner.
"""

from urllib.parse import urlsplit

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import AccountGone, FoveaError, SourceRefused, SourceUnavailable
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import names_of
from puller.artists.profiles.pages import Pages
from puller.links.pages import SITE as ANY_HOST
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.tumblr import Tumblr as TumblrPosts

_HOSTS = ("tumblr.com", "www.tumblr.com", "assets.tumblr.com", "t.umblr.com")


class Tumblr:
    """Blogs at Tumblr."""

    kinds: tuple[str, ...] = ("tumblr",)
    site = TumblrPosts.sites[0]

    def __init__(self, pages: Pages, keys: dict[str, str]) -> None:
        self._pages = pages
        self._posts = TumblrPosts(keys)
        self._key = keys.get("TUMBLR_API_KEY", "")

    def refusal(self, answer: Answer) -> FoveaError | None:
        """As for posts."""
        return self._posts.refusal(answer)

    def read(self, url: str, asker: Asker) -> Profile:
        """A blog as an account, and what it says of its owner."""
        asked = account_of(url)
        if asked is None or asked.network != "tumblr":
            raise SourceRefused("This is no blog at Tumblr", source_code="address")
        if asked.handle.endswith("-deactivated") or "-deactivated2" in asked.handle:
            raise AccountGone("This blog has been deactivated")
        return self._told(asked, url, asker) if self._key else self._shown(asked, url, asker)

    def _told(self, asked: AccountAddress, url: str, asker: Asker) -> Profile:
        answer = asker.get(f"{self.site.api}/blog/{asked.handle}.tumblr.com/info", {"api_key": self._key})
        blog = reading.mapping(reading.mapping(reading.mapping(answer.json()).get("response")).get("blog"))
        name = reading.text(blog.get("name"), longest=64)
        if name is None:
            raise SourceUnavailable("Tumblr tells nothing of this blog", source_code="nonsense")
        try:
            now = account("tumblr", name, external_id=reading.text(blog.get("uuid"), longest=64))
        except ValueError:
            now = asked
        renamed = now.key != asked.key
        title = reading.text(blog.get("title"), longest=255)
        found = found_links.unique([_domain(blog.get("url")), *found_links.in_text(blog.get("description"))])
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in (title, name) if one)),
            account=asked if renamed else now,
            links=tuple(found_links.elsewhere(found, [*_HOSTS, f"{asked.handle}.tumblr.com"])),
            state="renamed" if renamed else "active",
            renamed_to=now if renamed else None,
        )

    def _shown(self, asked: AccountAddress, url: str, asker: Asker) -> Profile:
        """What the blog's own page shows, above its posts."""
        page = self._pages.ask(f"https://{asked.handle}.tumblr.com/", asker.of(ANY_HOST))
        text = page.markup.meta("og:description", "description")
        header = page.markup.first("header", "#header", "#sidebar", "#description", ".description")
        found = [*found_links.in_text(text), *(found_links.in_text(header.inner) if header else [])]
        hosts = [*_HOSTS, f"{asked.handle}.tumblr.com"]
        return Profile(
            url=url,
            names=names_of(page.markup),
            account=asked,
            links=tuple(found_links.elsewhere(found_links.unique(found), hosts)),
        )


def _domain(url: object) -> FoundLink | None:
    """The blog's address, where it is a domain of its owner."""
    found = reading.address(url)
    host = urlsplit(found).hostname if found is not None else None
    if host is None or host == "tumblr.com" or host.endswith(".tumblr.com"):
        return None
    return found_links.link(found, "own_field", title="domain")
