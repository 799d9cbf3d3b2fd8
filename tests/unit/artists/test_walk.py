"""From artworks to their artists, through small worlds of pages."""

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.artists.addresses import page_of
from fovea.artists.records import Artwork, FoundLink, Profile, Unread
from fovea.artists.walk import Limits, PageToRead, Walk
from tests.unit.artists.worlds import World, address, board_post, gallery_piece, posted, profile

ART = "https://www.deviantart.com/jane/art/Moon-1"
JANE = "https://www.deviantart.com/jane"
BOARD_POST = "https://danbooru.donmai.us/posts/1"
JANES_TAG = "https://danbooru.donmai.us/artists/show_or_new?name=jane"
TREE = "https://linktr.ee/jane"

JANES_WORLD = (
    gallery_piece(ART, JANE),
    profile(JANE, f"Hello! My links: {TREE}\n\nFriends:\nx.com/bob x.com/eve\n\nTwitter: @jane_draws"),
    profile(
        TREE,
        links={
            "https://x.com/jane_draws": "button",
            "https://bsky.app/profile/jane.art": "button",
            "https://ko-fi.com/janes": "gated",
        },
    ),
    profile("https://bsky.app/profile/jane.art", f"art! {TREE}"),
    profile("https://x.com/bob", JANE),
)


def test_all_accounts_are_found_and_friends_are_not() -> None:
    found = World(*JANES_WORLD).artists_of(ART)
    assert set(found) == {"deviantart:jane", "x:jane_draws", "bluesky:jane.art", "kofi:janes"}
    assert all(0.5 <= sure <= 0.99 for sure in found.values())


def test_pages_of_friends_are_not_even_read() -> None:
    world = World(*JANES_WORLD)
    world.artists_of(ART)
    assert not {"https://x.com/bob", "https://x.com/eve"} & {page.url for page in world.asked}


def test_each_account_comes_with_the_way_to_it() -> None:
    found = World(*JANES_WORLD).walk(Walk.from_artwork(ART, reader="deviantart"))
    blue = next(one for one in found if one.account.network == "bluesky")
    best = blue.chains[0]
    assert [step.url for step in best] == [ART, JANE, TREE]
    assert [step.to for step in best] == ["deviantart:jane", f"page:{TREE}", "bluesky:jane.art"]
    assert [step.kind for step in best] == ["artist_field", "description", "mutual_link"]
    assert all(step.what for step in best)


def test_pages_that_lead_to_each_other_weigh_more() -> None:
    alone = World(
        gallery_piece(ART, JANE), profile(JANE, "see x.com/moonfox"), profile("https://x.com/moonfox")
    )
    both = World(
        gallery_piece(ART, JANE), profile(JANE, "see x.com/moonfox"), profile("https://x.com/moonfox", JANE)
    )
    assert both.artists_of(ART)["x:moonfox"] > alone.artists_of(ART)["x:moonfox"] > 0.5


def test_of_several_accounts_in_one_text_none_is_taken_unless_it_leads_back() -> None:
    text = "x.com/aaaa1 x.com/bbbb2 x.com/cccc3"
    world = World(gallery_piece(ART, JANE), profile(JANE, text), profile("https://x.com/bbbb2", JANE))
    assert set(world.artists_of(ART)) == {"deviantart:jane", "x:bbbb2"}


def test_friends_who_call_each_other_friends_stay_friends() -> None:
    world = World(
        gallery_piece(ART, JANE),
        profile(JANE, "my best friend: x.com/moonfox"),
        profile("https://x.com/moonfox", f"my friend {JANE}"),
    )
    assert set(world.artists_of(ART)) == {"deviantart:jane"}


def test_all_artists_of_a_board_post_are_found_by_their_entries() -> None:
    world = World(
        board_post(BOARD_POST, "jane", "moonfox"),
        profile(
            JANES_TAG,
            links={"https://x.com/jane_draws": "own_field", "https://www.pixiv.net/users/12": "own_field"},
        ),
        profile(
            "https://danbooru.donmai.us/artists/show_or_new?name=moonfox",
            links={"https://moonfox.tumblr.com": "own_field"},
        ),
    )
    assert set(world.artists_of(BOARD_POST, reader="danbooru")) == {
        "danbooru:jane",
        "danbooru:moonfox",
        "x:jane_draws",
        "pixiv:12",
        "tumblr:moonfox",
    }


def test_who_posted_the_source_is_no_artist() -> None:
    world = World(board_post(BOARD_POST, "jane", sources=("https://x.com/cutepics/status/5",)))
    assert set(world.artists_of(BOARD_POST, reader="danbooru")) == {"danbooru:jane"}


