"""What the artworks are about of which it is known whose they are. Artists are named by their numbers, and
addresses in words as `{page:number}`. Which artist says what of themselves, and who is hidden, suspended or
gone, follows from the number (`plans`, `simulator.social.people`): 5 and 22 are hidden, 7 is suspended, 9 is
gone, 19 was renamed.
"""

from typing import NamedTuple


class Plot(NamedTuple):
    """One artwork. `natural` ones are posts of the gallery as they are."""

    name: str
    site: str
    artists: tuple[int, ...]
    about: tuple[str, ...] = ()
    natural: bool = False
    poster: int | None = None
    """Who put it up where that is not the artist; users of a site have numbers below 0."""
    words: str = ""
    tags: tuple[int, ...] | None = None
    """Whom a board names; None: the artists."""
    more_tags: tuple[str, ...] = ()
    source: tuple[str, int] | None = None
    """The newest post at a site by an artist."""
    source_is: str | None = None
    """The planned artwork of a name."""
    of: str | None = None
    """What it shows again: a planned artwork of the same site."""
    duplicate_of: str | None = None
    rating: int = 0
    removed: bool = False
    takes: int = 1
    several: bool = False
    """A natural one with several pictures."""
    fragment: str = ""
    at_old_name: bool = False
    credited: bool = False
    """Who put it up did not make it: whoever is named did."""
    says_nothing: bool = False
    """Nothing is to be found from here."""
    aside: bool = False
    """Only there for others to lead to: nobody could know whose it is."""


PLOTS = (
    # DeviantArt
    Plot("deviantart-plain", "deviantart", (11,), natural=True),
    Plot("deviantart-carrd", "deviantart", (20,), natural=True),
    Plot("deviantart-collab", "deviantart", (10, 12), ("collab",), words="A collab with {deviantart:12}"),
    Plot(
        "deviantart-friends",
        "deviantart",
        (11,),
        ("cited friend",),
        words="A birthday gift for {deviantart:14}\nCharacter belongs to {furaffinity:16}\nThanks to {x:2}",
    ),
    Plot("deviantart-mature", "deviantart", (18,), ("mature",), rating=3),
    Plot("deviantart-renamed", "deviantart", (19,), ("renamed",), at_old_name=True),
    Plot(
        "deviantart-not-hers",
        "deviantart",
        (13,),
        ("repost",),
        poster=2,
        words="Art by {deviantart:13}",
        credited=True,
    ),
    Plot("deviantart-removed", "deviantart", (8,), ("deleted",), removed=True, says_nothing=True),
    Plot("deviantart-banned", "deviantart", (7,), ("suspended",), says_nothing=True),
    # Pixiv
    Plot("pixiv-plain", "pixiv", (12,), natural=True),
    Plot("pixiv-page-2", "pixiv", (1,), ("several pictures",), takes=3, fragment="#2"),
    Plot("pixiv-mature", "pixiv", (21,), ("mature",), rating=3),
    Plot("pixiv-collab", "pixiv", (2, 14), ("collab",), words="合作 {pixiv:14}"),
    Plot("pixiv-friend", "pixiv", (14,), ("cited friend",), words="Design by {x:3}"),
    Plot("pixiv-gone", "pixiv", (9,), ("deleted",), says_nothing=True),
    # ArtStation
    Plot("artstation-plain", "artstation", (13,), natural=True),
    Plot("artstation-collab", "artstation", (16, 18), ("collab", "multi-artist")),
    Plot("artstation-friend", "artstation", (6,), ("cited friend",), words="Based on the idea of {x:11}"),
    # Fur Affinity
    Plot("furaffinity-plain", "furaffinity", (4,), natural=True),
    Plot(
        "furaffinity-commission",
        "furaffinity",
        (16,),
        ("commission", "cited friend"),
        words="Commission for {furaffinity:10}",
    ),
    Plot("furaffinity-mature", "furaffinity", (1,), ("mature",), rating=3),
    Plot("furaffinity-suspended", "furaffinity", (7,), ("suspended",), says_nothing=True),
    Plot("furaffinity-renamed", "furaffinity", (19,), ("renamed",)),
    # X
    Plot("x-own", "x", (15,), natural=True),
    Plot("x-friend", "x", (11,), ("cited friend",), words="happy birthday to my friend {x:3} !!"),
    Plot("x-art-by", "x", (17,), ("repost",), poster=-4, words="so pretty! art by {x:17}", credited=True),
    Plot("x-original", "x", (4,), words="a new one"),
    Plot("x-repeated", "x", (4,), ("repost",), poster=-5, of="x-original", credited=True),
    Plot("x-suspended", "x", (7,), ("suspended",), says_nothing=True),
    Plot("x-protected", "x", (5,), ("private",), says_nothing=True),
    # Bluesky, Mastodon, Tumblr
    Plot("bluesky-own", "bluesky", (16,), natural=True),
    Plot(
        "bluesky-art-by",
        "bluesky",
        (12,),
        ("repost",),
        poster=-3,
        words="look at this! artist: {bluesky:12}",
        credited=True,
    ),
    Plot("bluesky-friends", "bluesky", (10,), ("cited friend",), words="with my friend {bluesky:13}"),
    Plot("mastodon-own", "mastodon", (13,), natural=True),
    Plot("mastodon-friend", "mastodon", (1,), ("cited friend",), words="thank you {mastodon:2} for the idea"),
    Plot("tumblr-own", "tumblr", (17,), ("mature",), rating=2),
    Plot("tumblr-original", "tumblr", (18,), words="I drew the sea"),
    Plot("tumblr-reblog", "tumblr", (18,), ("repost",), poster=-2, of="tumblr-original", credited=True),
    Plot("tumblr-gone", "tumblr", (9,), ("deleted",), says_nothing=True),
    # Boards
    Plot("danbooru-plain", "danbooru", (11,), natural=True),
    Plot("danbooru-website", "danbooru", (3,), natural=True),
    Plot("danbooru-two", "danbooru", (10, 12), ("multi-artist",)),
    Plot("danbooru-renamed", "danbooru", (19,), ("renamed",)),
    Plot("danbooru-reposted", "danbooru", (15,), ("repost",), source_is="x-of-a-fan"),
    Plot("x-of-a-fan", "x", (15,), ("repost",), poster=-6, words="love this", credited=True, aside=True),
    Plot("danbooru-deleted", "danbooru", (2,), ("deleted",), removed=True, source=("pixiv", 2)),
    Plot(
        "danbooru-unknown",
        "danbooru",
        (14,),
        ("no artist",),
        tags=(),
        more_tags=("artist_request",),
        source=("deviantart", 14),
    ),
    Plot("gelbooru-pixiv", "gelbooru", (12,), tags=(12,), source=("pixiv", 12)),
    Plot("e621-plain", "e621", (10,), natural=True),
    Plot("e621-two", "e621", (16, 6), ("multi-artist", "mature"), rating=3),
    Plot(
        "derpibooru-source",
        "derpibooru",
        (21,),
        ("cited friend",),
        source=("deviantart", 21),
        words="Commissioned by {deviantart:4}",
    ),
    Plot(
        "derpibooru-duplicate",
        "derpibooru",
        (21,),
        ("duplicate",),
        removed=True,
        duplicate_of="derpibooru-source",
        source=("deviantart", 21),
    ),
    Plot("furbooru-bluesky", "furbooru", (6,), source=("bluesky", 6)),
)  # fmt: skip
