"""Websites that somebody names may be their own, or a shop's: it depends on who leads back."""

import pytest

from fovea.artists.records import Profile
from fovea.artists.walk import Walk
from tests.unit.artists.worlds import World, gallery_piece, profile

ART = "https://www.deviantart.com/jane/art/Moon-1"
JANE = "https://www.deviantart.com/jane"
SITE = "https://moon-studio.example/"
STUDIO = "https://x.com/starfactory"


def believed(*pages: Profile, site: str = SITE) -> bool:
    """Whether the studio's account is taken for the artist's, whose page names the website."""
    world = World(gallery_piece(ART, JANE), profile(JANE, links={site: "own_field"}), *pages)
    found = world.walk(Walk.from_artwork(ART, reader="deviantart"))
    return any(one.account.url == STUDIO and one.accepted for one in found)


def test_whom_a_website_names_that_names_nobody_back_is_not_the_artist() -> None:
    assert not believed(profile(SITE, links={STUDIO: "own_field"}))


def test_two_that_name_each_other_but_not_the_artist_are_no_proof() -> None:
    assert not believed(
        profile(SITE, links={STUDIO: "own_field"}), profile(STUDIO, links={SITE: "own_field"})
    )


def test_a_website_that_names_the_artists_page_is_the_artists() -> None:
    assert believed(profile(SITE, links={STUDIO: "own_field", JANE: "own_field"}))


def test_an_account_of_a_website_that_names_the_artists_page_is_the_artists() -> None:
    assert believed(profile(SITE, links={STUDIO: "own_field"}), profile(STUDIO, links={JANE: "own_field"}))


def test_an_account_that_is_called_as_the_artist_is_the_artists() -> None:
    world = World(
        gallery_piece(ART, JANE),
        profile(JANE, links={SITE: "own_field"}),
        profile(SITE, links={"https://x.com/jane": "own_field"}),
    )
    assert "x:jane" in world.artists_of(ART)


@pytest.mark.parametrize("hub", ["https://linktr.ee/moon", "https://moon.carrd.co/"])
def test_a_page_of_links_that_somebody_names_is_their_own(hub: str) -> None:
    assert believed(profile(hub, links={STUDIO: "button"}), site=hub)