def test_who_posted_the_source_and_is_called_like_the_artist_is_taken() -> None:
    source = "https://x.com/JaneArt/status/5"
    world = World(board_post(BOARD_POST, "jane", sources=(source,)))
    assert "x:janeart" in world.artists_of(BOARD_POST, reader="danbooru")
    read = World(*world.pages.values(), posted("https://x.com/janeart/status/5", "https://x.com/janeart"))
    assert "x:janeart" in read.artists_of(BOARD_POST, reader="danbooru")


def test_a_source_that_turns_out_a_repost_is_no_artists() -> None:
    source = "https://x.com/janeart/status/5"
    world = World(
        board_post(BOARD_POST, "jane", sources=(source,)),
        posted(source, "https://x.com/janeart", repost=True),
    )
    assert set(world.artists_of(BOARD_POST, reader="danbooru")) == {"danbooru:jane"}


def test_a_source_in_an_artists_gallery_is_the_artists() -> None:
    source = "https://www.pixiv.net/artworks/77"
    world = World(
        board_post(BOARD_POST, "someone", sources=(source,)),
        gallery_piece(source, "https://www.pixiv.net/users/12"),
    )
    assert "pixiv:12" in world.artists_of(BOARD_POST, reader="danbooru")


def test_a_post_that_credits_another_is_the_others() -> None:
    post = "https://x.com/cutepics/status/5"
    world = World(posted(post, "https://x.com/cutepics", "so pretty! art by https://x.com/janedraws"))
    assert set(world.artists_of(post, reader="x")) == {"x:janedraws"}


def test_a_commission_in_the_gallery_of_who_paid_is_the_artists() -> None:
    world = World(gallery_piece(ART, JANE, "Art by https://www.deviantart.com/moonfox"))
    assert set(world.artists_of(ART)) == {"deviantart:moonfox"}


def test_who_helped_is_an_artist_and_who_paid_is_not() -> None:
    text = "Collab with https://www.deviantart.com/moonfox\nCommission for https://www.deviantart.com/richman"
    world = World(gallery_piece(ART, JANE, text))
    assert set(world.artists_of(ART)) == {"deviantart:jane", "deviantart:moonfox"}


def test_a_renamed_account_is_found_by_its_new_name() -> None:
    world = World(
        gallery_piece(ART, JANE),
        profile(JANE, "my twitter: x.com/oldjane"),
        profile("https://x.com/oldjane", renamed_to="https://x.com/newjane"),
    )
    found = {one.account.key: one for one in world.walk(Walk.from_artwork(ART, reader="deviantart"))}
    assert "x:oldjane" not in found
    assert found["x:newjane"].accepted
    assert found["x:newjane"].former == ("oldjane",)


@pytest.mark.parametrize("state", ["gone", "suspended", "private", "blocked"])
def test_what_became_of_an_account_is_told(state: str) -> None:
    gone = Unread(url="https://x.com/janey", code="account_gone", state=state)  # type: ignore[arg-type]
    world = World(gallery_piece(ART, JANE), profile(JANE, "my twitter: x.com/janey"), gone)
    found = {one.account.key: one for one in world.walk(Walk.from_artwork(ART, reader="deviantart"))}
    assert (found["x:janey"].accepted, found["x:janey"].state) == (True, state)


def test_accounts_of_platforms_are_left_out() -> None:
    world = World(
        gallery_piece(ART, JANE),
        profile(JANE, links={"https://x.com/deviantart": "own_field", "https://x.com/janey": "own_field"}),
    )
    found = world.walk(Walk.from_artwork(ART, reader="deviantart"))
    assert {one.account.key for one in found} == {"deviantart:jane", "x:janey"}


def test_a_number_and_a_name_of_one_account_are_one() -> None:
    numbered = with_number(profile("https://x.com/janey"), external_id="12")
    world = World(
        gallery_piece(ART, JANE),
        profile(JANE, links={"https://x.com/i/user/12": "own_field", "https://x.com/janey": "own_field"}),
        numbered,
    )
    found = world.walk(Walk.from_artwork(ART, reader="deviantart"))
    assert [one.account.key for one in found if one.account.network == "x"] == ["x:janey"]


def test_the_way_back_leads_from_an_account_to_the_artist() -> None:
    world = World(
        profile(
            JANES_TAG,
            links={"https://x.com/jane_draws": "own_field", "https://www.pixiv.net/users/12": "own_field"},
        )
    )
    found = {
        one.account.key: one for one in world.walk(Walk.from_account(address("https://x.com/jane_draws")))
    }
    assert {key for key, one in found.items() if one.accepted} == {
        "x:jane_draws",
        "danbooru:jane",
        "pixiv:12",
    }
    assert found["x:jane_draws"].confidence == 1.0


