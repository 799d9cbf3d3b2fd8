"""Pages of links that carry nothing for programs: what stands on them is read as people see it.

Carrd (which its owners also reach under other hosts), potofu, bio.site and their like. Such a page is all
about one person, so its buttons are theirs; what its texts name may be somebody else.
"""

from fovea.artists.records import Profile
from fovea.errors import FoveaError, NotFound, SourceRefused
from puller.artists.profiles import found_links
from puller.artists.profiles.markup import Markup
from puller.artists.profiles.pages import Pages
from puller.links.pages import SITE as ANY_HOST
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site


class LinkPages:
    """The pages of one service of this kind, or of several that are asked as any host is."""

    def __init__(self, pages: Pages, site: Site, *, kinds: tuple[str, ...]) -> None:
        self._pages = pages
        self.site = site
        self.kinds = kinds

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's links. Raises `NotFound` also where the service shows its own front page instead."""
        page = self._pages.ask(url, asker)
        if page.url != url and _is_front(page.url) and not _is_front(url):
            raise NotFound("There is no such page of links (any more)")
        found = found_links.in_page(page.markup, page.url, hosts=self.site.hosts)
        return Profile(url=url, names=names_of(page.markup), links=tuple(found))


def names_of(page: Markup) -> tuple[str, ...]:
    """What a page calls itself, and its largest headline."""
    headline = page.first("h1")
    told = [page.meta("og:title", "twitter:title") or page.title, headline.text if headline else ""]
    return tuple(dict.fromkeys(one for text in told if (one := reading.text(text, longest=255))))


def unreadable(site: Site) -> SourceRefused:
    """The error of a page that has another form than any that we know."""
    return SourceRefused(
        f"{site.title} shows this page in a form that Fovea does not know", source_code="unreadable"
    )


def _is_front(url: str) -> bool:
    return not url.partition("://")[2].partition("/")[2].strip("/")


def _service(name: str, title: str, *hosts: str) -> Site:
    return Site(
        name=name,
        title=title,
        hosts=hosts,
        api=f"https://{hosts[0]}",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation=f"https://{hosts[0]}/robots.txt",
    )


# Services where every person has a host of their own: they are asked as one.
_WITH_MANY_HOSTS = (
    _service("carrd", "Carrd", "carrd.co", "crd.co", "uwu.ai", "ju.mp", "drr.ac"),
    _service("straw", "Straw.Page", "straw.page"),
)
_AT_ONE_HOST = (
    "potofu", "biosite", "biolink", "beacons", "solo", "aboutme", "allmylinks", "lnkbio", "linkbio",
    "campsite", "taplink", "mshake", "hoobe", "instabio", "profcard", "twpf", "pronouns", "rentry", "koji",
)  # fmt: skip


def every_service(pages: Pages) -> list[LinkPages]:
    """The services of which pages are read as people see them."""
    return [
        *(LinkPages(pages, site, kinds=(site.name,)) for site in _WITH_MANY_HOSTS),
        LinkPages(pages, ANY_HOST, kinds=_AT_ONE_HOST),
    ]
