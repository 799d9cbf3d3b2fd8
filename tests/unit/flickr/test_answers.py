"""Flickr's answers as records, with all the odd fields that it sends."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.flickr import answers
from fovea.flickr.answers import NonsenseError
from fovea.flickr.site import Site
from fovea.messages import AccountRecord, PostRecord, SizeRecord
from tests.unit.flickr import recorded

FLICKR = Site("https://www.flickr.com")
SIMULATOR = Site("http://127.0.0.1:8410")


def page_with(**changes: Any) -> answers.PhotosPage:
    """The recorded favourites with some fields of the first photo changed; `...` removes one."""
    answer = copy.deepcopy(recorded.FAVORITES)
    photo = answer["photos"]["photo"][0]
    for name, value in changes.items():
        if value is ...:
            photo.pop(name, None)
        else:
            photo[name] = value
    return answers.photos_page(answer, site=FLICKR)


def first_with(**changes: Any) -> PostRecord:
    return next(post for post in page_with(**changes).posts if post.external_id == "2636")


def test_a_page_of_favourites_becomes_posts_and_their_owners() -> None:
    page = answers.photos_page(recorded.FAVORITES, site=FLICKR)

    assert page.posts[0] == PostRecord(
        external_id="2636",
        owner="47058503995@N01",
        title="test_04",
        url="https://www.flickr.com/photos/bees/2636",
        sizes=[
            SizeRecord("https://live.staticflickr.com/2/2636_a123456_s.jpg", 75, 75),
            SizeRecord("https://live.staticflickr.com/2/2636_a123456.jpg", 500, 375),
            SizeRecord("https://live.staticflickr.com/2/2636_a123456_b.jpg", 1024, 768),
        ],
        tags=["castle", "orford"],
        posted_at=1_100_897_479_000,
        taken_at=1_100_868_679_000,
    )
    assert page.accounts == [
        AccountRecord(
            external_id="47058503995@N01",
            username="Bees / ?",
            path_alias="bees",
            icon_url="https://farm1.staticflickr.com/122/buddyicons/47058503995@N01.jpg",
        ),
        AccountRecord(external_id="12037949754@N01"),
    ]
    assert (page.page, page.pages, page.total, page.received, page.dropped) == (1, 2, 3, 2, 0)
    assert page.newest_faved_at == 1_388_772_334_000


def test_a_photo_without_extras_still_has_its_picture() -> None:
    post = answers.photos_page(recorded.FAVORITES, site=FLICKR).posts[1]
    assert (post.title, post.tags, post.posted_at, post.taken_at) == ("00_tall", [], None, None)
    assert post.url == "https://www.flickr.com/photos/12037949754@N01/2610"
    assert post.sizes == [SizeRecord("https://live.staticflickr.com/2/2610_d123456.jpg", 333, 500)]


def test_a_photo_without_any_picture_is_left_out_and_counted() -> None:
    page = page_with(url_m=..., url_sq="", url_l=None)
    assert [post.external_id for post in page.posts] == ["2610"]
    assert page.dropped == 1
    assert page.ids == ["2636", "2610"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/2636.jpg", 17, "https://" + "x" * 600, {"_content": "https://x"}]
)
def test_a_picture_address_that_browsers_should_not_follow_is_no_picture(url: Any) -> None:
    assert [size.width for size in first_with(url_m=url).sizes] == [75, 1024]


@pytest.mark.parametrize("owner", [None, "", "bees", "12@N1", 12, "12037949754@N01 "])
def test_a_photo_without_an_owner_is_left_out(owner: Any) -> None:
    page = page_with(owner=owner)
    assert (len(page.posts), page.dropped) == (1, 1)


def test_sizes_come_smallest_first_and_none_twice() -> None:
    same = "https://live.staticflickr.com/2/2636_a123456.jpg"
    sizes = first_with(
        url_z=same, width_z=640, height_z=480,
        url_n="https://live.staticflickr.com/2/2636_a123456_n.jpg", width_n="320", height_n="240",
        url_c="https://live.staticflickr.com/2/2636_a123456_c.jpg", width_c=1024, height_c=768,
    ).sizes  # fmt: skip
    assert [size.width for size in sizes] == [75, 320, 500, 1024]
    assert len({size.url for size in sizes}) == len(sizes)


@pytest.mark.parametrize("width", [..., None, "", "wide", -5, 0, 10**9, True, {"_content": "x"}])
def test_a_size_without_a_usable_width_keeps_its_place(width: Any) -> None:
    sizes = first_with(width_m=width).sizes
    assert [size.width for size in sizes] == [75, None, 1024]


@pytest.mark.parametrize("width", ["500", 500, 500.0, {"_content": "500"}])
def test_numbers_may_come_as_text(width: Any) -> None:
    assert first_with(width_m=width).sizes[1].width == 500


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("&quot;Untitled&quot;", '"Untitled"'),
        ("it&#39;s", "it's"),
        ("Fish & chips", "Fish & chips"),
        ({"_content": "orford"}, "orford"),
        ({}, ""),
        ("  spaces  ", "spaces"),
        ("", ""),
        (None, ""),
        (2004, "2004"),
        ([], ""),
        ("nul\x00", "nul"),
        ("y" * 5_000, "y" * 1_000),
        ("写真", "写真"),
    ],
)
def test_titles_come_in_many_forms(sent: Any, title: str) -> None:
    assert first_with(title=sent).title == title


@pytest.mark.parametrize("name", [..., "", None, {"_content": ""}])
def test_an_owner_without_a_name_has_none(name: Any) -> None:
    assert page_with(ownername=name).accounts[0].username is None


@pytest.mark.parametrize("sent", ["0", 0, "", None, ..., "soon", -1, 10**18])
def test_a_date_that_is_no_date_is_none(sent: Any) -> None:
    page = page_with(dateupload=sent, date_faved=sent)
    assert page.posts[0].posted_at is None
    assert page.newest_faved_at == 1_388_770_000_000


@pytest.mark.parametrize(
    ("taken", "moment"),
    [
        ("1900-00-00 00:00:00", -2_208_988_800_000),
        ("1969-12-31 23:59:59", -1_000),
        ("2004-11-00 00:00:00", 1_099_267_200_000),
        ("2004-11-19", 1_100_822_400_000),
        ("0000-00-00 00:00:00", None),
        ("2004-13-45 99:99:99", None),
        ("yesterday", None),
        (1_100_897_479, None),
        (None, None),
    ],
)
def test_the_date_taken_may_be_vague(taken: Any, moment: int | None) -> None:
    assert first_with(datetaken=taken).taken_at == moment


@pytest.mark.parametrize("unknown", ["1", 1])
def test_a_date_taken_that_flickr_only_guesses_is_none(unknown: Any) -> None:
    assert first_with(datetakenunknown=unknown).taken_at is None


def test_a_single_photo_that_is_not_in_a_list_is_read() -> None:
    answer = copy.deepcopy(recorded.FAVORITES)
    answer["photos"]["photo"] = answer["photos"]["photo"][0]
    assert len(answers.photos_page(answer, site=FLICKR).posts) == 1


@pytest.mark.parametrize("photo", [[], None, ..., "none", [None, 3, "x"]])
def test_a_page_without_photos_is_empty(photo: Any) -> None:
    answer: dict[str, Any] = {"photos": {"page": 1, "pages": 0, "perpage": 500, "total": 0}, "stat": "ok"}
    if photo is not ...:
        answer["photos"]["photo"] = photo
    page = answers.photos_page(answer, site=FLICKR)
    assert (page.posts, page.received, page.newest_faved_at) == ([], 0, None)


def test_a_photo_that_stands_on_a_page_twice_counts_once() -> None:
    answer = copy.deepcopy(recorded.FAVORITES)
    answer["photos"]["photo"].append(answer["photos"]["photo"][0])
    page = answers.photos_page(answer, site=FLICKR)
    assert (len(page.posts), page.received, page.dropped) == (2, 3, 0)


@pytest.mark.parametrize("server", ["0", 0])
def test_who_has_no_icon_gets_flickrs_own(server: Any) -> None:
    page = page_with(iconserver=server)
    assert page.accounts[0].icon_url == "https://www.flickr.com/images/buddyicon.gif"


@pytest.mark.parametrize("server", [..., None, "", "x"])
def test_an_icon_that_was_not_told_is_none(server: Any) -> None:
    assert page_with(iconserver=server).accounts[0].icon_url is None


def test_with_a_simulator_every_address_is_its_own() -> None:
    page = answers.photos_page(recorded.FAVORITES, site=SIMULATOR)
    assert page.posts[0].url == "http://127.0.0.1:8410/photos/bees/2636"
    assert page.accounts[0].icon_url == "http://127.0.0.1:8410/122/buddyicons/47058503995@N01.jpg"


def test_contacts_become_accounts() -> None:
    page = answers.contacts_page(recorded.CONTACTS, site=FLICKR)
    assert [account.external_id for account in page.accounts] == [
        "12037949629@N01", "12037949631@N01", "41578656547@N01",
    ]  # fmt: skip
    assert page.accounts[0].username == "Eric"
    assert page.accounts[2].icon_url == "https://www.flickr.com/images/buddyicon.gif"
    assert (page.page, page.pages, page.total, page.received) == (1, 1, 3, 3)


def test_a_person_is_read_with_all_names() -> None:
    assert answers.person(recorded.PERSON, site=FLICKR) == AccountRecord(
        external_id="12037949754@N01",
        username="bees",
        real_name="Cal Henderson",
        path_alias="bees",
        icon_url="https://farm1.staticflickr.com/122/buddyicons/12037949754@N01.jpg",
        state="active",
    )


@pytest.mark.parametrize("name", ["realname", "username", "path_alias", "iconserver", "iconfarm", "id"])
def test_a_person_who_tells_less_is_still_read(name: str) -> None:
    answer = copy.deepcopy(recorded.PERSON)
    del answer["person"][name]
    assert answers.person(answer, site=FLICKR).external_id == "12037949754@N01"


def test_users_are_found_by_their_id() -> None:
    assert answers.user_id(recorded.USER_AT_URL) == "12037949632@N01"
    assert answers.user_id(recorded.USER_BY_NAME) == "12037949632@N01"
    assert answers.user_id(recorded.LOGIN) == "12037949754@N01"


def test_the_owner_of_a_photo_is_found() -> None:
    assert answers.photo_owner(recorded.PHOTO) == "12037949754@N01"


def test_a_group_is_read() -> None:
    assert answers.group(recorded.GROUP, site=FLICKR) == answers.Group(
        external_id="34427465497@N01",
        name="GNEverybody",
        members=69,
        photos=1234,
        url="https://www.flickr.com/groups/gneverybody/",
        icon_url="https://farm1.staticflickr.com/1/buddyicons/34427465497@N01.jpg",
    )


def test_a_group_that_tells_only_its_id_is_called_by_it() -> None:
    group = answers.group({"group": {"nsid": "34427465497@N01"}}, site=FLICKR)
    assert (group.name, group.members, group.photos, group.icon_url) == ("34427465497@N01", None, None, None)
    assert group.url == "https://www.flickr.com/groups/34427465497@N01/"


def test_the_photos_of_a_group_are_read() -> None:
    page = answers.photos_page(recorded.POOL, site=FLICKR)
    assert [(post.external_id, post.title) for post in page.posts] == [("2645", "36679_o")]
    assert page.newest_faved_at is None


def test_the_groups_of_a_photo_are_read_without_its_albums() -> None:
    named, bare = answers.photo_groups(recorded.CONTEXTS, site=FLICKR)
    assert named == answers.Group(
        external_id="34427465497@N01",
        name="Cafés & Bars",
        members=69,
        photos=1234,
        url="https://www.flickr.com/groups/34427465497@N01/",
        icon_url="https://farm2.staticflickr.com/1/buddyicons/34427465497@N01.jpg",
    )
    assert (bare.name, bare.members, bare.icon_url) == ("34955637532@N01", None, None)


def test_a_photo_in_no_group_has_none() -> None:
    assert answers.photo_groups({"stat": "ok"}, site=FLICKR) == []
    assert answers.photo_groups({"pool": None, "stat": "ok"}, site=FLICKR) == []


def test_a_comment_is_read_with_its_address() -> None:
    comment = answers.comment(recorded.COMMENT, text="Umm, I'm not sure")
    assert comment.external_id == "97777-72057594037941949-72057594037942602"
    assert comment.url == "https://www.flickr.com/photos/straup/109722179/#comment72057594037942602"


def test_a_comment_whose_address_is_odd_has_none() -> None:
    comment = answers.comment({"comment": {"id": "1-2-3", "permalink": "javascript:alert(1)"}}, text="hello")
    assert comment.url is None


@pytest.mark.parametrize(
    "read",
    [
        lambda answer: answers.photos_page(answer, site=FLICKR),
        lambda answer: answers.contacts_page(answer, site=FLICKR),
        lambda answer: answers.person(answer, site=FLICKR),
        lambda answer: answers.group(answer, site=FLICKR),
        lambda answer: answers.comment(answer, text=""),
        answers.user_id,
        answers.photo_owner,
    ],
)
@pytest.mark.parametrize(
    "answer", [{}, [], None, "ok", {"stat": "ok"}, {"photos": [], "user": "x", "photo": {"owner": 1}}]
)
def test_an_answer_without_what_was_asked_for_is_nonsense_and_never_none(read: Any, answer: Any) -> None:
    with pytest.raises(NonsenseError):
        read(answer)


_odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["_content", "nsid", "id"]), inner)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(sorted(recorded.FAVORITES["photos"]["photo"][0])), _odd))
def test_no_odd_field_of_a_photo_ever_fails_the_page(fields: dict[str, Any]) -> None:
    page = page_with(**fields)
    assert page.received == 2
    for post in page.posts:
        assert post.sizes
        assert all(size.url.startswith("http") for size in post.sizes)
