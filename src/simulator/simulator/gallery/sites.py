"""The sites of the gallery: which works come there, how they are changed, tagged, rated and numbered."""

from dataclasses import dataclass
from typing import Literal

from simulator.gallery import dialects
from simulator.gallery.dialects import Dialect


@dataclass(frozen=True)
class Community:
    """Part of a site that people post to: a subreddit, a group. A work fits when it has one of the `tags`
    (true general tags; none: any work).
    """

    name: str
    title: str
    tags: tuple[str, ...] = ()
    over_18: bool = False
    state: Literal["open", "private", "quarantined", "banned"] = "open"


@dataclass(frozen=True)
class GallerySite:
    """A site. `page` is the address of a post's page; it may hold {number}, {base36}, {code} (7 letters and
    digits), {slug} (the title), {snowflake} (X's number of the moment) and {account}.
    """

    name: str
    page: str
    share: float
    """Of all works, how many are there."""
    first_number: int
    largest_step: int = 3
    """Numbers of posts grow by 1 up to this: those between belonged to posts that are gone."""
    slowest_seconds: int = 20 * 86_400
    """After its making a work comes to the site within this time."""
    dialect: Dialect = dialects.snake
    lacking: float = 0.15
    """How often a true tag is missing."""
    edited: float = 0.3
    """How often the file was recompressed, resized or cropped on the way."""
    misrated: float = 0.06
    """How often the site's rating is one step off."""
    ratings: tuple[int, ...] = (0, 1, 2, 3)
    """The ratings that the site allows."""
    own_work: float = 0.0
    """How often who posts is the artist; else one of the site's users."""
    users: int = 150
    again: float = 0.03
    """How often there is a second post of the work: at `albums` sites the same picture, else a variant of it
    whose parent is the first.
    """
    albums: float = 0.0
    """How often a post shows several pictures."""
    removed: float = 0.02
    """How often a post was removed afterwards."""
    communities: tuple[Community, ...] = ()
    well_known: tuple[str, ...] = ()
    """What the busiest artists call themselves there: accounts that everybody knows of the real site."""
    longest_handle: int = 63
    """How many letters of a name stand in addresses."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Other names of tags, and the tags that they mean."""


_BOARD_PAGE = "/index.php?page=post&s=view&id={number}"

REDDIT = (
    Community("EarthPorn", "EarthPorn: Nature in high resolution", ("landscape", "nature")),
    Community("CityPorn", "Cities filled with pixels", ("city",)),
    Community("SkyPorn", "Skies", ("sunset", "starry_sky", "cloud")),
    Community("ImaginaryLandscapes", "Imaginary landscapes", ("scenery",)),
    Community("awwnime", "Cute drawings", ("1girl", "1boy")),
    Community("Moescape", "Scenery with people", ("solo", "multiple_girls")),
    Community("cats", "Cats", ("cat",)),
    Community("Watercolor", "Watercolor", ("watercolor_(medium)",)),
    Community("PixelArt", "Pixel art", ("pixel_art",)),
    Community("Art", "Art"),
    Community("LateNightDrawings", "Drawings for later hours", ("night",), over_18=True),
    Community("HiddenSketches", "By invitation", ("sketch",), state="private"),
    Community("StrangeSkies", "Strange skies", ("pink_sky",), state="quarantined"),
    Community("BannedBoats", "Boats", ("boat",), state="banned"),
)
FLICKR_GROUPS = (
    Community("52240000001@N01", "Landscapes Only", ("landscape",)),
    Community("52240000002@N02", "City at Night", ("city", "night")),
    Community("52240000003@N03", "Sunsets and Sunrises", ("sunset", "sunrise")),
    Community("52240000004@N04", "Everything Drawn"),
)

