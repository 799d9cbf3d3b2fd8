"""Reddit's API for those who have a key of an application (https://www.reddit.com/dev/api).

A token lasts for an hour or a day, and is renewed shortly before it ends, or at once when Reddit takes it no
longer. Listings end after about a thousand posts.
"""

import base64
import threading
import time
from collections.abc import Mapping
from typing import Any

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    SourceRefused,
    SourceUnavailable,
)
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.reddit import names

API = "https://oauth.reddit.com"
TOKENS = "https://www.reddit.com/api/v1/access_token"
KEYS = ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")
_RENEWED_BEFORE_SECONDS = 60.0
_SHORTEST_SECONDS = 30.0
_ANSWERS = frozenset({200, 301, 302, 401})


class OAuth:
    """Asks with the token of an application, for all threads of a process."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._basic = {"Authorization": f"Basic {basic}"}
        self._lock = threading.Lock()
        self._token = ""
        self._ends = 0.0

    def get(self, asker: Asker, path: str, query: Mapping[str, object] | None = None) -> Answer:
        """The answer of a path of the API. Raises `AccountNotFound` where Reddit searches for something else
        instead, and what `asker` raises.
        """
        token = self._valid_token(asker)
        answer = self._ask(asker, path, query, token)
        if answer.status == 401:
            self._forget(token)
            answer = self._ask(asker, path, query, self._valid_token(asker))
        if answer.status == 401:
            raise asker.key_refused("it does not know the token that it gave us")
        if answer.status in {301, 302}:
            sought = names.community_of_search(answer.headers.get("location", ""))
            raise AccountNotFound(
                f"There is no subreddit {sought}" if sought else "Reddit knows nothing of this name"
            )
        return answer

    def _ask(self, asker: Asker, path: str, query: Mapping[str, object] | None, token: str) -> Answer:
        return asker.get(
            f"{API}{path}",
            {**(query or {}), "raw_json": 1},
            headers={"Authorization": f"Bearer {token}"},
            follow=False,
            accept=_ANSWERS,
        )

    def _valid_token(self, asker: Asker) -> str:
        with self._lock:
            if not self._token or time.monotonic() >= self._ends:
                self._renew(asker)
            return self._token

    def _renew(self, asker: Asker) -> None:
        answer = asker.post(TOKENS, {"grant_type": "client_credentials"}, headers=self._basic)
        told = reading.mapping(answer.json())
        token = reading.text(told.get("access_token"), longest=4_000)
        if token is None:
            words = reading.text(told.get("error")) or "no token"
            raise asker.key_refused(words)
        lasts = float(reading.number(told.get("expires_in")) or 3_600)
        self._token = token
        self._ends = time.monotonic() + max(_SHORTEST_SECONDS, lasts - _RENEWED_BEFORE_SECONDS)

    def _forget(self, token: str) -> None:
        with self._lock:
            if self._token == token:  # another thread may have renewed it
                self._token = ""


def refusal(answer: Answer) -> FoveaError | None:
    """What Reddit says of communities that are not for everybody, and of names that nobody has."""
    if answer.status not in {403, 404}:
        return None
    told = _told(answer)
    reason = reading.text(told.get("reason"))
    if answer.status == 404:
        if reason == "banned":
            return AccountGone("Reddit has banned this community")
        return AccountNotFound("There is nothing of this name on Reddit")
    match reason:
        case "private":
            return AccountPrivate("This community is private: only its members see it")
        case "quarantined":
            return AccountPrivate(
                "This community is in quarantine: Reddit shows it only to those who asked for it",
                code="quarantined",
            )
        case "gold_only" | "gated" | "employees_only" | "premium_only":
            return AccountPrivate(f"This community is not for everybody ({reason})")
    if told:
        words = reading.text(told.get("message")) or "HTTP status 403"
        return SourceRefused(f"Reddit refuses: {words}", source_code="http_403")
    # Not the API, but what stands before it.
    return SourceUnavailable(
        "Reddit's firewall does not let us through now; an honest FOVEA_FETCH_USER_AGENT may help",
        source_code="blocked",
    )


def _told(answer: Answer) -> Mapping[str, Any]:
    try:
        return reading.mapping(answer.json())
    except SourceUnavailable:
        return {}
