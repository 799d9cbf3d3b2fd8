"""Bluesky: a profile (https://docs.bsky.app/docs/api/app-bsky-actor-get-profile).

A handle is a domain, which its owner has to prove (https://atproto.com/specs/handle): one that is no part of
a host of accounts is a page of their own, verified by Bluesky.
"""

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import AccountPrivate, FoveaError, SourceRefused, SourceUnavailable
from puller.artists.profiles import found_links
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.bluesky import Bluesky as BlueskyPosts

_INVALID = "handle.invalid"  # its domain no longer says that it is theirs
_HOSTS_OF_ACCOUNTS = (".bsky.social", ".bsky.team", ".brid.gy", ".ap.brid.gy", ".blacksky.app", ".tngl.sh")
_HIDDEN = "!no-unauthenticated"


class Bluesky:
    """Accounts at Bluesky."""

    kinds: tuple[str, ...] = ("bluesky",)
    site = BlueskyPosts.sites[0]

    def __init__(self) -> None:
        self._posts = BlueskyPosts()

    def refusal(self, answer: Answer) -> FoveaError | None:
        """As for posts."""
        return self._posts.refusal(answer)

    def read(self, url: str, asker: Asker) -> Profile:
        """An account by its DID, the domain that it has proved, and what its text names."""
        asked = account_of(url)
        if asked is None or asked.network != "bluesky":
            raise SourceRefused("This is no account at Bluesky", source_code="address")
        answer = asker.get(
            f"{self.site.api}/app.bsky.actor.getProfile", {"actor": asked.external_id or asked.handle}
        )
        told = reading.mapping(answer.json())
        did = reading.text(told.get("did"), longest=64)
        handle = reading.text(told.get("handle"), longest=253)
        if did is None or not did.startswith("did:"):
            raise SourceUnavailable("Bluesky tells nothing of this account", source_code="nonsense")
        if any(label.get("val") == _HIDDEN for label in reading.objects(told.get("labels"))):
            raise AccountPrivate("This account is shown only to people who are logged in to Bluesky")
        found = [
            _own_domain(handle),
            found_links.link(told.get("website"), "own_field", title="website"),
            *found_links.in_text(told.get("description")),
        ]
        name = reading.text(told.get("displayName"), longest=255)
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in (name, handle) if one and one != _INVALID)),
            account=_account(handle, did, asked),
            links=tuple(found_links.unique(found)),
        )


def _own_domain(handle: str | None) -> FoundLink | None:
    if handle is None or handle == _INVALID or handle.lower().endswith(_HOSTS_OF_ACCOUNTS):
        return None
    return found_links.link(f"https://{handle.lower()}/", "verified", title="handle")


def _account(handle: str | None, did: str, asked: AccountAddress) -> AccountAddress:
    """By the handle of today; with the one asked for, where it is no longer proved."""
    known = handle if handle and handle != _INVALID else asked.handle
    try:
        return account("bluesky", known, external_id=did)
    except ValueError:
        return asked
