"""Every form of listing of every social source, read through the real asker to its end: every post exactly
once, equal to the world's truth.
"""

import pytest

from fovea.messages import PostRecord
from puller.sources.contract import Page
from simulator.gallery import Gallery, Where
from simulator.gallery.addresses import INSTANCES, code, instance
from simulator.social.bluesky.appview import LIST_MEMBERS
from simulator.social.imgur.api import reddit_images
from simulator.social.people import state_of
from simulator.social.reddit.forms import author_of, name_of
from tests.integration.simulator.social import truth
from tests.integration.simulator.social.society import Society
from tests.integration.simulator.social.truth import every, found


def busiest(gallery: Gallery, site: str, place: int = 0) -> str:
    """The handle of one of the busiest of a site who are shown to everybody."""
    accounts = [one for one in gallery.shelf(site).accounts() if one.is_artist and state_of(one) == "open"]
    return accounts[place].handle


@pytest.mark.parametrize("name", ["LateNightDrawings", "watercolor"])
def test_a_community_of_reddit(society: Society, name: str) -> None:
    posts = every(society.gallery, "reddit", Where(community=name))
    assert 100 < len(posts) < 1_000
    assert found(society.posts(f"r/{name}")) == truth.reddit_posts(posts)


def test_a_community_that_is_longer_than_reddits_lists_goes_on_in_the_archive(society: Society) -> None:
    """There, what was removed is told of as removed."""
    posts = every(society.gallery, "reddit", Where(community="Art", removed=None))
    listed = [post for post in posts if not post.removed][:1_000]
    archived = [post for post in posts if post.moment <= listed[-1].moment]
    assert len(posts) > 1_200
    assert any(post.removed for post in archived)
    assert found(society.posts("r/Art")) == truth.reddit_posts(listed + archived)


def test_several_communities_of_reddit(society: Society) -> None:
    posts = [
        post
        for name in ("cats", "PixelArt")
        for post in every(society.gallery, "reddit", Where(community=name))
    ]
    assert found(society.posts("r/cats+PixelArt")) == truth.reddit_posts(posts)


@pytest.mark.parametrize("order", ["top/?t=all", "hot", "rising", "controversial/?t=all"])
def test_another_order_has_the_same_posts(society: Society, order: str) -> None:
    posts = every(society.gallery, "reddit", Where(community="Watercolor"))
    assert found(society.posts(f"https://www.reddit.com/r/Watercolor/{order}")) == truth.reddit_posts(posts)


def test_what_a_user_put_up_on_reddit(society: Society) -> None:
    account = society.gallery.shelf("reddit").accounts()[0]
    posts = every(society.gallery, "reddit", Where(account=account.name, removed=None))
    own = [post for post in posts if author_of(post) != "[deleted]"]
    assert any(post.removed for post in own)
    assert len(own) < len(posts)
    assert found(society.posts(f"u/{name_of(account.name, account.handle)}")) == truth.reddit_posts(own)


@pytest.mark.parametrize("text", ["r/Watercolor+PixelArt", "r/Art"])
def test_without_a_key_the_archive_has_all_of_a_community(society: Society, text: str) -> None:
    names = text.removeprefix("r/").split("+")
    posts = [
        post
        for name in names
        for post in every(society.gallery, "reddit", Where(community=name, removed=None))
    ]
    assert found(society.with_keys().posts(text)) == truth.reddit_posts(posts)


def test_without_a_key_the_best_posts_are_those_of_the_feed(society: Society) -> None:
    posts = society.with_keys().posts("https://www.reddit.com/r/Watercolor/top/?t=all")
    best = sorted(
        every(society.gallery, "reddit", Where(community="Watercolor")), key=lambda post: -post.score
    )
    assert len(posts) == 25
    assert {post.external_id for post in posts} <= set(truth.reddit_posts(best[:60]))
    assert sum(bool(post.details and post.details.links) for post in posts) > 20


@pytest.mark.parametrize("tag", ["sunset", "blue_sky"])
def test_a_tag_of_imgur(society: Society, tag: str) -> None:
    posts = every(society.gallery, "imgur", Where(tags=(tag.replace("_", " "),)))
    assert len(posts) > 120
    assert found(society.posts(f"https://imgur.com/t/{tag}")) == truth.imgur_items(posts)


def test_a_community_of_imgur_has_what_reddit_leads_to(society: Society) -> None:
    posts = reddit_images(society.gallery, "EarthPorn")
    listed = society.posts("https://imgur.com/r/EarthPorn")
    assert len(listed) == len(posts) > 60
    assert {post.posted_at for post in listed} == {post.moment * 1_000 for post in posts}


def test_an_album_of_imgur(society: Society) -> None:
    album = max(every(society.gallery, "imgur", Where())[:300], key=lambda post: len(post.files))
    listed = society.posts(f"https://imgur.com/a/{code(album.number)}")
    assert len(listed) == len(album.files) > 3


