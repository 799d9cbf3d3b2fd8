"""What addresses and names of Reddit stand for. Asks nobody.

The `query` of a community is its name, or several with `+`, and the order if that is not `new`:
`EarthPorn`, `EarthPorn+ViewPorn/top?t=week`.
"""

import re
from urllib.parse import parse_qs

import msgspec

from puller.links import addresses
from puller.links.reddit_forms import reddit_form
from puller.sources.sites import Listing, PostAddress, Understood, parts_of

MAIN = "https://www.reddit.com"
NAMES = frozenset({"reddit.com", "www.reddit.com", "old.reddit.com", "new.reddit.com", "m.reddit.com"})
MOST_COMMUNITIES = 20
ORDERS = ("new", "hot", "top", "rising", "controversial")
_OF_A_TIME = frozenset({"top", "controversial"})
TIMES = ("hour", "day", "week", "month", "year", "all")
_USUAL_TIME = "day"

_COMMUNITY = r"(?:[A-Za-z0-9][A-Za-z0-9_]{1,20}|u_[A-Za-z0-9_-]{3,20})"
_COMMUNITIES = re.compile(rf"{_COMMUNITY}(?:\+{_COMMUNITY})*", re.ASCII)
_PERSON = re.compile(r"[A-Za-z0-9_-]{3,20}", re.ASCII)
_BARE = re.compile(r"/?(?:r|u|user)/[^/\s:.]+(?:/[^\s:]*)?", re.ASCII | re.IGNORECASE)
_QUERY = re.compile(
    rf"(?P<names>[A-Za-z0-9_+-]+)(?:/(?P<order>{'|'.join(ORDERS)}))?(?:\?t=(?P<time>{'|'.join(TIMES)}))?"
)
# Not communities, but all of them, or those of whoever is logged in.
_NO_COMMUNITIES = frozenset({"all", "popular", "friends", "mod", "random", "randnsfw", "myrandom", "home"})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The query of a listing in its parts. `names` are several only of communities."""

    names: tuple[str, ...]
    order: str = "new"
    time: str | None = None

    @property
    def is_by_time(self) -> bool:
        """Whether the newest come first."""
        return self.order == "new"


def understand(text: str) -> Understood | None:
    """Communities, users and posts, as addresses or as people write them (`r/EarthPorn`)."""
    pasted = text.strip()
    if "://" not in pasted and _BARE.fullmatch(pasted):
        pasted = f"{MAIN}/{pasted.lstrip('/')}"
    form = reddit_form(pasted if "://" in pasted else f"https://{pasted}")
    if form is not None:
        return _post(form.id) if form.kind == "post" else None
    parts = parts_of(pasted)
    if parts is None or not addresses.is_of(parts.host, "reddit.com"):
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    match [segment.lower() if place != 1 else segment for place, segment in enumerate(segments)]:
        case ["r", names]:
            return community(names.removesuffix(".rss").removesuffix(".json"))
        case ["r", names, order]:
            return community(names, order=_plain(order), time=parts.query.get("t"))
        case ["u" | "user", name] | ["u" | "user", name, "submitted" | "submitted.rss" | ".rss"]:
            return person(name)
    return None


def community(names: str, *, order: str = "new", time: str | None = None) -> Listing | None:
    """The listing of a community, or of several with `+`."""
    if order == "":  # of an address like /r/pics/.rss
        order = "new"
    if not _COMMUNITIES.fullmatch(names) or order not in ORDERS:
        return None
    each = tuple({name.lower(): name for name in names.split("+")}.values())
    if len(each) > MOST_COMMUNITIES or any(name.lower() in _NO_COMMUNITIES for name in each):
        return None
    if len(each) == 1 and each[0].lower().startswith("u_"):
        return person(each[0][2:])
    when = (time if time in TIMES else _USUAL_TIME) if order in _OF_A_TIME else None
    return of_wanted(Wanted(names=each, order=order, time=when))


def person(name: str) -> Listing | None:
    """The listing of what a user put up."""
    if not _PERSON.fullmatch(name):
        return None
    return Listing(
        source="reddit", kind="account", query=name, title=f"u/{name}", url=f"{MAIN}/user/{name}/submitted/"
    )


def of_wanted(wanted: Wanted) -> Listing:
    """The listing of communities."""
    names = "+".join(wanted.names)
    order = "" if wanted.is_by_time else f"/{wanted.order}"
    when = f"?t={wanted.time}" if wanted.time else ""
    told = "" if wanted.is_by_time else f", {wanted.order}" + (f" of {wanted.time}" if wanted.time else "")
    return Listing(
        source="reddit",
        kind="community",
        query=f"{names}{order}{when}",
        title=f"r/{names}{told}",
        url=f"{MAIN}/r/{names}/{wanted.order}/{when}",
    )


def wanted_of(listing: Listing) -> Wanted:
    """What a listing's query says."""
    if listing.kind == "account":
        return Wanted(names=(listing.query,))
    match = _QUERY.fullmatch(listing.query)
    if match is None:
        return Wanted(names=(listing.query,))
    return Wanted(names=tuple(match["names"].split("+")), order=match["order"] or "new", time=match["time"])


def share_of(location: str) -> PostAddress | None:
    """The post that a shared address (`/r/pics/s/Ab12`) was redirected to."""
    form = reddit_form(location)
    return _post(form.id) if form is not None and form.kind == "post" else None


def community_of_search(location: str) -> str | None:
    """The name that Reddit searches for instead, because there is no such community."""
    address = addresses.read(location) or addresses.read(f"{MAIN}{location}")
    if address is None or "subreddits/search" not in address.path:
        return None
    return parse_qs(address.query).get("q", [""])[0]


def _post(number: str) -> PostAddress:
    return PostAddress(source="reddit", external_id=number, url=f"{MAIN}/comments/{number}/")


def _plain(order: str) -> str:
    return order.removesuffix(".rss").removesuffix(".json").removesuffix(".")
