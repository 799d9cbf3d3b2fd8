"""Which posts of networks everybody can see, with pictures."""

from simulator.gallery import Post
from simulator.social.bluesky import telling as bluesky
from simulator.social.mastodon import telling as mastodon
from simulator.social.people import state_of
from simulator.social.tumblr import telling as tumblr


def shows_pictures(post: Post) -> bool:
    """Whether a post shows pictures, and to people without a login. Posts of boards all do."""
    match post.shelf.site.name:
        case "bluesky":
            there = bluesky.form_of(post) in bluesky.PICTURED
        case "mastodon":
            there = mastodon.form_of(post) != "text"
        case "tumblr":
            there = not tumblr.is_text(post)
        case _:
            return True
    return there and state_of(post.account) == "open"
