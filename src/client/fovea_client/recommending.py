"""Photos and people for somebody at Flickr."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

from fovea_client.errors import RunFailed
from fovea_client.records import Account, PhotoRecommendation, Recommendations, Run
from fovea_client.runs import OnRun, Runs
from fovea_client.transport import Transport

PAGE = 100


class Recommending:
    """Recommendations."""

    def __init__(self, transport: Transport, runs: Runs) -> None:
        self._transport = transport
        self._runs = runs

    def look_up(self, whom: str) -> Account:
        """The account that an address, an id or a user name means. Raises NotFound."""
        return self._transport.post("/api/accounts/lookup", {"query": whom}, Account, repeatable=True)

    def refresh(self, account: Account) -> Run:
        """Have an account's favourites read, or join the run that does so; a fresh one that has ended is the
        answer, too.
        """
        return self._transport.post(f"{_path(account)}/runs", {}, Run, repeatable=True)

    def page(
        self,
        account: Account,
        *,
        photos: int = 10,
        people: int = 5,
        method: str | None = None,
        cursor: str | None = None,
    ) -> Recommendations:
        """What can be recommended at this moment. `cursor`: the `next_cursor` of the page before."""
        return self._transport.get(
            f"{_path(account)}/recommendations",
            Recommendations,
            photos=photos,
            people=people,
            method=method,
            cursor=cursor,
        )

    def photos(self, account: Account, *, most: int | None = None) -> Iterator[PhotoRecommendation]:
        """Recommended photos, the best first, asked for page by page as they are taken."""
        size = PAGE if most is None else min(PAGE, most)
        return islice(self._photos(account, size), most)

    def of(
        self,
        whom: str,
        *,
        photos: int = 10,
        people: int = 5,
        method: str | None = None,
        on_progress: OnRun | None = None,
        timeout_seconds: float | None = None,
    ) -> Recommendations:
        """Recommendations for somebody, from what their favourites and those of the photographers behind them
        are now: these are read first. Raises NotFound, RunFailed when nothing could be read, WaitedTooLong.
        """
        account = self.look_up(whom)
        run = self._runs.wait(self.refresh(account), on_progress=on_progress, timeout_seconds=timeout_seconds)
        if run.state == "failed":
            raise RunFailed(run)
        return self.page(account, photos=photos, people=people, method=method)

    def _photos(self, account: Account, size: int) -> Iterator[PhotoRecommendation]:
        cursor: str | None = None
        while size:
            page = self.page(account, photos=size, people=0, cursor=cursor)
            yield from page.photos
            cursor = page.next_cursor
            if cursor is None:
                return


def _path(account: Account) -> str:
    return f"/api/accounts/{quote(account.source, safe='')}/{quote(account.external_id, safe='')}"
