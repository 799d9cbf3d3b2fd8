"""Galleries of artists and X, and accounts of many posts, read by the real sources to their end: every post
exactly once, equal to the world's truth.
"""

from collections.abc import Iterator
from io import BytesIO

import pytest
import requests
import stamina
from PIL import Image

from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, FoveaError, SourceRefused
from fovea.fingerprints import distance, phash_of
from simulator.artists.people import Cast, Person
from simulator.gallery import Post, Where
from simulator.gallery.addresses import instance
from simulator.settings import DEMO_SOURCE_KEYS
from tests.integration.simulator.social.society import Society

PEOPLE = {"open": 2, "hidden": 5, "suspended": 7, "deactivated": 9}
SITES = ("pixiv", "deviantart", "x")


@pytest.fixture
def at_once() -> Iterator[None]:
    """Nothing is tried a second time."""
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


def somebody(society: Society, number: int = 2) -> Person:
    return Cast(society.gallery).known(number)


def posts_of(society: Society, site: str, person: Person) -> list[Post]:
    shelf = society.gallery.shelf(site)
    account = shelf.account_of_number(person.number)
    assert account is not None
    return shelf.posts(Where(account=account.name), limit=10_000)


def number_of(site: str, post: Post) -> str:
    return post.url.rpartition("/")[2] if site == "x" else str(post.number)


@pytest.mark.parametrize("site", SITES)
def test_all_that_an_artist_shows(society: Society, site: str) -> None:
    person = somebody(society)
    expected = {number_of(site, post): post for post in posts_of(society, site, person)}
    assert len(expected) > 30
    found = society.posts(person.url(site))
    assert len({post.external_id for post in found}) == len(found)
    assert {post.external_id for post in found} == set(expected)
    for post in found:
        assert post.posted_at == expected[post.external_id].moment * 1_000
        assert post.sizes or (post.details is not None and post.details.links)


@pytest.mark.parametrize("site", SITES)
def test_pictures_are_where_the_listings_say(society: Society, site: str) -> None:
    person = somebody(society)
    for post in society.posts(person.url(site))[:3]:
        links = [link.url for link in post.details.links] if post.details is not None else []
        url = (links or [post.sizes[-1].url])[0]
        headers = {"Referer": "https://www.pixiv.net/"} if site == "pixiv" else {}
        answer = requests.get(society.reached(url), headers=headers, timeout=20)
        assert answer.headers["Content-Type"].startswith("image/")
        assert min(Image.open(BytesIO(answer.content)).size) >= 100


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("site", "state", "error"),
    [
        ("pixiv", "deactivated", AccountNotFound),
        ("pixiv", "suspended", AccountNotFound),
        ("deviantart", "deactivated", AccountGone),
        ("deviantart", "suspended", AccountGone),
        ("x", "suspended", AccountGone),
        ("x", "deactivated", AccountNotFound),
        ("x", "hidden", AccountPrivate),
    ],
)
def test_who_is_not_shown(society: Society, site: str, state: str, error: type[FoveaError]) -> None:
    with pytest.raises(error):
        society.check(somebody(society, PEOPLE[state]).url(site))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("site", "changed"),
    [("deviantart", {"DEVIANTART_CLIENT_SECRET": "wrong"}), ("x", {"X_BEARER_TOKEN": "wrong"})],
)
def test_a_wrong_key_is_refused(society: Society, site: str, changed: dict[str, str]) -> None:
    asked = society.with_keys(**(DEMO_SOURCE_KEYS | changed))
    with pytest.raises(SourceRefused) as refused:
        asked.check(somebody(society).url(site))
    assert refused.value.code == "key_refused"


def test_pictures_of_pixiv_want_to_be_told_where_one_comes_from(society: Society) -> None:
    post = posts_of(society, "pixiv", somebody(society))[0]
    told = requests.get(
        society.reached(f"https://www.pixiv.net/ajax/illust/{post.number}"), timeout=10
    ).json()
    url = told["body"]["urls"]["original"] or told["body"]["urls"]["small"]
    assert requests.get(url, timeout=10).status_code == 403
    assert requests.get(url, headers={"Referer": "https://www.pixiv.net/"}, timeout=10).ok


@pytest.mark.parametrize("site", ["bluesky", "mastodon"])
def test_an_account_of_1000_posts_has_1000_pictures(society: Society, site: str) -> None:
    name = "prolific1000"
    account = society.gallery.shelf(site).account(name)
    assert account is not None
    text = {"bluesky": f"bluesky: {name}.bsky.social", "mastodon": f"@{name}@{instance(account.number)}"}[
        site
    ]
    found = society.posts(text)
    assert len({post.external_id for post in found}) == len(found) == 1_000
    assert all(post.sizes for post in found)
    moments = [post.posted_at for post in found if post.posted_at is not None]
    assert moments == sorted(moments, reverse=True)


def test_pictures_of_accounts_of_many_posts_are_all_different(society: Society) -> None:
    shelf = society.gallery.shelf("bluesky")
    posts = shelf.posts(Where(account="prolific50000"), limit=60)
    bodies = [society.gallery.files.body(post.files[0]) for post in posts]
    assert shelf.count(Where(account="prolific50000")) == 50_000
    hashes = [phash_of(body) for body in bodies]
    assert min(distance(one, other) for place, one in enumerate(hashes) for other in hashes[:place]) > 10