def test_an_account_of_bluesky(society: Society) -> None:
    handle = busiest(society.gallery, "bluesky")
    posts = every(society.gallery, "bluesky", Where(account=handle))
    told = society.posts(f"https://bsky.app/profile/{handle}.bsky.social")
    assert found(told) == truth.bluesky_posts(posts)
    assert 100 < len(told) < len(posts)  # some have no pictures


def test_a_feed_of_bluesky_without_those_who_hide(society: Society) -> None:
    posts = every(society.gallery, "bluesky", Where(tags=("sunset",)))
    told = society.posts("https://bsky.app/profile/bsky.app/feed/sunset")
    assert found(told) == truth.bluesky_posts(posts)
    assert any(state_of(post.account) == "hidden" for post in posts)


def test_a_list_of_bluesky(society: Society) -> None:
    shelf = society.gallery.shelf("bluesky")
    members = [one for one in shelf.accounts() if state_of(one) == "open"][:LIST_MEMBERS]
    posts = [post for one in members for post in every(society.gallery, "bluesky", Where(account=one.name))]
    assert found(society.posts("https://bsky.app/profile/bsky.app/lists/busiest")) == truth.bluesky_posts(
        posts
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_account_of_mastodon(society: Society, place: int) -> None:
    handle = busiest(society.gallery, "mastodon", place)
    account = society.gallery.shelf("mastodon").account(handle)
    assert account is not None
    posts = every(society.gallery, "mastodon", Where(account=handle))
    told = society.posts(f"@{handle}@{instance(account.number)}")
    assert found(told) == truth.mastodon_posts(posts)
    # By the host of their name, which is no instance, they are found where they are.
    assert society.check(f"@{handle}@art.example.com").listing.query == f"{handle}@{instance(account.number)}"


@pytest.mark.parametrize("host", INSTANCES)
def test_a_tag_at_an_instance_of_mastodon(society: Society, host: str) -> None:
    """What is known of elsewhere has its own identity, wherever it is seen."""
    posts = [
        post
        for post in every(society.gallery, "mastodon", Where(tags=("sunset",)))
        if instance(post.account.number) == host or (post.account.number + INSTANCES.index(host)) % 2 == 0
    ]
    told = society.posts(f"https://{host}/tags/sunset")
    assert found(told) == truth.mastodon_posts(posts)
    assert len({post.external_id.partition("/")[0] for post in told}) == len(INSTANCES)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_blog_of_tumblr(society: Society, place: int) -> None:
    handle = busiest(society.gallery, "tumblr", place)
    posts = every(society.gallery, "tumblr", Where(account=handle))
    told = society.posts(f"tumblr: {handle}")
    assert found(told) == truth.tumblr_posts(posts)
    assert len(told) > 20


def test_a_tag_of_tumblr_and_of_a_blog(society: Society) -> None:
    posts = every(society.gallery, "tumblr", Where(tags=("night sky",)))
    assert len(posts) > 100
    assert found(society.posts("https://www.tumblr.com/tagged/night%20sky")) == truth.tumblr_posts(posts)
    handle = busiest(society.gallery, "tumblr")
    own = [post for post in posts if post.account.handle == handle]
    assert own
    assert found(society.posts(f"https://{handle}.tumblr.com/tagged/night+sky")) == truth.tumblr_posts(own)


@pytest.mark.parametrize(
    ("file", "most"), [("feed.xml", 40), ("atom.xml", 40), ("feed.json", 10_000), ("", 40)]
)
def test_a_feed_of_a_portfolio(society: Society, file: str, most: int) -> None:
    handle = busiest(society.gallery, "web")
    posts = every(society.gallery, "web", Where(account=handle))[:most]
    told = society.posts(f"https://portfolio.example.com/{handle}/{file}")
    assert len(posts) > 30
    assert [_seen(post) for post in told] == [(post.work.title, post.moment * 1_000) for post in posts]


def _seen(post: PostRecord) -> tuple[str, int | None]:
    return post.title, post.posted_at


def test_what_is_known_is_not_read_again(society: Society) -> None:
    """A catch-up stops at the mark."""
    whole = society.pages("r/EarthPorn", max_pages=3)
    newest = whole[-1].newest
    assert newest is not None
    again = society.pages("r/EarthPorn", stop_at=newest)
    assert len(again) == 1
    assert again[0].newest == newest
    assert again[0].cursor is None


def test_a_part_goes_on_where_the_one_before_it_ended(society: Society) -> None:
    for text in ("r/SkyPorn", "https://imgur.com/t/sunset", "https://www.tumblr.com/tagged/rain"):
        listing, source = society.check(text).listing, society.understood(text).source
        whole = society.pages_of(source, listing)
        parts: list[Page] = []
        cursor: str | None = None
        while not parts or cursor is not None:
            assert len(parts) < 200
            pages = society.pages_of(source, listing, max_pages=2, cursor=cursor)
            parts, cursor = [*parts, *pages], pages[-1].cursor
        ids = [post.external_id for page in parts for post in page.posts]
        assert set(ids) == {post.external_id for page in whole for post in page.posts}
