"""What sources should find, told from the gallery itself."""

from typing import NamedTuple

from fovea.messages import PostRecord
from simulator.gallery import Gallery, Post, Where, addresses
from simulator.social.bluesky import telling as bluesky
from simulator.social.imgur import names as imgur
from simulator.social.mastodon import telling as mastodon
from simulator.social.people import state_of
from simulator.social.reddit import forms as reddit
from simulator.social.reddit.telling import is_over_18
from simulator.social.tumblr import telling as tumblr

SAFE, QUESTIONABLE, EXPLICIT = 1, 2, 3


class Fact(NamedTuple):
    """What is compared: when it was posted (milliseconds), its rating, whether it was removed."""

    posted_at: int | None
    rating: int | None
    removed: bool


def found(posts: list[PostRecord]) -> dict[str, Fact]:
    """What sources found, by external ids, each of which came once."""
    assert len({post.external_id for post in posts}) == len(posts)
    facts = {}
    for post in posts:
        assert post.details is not None
        facts[post.external_id] = Fact(post.posted_at, post.details.rating, post.details.removed)
    return facts


def every(gallery: Gallery, site: str, where: Where) -> list[Post]:
    """All posts of a site, newest first."""
    return gallery.shelf(site).posts(where, limit=100_000)


def reddit_posts(posts: list[Post]) -> dict[str, Fact]:
    return {
        reddit.number_of(post): Fact(
            post.moment * 1_000, EXPLICIT if is_over_18(post) else SAFE, post.removed
        )
        for post in posts
    }


def imgur_items(posts: list[Post]) -> dict[str, Fact]:
    return {
        (f"a/{addresses.code(post.number)}" if len(post.files) > 1 else imgur.image_id(post.files[0])): Fact(
            post.moment * 1_000, EXPLICIT if post.rating >= QUESTIONABLE else SAFE, removed=False
        )
        for post in posts
    }


def bluesky_posts(posts: list[Post]) -> dict[str, Fact]:
    return {
        f"{bluesky.did_of(post.account)}/{addresses.tid(post.number)}": Fact(
            post.moment * 1_000, post.rating if post.rating >= QUESTIONABLE else SAFE, removed=False
        )
        for post in posts
        if bluesky.form_of(post) in bluesky.PICTURED and state_of(post.account) == "open"
    }


def mastodon_posts(posts: list[Post]) -> dict[str, Fact]:
    facts = {}
    for post in posts:
        if mastodon.form_of(post) == "text" or state_of(post.account) != "open":
            continue
        home = mastodon.home_of(post)
        rating = QUESTIONABLE if post.rating >= QUESTIONABLE else SAFE
        fact = Fact(post.moment * 1_000, rating, removed=False)
        facts[f"{home}/{addresses.status(post.number, home)}"] = fact
    return facts


def tumblr_posts(posts: list[Post]) -> dict[str, Fact]:
    return {
        f"{post.account.handle}/{post.number}": Fact(
            post.moment * 1_000, QUESTIONABLE if post.rating >= QUESTIONABLE else SAFE, removed=False
        )
        for post in posts
        if not tumblr.is_text(post) and not tumblr.is_reblog(post) and state_of(post.account) == "open"
    }
