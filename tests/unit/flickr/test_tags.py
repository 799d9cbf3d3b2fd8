"""Tags in the form by which Flickr compares them."""

import pytest

from fovea.flickr.tags import clean_tag


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("sunset", "sunset"),
        ("  New York City! ", "newyorkcity"),
        ("long-exposure_2", "longexposure2"),
        ("Île de Ré", "îlederé"),
        ("E\u0301clair", "éclair"),
        ("東京 タワー", "東京タワー"),
        ("हिन्दी", "हिन्दी"),
        ("STRASSE", "strasse"),
        ("1 + 1 = 2", "112"),
        ("geo:lat=57.64", "geo:lat=5764"),
        ("Geo:Lat=", "geolat"),
        ("not a:machine=tag", "notamachinetag"),
        ("🦩", "🦩"),
        ("...", ""),
        (" \u200b\t\n", ""),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_what_is_typed_is_compared_as_flickr_does(typed: str, clean: str) -> None:
    assert clean_tag(typed) == clean
    assert clean_tag(clean) == clean
