"""The catalogue of sites that other services read is what the sources declare."""

import subprocess
import sys
from pathlib import Path

import fakeredis
import pytest

from fovea.sources import catalogue
from fovea.sources.catalogue import KnownSource, known_sources, nearest
from fovea.sources.health import SourceHealth, read_health
from puller.politeness import Health
from puller.sources.sites import Listing, PostAddress
from puller.sources.understanding import understand
from tests.unit.puller.sources.test_understanding import SITES, SOURCES

ROOT = Path(__file__).parents[4]
KNOWN = list(known_sources().values())


def test_the_catalogue_is_what_the_sources_declare() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "sources_catalogue.py"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(catalogue.__file__).with_name("catalogue.json").read_text() == made, (
        "make it anew: python scripts/sources_catalogue.py > src/common/fovea/sources/catalogue.json"
    )
    assert [site.name for site in KNOWN] == [site.name for site in SITES]


@pytest.mark.parametrize("site", KNOWN, ids=lambda site: site.name)
def test_every_example_of_a_site_is_of_that_site(site: KnownSource) -> None:
    assert site.kinds
    for form in site.examples:
        understood = understand(form.example, SOURCES)
        if isinstance(understood, Listing | PostAddress):
            assert understood.source == site.name, form


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("danbooro: cat", "danbooru"),
        ("https://www.danboru.donmai.us/posts?tags=cat", "danbooru"),
        ("gelboru.com/index.php", "gelbooru"),
        ("redit: pics", "reddit"),
        ("Blusky", "bluesky"),
        ("E62", "e621"),
    ],
)
def test_a_mistyped_site_is_near_the_one_that_is_meant(typed: str, meant: str) -> None:
    assert meant in [site.name for site in nearest(typed)]


@pytest.mark.parametrize("typed", ["", "zzzzzzzz", ":", "https://", "http://[", "a" * 5_000])
def test_what_is_like_no_site_has_none_near_it(typed: str) -> None:
    assert nearest(typed) == []


def test_pullers_tell_which_keys_they_have_and_whether_sites_are_simulated() -> None:
    cache = fakeredis.FakeRedis()
    health = Health(cache)
    health.began(["DANBOORU_LOGIN", "DANBOORU_API_KEY", "GELBOORU_API_KEY"], simulated=True)
    found = read_health(cache, ["danbooru", "gelbooru", "tbib", "nobody"])
    assert found == {
        "danbooru": SourceHealth(key="present", simulated=True),
        "gelbooru": SourceHealth(key="missing", simulated=True),
        "tbib": SourceHealth(simulated=True),
        "nobody": SourceHealth(),
    }


def test_what_pullers_note_can_be_read_and_what_is_nonsense_is_nothing() -> None:
    cache = fakeredis.FakeRedis()
    health = Health(cache)
    health.succeeded("danbooru")
    health.failed("danbooru", "answered with HTTP status 500")
    health.paused("danbooru", 5, "broken")
    health.told_of_limits("danbooru", left=2.5, reset_at=7)
    health.key_refused("danbooru", "Danbooru does not take our key")
    cache.hset("source:tbib:health", mapping={"succeeded_at": "yesterday"})
    found = read_health(cache, ["danbooru", "tbib"])
    told = found["danbooru"]
    assert None not in (told.succeeded_at, told.failed_at, told.key_refused_at)
    assert (told.reason, told.paused_until, told.paused_why) == (
        "Danbooru does not take our key",
        5,
        "broken",
    )
    assert (told.told_left, told.told_reset_at) == (2.5, 7)
    assert found["tbib"] == SourceHealth()
