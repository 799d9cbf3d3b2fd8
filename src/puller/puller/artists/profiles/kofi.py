"""Ko-fi: a creator's page says in a box of icons which accounts are theirs, and beside it what they write."""

from fovea.artists.addresses import account_of
from fovea.artists.records import Profile
from fovea.errors import FoveaError
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import names_of
from puller.artists.profiles.pages import Pages
from puller.politeness import Answer, Asker
from puller.sources.sites import Rate, Site

_ICONS = (".social-link", ".social-profile-link")
_BOXES = (".profile-page-tile", ".kfds-profile-tile")
_TEXTS = (".kfds-c-para-control", ".kfds-c-about", "#about-section")
_HOSTS = ("ko-fi.com", "more.ko-fi.com", "help.ko-fi.com", "storage.ko-fi.com")


class KoFi:
    """Pages of creators at ko-fi.com."""

    kinds: tuple[str, ...] = ("kofi",)
    site = Site(
        name="kofi",
        title="Ko-fi",
        hosts=("ko-fi.com", "www.ko-fi.com"),
        api="https://ko-fi.com",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation="https://ko-fi.com/robots.txt",
    )

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A creator's account, the accounts behind its icons, and what its text names. The rest of the page,
        where supporters speak, says nothing of the creator.
        """
        page = self._pages.ask(url, asker)
        markup = page.markup
        anchors = [
            anchor
            for box in (markup.find(*_ICONS) or markup.find(*_BOXES))
            for anchor in ([box] if box.tag == "a" else markup.find("a", within=box))
        ]
        base = markup.base(page.url)
        icons = [found_links.link(one.get("href"), "own_field", base=base, title=one.text) for one in anchors]
        texts = [markup.meta("og:description", "description")] + [one.inner for one in markup.find(*_TEXTS)]
        told = found_links.unique([*icons, *(link for text in texts for link in found_links.in_text(text))])
        links = tuple(found_links.elsewhere(told, _HOSTS))
        return Profile(url=url, names=names_of(markup), account=account_of(page.url), links=links)
