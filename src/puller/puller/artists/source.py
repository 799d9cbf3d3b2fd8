"""The pages of a walk to an artist (`fovea.artists.walk`), as a `Source` of pull jobs: one page a job."""

from collections.abc import Iterator

from fovea import clock
from fovea.artists.records import Artwork, Profile, Unread
from fovea.artists.walk import PageToRead
from fovea.errors import SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.messages import PageRead, PullJob
from puller.artists.artworks import Artworks
from puller.artists.profiles.reading_pages import ProfilePages
from puller.politeness import Asker, Politeness, Web
from puller.sources.contract import Page

NAME = "artists"
# Somebody waits for the walk: a site that wants to be left alone for longer than this is gone without. It all
# hangs on the first page, which is worth more patience.
PATIENCE_SECONDS = 90.0
PATIENCE_FOR_THE_FIRST_SECONDS = 600.0


class ArtistsSource:
    """Pages of artworks, of people and of boards' entries, of the name `artists`."""

    name = NAME
    kinds = frozenset({"page"})

    def __init__(self, keys: dict[str, str], *, politeness: Politeness, web: Web) -> None:
        self._artworks = Artworks(keys, politeness=politeness, web=web)
        self._people = ProfilePages(keys, politeness=politeness, web=web)

    def pull(self, job: PullJob) -> "PageReading":
        """Prepares a job."""
        return PageReading(job, self._artworks, self._people)


class PageReading:
    """One `page` job."""

    def __init__(self, job: PullJob, artworks: Artworks, people: ProfilePages) -> None:
        self._job = job
        self._artworks = artworks
        self._people = people
        self._askers: list[Asker] = []

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return sum(asker.calls for asker in self._askers)

    def pages(self) -> Iterator[Page]:
        """One page, with what stood there, or why it cannot be read. Raises only what may pass soon
        (`SourceUnavailable`, `SourceBudgetUsedUp`), and `SourceRefused` for a job without a page.
        """
        wanted = self._job.page
        if wanted is None:
            raise SourceRefused("The job does not say which page", code="unknown_page")
        try:
            answer = self._answer(wanted)
        except SourceUnavailable as error:
            if _seconds_to_wait(error) <= _patience(wanted):
                raise
            answer = Unread(url=wanted.url, code="source_unavailable", reason=error.detail)
        yield Page(last=True, page_read=page_read(answer))

    def _answer(self, wanted: PageToRead) -> Artwork | Profile | tuple[Profile, ...] | Unread:
        background, askers = self._job.background, self._askers
        match wanted.kind:
            case "artwork":
                return self._artworks.page(wanted.url, background=background, askers=askers)
            case "profile":
                return self._people.read(wanted.url, background=background, askers=askers)
            case "entry":
                return self._people.entries(
                    wanted.url, board=wanted.reader, background=background, askers=askers
                )


def _patience(page: PageToRead) -> float:
    is_first = page.kind == "artwork" and page.depth == 0
    return PATIENCE_FOR_THE_FIRST_SECONDS if is_first else PATIENCE_SECONDS


def _seconds_to_wait(error: SourceUnavailable) -> float:
    """For how long the site wants not to be asked; 0 where it does not say."""
    if isinstance(error, SourceBudgetUsedUp):
        return (error.retry_at - clock.now()) / clock.SECOND
    asked: float | None = error.extra.get("retry_after_seconds")
    return asked or 0.0


def page_read(answer: Artwork | Profile | tuple[Profile, ...] | Unread) -> PageRead:
    """An answer as it travels."""
    match answer:
        case Artwork():
            return PageRead(artwork=answer)
        case Profile():
            return PageRead(profile=answer)
        case Unread():
            return PageRead(unread=answer)
    return PageRead(profiles=answer)
