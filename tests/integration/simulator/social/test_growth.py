"""The world goes on: what is put up later is found by who goes on from a mark, what is taken away is not."""

from collections.abc import Callable, Iterator

import pytest

from simulator.gallery import Post, Where
from simulator.gallery.addresses import instance
from simulator.social.people import state_of
from simulator.social.reddit.forms import number_of
from tests.integration.simulator.social import truth
from tests.integration.simulator.social.society import Society, running

Truth = Callable[[list[Post]], dict[str, truth.Fact]]


@pytest.fixture(scope="module")
def growing() -> Iterator[Society]:
    with running(source_limits=False, gallery_works=3_000) as society:
        yield society


def handle(society: Society, site: str) -> str:
    accounts = society.gallery.shelf(site).accounts()
    return next(one.handle for one in accounts if state_of(one) == "open")


def account_of_mastodon(society: Society) -> str:
    name = handle(society, "mastodon")
    account = society.gallery.shelf("mastodon").account(name)
    assert account is not None
    return f"@{name}@{instance(account.number)}"


@pytest.mark.parametrize(
    ("site", "where", "text", "facts"),
    [
        ("reddit", Where(community="Art"), "r/Art", truth.reddit_posts),
        ("imgur", Where(tags=("sunset",)), "https://imgur.com/t/sunset", truth.imgur_items),
        ("tumblr", Where(tags=("sunset",)), "https://www.tumblr.com/tagged/sunset", truth.tumblr_posts),
        (
            "bluesky",
            Where(tags=("sunset",)),
            "https://bsky.app/profile/bsky.app/feed/sunset",
            truth.bluesky_posts,
        ),
        ("mastodon", Where(account="{handle}"), "{account}", truth.mastodon_posts),
        ("web", Where(account="{handle}"), "https://portfolio.example.com/{handle}/feed.xml", None),
    ],
)
def test_what_is_new_is_found_from_the_mark_on(
    growing: Society, site: str, where: Where, text: str, facts: Truth | None
) -> None:
    name = handle(growing, site)
    account = account_of_mastodon(growing) if site == "mastodon" else ""
    where = Where(tags=where.tags, community=where.community, account=name if where.account else None)
    text = text.format(handle=name, account=account)
    mark = growing.pages(text, max_pages=2)[-1].newest
    assert mark is not None
    assert not [post for post in growing.posts(text, stop_at=mark) if (post.posted_at or 0) > mark]

    numbers = growing.gallery.publish(site, count=7, where=where)
    shelf = growing.gallery.shelf(site)
    published = [post for number in numbers if (post := shelf.post(number)) is not None]
    assert len(published) == 7
    pages = growing.pages(text, stop_at=mark)
    found = [post for page in pages for post in page.posts if (post.posted_at or 0) > mark]
    newest = pages[-1].newest
    assert newest is not None
    assert newest >= published[-1].moment * 1_000 > mark
    if facts is None:
        assert sorted(post.title for post in found) == sorted(post.work.title for post in published)
    else:
        assert truth.found(found) == facts(published)


def test_the_best_of_a_day_are_of_that_day(growing: Society) -> None:
    numbers = growing.gallery.publish("reddit", count=3, where=Where(community="cats"))
    posts = [post for number in numbers if (post := growing.gallery.shelf("reddit").post(number)) is not None]
    found = growing.posts("https://www.reddit.com/r/cats/top/?t=day")
    assert {post.external_id for post in found} == {number_of(post) for post in posts}


def test_what_is_taken_away_is_told_of_as_removed_or_not_at_all(growing: Society) -> None:
    shelf = growing.gallery.shelf("reddit")
    removed, gone = shelf.posts(Where(community="PixelArt"), limit=2)
    growing.gallery.remove("reddit", removed.number)
    growing.gallery.remove("reddit", gone.number, gone=True)
    keyed = {post.external_id for post in growing.posts("r/PixelArt")}
    assert not keyed & {number_of(removed), number_of(gone)}
    archived = {post.external_id: post.details for post in growing.with_keys().posts("r/PixelArt")}
    details = archived[number_of(removed)]
    assert details is not None
    assert (details.removed, details.links) == (True, [])
    assert number_of(gone) not in archived
