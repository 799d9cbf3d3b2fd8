"""Bluesky (https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed): accounts, feeds and lists, through
the public AppView, which wants no key.

Accounts are known by their DID, which stays when the handle changes. Reposts are not the account's posts.
Who asks not to be shown to people without a login (label `!no-unauthenticated`) is private to us. Searches
want a login. Pictures are taken in the largest form that the site serves.
"""

from typing import Any

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import AccountRecord, CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import bluesky_forms, reading
from puller.sources.bluesky_posts import account_of, mark_of, post_of
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

_HIDDEN = "!no-unauthenticated"

# What the AppView says of accounts that it does not show, and our code for it.
_GONE = {
    "AccountTakedown": ("This account was suspended by Bluesky", "account_suspended"),
    "AccountDeactivated": ("The owner of this account has deactivated it", "account_gone"),
}


class Bluesky:
    """Bluesky as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="bluesky",
            title="Bluesky",
            hosts=bluesky_forms.HOSTS,
            api="https://public.api.bsky.app/xrpc",
            rate=Rate(calls=10, per_seconds=1),
            page_size=100,
            documentation="https://docs.bsky.app/docs/advanced-guides/rate-limits",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="an account", example="https://bsky.app/profile/bsky.app"),
        UrlForm(
            meaning="a feed",
            example="https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/feed/whats-hot",
        ),
        UrlForm(meaning="one post", example="https://bsky.app/profile/bsky.app/post/3l6oveex3ii2l"),
        UrlForm(meaning="an account by name", example="bluesky: bsky.app"),
    )

    def understand(self, text: str) -> Understood | None:
        """Accounts, feeds, lists, posts; searches too, though they are refused."""
        return bluesky_forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """400 has a name and words; what they mean for an account."""
        if answer.status not in {400, 401, 403, 502}:
            return None
        try:
            told = reading.mapping(answer.json())
        except FoveaError:
            return None
        code, words = reading.text(told.get("error")) or "", reading.text(told.get("message")) or ""
        if code in _GONE:
            meaning, ours = _GONE[code]
            return AccountGone(meaning, code=ours, source_code=code)
        if words == "Profile not found" or "resolve handle" in words.lower():
            return AccountNotFound("Bluesky has no such account: it was never there, or was deleted")
        if code == "UnknownFeed" or "could not find feed" in words.lower():
            return NotFound("Bluesky has no such feed, or no longer")
        if code in {"UnknownList", "NotFound"} or words.startswith(("List not found", "Post not found")):
            return NotFound(f"Bluesky says: {words or code}")
        if code in {"AuthMissing", "AuthenticationRequired"} or answer.status == 401:
            return AccountPrivate("This answers only people who are logged in to Bluesky")
        if "feed" in words.lower() and answer.status == 502:
            return SourceUnavailable(f"The server of this feed does not answer: {words}", source_code=code)
        return SourceRefused(f"Bluesky refuses: {words or code}", source_code=code) if words or code else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The account's or feed's exact name, by its DID."""
        if listing.kind == "tags":
            raise _no_search()
        return (self._check_account if listing.kind == "account" else self._check_feed)(listing, asker)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 100 posts, of which those with pictures are ours."""
        if listing.kind == "tags":
            raise _no_search()
        asked: dict[str, Any] = {"limit": asker.site.page_size, "cursor": cursor}
        if listing.kind == "account":
            asked |= {"actor": listing.query, "filter": "posts_with_media", "includePins": "false"}
            told = self._ask(asker, "app.bsky.feed.getAuthorFeed", asked)
        else:
            address = self._resolved(listing.query, asker)
            method, name = ("getListFeed", "list") if bluesky_forms.is_list(address) else ("getFeed", "feed")
            told = self._ask(asker, f"app.bsky.feed.{method}", asked | {name: address})
        found = reading.objects(told.get("feed"))
        shown = [one for one in found if not _is_repost(one) or listing.kind != "account"]
        posts = [reading.mapping(one.get("post")) for one in shown]
        if listing.kind == "account":
            _raise_if_hidden([reading.mapping(one.get("author")) for one in posts])
        page = _page(posts)
        marks = [mark for one in found if (mark := mark_of(one)) is not None]
        after = reading.text(told.get("cursor"), longest=2_000)
        return ListingPage(
            posts=page.posts, accounts=page.accounts, marks=marks, cursor=after if found else None
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        return _page([self.told(address, asker)])

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as the AppView tells it. Raises `NotFound`, and `AccountPrivate` for who hides."""
        who, _, key = address.external_id.rpartition("/")
        uri = f"at://{self._did_of(who, asker)}/app.bsky.feed.post/{key}"
        found = reading.objects(self._ask(asker, "app.bsky.feed.getPosts", {"uris": uri}).get("posts"))
        if not found:
            raise NotFound(f"Bluesky has no post {address.external_id}, or no longer")
        _raise_if_hidden([reading.mapping(one.get("author")) for one in found])
        return found[0]

    def _check_account(self, listing: Listing, asker: Asker) -> CheckedListing:
        told = self._ask(asker, "app.bsky.actor.getProfile", {"actor": listing.query})
        account = account_of(told)
        if account is None:
            raise SourceUnavailable("Bluesky tells nothing of this account", source_code="nonsense")
        _raise_if_hidden([told])
        handle = account.username or account.external_id
        newest = self.page(listing, asker, None)
        exact = Listing(
            source="bluesky",
            kind="account",
            query=account.external_id,
            title=f"{account.real_name or handle} (@{handle}) on Bluesky",
            url=f"https://bsky.app/profile/{handle}",
        )
        return CheckedListing(
            source="bluesky",
            listing=named(exact),
            description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
            posts=reading.number(told.get("postsCount")),
            followers=reading.number(told.get("followersCount")),
            created_at=reading.moment(told.get("createdAt")),
            newest_at=newest.posts[0].posted_at if newest.posts else None,
        )

    def _check_feed(self, listing: Listing, asker: Asker) -> CheckedListing:
        address = self._resolved(listing.query, asker)
        if bluesky_forms.is_list(address):
            told = self._ask(asker, "app.bsky.graph.getList", {"list": address, "limit": 1})
            view = reading.mapping(told.get("list"))
        else:
            told = self._ask(asker, "app.bsky.feed.getFeedGenerator", {"feed": address})
            view = reading.mapping(told.get("view"))
        exact = Listing(
            source="bluesky",
            kind="feed",
            query=address,
            title=f"{reading.text(view.get('displayName') or view.get('name')) or 'A feed'} on Bluesky",
            url=listing.url,
        )
        if told.get("isOnline") is False or told.get("isValid") is False:
            raise SourceUnavailable("The server of this feed does not answer at the moment")
        newest = self.page(exact, asker, None)
        return CheckedListing(
            source="bluesky",
            listing=named(exact),
            description=reading.text(view.get("description"), longest=reading.LONGEST_DESCRIPTION),
            followers=reading.number(view.get("likeCount")),
            created_at=reading.moment(view.get("indexedAt")),
            newest_at=newest.posts[0].posted_at if newest.posts else None,
            note="A feed decides by itself what it shows, and in which order.",
        )

    def _resolved(self, address: str, asker: Asker) -> str:
        who, _, rest = address.removeprefix("at://").partition("/")
        return f"at://{self._did_of(who, asker)}/{rest}"

    def _did_of(self, who: str, asker: Asker) -> str:
        if who.startswith("did:"):
            return who
        did = self._ask(asker, "com.atproto.identity.resolveHandle", {"handle": who}).get("did")
        if not isinstance(did, str) or not did.startswith("did:"):
            raise AccountNotFound(f"Bluesky knows nobody by the handle {who}")
        return did

    def _ask(self, asker: Asker, method: str, query: dict[str, Any]) -> dict[str, Any]:
        return dict(reading.mapping(asker.get(f"{asker.site.api}/{method}", query).json()))


