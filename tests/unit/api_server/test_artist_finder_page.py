"""docs/artist-finder.md says what is so."""

import re
from pathlib import Path

from api_server.artists.sites import ARTWORK_SITES
from api_server.artists.words import ERRORS, STATES
from fovea.artists.evidence import LEAST_CONFIDENCE, WEIGHTS

PAGE = (Path(__file__).parents[3] / "docs" / "artist-finder.md").read_text()


def test_every_kind_of_evidence_is_told_with_its_weight() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\d\.\d\d) \|$", PAGE, re.MULTILINE)
    assert {name: float(weight) for name, weight in rows} == WEIGHTS
    assert f"From {LEAST_CONFIDENCE} on an account is `accepted`" in " ".join(PAGE.split())


def test_every_state_code_and_site_is_told() -> None:
    unsaid = {"account_not_indexed"}  # whoever names an account has it read first
    words = set(re.findall(r"`(\w+)`", PAGE))
    assert set(ERRORS) - unsaid <= words
    assert set(STATES) - {"waiting"} <= words
    sites = " ".join(PAGE.split())
    assert [site.title for site in ARTWORK_SITES if site.title not in sites] == []
