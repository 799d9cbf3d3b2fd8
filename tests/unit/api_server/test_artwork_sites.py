"""The websites that are told to be readable are those that pullers read."""

from api_server.artists.sites import ARTWORK_SITES
from puller.artists.artworks import every_artwork_site


def test_all_sites_that_are_read_are_told_and_no_others() -> None:
    read = {site.name for of in every_artwork_site({}) for site in of.sites}
    assert {site.name for site in ARTWORK_SITES} == read


def test_each_example_is_an_address_of_its_site() -> None:
    for site in ARTWORK_SITES:
        understood = [found for of in every_artwork_site({}) if (found := of.understand(site.example))]
        assert [found.site for found in understood] == [site.name], site.example