def _page(found: list[Any]) -> ListingPage:
    """Those of the posts that have pictures and whose authors let us see them."""
    seen = [one for one in found if not _hides(reading.mapping(reading.mapping(one).get("author")))]
    posts = [post for one in seen if (post := post_of(one)) is not None]
    accounts: dict[str, AccountRecord] = {}
    for one in seen:
        account = account_of(reading.mapping(one.get("author")))
        if account is not None:
            accounts[account.external_id] = account
    owners = {post.owner for post in posts}
    return ListingPage(posts=posts, marks=[], accounts=[accounts[one] for one in sorted(owners)])


def _is_repost(entry: dict[str, Any]) -> bool:
    return str(reading.mapping(entry.get("reason")).get("$type", "")).endswith("#reasonRepost")


def _hides(profile: Any) -> bool:
    labels = reading.objects(reading.mapping(profile).get("labels"))
    return any(label.get("val") == _HIDDEN and not label.get("neg") for label in labels)


def _raise_if_hidden(profiles: list[Any]) -> None:
    if any(_hides(profile) for profile in profiles):
        raise AccountPrivate("This account shows its posts only to people who are logged in to Bluesky")


def _no_search() -> SourceRefused:
    return SourceRefused(
        "Bluesky's searches and hashtags answer only who is logged in: take an account or a feed instead",
        code="login_needed",
    )
