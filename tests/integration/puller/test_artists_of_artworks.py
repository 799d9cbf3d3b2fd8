"""From artworks' pages to their artists' accounts, by the readers that pullers have, over HTTP, in a world
where the right answers are known: which accounts are found, and that nobody else's is.

Run with `-s` it prints what was found of each artwork, and how many of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import stamina

from fovea.artists.addresses import account_of
from fovea.artists.records import AccountAddress, Artwork, Unread
from fovea.artists.walk import AccountFound, Walk
from puller.artists.artworks import Artworks, every_artwork_site
from puller.artists.profiles.reading_pages import ProfilePages
from simulator.artists.cases import Case, every_case
from simulator.artists.people import Cast
from simulator.settings import DEMO_SOURCE_KEYS
from tests.integration.simulator.social.society import Society, running

# Boards beside those of the same make that are not in the world of artworks, and what is the same as another.
SITES = frozenset(
    {
        "danbooru", "gelbooru", "e621", "derpibooru", "furbooru", "deviantart", "pixiv", "artstation",
        "furaffinity", "x", "bluesky", "mastodon", "tumblr",
    }
)  # fmt: skip
KINDS = frozenset(
    {
        "collab", "multi-artist", "repost", "deleted", "mature", "renamed", "cited friend", "suspended",
        "private", "duplicate", "commission", "several pictures", "no artist",
    }
)  # fmt: skip
LEAST_RECALL = 0.94


@dataclass(frozen=True)
class Outcome:
    """What became of one artwork."""

    case: Case
    artwork: Artwork | Unread
    found: tuple[AccountFound, ...]
    pages: int

    @property
    def accepted(self) -> set[str]:
        return {one.account.key for one in self.found if one.accepted}

    @property
    def wrong(self) -> set[str]:
        right, urls = keys(self.case.right), set(self.case.right)
        return {
            one.account.key
            for one in self.found
            if one.accepted and one.account.key not in right and one.account.url not in urls
        }

    @property
    def findable(self) -> set[str]:
        return keys(self.case.findable)


def keys(urls: tuple[str, ...]) -> set[str]:
    found = [account_of(url) for url in urls]
    return {one.key for one in found if one is not None}


class Readers:
    """The pages of artworks and of people, as pullers read them."""

    def __init__(self, society: Society) -> None:
        politeness, web = society.politeness, society.web
        self._artworks = Artworks(DEMO_SOURCE_KEYS, politeness=politeness, web=web)
        self._people = ProfilePages(DEMO_SOURCE_KEYS, politeness=politeness, web=web)

    def outcome(self, case: Case) -> Outcome:
        """Walks from an artwork to its end."""
        address = self._artworks.understand(case.url)
        assert address is not None, case.url
        artwork = self._artworks.page(case.url)
        walk = Walk.from_artwork(case.url, reader=address.site)
        self._go(walk)
        return Outcome(case, artwork, walk.accounts(), walk.pages_asked_for)

    def from_account(self, account: AccountAddress) -> tuple[AccountFound, ...]:
        """Walks from an account to the artist's others."""
        walk = Walk.from_account(account)
        self._go(walk)
        return walk.accounts()

    def _go(self, walk: Walk) -> None:
        while pages := walk.next():
            for page in pages:
                if page.kind == "artwork":
                    walk.tell(page, self._artworks.page(page.url))
                elif page.kind == "entry":
                    walk.tell(page, self._people.entries(page.url, board=page.reader))
                else:
                    walk.tell(page, self._people.read(page.url))


@pytest.fixture(scope="module")
def society() -> Iterator[Society]:
    with running(source_limits=False, gallery_works=2_500) as society:
        yield society


@pytest.fixture(scope="module")
def readers(society: Society) -> Readers:
    return Readers(society)


@pytest.fixture(scope="module")
def outcomes(society: Society, readers: Readers) -> dict[str, Outcome]:
    stamina.set_testing(True, attempts=1)
    try:
        return {case.name: readers.outcome(case) for case in every_case(Cast(society.gallery))}
    finally:
        stamina.set_testing(False)


def test_there_are_artworks_of_all_kinds_at_all_sites_that_are_read(outcomes: dict[str, Outcome]) -> None:
    cases = [one.case for one in outcomes.values()]
    assert len(cases) >= 40
    assert {case.site for case in cases} == SITES
    assert {kind for case in cases for kind in case.about} >= KINDS
    read = {site.name for of in every_artwork_site({}) for site in of.sites}
    assert read >= SITES


