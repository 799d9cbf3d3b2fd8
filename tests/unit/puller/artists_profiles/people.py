"""Pages about people on a web that answers as a test says."""

from typing import Any

import fakeredis

from fovea.artists.records import Profile, Unread
from puller.artists.profiles.reading_pages import ProfilePages
from puller.politeness import Politeness
from tests.unit.puller.sources.answering import AnsweringWeb, Asked, status

KEYS = {"TUMBLR_API_KEY": "k", "X_BEARER_TOKEN": "b"}


class People:
    """`answers`: by addresses without their queries. What is not among them is not there."""

    def __init__(self, answers: dict[str, Any], *, keys: dict[str, str] | None = None) -> None:
        self.answers = answers
        self.web = AnsweringWeb(self._answer)
        self._pages = ProfilePages(
            KEYS if keys is None else keys, politeness=Politeness(fakeredis.FakeRedis()), web=self.web
        )

    @property
    def asked(self) -> list[str]:
        """What was asked for, without rules of hosts."""
        return [one.url for one in self.web.asked if not one.url.endswith("/robots.txt")]

    def look(self, url: str) -> Profile | Unread:
        """What is read at an address."""
        return self._pages.read(url)

    def profile(self, url: str) -> Profile:
        """A profile that is there."""
        found = self.look(url)
        assert isinstance(found, Profile), found
        return found

    def unread(self, url: str) -> Unread:
        """Why a page could not be read."""
        found = self.look(url)
        assert isinstance(found, Unread), found
        return found

    def entries(self, url: str, board: str = "danbooru") -> tuple[Profile, ...]:
        """The entries of a board that name an address."""
        found = self._pages.entries(url, board=board)
        assert isinstance(found, tuple), found
        return found

    def no_entries(self, url: str) -> Unread:
        """Why entries cannot be asked for."""
        found = self._pages.entries(url)
        assert isinstance(found, Unread), found
        return found

    def _answer(self, asked: Asked) -> Any:
        found = self.answers.get(asked.url, status(404))
        return found(asked) if callable(found) else found


def page(body: str, *, head: str = "", code: int = 200) -> Any:
    """A page of HTML."""
    whole = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return status(code, whole.encode(), content_type="text/html; charset=utf-8")


def places(profile: Profile) -> dict[str, str]:
    """Where the addresses of a profile stood."""
    return {one.url: one.where for one in profile.links}
