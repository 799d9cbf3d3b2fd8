"""Reddit's API for those who have a key of an application (https://www.reddit.com/dev/api).

A token lasts for an hour or a day. Listings end after about a thousand posts.
"""

import base64
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
from puller.sources.application_tokens import ApplicationToken
from puller.sources.reddit import names

API = "https://oauth.reddit.com"
TOKENS = "https://www.reddit.com/api/v1/access_token"
KEYS = ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")
_ANSWERS = frozenset({200, 301, 302, 401})


class OAuth:
    """Asks with the token of an application, for all threads of a process."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._token = ApplicationToken(TOKENS, headers={"Authorization": f"Basic {basic}"})

    def get(self, asker: Asker, path: str, query: Mapping[str, object] | None = None) -> Answer:
        """The answer of a path of the API. Raises `AccountNotFound` where Reddit searches for something else
        instead, and what `asker` raises.
        """
        token = self._token.valid(asker)
        answer = self._ask(asker, path, query, token)
        if answer.status == 401:
            self._token.forget(token)
            answer = self._ask(asker, path, query, self._token.valid(asker))
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