def test_entries_that_merely_look_like_it_are_not_taken() -> None:
    other = profile(
        "https://danbooru.donmai.us/artists/show_or_new?name=bob",
        links={"https://x.com/jane_draws2": "own_field"},
    )
    walk = Walk.from_account(address("https://x.com/jane_draws"))
    for page in walk.next():
        walk.tell(page, (other,) if page.kind == "entry" else Unread(url=page.url, code="not_found"))
    assert [one.account.key for one in walk.accounts()] == ["x:jane_draws"]


def test_links_in_a_circle_come_to_an_end() -> None:
    ring = [f"https://x.com/ring{number}" for number in range(9)]
    pages = [
        profile(one, links={two: "own_field"}) for one, two in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    world = World(*pages)
    found = world.walk(Walk.from_account(address(ring[0])))
    assert len(world.asked) == len({page.key for page in world.asked})
    assert max(page.depth for page in world.asked) == 3
    assert len(found) == 5


def test_pages_beyond_the_limits_are_told() -> None:
    many = {f"https://linktr.ee/jane{number}": "own_field" for number in range(20)}
    world = World(gallery_piece(ART, JANE), profile(JANE, links=many))  # type: ignore[arg-type]
    walk = Walk.from_artwork(ART, reader="deviantart", limits=Limits(pages=10, pages_a_host=5))
    world.walk(walk)
    assert walk.pages_asked_for <= 10
    assert sum(page.url.startswith("https://linktr.ee/") for page in world.asked) == 5
    assert {one.why for one in walk.left_out} == {"host"}
    assert len(walk.left_out) == 15


def test_a_page_that_was_not_asked_for_is_not_taken() -> None:
    walk = Walk.from_artwork(ART, reader="deviantart")
    with pytest.raises(ValueError, match="not asked"):
        walk.tell(PageToRead(kind="profile", url=JANE, reader="deviantart"), Unread(url=JANE, code="x"))
    with pytest.raises(ValueError, match="no answer for"):
        walk.tell(walk.next()[0], profile(JANE))


def test_nothing_is_found_when_the_artwork_cannot_be_read() -> None:
    walk = Walk.from_artwork(ART, reader="deviantart")
    assert World().walk(walk) == ()
    assert walk.ended


HOSTS = [
    "https://x.com/{}",
    "https://www.deviantart.com/{}",
    "https://linktr.ee/{}",
    "https://{}.tumblr.com",
    "https://{}.carrd.co/",
    "https://bsky.app/profile/{}.bsky.social",
]
NAMES = ["jane", "moonfox", "bobby", "evelyn"]
URLS = [host.format(name) for host in HOSTS for name in NAMES]
LINKS = st.builds(
    FoundLink,
    url=st.sampled_from(URLS),
    where=st.sampled_from(["own_field", "verified", "description", "button", "gated", "mention"]),
    context=st.sampled_from(["", "my …", "friend: …", "art by …", "… and"]),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    pages: list[Artwork | Profile | Unread] = [gallery_piece(ART, JANE)]
    for url in draw(st.lists(st.sampled_from(URLS), unique=True, max_size=14)):
        links = tuple(draw(st.lists(LINKS, max_size=5)))
        renamed = draw(st.sampled_from([None, None, None, *URLS]))
        page = profile(url, renamed_to=renamed)
        pages.append(msgspec.structs.replace(page, url=_asked(url), links=links))
    return World(*pages)


def _asked(url: str) -> str:
    """The address by which a walk asks for a page."""
    page = page_of(url)
    assert page is not None
    return page.url


@settings(max_examples=150, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_answers_makes_no_difference(world: World, chance: random.Random) -> None:
    limits = Limits(pages=12, pages_a_host=4)
    orderly = Walk.from_artwork(ART, reader="deviantart", limits=limits)
    straight = world.walk(orderly)
    asked = {page.key for page in world.asked}
    assert len(asked) == len(world.asked) <= 12
    assert all(page.depth <= 3 for page in world.asked)
    assert all(0 <= one.confidence <= 1 for one in straight)
    world.asked.clear()
    mixed = Walk.from_artwork(ART, reader="deviantart", limits=limits)
    assert world.walk(mixed, chance.randrange) == straight
    assert {page.key for page in world.asked} == asked
    assert mixed.left_out == orderly.left_out


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_a_page_told_twice_counts_once(world: World) -> None:
    once = Walk.from_artwork(ART, reader="deviantart")
    twice = Walk.from_artwork(ART, reader="deviantart")
    straight = world.walk(once)
    told: list[PageToRead] = []
    while pages := twice.next():
        for page in (*pages, *told):
            twice.tell(page, world.answer(page))
        told += pages
    assert twice.accounts() == straight


def with_number(page: Profile, *, external_id: str) -> Profile:
    assert page.account is not None
    account = msgspec.structs.replace(page.account, external_id=external_id)
    return msgspec.structs.replace(page, account=account)