def told(outcomes: dict[str, Outcome]) -> list[str]:
    """What was found of each artwork, as lines of a table."""
    lines = [f"{'artwork':<24}{'about':<30}{'found':>6}{'findable':>9}{'wrong':>6}{'pages':>6}"]
    for name, one in outcomes.items():
        numbers = (len(one.findable & one.accepted), len(one.findable), len(one.wrong), one.pages)
        row = "{:>6}{:>9}{:>6}{:>6}".format(*numbers)
        missed = " ".join(sorted(one.findable - one.accepted))
        lines.append(f"{name:<24}{', '.join(one.case.about):<30}{row} {missed and f' missed: {missed}'}")
    return lines


def test_the_accounts_of_artists_are_found_and_nobody_elses(outcomes: dict[str, Outcome]) -> None:
    findable = sum(len(one.findable) for one in outcomes.values())
    found = sum(len(one.findable & one.accepted) for one in outcomes.values())
    accepted = sum(len(one.accepted) for one in outcomes.values())
    wrong = {(name, key) for name, one in outcomes.items() for key in one.wrong}
    precision, recall = 1 - len(wrong) / accepted, found / findable
    whole = (
        f"{len(outcomes)} artworks: precision {precision:.3f} ({accepted} accounts taken,"
        f" {len(wrong)} wrong), recall {recall:.3f} ({found} of {findable})"
    )
    print("", *told(outcomes), whole, sep="\n")  # noqa: T201  (what this is about is how many)
    assert wrong == set()
    assert recall >= LEAST_RECALL


@pytest.mark.parametrize("what", ["deleted", "suspended", "private"])
def test_of_what_is_not_shown_nobody_is_taken_for_the_artist(outcomes: dict[str, Outcome], what: str) -> None:
    there = [one for one in outcomes.values() if what in one.case.about and not one.case.findable]
    assert there
    for one in there:
        assert isinstance(one.artwork, Unread), one.case.name
        assert one.accepted == set(), one.case.name


def test_who_posted_for_others_is_told_of_and_not_taken(outcomes: dict[str, Outcome]) -> None:
    for name in ("x-art-by", "bluesky-art-by", "deviantart-not-hers", "x-repeated", "tumblr-reblog"):
        one = outcomes[name]
        others = [found for found in one.found if found.account.key in keys(one.case.wrong)]
        assert all(not found.accepted for found in others), name
        assert one.accepted, name


def test_friends_who_are_cited_are_told_of_with_less_confidence_than_half(
    outcomes: dict[str, Outcome],
) -> None:
    cited = [one for one in outcomes.values() if "cited friend" in one.case.about]
    named = 0
    for one in cited:
        for found in one.found:
            if found.account.key in keys(one.case.wrong):
                named += 1
                assert found.confidence < 0.5, (one.case.name, found.account.key)
    assert len(cited) >= 8
    assert named >= 8


def test_a_renamed_artist_is_found_by_the_new_name(outcomes: dict[str, Outcome]) -> None:
    one = outcomes["deviantart-renamed"]
    assert isinstance(one.artwork, Artwork)
    now = keys(one.case.right)
    assert one.accepted <= now
    assert not any("before" in key for key in one.accepted if key.startswith("deviantart:"))


@pytest.mark.parametrize("name", ["deviantart-collab", "danbooru-two", "artstation-collab", "e621-two"])
def test_all_who_made_it_together_are_found(outcomes: dict[str, Outcome], name: str) -> None:
    one = outcomes[name]
    assert len(one.case.artists) == 2
    for artist in one.case.artists:
        handle = artist.replace("_", "")
        assert any(handle in key.replace("_", "") for key in one.accepted), artist


def test_mature_artworks_have_their_pictures(outcomes: dict[str, Outcome]) -> None:
    mature = [one for one in outcomes.values() if "mature" in one.case.about]
    assert len(mature) >= 5
    for one in mature:
        assert isinstance(one.artwork, Artwork), one.case.name
        assert one.artwork.mature, one.case.name
        assert one.artwork.images, one.case.name


def test_every_account_has_its_evidence_back_to_the_artwork(outcomes: dict[str, Outcome]) -> None:
    for one in outcomes.values():
        for found in one.found:
            assert found.chains, (one.case.name, found.account.key)
            for chain in found.chains:
                assert chain[-1].to == found.account.key
                assert all(step.url and step.what for step in chain)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 19])
def test_from_one_account_the_artists_others_are_found(
    society: Society, readers: Readers, number: int
) -> None:
    person = Cast(society.gallery).known(number)
    begin = account_of(person.url("deviantart"))
    assert begin is not None
    found = {one.account.key for one in readers.from_account(begin) if one.accepted}
    assert found <= keys(tuple(person.accounts()))
    assert len(found) >= 4
