"""lit.link: the page carries its links as JSON, in one piece (`#__NEXT_DATA__`) or, newer ones, in many."""

from collections.abc import Iterator
from typing import Any

from fovea.artists.records import FoundLink, Profile
from fovea.errors import FoveaError, NotFound
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import unreadable
from puller.artists.profiles.pages import Pages
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site


class LitLink:
    """Pages of lit.link."""

    kinds: tuple[str, ...] = ("litlink",)
    site = Site(
        name="litlink",
        title="lit.link",
        hosts=("lit.link",),
        api="https://lit.link",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation="https://lit.link/robots.txt",
    )

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's links: icons are their own accounts, buttons may lead anywhere."""
        page = self._pages.ask(url, asker)
        told = next(page.markup.objects("profileLinks"), None)
        if told is None:
            nobody = any(one["profile"] is None for one in page.markup.objects("profile"))
            if nobody or page.markup.title.lower().startswith("not found"):
                raise NotFound("lit.link has no such page (any more)")
            found = found_links.in_page(page.markup, page.url, hosts=self.site.hosts)
            if not found:
                raise unreadable(self.site)
            names: list[Any] = [page.markup.meta("og:title") or page.markup.title]
        else:
            found = found_links.unique(_links_of(told))
            names = [told.get("name"), told.get("urlPath")]
        known = tuple(dict.fromkeys(one for name in names if (one := reading.text(name, longest=255))))
        return Profile(url=url, names=known, links=tuple(found))


def _links_of(told: dict[str, Any]) -> Iterator[FoundLink | None]:
    for icon in reading.objects(told.get("snsIconLinks")):
        yield found_links.link(icon.get("url"), "own_field", title=icon.get("type"))
    for part in reading.objects(told.get("profileLinks")):
        button = reading.mapping(part.get("buttonLink"))
        yield found_links.link(button.get("url"), "button", title=button.get("title"))
        for picture in reading.objects(reading.mapping(part.get("imageLink")).get("profileImages")):
            yield found_links.link(picture.get("url"), "button", title=picture.get("description"))
        words = reading.mapping(part.get("textLink"))
        for text in (words.get("title"), words.get("description")):
            yield from found_links.in_text(text)
    for text in (told.get("catchphrase"), told.get("profileText")):
        yield from found_links.in_text(text)
