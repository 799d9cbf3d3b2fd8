"""Galleries where artists show what they made, and X: read through the real asker to their end, and equal to
the world's truth; what became of people; pictures that are there where listings say.
"""

import pytest

from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, FoveaError
from fovea.fetching import Fetcher, Gate
from fovea.settings import FetchSettings
from simulator.artists.people import Person
from simulator.artists.x import telling as x
from simulator.gallery import Account, Where
from tests.integration.simulator.social import truth
from tests.integration.simulator.social.society import Society
from tests.integration.simulator.social.truth import Fact, every, found

SITES = ("deviantart", "pixiv", "x")


def person(society: Society, site: str, state: str = "open", *, place: int = 0) -> Person:
    """One of the people with this state who have most posts at a site."""
    shelf = society.gallery.shelf(site)
    people = [Person(one) for one in shelf.accounts() if one.is_artist]
    return [one for one in people if one.state == state and not one.has_moved][place]


def facts(society: Society, site: str, account: Account) -> dict[str, Fact]:
    """What a listing should bring."""
    posts = every(society.gallery, site, Where(account=account.handle))
    strongest = truth.EXPLICIT if site == "pixiv" else truth.QUESTIONABLE
    if site == "x":
        posts = [post for post in posts if x.files_of(post) and not x.is_repeat(post)]
    return {
        (x.identifier(post) if site == "x" else str(post.number)): Fact(
            post.moment * 1_000,
            strongest if post.rating >= truth.QUESTIONABLE else truth.SAFE,
            removed=False,
        )
        for post in posts
    }


@pytest.mark.parametrize("site", SITES)
def test_all_that_somebody_put_up(society: Society, site: str) -> None:
    somebody = person(society, site, place=3)
    wanted = facts(society, site, somebody.account)
    assert len(wanted) > 5
    told = found(society.posts(somebody.url(site)))
    assert told == wanted


@pytest.mark.parametrize("site", SITES)
def test_what_is_known_is_not_told_again(society: Society, site: str) -> None:
    somebody = person(society, site)
    newest = society.pages(somebody.url(site))[-1].newest
    again = society.pages(somebody.url(site), stop_at=newest)
    assert again[-1].newest == newest
    assert len(again) == 1


def test_pixivs_pictures_are_there_for_who_fetches_them(society: Society) -> None:
    host = society.url.removeprefix("http://")
    fetcher = Fetcher(FetchSettings(), gate=Gate([host]))
    posts = society.posts(person(society, "pixiv").url("pixiv"))[:3]
    for post in posts:
        assert post.details is not None
        for link in post.details.links:
            body = fetcher.get(link.url, types=("image/",)).body
            assert len(body) > 100


@pytest.mark.parametrize(
    ("site", "state", "error", "code"),
    [
        ("deviantart", "deactivated", AccountGone, "account_gone"),
        ("deviantart", "suspended", AccountGone, "account_suspended"),
        ("x", "suspended", AccountGone, "account_suspended"),
        ("x", "hidden", AccountPrivate, "account_private"),
        ("x", "deactivated", AccountNotFound, "account_not_found"),
        ("pixiv", "deactivated", AccountNotFound, "account_not_found"),
    ],
)
def test_what_became_of_people_is_told_apart(
    society: Society, site: str, state: str, error: type[FoveaError], code: str
) -> None:
    with pytest.raises(error) as raised:
        society.check(person(society, site, state).url(site))
    assert raised.value.code == code


def test_an_account_of_x_that_was_renamed_is_found_by_its_number(society: Society) -> None:
    somebody = person(society, "x")
    checked = society.check(somebody.url("x"))
    number = checked.listing.query.removeprefix("#")
    assert society.check(f"https://x.com/i/user/{number}").listing == checked.listing


def test_somebody_of_deviantart_is_found_under_an_older_name(society: Society) -> None:
    shelf = society.gallery.shelf("deviantart")
    people = [Person(one) for one in shelf.accounts() if one.is_artist]
    moved = next(one for one in people if one.has_moved and one.state == "open")
    checked = society.check(moved.url("old deviantart"))
    assert checked.listing.query == moved.handle
    assert checked.listing.url == moved.url("deviantart")


def test_without_a_session_works_for_adults_are_left_out(society: Society) -> None:
    people = (person(society, "pixiv", place=place) for place in range(20))
    somebody = next(
        one
        for one in people
        if any(fact.rating == truth.EXPLICIT for fact in facts(society, "pixiv", one.account).values())
    )
    wanted = {
        number: fact
        for number, fact in facts(society, "pixiv", somebody.account).items()
        if fact.rating != truth.EXPLICIT
    }
    assert found(society.with_keys().posts(somebody.url("pixiv"))) == wanted
