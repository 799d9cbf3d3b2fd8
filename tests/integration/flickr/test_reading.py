"""The client on a Flickr that is well: who, what, and all of it."""

import pytest

from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, InvalidInput, NotFound
from fovea.flickr.client import FlickrClient
from tests.integration.flickr.simulated import ADA, GONE, KENJI, PRIVATE, SAM, TOM, Simulation


@pytest.mark.parametrize(
    ("text", "nsid"),
    [
        ("https://www.flickr.com/photos/adalindqvist/", ADA),
        ("flickr.com/people/adalindqvist", ADA),
        ("{url}/photos/adalindqvist/", ADA),
        ("{url}/people/26101998@N00/", ADA),
        ("/photos/adalindqvist", ADA),
        (ADA, ADA),
        ("adalindqvist", ADA),
        ("AdaLindqvist", ADA),
        ("Ada Lindqvist", ADA),
        ("kenji.mori", KENJI),
        ("kenjimori", KENJI),
        ("Sam Porter", SAM),
        (f"https://www.flickr.com/photos/{SAM}/", SAM),
        (PRIVATE, PRIVATE),
    ],
)
def test_people_are_found_however_they_are_named(
    text: str, nsid: str, client: FlickrClient, flickr: Simulation
) -> None:
    assert client.lookup(text.format(url=flickr.url)).external_id == nsid


def test_a_photo_a_picture_and_a_short_link_lead_to_the_photographer(
    client: FlickrClient, flickr: Simulation
) -> None:
    post = client.favorites_page(ADA, 1, 1).posts[0]
    picture = post.sizes[-1].url
    assert client.lookup(post.url).external_id == post.owner
    assert client.lookup(picture).external_id == post.owner
    assert client.lookup(f"https://www.flickr.com/photo.gne?id={post.external_id}").external_id == post.owner
    assert client.lookup(f"{flickr.url}/photos/a-former-alias/{post.external_id}/").external_id == post.owner


def test_a_profile_has_all_that_a_person_shows(client: FlickrClient, flickr: Simulation) -> None:
    ada = client.person(ADA)
    assert (ada.username, ada.real_name, ada.path_alias) == ("Ada Lindqvist", "Ada Lindqvist", "adalindqvist")
    assert ada.icon_url is not None
    assert ada.icon_url.startswith(f"{flickr.url}/")
    assert ada.icon_url.endswith(f"/buddyicons/{ADA}.jpg")


@pytest.mark.parametrize(
    "text", ["nobody-at-all", "Nobody At All", "https://www.flickr.com/photos/nobody-at-all/", "1@N00"]
)
def test_nobody_is_not_found(text: str, client: FlickrClient) -> None:
    with pytest.raises(AccountNotFound):
        client.lookup(text)


def test_who_has_gone_is_gone(client: FlickrClient) -> None:
    with pytest.raises(AccountGone):
        client.lookup(GONE)
    with pytest.raises(AccountNotFound):
        client.favorites_page(GONE, 1)


def test_private_favourites_are_private(client: FlickrClient) -> None:
    with pytest.raises(AccountPrivate):
        client.favorites_page(PRIVATE, 1)


def test_another_site_is_refused_without_asking(client: FlickrClient, flickr: Simulation) -> None:
    with pytest.raises(InvalidInput):
        client.lookup("https://flickr.com.evil.org/photos/adalindqvist")
    assert flickr.calls()["total"] == 0


def test_favourites_come_page_by_page_the_newest_first(client: FlickrClient, flickr: Simulation) -> None:
    counted = {account["nsid"]: account["favorites"] for account in flickr.accounts()}
    pages = [client.favorites_page(KENJI, number) for number in range(1, 10)]
    posts = [post.external_id for page in pages for post in page.posts]
    assert len(posts) == len(set(posts)) == counted[KENJI]
    assert pages[0].pages == -(-counted[KENJI] // 500)
    assert pages[0].total == counted[KENJI]
    dates = [page.newest_faved_at for page in pages if page.newest_faved_at is not None]
    assert dates == sorted(dates, reverse=True)
    assert pages[-1].posts == []


def test_a_post_has_all_sizes_and_names(client: FlickrClient) -> None:
    page = client.favorites_page(ADA, 1, 10)
    for post in page.posts:
        widths = [size.width for size in post.sizes if size.width is not None]
        assert widths == sorted(widths)
        assert len(widths) == len(post.sizes) >= 8
        assert post.posted_at
        assert post.taken_at
    assert all(account.username for account in page.accounts)
    assert {post.owner for post in page.posts} == {account.external_id for account in page.accounts}


def test_only_newer_favourites_come_when_a_date_is_given(client: FlickrClient) -> None:
    everything = client.favorites_page(ADA, 1)
    last = client.favorites_page(ADA, 2, 100)
    since = last.newest_faved_at
    assert since is not None
    newer = client.favorites_page(ADA, 1, since=since)
    assert 100 < len(newer.posts) < len(everything.posts)


def test_nothing_faved_is_an_empty_page(client: FlickrClient) -> None:
    page = client.favorites_page(TOM, 1)
    assert (page.posts, page.received, page.total) == ([], 0, 0)


def test_contacts_are_read(client: FlickrClient) -> None:
    page = client.contacts_page(ADA, 1)
    assert len(page.accounts) == page.total == page.received > 20
    assert all(account.username for account in page.accounts)


def test_groups_and_their_photos_are_read(client: FlickrClient, flickr: Simulation) -> None:
    nsid = "16978849@N00"  # Black and White
    group = client.group(nsid)
    page = client.group_photos(nsid, 1, 20)
    assert group.name
    assert group.members
    assert group.url.startswith(flickr.url)
    assert len(page.posts) == 20
    assert page.posts[0].sizes


def test_the_groups_of_a_photo_are_read(client: FlickrClient, flickr: Simulation) -> None:
    nsid = "16978849@N00"
    for post in client.group_photos(nsid, 1, 3).posts:
        groups = {group.external_id: group for group in client.photo_groups(post.external_id)}
        assert groups[nsid].name == "Black and White"
        assert groups[nsid].url.startswith(flickr.url)
    with pytest.raises(NotFound):
        client.photo_groups("1")


def test_a_group_that_is_not_there_is_not_found(client: FlickrClient) -> None:
    with pytest.raises(NotFound):
        client.group("1@N00")
    with pytest.raises(NotFound):
        client.group_photos("1@N00", 1)
