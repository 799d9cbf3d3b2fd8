"""Jobs that ask what links lead to: each link by who resolves its kind, each with an outcome of its own."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from fovea import metrics
from fovea.errors import AccountGone, FoveaError, NotFound, SourceRefused
from fovea.messages import LinkRecord, LinkToResolve, PullJob, ResolvedLink
from puller.links import addresses, kinds
from puller.links.imgur_forms import imgur_form
from puller.links.pages import Pages
from puller.links.reddit_forms import RedditForm, reddit_form
from puller.politeness import Asker, Politeness, Web
from puller.responses import failure_of
from puller.sources.contract import Page
from puller.sources.imgur import Imgur
from puller.sources.listing_source import ListingPage, ListingSource
from puller.sources.reddit import Reddit
from puller.sources.reddit.media import link_of
from puller.sources.sites import PostAddress, Site

NAME = "links"
MOST_CHILDREN = 500


class LinksSource:
    """Links as a `Source` of pull jobs, of the name `links`."""

    name = NAME
    kinds = frozenset({"links"})

    def __init__(self, sources: Sequence[ListingSource], *, politeness: Politeness, web: Web) -> None:
        self._sources = {site.name: (source, site) for source in sources for site in source.sites}
        self._politeness = politeness
        self._web = web
        self._pages = Pages(politeness, web)

    def pull(self, job: PullJob) -> "LinksPull":
        """Prepares a job."""
        return LinksPull(
            job, sources=self._sources, politeness=self._politeness, web=self._web, pages=self._pages
        )


class LinksPull:
    """One `links` job."""

    def __init__(
        self,
        job: PullJob,
        *,
        sources: Mapping[str, tuple[ListingSource, Site]],
        politeness: Politeness,
        web: Web,
        pages: Pages,
    ) -> None:
        self._job = job
        self._sources = sources
        self._politeness = politeness
        self._web = web
        self._pages = pages
        self._askers: dict[str, Asker] = {}

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return sum(asker.calls for asker in self._askers.values())

    def pages(self) -> Iterator[Page]:
        """A page for each link; none for a job without links but the last."""
        links = self._job.links
        for number, link in enumerate(links, start=1):
            yield Page(last=number == len(links), resolved=[self._resolved(link)])
        if not links:
            yield Page(last=True)

    def _resolved(self, link: LinkToResolve) -> ResolvedLink:
        kind = kinds.classify(link.url)
        try:
            found = self._children(link.url, kind)
        except FoveaError as error:
            metrics.count("links_resolved", Outcome=error.code)
            return ResolvedLink(link_id=link.link_id, **msgspec.structs.asdict(failure_of(error, kind)))
        metrics.count("links_resolved", Outcome="ok")
        return ResolvedLink(link_id=link.link_id, children=found)

    def _children(self, url: str, kind: str) -> list[LinkRecord]:
        match kind:
            case kinds.IMAGE:
                found = [LinkRecord(url=url)]
            case kinds.REDDIT:
                found = self._of_reddit(url)
            case kinds.IMGUR:
                found = self._of_imgur(url)
            case kinds.POST:
                found = self._of_post(kinds.post_address(url), url)
            case kinds.PAGE:
                found = self._pages.links(url, self._page_asker())
            case _:
                raise _unknown(url)
        if not found:
            raise SourceRefused("This leads to no picture", code="link_without_picture")
        unique = {one.url: one for one in reversed(found)}
        return [
            msgspec.structs.replace(one, position=place)
            for place, one in enumerate(list(reversed(unique.values()))[:MOST_CHILDREN])
        ]

    def _of_reddit(self, url: str) -> list[LinkRecord]:
        form = reddit_form(url)
        source, asker = self._at("reddit")
        assert isinstance(source, Reddit)  # noqa: S101 - by its name
        match form:
            case RedditForm(kind="preview"):
                return [link_of(url)]
            case RedditForm(kind="wrapped", id=inner):
                return [link_of(inner)]
            case RedditForm(kind="video", id=video):
                return self._pictures(source.post_with(f"https://v.redd.it/{video}", asker), url)
            case RedditForm(kind="share"):
                return self._of_post(source.shared(url, asker), url)
        return self._of_post(kinds.post_address(url), url)

    def _of_imgur(self, url: str) -> list[LinkRecord]:
        form = imgur_form(url)
        source, asker = self._at("imgur")
        assert isinstance(source, Imgur)  # noqa: S101 - by its name
        if form is None:
            raise _unknown(url)
        if form.kind == "images" and not source.has_key:
            # Imgur gives the file of an image by its id alone, whatever ending is asked for.
            return [
                LinkRecord(url=addresses.beside(url, f"https://i.imgur.com/{one}.jpg")) for one in form.ids
            ]
        return source.links(form, asker)

    def _of_post(self, address: PostAddress | None, url: str) -> list[LinkRecord]:
        if address is None or address.source not in self._sources:
            raise _unknown(url)
        source, asker = self._at(address.source)
        return self._pictures(source.post(address, asker), url)

    @staticmethod
    def _pictures(page: ListingPage, url: str) -> list[LinkRecord]:
        """The links of a post, but not the one that leads back to where we come from."""
        if not page.posts:
            raise NotFound("There is no such post (any more)")
        details = page.posts[0].details
        if details is not None and details.removed:
            raise AccountGone("The post was taken down", code="post_removed")
        return [link for link in (details.links if details is not None else []) if link.url != url]

    def _at(self, name: str) -> tuple[ListingSource, Asker]:
        if name not in self._sources:
            raise SourceRefused(f"No puller knows {name}", code="unknown_source")
        source, site = self._sources[name]
        if name not in self._askers:
            self._askers[name] = Asker(
                site,
                self._politeness,
                self._web,
                background=self._job.background,
                refusal=source.refusal,
            )
        return source, self._askers[name]

    def _page_asker(self) -> Asker:
        return self._askers.setdefault(NAME, self._pages.asker(background=self._job.background))


def _unknown(url: str) -> SourceRefused:
    address = addresses.read(url)
    where = "what this is" if address is None else f"what is at this address of {address.host}"
    return SourceRefused(f"Nobody knows {where}", code="link_unknown")