SITES = (
    GallerySite("danbooru", "https://danbooru.donmai.us/posts/{number}", 0.55, 6_000_000, again=0.05),
    GallerySite("gelbooru", f"https://gelbooru.com{_BOARD_PAGE}", 0.55, 9_000_000, edited=0.15),
    GallerySite(
        "safebooru", f"https://safebooru.org{_BOARD_PAGE}", 0.5, 4_500_000, ratings=(0, 1), edited=0.15
    ),
    GallerySite("tbib", f"https://tbib.org{_BOARD_PAGE}", 0.5, 12_000_000, lacking=0.3),
    GallerySite("xbooru", f"https://xbooru.com{_BOARD_PAGE}", 0.15, 900_000),
    GallerySite("hypnohub", f"https://hypnohub.net{_BOARD_PAGE}", 0.1, 150_000),
    GallerySite("rule34", f"https://rule34.xxx{_BOARD_PAGE}", 0.4, 10_000_000),
    GallerySite("yandere", "https://yande.re/post/show/{number}", 0.3, 1_100_000, edited=0.1, misrated=0.1),
    GallerySite("konachan", "https://konachan.com/post/show/{number}", 0.25, 350_000, misrated=0.1),
    GallerySite("sakugabooru", "https://www.sakugabooru.com/post/show/{number}", 0.1, 200_000),
    GallerySite("e621", "https://e621.net/posts/{number}", 0.35, 4_000_000, dialect=dialects.snake_of_e621),
    GallerySite(
        "derpibooru", "https://derpibooru.org/images/{number}", 0.35, 3_000_000, dialect=dialects.spaced
    ),
    GallerySite("furbooru", "https://furbooru.org/images/{number}", 0.15, 300_000, dialect=dialects.spaced),
    GallerySite("ponybooru", "https://ponybooru.org/images/{number}", 0.1, 80_000, dialect=dialects.spaced),
    GallerySite(
        "reddit",
        "https://www.reddit.com/comments/{base36}/",
        0.5,
        60_466_176_000,
        largest_step=900,
        lacking=0.0,
        edited=0.5,
        own_work=0.3,
        again=0.08,
        albums=0.1,
        communities=REDDIT,
        well_known=("spez",),
    ),
    GallerySite(
        "imgur",
        "https://imgur.com/a/{code}",
        0.3,
        1_000_000,
        largest_step=9,
        dialect=dialects.words,
        lacking=0.5,
        edited=0.4,
        albums=0.3,
        again=0.0,
        aliases=(("cats", "cat"),),
    ),
    GallerySite(
        "flickr",
        "https://www.flickr.com/photos/{account}/{number}/",
        0.4,
        52_000_000_000,
        largest_step=2_000,
        dialect=dialects.joined,
        own_work=1.0,
        edited=0.1,
        ratings=(0, 1, 2),
        again=0.0,
        communities=FLICKR_GROUPS,
    ),
    GallerySite(
        "bluesky",
        "https://bsky.app/profile/{account}.bsky.social/post/{tid}",
        0.4,
        1_000_000,
        largest_step=50,
        slowest_seconds=2 * 86_400,
        dialect=dialects.joined,
        own_work=0.9,
        edited=0.6,
        albums=0.2,
        well_known=("bsky.app",),
        aliases=(("whats-hot", "scenery"),),
    ),
    GallerySite(
        "mastodon",
        "https://{instance}/@{account}/{status}",
        0.3,
        109_000_000_000_000_000,
        largest_step=5_000_000,
        slowest_seconds=2 * 86_400,
        dialect=dialects.joined,
        own_work=0.9,
        edited=0.5,
        albums=0.2,
        well_known=("Mastodon",),
    ),
    GallerySite(
        "tumblr",
        "https://{account}.tumblr.com/post/{number}",
        0.3,
        700_000_000_000_000_000,
        largest_step=5_000_000,
        slowest_seconds=5 * 86_400,
        dialect=dialects.words,
        own_work=0.7,
        edited=0.5,
        albums=0.3,
        ratings=(0, 1, 2),
        well_known=("staff",),
        aliases=(("features", "scenery"),),
    ),
    GallerySite(
        "web",
        "https://portfolio.example.com/{account}/{number}",
        0.2,
        1,
        slowest_seconds=3_600,
        dialect=dialects.words,
        own_work=1.0,
        edited=0.05,
        again=0.0,
    ),
)
# Galleries where artists show what they made, and X: `simulator.artists` stands for their hosts. They have no
# part in what other sites tell of (copies, sources, new posts).
ARTISTS_SITES = (
    GallerySite(
        "deviantart",
        "https://www.deviantart.com/{account}/art/{slug}-{number}",
        0.35,
        900_000_000,
        largest_step=900,
        dialect=dialects.joined,
        lacking=0.3,
        edited=0.2,
        own_work=1.0,
        again=0.0,
        removed=0.03,
        well_known=("DeviantArt",),
    ),
    GallerySite(
        "pixiv",
        "https://www.pixiv.net/artworks/{number}",
        0.4,
        100_000_000,
        largest_step=900,
        slowest_seconds=2 * 86_400,
        dialect=dialects.snake,
        lacking=0.3,
        edited=0.1,
        own_work=1.0,
        albums=0.25,
        again=0.0,
        removed=0.03,
    ),
    GallerySite(
        "artstation",
        "https://www.artstation.com/artwork/{code}",
        0.15,
        500_000,
        largest_step=40,
        dialect=dialects.joined,
        edited=0.1,
        own_work=1.0,
        albums=0.4,
        again=0.0,
        ratings=(0, 1, 2),
    ),
    GallerySite(
        "furaffinity",
        "https://www.furaffinity.net/view/{number}/",
        0.2,
        30_000_000,
        largest_step=90,
        dialect=dialects.snake,
        edited=0.2,
        own_work=1.0,
        again=0.0,
    ),
    GallerySite(
        "x",
        "https://x.com/{account}/status/{snowflake}",
        0.4,
        1,
        largest_step=1,
        slowest_seconds=3 * 86_400,
        dialect=dialects.joined,
        lacking=0.5,
        edited=0.6,
        own_work=0.85,
        albums=0.2,
        well_known=("XDevelopers",),
        longest_handle=15,
    ),
)
SITE_BY_NAME = {site.name: site for site in (*SITES, *ARTISTS_SITES)}
# Where works appear first: what posts elsewhere name as their source.
ORIGINS = ("bluesky", "mastodon", "web", "tumblr", "flickr", "reddit")
