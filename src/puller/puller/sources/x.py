"""X, once Twitter (https://docs.x.com/x-api/posts/timelines/integrate): what an account posted, through its
API, which wants the key of an application, and where each post and each person that is told costs
(https://docs.x.com/x-api/getting-started/pricing). So no post that is known is asked for again, and what is
spent in a day has a limit (`puller.politeness.spending`).

Accounts are known by their number, which stays when the name changes. X lists the newest 3,200 posts of an
account; pages go below the lowest number. Posts of others that are only shown again are not asked for.
"""

from collections.abc import Mapping
from typing import Any

from fovea.errors import FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.messages import AccountRecord, CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources import x_forms as forms
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Price, Rate, Site, Understood, UrlForm
from puller.sources.x_posts import account_of, moment_of, number_at, post_of, problem_of

SITE = Site(
    name="x",
    title="X",
    hosts=("x.com", "twitter.com", "mobile.x.com", "mobile.twitter.com"),
    api="https://api.x.com/2",
    rate=Rate(calls=300, per_seconds=900),
    page_size=100,
    auth="required",
    keys=("X_BEARER_TOKEN",),
    price=Price(post_mills=5, person_mills=10, source="https://docs.x.com/x-api/getting-started/pricing"),
    documentation="https://docs.x.com/x-api/fundamentals/rate-limits",
)
MOST_POSTS = 3_200
_PERSON_FIELDS = (
    "created_at,description,most_recent_tweet_id,name,profile_image_url,protected,public_metrics,username"
)
_AUTHOR_FIELDS = "name,profile_image_url,username"
_POST_FIELDS = {
    "tweet.fields": "attachments,author_id,created_at,entities,note_tweet,possibly_sensitive,public_metrics",
    "media.fields": "alt_text,height,preview_image_url,type,url,width",
}


def headers(keys: Mapping[str, str]) -> dict[str, str]:
    """What goes along with a call: the key of an application, if there is one."""
    token = keys.get("X_BEARER_TOKEN", "")
    return {"Authorization": f"Bearer {token}"} if token else {}


