"""DeviantArt (https://www.deviantart.com/developers/http/v1/20240701): what somebody put up, through its API,
which wants the key of an application (client credentials).

Deviations are known by the numbers of their pages, people by their names. Pages go by offset, newest first;
what is put up or taken down meanwhile moves the others, so each page begins a little before the last one's
end. Texts have no picture, and are none of ours. One deviation alone is told of by oEmbed, without a key.
"""

from collections.abc import Mapping
from typing import Any

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import deviantart_forms as forms
from puller.sources import reading
from puller.sources.application_tokens import ApplicationToken
from puller.sources.deviantart_posts import accounts_of, post_of, post_of_embedded, published_at
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

API = "https://www.deviantart.com/api/v1/oauth2"
TOKENS = "https://www.deviantart.com/oauth2/token"
EMBEDDING = "https://backend.deviantart.com/oembed"
SITE = Site(
    name="deviantart",
    title="DeviantArt",
    hosts=("www.deviantart.com", "deviantart.com", "backend.deviantart.com", "fav.me"),
    api=API,
    rate=Rate(calls=1, per_seconds=1),
    page_size=24,
    auth="required",
    keys=("DEVIANTART_CLIENT_ID", "DEVIANTART_CLIENT_SECRET"),
    documentation="https://www.deviantart.com/developers/ratelimits",
)
_OVERLAP = 2
# What it says of people who are no longer there; others are "not found".
_GONE = {
    "inactive": ("Who had this account at DeviantArt has closed it", "account_gone"),
    "deactivated": ("Who had this account at DeviantArt has closed it", "account_gone"),
    "banned": ("DeviantArt has banned this account", "account_suspended"),
    "suspended": ("DeviantArt has suspended this account", "account_suspended"),
}


class DeviantArt:
    """DeviantArt as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="what somebody put up", example="https://www.deviantart.com/deviantart"),
        UrlForm(meaning="somebody's gallery", example="https://www.deviantart.com/deviantart/gallery/all"),
        UrlForm(
            meaning="one deviation", example="https://www.deviantart.com/deviantart/art/A-Title-123456789"
        ),
        UrlForm(meaning="somebody by name", example="deviantart: deviantart"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        number, secret = (keys.get(name, "") for name in SITE.keys)
        form = {"client_id": number, "client_secret": secret}
        self._token = ApplicationToken(TOKENS, form) if number and secret else None

    def understand(self, text: str) -> Understood | None:
        """People's galleries and single deviations."""
        return forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """400 has words, also where there is nobody of a name; 403 is a wall before the site."""
        if answer.status == 403:
            return SourceUnavailable("DeviantArt does not let us in at the moment", source_code="blocked")
        if answer.status not in {400, 404}:
            return None
        try:
            told = reading.mapping(answer.json())
        except FoveaError:
            return None
        words = reading.text(told.get("error_description"), longest=300) or ""
        for sign, (meaning, code) in _GONE.items():
            if sign in words.lower():
                return AccountGone(meaning, code=code)
        details = reading.mapping(told.get("error_details"))
        if "not found" in words.lower() or "username" in details:
            return AccountNotFound("DeviantArt has nobody of this name: never had, or no longer")
        return SourceRefused(f"DeviantArt refuses: {words}", source_code="refused") if words else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Somebody's exact name, which may be a newer one."""
        profile = self._ask(
            asker,
            f"/user/profile/{listing.query}",
            {"ext_collections": "false", "ext_galleries": "false", "with_session": "false"},
        )
        user = reading.mapping(profile.get("user"))
        name = reading.text(user.get("username"), longest=64)
        if name is None:
            raise SourceUnavailable("DeviantArt tells nothing of this account", source_code="nonsense")
        exact = forms.gallery(name) or listing
        newest = self.page(exact, asker, None)
        return CheckedListing(
            source="deviantart",
            listing=named(exact),
            description=reading.text(profile.get("tagline"), longest=reading.LONGEST_DESCRIPTION),
            posts=reading.number(reading.mapping(profile.get("stats")).get("user_deviations")),
            newest_at=max(newest.marks, default=None),
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 24 deviations from the offset `cursor` on, of which those with a picture are ours."""
        offset = reading.number(cursor) or 0
        asked = {
            "username": listing.query,
            "offset": max(0, offset - _OVERLAP),
            "limit": asker.site.page_size,
            "mature_content": "true",
        }
        told = self._ask(asker, "/gallery/all", asked)
        found = reading.objects(told.get("results"))
        after = reading.number(told.get("next_offset"))
        more = told.get("has_more") is True and after is not None and after > offset
        return ListingPage(
            posts=[post for one in found if (post := post_of(one)) is not None],
            marks=[moment for one in found if (moment := published_at(one)) is not None],
            accounts=accounts_of(found),
            cursor=str(after) if more else None,
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One deviation, as it is told to whoever embeds it."""
        # It knows pages by their whole address, else only by their short one.
        url = address.url if "/art/" in address.url else forms.short(address.external_id)
        answer = asker.get(EMBEDDING, {"url": url, "format": "json"}, accept=frozenset({200, 404}))
        post = post_of_embedded(reading.mapping(answer.json()), address) if answer.status == 200 else None
        if post is None:
            raise NotFound(f"DeviantArt has no picture {address.external_id}, or no longer")
        return ListingPage(posts=[post], marks=[])

    def _ask(self, asker: Asker, path: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._token is None:
            raise SourceRefused(
                f"DeviantArt answers nobody without a key: set {asker.site.key_names}", code="key_missing"
            )
        answer = self._with(self._token, asker, path, query)
        if answer.status == 401:
            answer = self._with(self._token, asker, path, query)
        if answer.status == 401:
            raise asker.key_refused("it does not know the token that it gave us")
        return reading.mapping(answer.json())

    def _with(
        self, application: ApplicationToken, asker: Asker, path: str, query: Mapping[str, Any]
    ) -> Answer:
        """One call; a token that is taken no longer is forgotten."""
        token = application.valid(asker)
        answer = asker.get(
            f"{API}{path}",
            query,
            headers={"Authorization": f"Bearer {token}"},
            accept=frozenset({200, 401}),
        )
        if answer.status == 401:
            application.forget(token)
        return answer
