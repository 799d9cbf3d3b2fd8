"""What evidence is worth."""

from importlib.resources import files

import msgspec
import pytest

from fovea.artists.addresses import account
from fovea.artists.designation import designates
from fovea.artists.evidence import (
    DOUBTS,
    FAVOURS,
    LEAST_CONFIDENCE,
    WEIGHTS,
    Evidence,
    EvidenceKind,
    confidence,
    together,
    weight,
)
from fovea.artists.names import alike
from fovea.artists.networks import NETWORKS
from fovea.artists.not_artists import why_no_artist
from tests.unit.artists.worlds import address, board_post, gallery_piece, posted


def step(
    kind: EvidenceKind, *, to: str = "x:jane", url: str = "https://a.example", **more: object
) -> Evidence:
    return Evidence(kind=kind, url=url, to=to, **more)  # type: ignore[arg-type]


def test_what_is_vouched_for_beats_what_is_written_and_that_beats_being_named() -> None:
    order: list[EvidenceKind] = [
        "verified_link",
        "mutual_link",
        "own_field",
        "button",
        "description",
        "mention",
    ]
    worth = [confidence((step(kind),)) for kind in order]
    assert worth == sorted(worth, reverse=True)
    assert len(set(worth)) == len(worth)
    assert worth[-1] < LEAST_CONFIDENCE < worth[-2]


def test_all_weights_lie_between_nothing_and_certainty() -> None:
    assert all(0 < one < 1 for table in (WEIGHTS, DOUBTS, FAVOURS) for one in table.values())


def test_a_chain_is_worth_less_than_each_of_its_steps() -> None:
    chain = (step("artist_field", to="deviantart:jane"), step("description"), step("own_field"))
    assert confidence(chain) < min(weight(one) for one in chain)
    assert confidence(()) == 0


def test_a_friend_is_never_taken_for_the_artist_however_often_named() -> None:
    named = [
        (step("description", url=f"https://{number}.example", doubts=("friend",)),) for number in range(3)
    ]
    assert together(named[:1]) < 0.2
    assert together(named) < LEAST_CONFIDENCE


def test_chains_over_the_same_weak_step_do_not_support_each_other() -> None:
    weak = step("mention", to="x:bob")
    one = (weak, step("own_field", to="bluesky:bob", url="https://x.com/bob"))
    two = (
        weak,
        step("button", to="page:t", url="https://x.com/bob"),
        step("button", to="bluesky:bob", url="https://t"),
    )
    assert together([one, two]) == pytest.approx(confidence(one))


def test_independent_chains_support_each_other() -> None:
    one, two = (
        (step("description", url="https://a.example"),),
        (step("description", url="https://b.example"),),
    )
    assert together([one, two]) == pytest.approx(1 - 0.25 * 0.25)
    assert together([one] * 5) == pytest.approx(0.75)
    assert together([]) == 0


def test_nothing_is_wholly_certain() -> None:
    chains = [(step("verified_link", url=f"https://{number}.example"),) for number in range(9)]
    assert together(chains) == 0.99


@pytest.mark.parametrize(
    ("handle", "name", "same"),
    [
        ("jane_draws", "Jane", True),
        ("JaneArt", "jane", True),
        ("jane_12", "jane", True),
        ("janedoe", "jane_doe", True),
        ("jane", "bob", False),
        ("jane", "", False),
        ("art", "arts", False),
        ("moonfox", "moonfoxes", False),
    ],
)
def test_names_are_compared_by_what_is_the_persons(handle: str, name: str, same: bool) -> None:
    assert alike(account("x", handle), [name]) is same


def test_numbers_are_no_names() -> None:
    assert not alike(account("pixiv", "12345"), ["12345"])


def test_hosts_are_no_part_of_names() -> None:
    assert alike(account("mastodon", "moonfox@mastodon.art"), ["moonfox"])
    assert alike(account("bluesky", "moonfox.bsky.social"), ["MoonFox"])


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/deviantart", "https://x.com/Pixiv", "https://www.instagram.com/patreon", "https://bsky.app/profile/bsky.app",
        "https://x.com/genshinimpact", "https://x.com/clipstudiopaint", "https://www.tumblr.com/staff", "https://mastodon.social/@Mastodon",
    ],
)  # fmt: skip
def test_accounts_of_platforms_and_companies_are_no_artists(url: str) -> None:
    assert why_no_artist(address(url))


def test_the_list_of_who_is_no_artist_says_why_of_each_once() -> None:
    groups = msgspec.json.decode(files("fovea.artists").joinpath("not_artists.json").read_bytes())
    handles = [(group.get("network"), handle) for group in groups for handle in group["handles"]]
    assert len(handles) == len(set(handles)) > 100
    assert all(handle == handle.lower() for _, handle in handles)
    assert all(network is None or network in NETWORKS for network, _ in handles)
    assert all(group["why"] for group in groups)


def test_staff_is_an_artist_elsewhere() -> None:
    assert why_no_artist(account("x", "radar")) is None
    assert why_no_artist(account("tumblr", "radar")) is not None


ART = "https://www.deviantart.com/jane/art/Moon-1"
JANE = "https://www.deviantart.com/jane"
POST = "https://x.com/cutepics/status/5"


def test_a_gallery_designates_its_owner() -> None:
    assert designates(gallery_piece(ART, JANE), address(JANE))


def test_a_repost_designates_nobody() -> None:
    assert not designates(
        posted(POST, "https://x.com/cutepics", repost=True), address("https://x.com/cutepics")
    )
    assert designates(posted(POST, "https://x.com/cutepics"), address("https://x.com/cutepics"))


def test_a_source_designates_nobody() -> None:
    found = board_post("https://danbooru.donmai.us/posts/1", "jane", sources=(POST,))
    assert not designates(found, address("https://x.com/cutepics"))
    assert designates(found, account("danbooru", "jane"))


@pytest.mark.parametrize("words", ["thanks to", "character by", "commissioned by", "inspired by", "see"])
def test_whoever_else_is_named_is_not_designated(words: str) -> None:
    found = gallery_piece(ART, JANE, f"{words} https://x.com/moonfox")
    assert not designates(found, address("https://x.com/moonfox"))
    assert designates(found, address(JANE))


@pytest.mark.parametrize("words", ["art by", "drawn by", "Artist:"])
def test_who_is_credited_is_designated_in_place_of_who_posted(words: str) -> None:
    found = gallery_piece(ART, JANE, f"{words} https://x.com/moonfox")
    assert designates(found, address("https://x.com/moonfox"))
    assert not designates(found, address(JANE))
