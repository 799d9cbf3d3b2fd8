"""From a picture that somebody has, over posts that show it, to its artist."""

import pytest

from fovea.artists.records import Artwork, Profile
from fovea.artists.walk import Walk
from tests.unit.artists.worlds import World, board_post, gallery_piece, posted, profile

ART = "https://www.deviantart.com/jane/art/Moon-1"
JANE = "https://www.deviantart.com/jane"
BOARD_POST = "https://danbooru.donmai.us/posts/1"
JANES_TAG = "https://danbooru.donmai.us/artists/show_or_new?name=jane"
REPOST = "https://bsky.app/profile/passerby.bsky.social/post/3abc"
PASSER_BY = "https://bsky.app/profile/passerby.bsky.social"


def artists_of(world: World, *shown: str) -> dict[str, float]:
    """How likely each account is, of those that are taken for the artist's."""
    found = world.walk(Walk.from_picture(shown))
    return {one.account.key: one.confidence for one in found if one.accepted}


WORLD: tuple[Artwork | Profile, ...] = (
    gallery_piece(ART, JANE),
    board_post(BOARD_POST, "jane"),
    posted(REPOST, PASSER_BY),
    profile(JANE, links={"https://x.com/jane_draws": "own_field"}),
    profile(JANES_TAG, links={"https://x.com/jane_draws": "own_field"}),
    profile(PASSER_BY, links={"https://www.pixiv.net/users/99": "own_field"}),
)


def test_the_artist_of_a_post_that_shows_it_is_found_with_the_way_there() -> None:
    found = World(*WORLD).walk(Walk.from_picture([ART]))
    x = next(one for one in found if one.account.network == "x")
    assert x.accepted
    assert [step.kind for step in x.chains[0]] == ["image_match", "artist_field", "own_field"]
    assert [step.url for step in x.chains[0]] == [ART, ART, JANE]


def test_who_only_posted_it_somewhere_is_not_the_artist() -> None:
    assert artists_of(World(*WORLD), REPOST) == {}
    assert "bluesky:passerby.bsky.social" not in artists_of(World(*WORLD), ART, REPOST)


def test_several_posts_support_each_other() -> None:
    alone, together = artists_of(World(*WORLD), ART), artists_of(World(*WORLD), ART, BOARD_POST)
    assert together["x:jane_draws"] > alone["x:jane_draws"]
    assert {"deviantart:jane", "danbooru:jane"} <= set(together)


def test_it_says_less_than_the_page_of_the_artwork_itself() -> None:
    by_page = World(*WORLD).walk(Walk.from_artwork(ART, reader="deviantart"))
    sure = {one.account.key: one.confidence for one in by_page}
    assert artists_of(World(*WORLD), ART)["deviantart:jane"] < sure["deviantart:jane"]


def test_entries_are_asked_for_as_from_an_artworks_page() -> None:
    world = World(*WORLD)
    artists_of(world, ART)
    assert {page.reader for page in world.asked if page.kind == "entry"} == {"danbooru", "e621"}


def test_only_the_likest_few_are_read_and_each_once() -> None:
    many = [f"https://danbooru.donmai.us/posts/{number}" for number in range(1, 20)]
    asked = Walk.from_picture([many[0], *many]).next()
    assert [page.url for page in asked] == many[:5]
    assert {page.kind for page in asked} == {"artwork"}


@pytest.mark.parametrize("shown", [[], ["https://example.com/picture.png", JANE]])
def test_without_a_post_there_is_no_walk(shown: list[str]) -> None:
    with pytest.raises(ValueError, match="address of a post"):
        Walk.from_picture(shown)
