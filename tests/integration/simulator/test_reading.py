"""Reading through flickrapi: favourites, contacts, people, groups, photos; pages and forms."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests

from simulator.world import ONBOARDING_GROUP_IDS
from tests.integration.simulator.simulated import ADA, KENJI, ROSA, SAM, TOM, Simulator

_ALL_SIZES = "url_sq,url_t,url_s,url_q,url_m,url_n,url_w,url_z,url_c,url_l,url_o"


def _all_favorites(simulator: Simulator, nsid: str, **arguments: Any) -> list[dict[str, Any]]:
    photos: list[dict[str, Any]] = []
    api, page, pages = simulator.api(), 1, 1
    while page <= pages:
        answer = api.favorites.getPublicList(user_id=nsid, page=page, **arguments)["photos"]
        photos, page, pages = photos + answer["photo"], page + 1, answer["pages"]
    return photos


def test_pages_of_favourites_together_are_the_whole_list_newest_first(simulator: Simulator) -> None:
    photos = _all_favorites(simulator, ADA, per_page=37)
    whole = simulator.api().favorites.getPublicList(user_id=ADA, per_page=500)["photos"]
    assert [photo["id"] for photo in photos] == [photo["id"] for photo in whole["photo"]]
    assert whole["total"] == len(photos) > 100
    moments = [int(photo["date_faved"]) for photo in photos]
    assert moments == sorted(moments, reverse=True)
    assert len({photo["id"] for photo in photos}) == len(photos)


def test_a_page_has_a_hundred_photos_unless_told_and_five_hundred_at_most(simulator: Simulator) -> None:
    answer = simulator.api().favorites.getPublicList(user_id=KENJI)["photos"]
    assert (answer["perpage"], len(answer["photo"])) == (100, 100)
    answer = simulator.api().favorites.getPublicList(user_id=KENJI, per_page=5_000)["photos"]
    assert answer["perpage"] == 500


def test_beyond_the_last_page_of_favourites_there_is_nothing(simulator: Simulator) -> None:
    answer = simulator.api().favorites.getPublicList(user_id=ADA, page=99)["photos"]
    assert (answer["page"], answer["photo"]) == (99, [])


def test_beyond_the_last_page_of_a_stream_or_pool_the_last_page_comes_again(simulator: Simulator) -> None:
    api = simulator.api()
    last = api.people.getPublicPhotos(user_id=ADA, per_page=50, page=3)["photos"]
    assert api.people.getPublicPhotos(user_id=ADA, per_page=50, page=9)["photos"] == last
    assert last["page"] == last["pages"] == 3
    pool = api.groups.pools.getPhotos(group_id=ONBOARDING_GROUP_IDS[0], per_page=20, page=9_999)["photos"]
    assert pool["page"] == pool["pages"]
    assert pool["photo"]


def test_favourites_between_two_moments(simulator: Simulator) -> None:
    photos = _all_favorites(simulator, ADA, per_page=500)
    since, until = photos[20]["date_faved"], photos[10]["date_faved"]
    between = _all_favorites(simulator, ADA, per_page=500, min_fave_date=since, max_fave_date=until)
    assert [photo["id"] for photo in between] == [photo["id"] for photo in photos[10:21]]


def test_extras_have_flickrs_names_and_types(simulator: Simulator) -> None:
    extras = (
        f"{_ALL_SIZES},owner_name,icon_server,path_alias,date_upload,date_taken,tags,license,views,unheard_of"
    )
    photo = simulator.api().favorites.getPublicList(user_id=ADA, per_page=1, extras=extras)["photos"][
        "photo"
    ][0]
    texts = (
        "id owner secret server title ownername iconserver dateupload datetaken "
        "tags license views date_faved url_l"
    )
    assert {name: type(photo[name]) for name in texts.split()} == dict.fromkeys(texts.split(), str)
    whole = "farm ispublic isfriend isfamily iconfarm height_l width_l height_sq datetakengranularity"
    assert {name: type(photo[name]) for name in whole.split()} == dict.fromkeys(whole.split(), int)
    assert "pathalias" in photo
    assert "unheard_of" not in photo


def test_without_extras_a_row_is_bare(simulator: Simulator) -> None:
    photo = simulator.api().favorites.getPublicList(user_id=ADA, per_page=1)["photos"]["photo"][0]
    assert set(photo) == {
        *("id", "owner", "secret", "server", "farm", "title"),
        *("ispublic", "isfriend", "isfamily", "date_faved"),
    }


def test_addresses_of_pictures_lead_to_pictures_of_their_size(simulator: Simulator) -> None:
    answer = simulator.api().favorites.getPublicList(user_id=ADA, per_page=3, extras=_ALL_SIZES)
    for photo in answer["photos"]["photo"]:
        for letter in ("sq", "t", "s", "q", "m", "n", "w", "z"):
            assert photo[f"url_{letter}"].startswith(simulator.url + "/")
            assert requests.get(photo[f"url_{letter}"], timeout=20).headers["Content-Type"] == "image/jpeg"


def test_no_favourites_are_an_empty_list(simulator: Simulator) -> None:
    answer = simulator.api().favorites.getPublicList(user_id=TOM)["photos"]
    assert answer == {"page": 1, "pages": 0, "perpage": 100, "total": 0, "photo": []}


def test_xml_says_what_json_says(simulator: Simulator) -> None:
    as_json = simulator.api().favorites.getPublicList(user_id=ROSA, extras="description,tags,url_m")["photos"]
    as_xml = simulator.api(form="etree").favorites.getPublicList(
        user_id=ROSA, extras="description,tags,url_m"
    )
    photos = as_xml.findall("photos/photo")
    assert as_xml.find("photos").attrib["total"] == str(as_json["total"]) == "3"
    for row, element in zip(as_json["photo"], photos, strict=True):
        assert element.findtext("description") == row.pop("description")["_content"]
        assert dict(element.attrib) == {name: str(value) for name, value in row.items()}


def test_flickrapis_own_walk_through_pages_works(simulator: Simulator) -> None:
    api = simulator.api(form="etree")
    walked = [photo.get("id") for photo in _walk(api)]
    assert walked == [photo["id"] for photo in _all_favorites(simulator, ADA, per_page=500)]


def _walk(api: Any) -> Any:
    # flickrapi's data_walker asks elements for their children in a way that newer Pythons no longer know,
    # so this is its loop, in today's words.
    page = pages = 1
    while page <= pages:
        photos = api.favorites.getPublicList(user_id=ADA, per_page=60, page=page).find("photos")
        pages, page = int(photos.get("pages")), page + 1
        yield from photos


def test_jsonp_and_post_and_get_are_all_spoken(simulator: Simulator) -> None:
    plain = simulator.rest("flickr.people.getInfo", user_id=ADA).text
    wrapped = simulator.rest(
        "flickr.people.getInfo", user_id=ADA, nojsoncallback=None, jsoncallback="got"
    ).text
    assert wrapped == f"got({plain})"
    form = {"method": "flickr.people.getInfo", "api_key": "f0fea0000000000000000000000000de", "user_id": ADA}
    posted = requests.post(
        f"{simulator.url}/services/rest/", data={**form, "format": "json", "nojsoncallback": 1}, timeout=10
    )
    assert posted.text == plain


def test_contacts_come_by_name_and_none_come_without_a_list(simulator: Simulator) -> None:
    contacts = simulator.api().contacts.getPublicList(user_id=KENJI)["contacts"]
    names = [contact["username"].lower() for contact in contacts["contact"]]
    assert names == sorted(names)
    assert contacts["total"] == len(names) > 0
    followed_by_nobody = [
        account["nsid"]
        for account in simulator.control("GET", "accounts?limit=150").json()["accounts"]
        if account["contacts"] == 0 and account["state"] == "active"
    ]
    empty = simulator.api().contacts.getPublicList(user_id=followed_by_nobody[0])["contacts"]
    assert empty["total"] == 0
    assert "contact" not in empty


def test_people_are_described(simulator: Simulator) -> None:
    person = simulator.api().people.getInfo(user_id=ADA)["person"]
    assert person["nsid"] == ADA
    assert person["username"]["_content"] == "Ada Lindqvist"
    assert person["path_alias"] == "adalindqvist"
    assert person["photosurl"]["_content"] == f"{simulator.url}/photos/adalindqvist/"
    assert person["photos"]["count"]["_content"] == 140
    assert simulator.api().people.getInfo(user_id=SAM)["person"]["path_alias"] is None


def test_people_are_found_by_name_whatever_its_case(simulator: Simulator) -> None:
    found = simulator.api().people.findByUsername(username="ADA lindqvist")["user"]
    assert found == {"id": ADA, "nsid": ADA, "username": {"_content": "Ada Lindqvist"}}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.flickr.com/photos/adalindqvist/",
        "http://flickr.com/people/adalindqvist",
        "www.flickr.com/photos/AdaLindqvist/sets/",
        "https://www.flickr.com/photos/26101998@N00/54321/in/pool-34427469792@N01",
        "https://www.flickr.com/photos/26101998%40N00/",
    ],
)
def test_people_are_found_by_any_address_of_theirs(simulator: Simulator, url: str) -> None:
    assert simulator.api().urls.lookupUser(url=url)["user"]["id"] == ADA


def test_groups_are_found_and_described_and_have_pools(simulator: Simulator) -> None:
    api = simulator.api()
    found = api.urls.lookupGroup(url="https://www.flickr.com/groups/central/pool/")["group"]
    assert found == {"id": "34427469792@N01", "groupname": {"_content": "FlickrCentral"}}
    group = api.groups.getInfo(group_id=found["id"])["group"]
    assert group["name"]["_content"] == "FlickrCentral"
    assert int(group["members"]["_content"]) > 0
    pool = api.groups.pools.getPhotos(group_id=found["id"], per_page=5, extras="url_m")["photos"]
    assert pool["total"] == group["pool_count"]["_content"]
    assert {"ownername", "dateadded", "url_m"} <= set(pool["photo"][0])


def test_the_groups_of_a_photo_are_told_in_json_and_xml(simulator: Simulator) -> None:
    api = simulator.api()
    photo = api.groups.pools.getPhotos(group_id="34427469792@N01", per_page=1)["photos"]["photo"][0]
    told = api.photos.getAllContexts(photo_id=photo["id"])
    central = next(one for one in told["pool"] if one["id"] == "34427469792@N01")
    group = api.groups.getInfo(group_id=central["id"])["group"]
    assert central["title"] == group["name"]["_content"]
    assert central["url"] == "/groups/central/pool/"
    assert (central["members"], central["pool_count"]) == (
        group["members"]["_content"],
        group["pool_count"]["_content"],
    )
    answer = simulator.rest("flickr.photos.getAllContexts", photo_id=photo["id"], format="rest")
    document = ET.fromstring(answer.content)  # noqa: S314 - our own simulator's
    assert [dict(one.attrib) for one in document.findall("pool")] == [
        {name: str(value) for name, value in one.items()} for one in told["pool"]
    ]


def test_a_photo_in_no_group_has_nothing_but_a_state(simulator: Simulator) -> None:
    api = simulator.api()
    rows = api.favorites.getPublicList(user_id=ADA, per_page=100)["photos"]["photo"]
    answers = [api.photos.getAllContexts(photo_id=row["id"]) for row in rows]
    assert {"stat": "ok"} in answers
    assert any("pool" in answer for answer in answers)


def test_a_photo_is_described(simulator: Simulator) -> None:
    api = simulator.api()
    row = api.favorites.getPublicList(user_id=ADA, per_page=1, extras="date_upload,tags")["photos"]["photo"][
        0
    ]
    photo = api.photos.getInfo(photo_id=row["id"])["photo"]
    assert photo["owner"]["nsid"] == row["owner"]
    assert photo["title"]["_content"] == row["title"]
    assert photo["dates"]["posted"] == row["dateupload"]
    assert " ".join(tag["_content"] for tag in photo["tags"]["tag"]) == row["tags"]
    page = requests.get(photo["urls"]["url"][0]["_content"], timeout=20)
    assert page.status_code == 200


def test_echo_says_it_back(simulator: Simulator) -> None:
    assert simulator.api().test.echo(word="Grüße")["word"] == {"_content": "Grüße"}