class X:
    """X as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="an account", example="https://x.com/XDevelopers"),
        UrlForm(meaning="an account's pictures", example="https://x.com/XDevelopers/media"),
        UrlForm(meaning="one post", example="https://x.com/XDevelopers/status/1460323737035677698"),
        UrlForm(meaning="an account by name", example="x: XDevelopers"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)

    def understand(self, text: str) -> Understood | None:
        """Accounts and posts, also at the hosts that show them to others."""
        return forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """402: nothing is left of what was paid. 404 and 403 may say what became of an account."""
        if answer.status == 402:
            words = "Nothing is left of what was paid to X"
            return SourceRefused(words, code="budget_spent", source_code="http_402")
        if answer.status not in {400, 403, 404}:
            return None
        try:
            errors = reading.objects(reading.mapping(answer.json()).get("errors"))
        except FoveaError:
            return None
        return problem_of(errors) if errors else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The account's number and its name of today. Posts are not asked for: each costs."""
        told = self._person(listing, asker)
        account = account_of(told)
        if account is None or account.username is None:
            raise SourceUnavailable("X tells nothing of this account", source_code="nonsense")
        if told.get("protected") is True:
            raise forms.protected(account.username)
        count = reading.number(reading.mapping(told.get("public_metrics")).get("tweet_count"))
        newest = reading.text(told.get("most_recent_tweet_id"), longest=20)
        beyond = count is not None and count > MOST_POSTS
        return CheckedListing(
            source="x",
            listing=named(
                forms.account(account.username, number=account.external_id, name=account.real_name)
            ),
            description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
            posts=count,
            followers=reading.number(reading.mapping(told.get("public_metrics")).get("followers_count")),
            created_at=reading.moment(told.get("created_at")),
            newest_at=moment_of(newest) if newest is not None and newest.isdecimal() else None,
            note=f"X lists only the newest {MOST_POSTS:,} posts of an account." if beyond else None,
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 100 posts, of which those with pictures are ours."""
        return self.page_above(listing, asker, cursor, above=None, since=None)

    def page_above(
        self, listing: Listing, asker: Asker, cursor: str | None, *, above: int | None, since: int | None
    ) -> ListingPage:
        """As `page`, without the posts up to the number `above`, and without those before the moment `since`
        (milliseconds).
        """
        number = self._number(listing, asker)
        floor = max((one for one in (above, number_at(since)) if one), default=None)
        asked: dict[str, Any] = {
            "max_results": asker.site.page_size,
            "exclude": "retweets",
            "since_id": floor,
            **_POST_FIELDS,
        }
        if cursor is None:  # who it is costs, too
            asked |= {"expansions": "attachments.media_keys,author_id", "user.fields": _AUTHOR_FIELDS}
        else:
            asked |= {"expansions": "attachments.media_keys", "until_id": cursor}
        told = self._timeline(number, asker, asked)
        found = reading.objects(told.get("data"))
        included = reading.mapping(told.get("includes"))
        media, people = reading.objects(included.get("media")), reading.objects(included.get("users"))
        numbers = [one for post in found if (one := reading.number(post.get("id"))) is not None]
        more = numbers and reading.mapping(told.get("meta")).get("next_token")
        return ListingPage(
            posts=[post for one in found if (post := post_of(one, media, owner=number)) is not None],
            marks=numbers,
            accounts=_accounts(people) or [AccountRecord(external_id=number)],
            cursor=str(min(numbers)) if more else None,
        )

    def _timeline(self, number: str, asker: Asker, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The next page of a timeline that has something: there is nothing on pages where all is somebody
        else's.
        """
        told: Mapping[str, Any] = {}
        token: str | None = None
        for _ in range(MOST_POSTS // asker.site.page_size):
            told = self._ask(asker, f"users/{number}/tweets", {**asked, "pagination_token": token})
            included = reading.mapping(told.get("includes"))
            found, people = reading.objects(told.get("data")), reading.objects(included.get("users"))
            asker.paid(posts=len(found), people=len(people))
            meta = reading.mapping(told.get("meta"))
            if not found and told.get("errors") and not meta:
                raise problem_of(reading.objects(told.get("errors")))
            token = reading.text(meta.get("next_token"), longest=200)
            if found or token is None:
                break
        return told

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        told = self._ask(
            asker,
            f"tweets/{address.external_id}",
            {
                "expansions": "attachments.media_keys,author_id",
                "user.fields": _AUTHOR_FIELDS,
                **_POST_FIELDS,
            },
        )
        found = reading.mapping(told.get("data"))
        if not found:
            raise problem_of(reading.objects(told.get("errors")), post=address.external_id)
        included = reading.mapping(told.get("includes"))
        people = reading.objects(included.get("users"))
        asker.paid(posts=1, people=len(people))
        owner = reading.text(found.get("author_id"), longest=20)
        post = post_of(found, reading.objects(included.get("media")), owner=owner or "")
        if post is None or owner is None:
            raise NotFound(f"The post {address.external_id} of X has no pictures")
        return ListingPage(
            posts=[post],
            marks=[],
            accounts=_accounts(people),
        )

    def _number(self, listing: Listing, asker: Asker) -> str:
        number = forms.number_of(listing)
        if number is None:
            number = reading.text(self._person(listing, asker).get("id"), longest=20)
        if number is None or not number.isdecimal():
            raise SourceUnavailable("X tells no number of this account", source_code="nonsense")
        return number

    def _person(self, listing: Listing, asker: Asker) -> Mapping[str, Any]:
        number = forms.number_of(listing)
        path = f"users/{number}" if number is not None else f"users/by/username/{listing.query}"
        told = self._ask(asker, path, {"user.fields": _PERSON_FIELDS})
        found = reading.mapping(told.get("data"))
        if not found:
            raise problem_of(reading.objects(told.get("errors")))
        asker.paid(people=1)
        return found

    def _ask(self, asker: Asker, path: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self._headers:
            raise SourceRefused(
                f"X answers nobody without a key: set {asker.site.key_names}", code="key_missing"
            )
        return reading.mapping(asker.get(f"{SITE.api}/{path}", query, headers=self._headers).json())


def _accounts(people: list[dict[str, Any]]) -> list[AccountRecord]:
    return [account for person in people if (account := account_of(person)) is not None]
