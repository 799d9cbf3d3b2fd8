"""What artists say of themselves: pages of links, shops, websites, entries, profiles; and posts that were
planned.
"""

import json
import re

import pytest

from simulator.artists.cases import every_case
from simulator.artists.people import NETWORKS
from simulator.artists.plots import PLOTS
from simulator.gallery import Gallery, Where
from simulator.gallery.prolific import number_of
from tests.unit.simulator.artists.artist_sites import ENDS_AT, ArtistSites

DANBOORU = "https://danbooru.donmai.us"
GATES = "https://linktr.ee/api/profiles/validation/gates"


def state_of(page: str) -> dict[str, dict[str, dict[str, object]]]:
    found = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', page)
    assert found is not None
    told: dict[str, dict[str, dict[str, object]]] = json.loads(found[1])
    return told


def test_links_behind_a_gate_are_told_to_who_says_that_they_have_seen_it(sites: ArtistSites) -> None:
    person = sites.person(1)
    account = state_of(sites.page(person.url("linktree")))["props"]["pageProps"]["account"]
    assert isinstance(account, dict)
    gated = [one for one in account["links"] if one["locked"]]
    assert len(gated) == 2
    assert all(one["url"] is None for one in gated)
    numbers = [one["id"] for one in gated]
    asked = {"accountId": account["id"], "validationInput": {"acceptedSensitiveContent": numbers}}
    told = sites.told(GATES, json=asked)["links"]
    assert [one["url"] for one in told] == [
        f"http://sim/-/{person.url(page)[8:]}" for page in ("pixiv", "furaffinity")
    ]
    nothing = {"accountId": account["id"], "validationInput": {"acceptedSensitiveContent": []}}
    assert sites.told(GATES, json=nothing) == {"links": []}
    assert sites.ask(GATES).status_code == 400


@pytest.mark.parametrize(
    ("page", "number"),
    [
        ("linktree", 1), ("linktree", 8), ("carrd", 10), ("litlink", 2), ("potofu", 4), ("patreon", 15),
        ("kofi", 6), ("website", 3),
    ],
)  # fmt: skip
def test_a_page_of_links_is_its_owners_and_nobody_elses(sites: ArtistSites, page: str, number: int) -> None:
    person = sites.person(number)
    shown = sites.page(person.url(page)).replace("\\/", "/")
    for one in sites.cast.said(person, page):
        if one.place != "gated" and "?" not in one.url:
            assert one.url.partition("://")[2] in shown, one.url
    stranger = person.url(page).replace(person.handle, "somebody-else")
    assert sites.ask(stranger).status_code == 404


def test_an_entry_is_found_by_name_by_number_and_by_what_it_names(sites: ArtistSites) -> None:
    person = sites.person(10)
    (entry,) = sites.told(f"{DANBOORU}/artists.json", {"search[name]": person.account.name})
    assert sites.told(f"{DANBOORU}/artists/{entry['id']}.json") == entry
    noted = sites.told(f"{DANBOORU}/artist_urls.json", {"search[artist_id]": entry["id"]})
    assert [one["url"] for one in noted] == [one.url for one in sites.cast.said(person, "danbooru")]
    for form in (person.url("x"), f"{person.url('x')}/".replace("https", "http")):
        (found,) = sites.told(f"{DANBOORU}/artist_urls.json", {"search[url]": form})
        assert found["artist_id"] == entry["id"]
    assert sites.told(f"{DANBOORU}/artist_urls.json", {"search[url]": "https://x.com/nobody"}) == []
    assert sites.told(f"{DANBOORU}/artists/19999.json", status=404)


def test_a_former_name_is_noted_as_no_longer_active(sites: ArtistSites) -> None:
    (entry,) = sites.told(f"{DANBOORU}/artists.json", {"search[name]": sites.person(19).account.name})
    noted = sites.told(f"{DANBOORU}/artist_urls.json", {"search[artist_id]": entry["id"]})
    assert [one["is_active"] for one in noted] == [False, True, True, True]


def test_profiles_name_what_was_planned(sites: ArtistSites) -> None:
    person = sites.person(1)
    query = {"actor": f"{person.handle}.bsky.social"}
    told = sites.told("https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile", query)
    assert person.url("linktree") in told["description"]
    assert f"icon by {sites.cast.friend(person).url('bluesky')}" in told["description"]


def test_a_website_is_verified_where_its_owner_names_it(sites: ArtistSites) -> None:
    person = sites.person(3)
    host = person.url("mastodon").split("/")[2]
    told = sites.told(f"https://{host}/api/v1/accounts/lookup", {"acct": person.handle})
    assert [bool(one["verified_at"]) for one in told["fields"]] == [True]
    assert f'<link rel="me" href="http://sim/-/{host}/@{person.handle}">' in sites.page(person.url("website"))


def test_who_has_moved_at_mastodon_says_where_to(sites: ArtistSites) -> None:
    person = sites.person(19)
    host = person.url("mastodon").split("/")[2]
    told = sites.told(f"https://{host}/api/v1/accounts/lookup", {"acct": person.old_handle})
    assert told["moved"]["url"] == person.url("mastodon")


def test_planned_posts_are_in_no_listing(sites: ArtistSites) -> None:
    for case in every_case(sites.cast):
        shelf, plot = sites.gallery.shelf(case.site), next(one for one in PLOTS if one.name == case.name)
        assert (case.number in shelf.numbers(Where(removed=None))) == plot.natural, case.name
        post = shelf.post(case.number)
        assert post is not None
        assert post.is_planned == (not plot.natural)


def test_a_case_tells_no_account_as_right_and_wrong(sites: ArtistSites) -> None:
    cases = list(every_case(sites.cast))
    assert len(cases) >= 40
    for case in cases:
        assert not set(case.right) & set(case.wrong), case.name
        assert set(case.findable) <= set(case.right), case.name


def test_everybody_has_accounts_at_all_networks(sites: ArtistSites) -> None:
    for person in sites.cast.everybody():
        assert len({person.url(page) for page in NETWORKS}) == len(NETWORKS)


def test_an_account_of_many_posts_can_lose_some() -> None:
    sites = ArtistSites(Gallery(seed=1, works=400, ends_at=ENDS_AT, digests_told=False))
    shelf = sites.gallery.shelf("bluesky")
    where = Where(account="prolific20")
    assert shelf.numbers(where) == [number_of(20, place) for place in range(19, -1, -1)]
    assert sites.gallery.remove("bluesky", number_of(20, 5))
    assert (shelf.count(where), number_of(20, 5) in shelf.numbers(where)) == (19, False)
    moments = [post.moment for post in shelf.posts(where, limit=30)]
    assert moments == sorted(moments, reverse=True)
    half = Where(account="prolific20", since=moments[9])
    assert shelf.count(half) == 10
    assert [post.moment for post in shelf.posts(Where(account="prolific20", until=moments[9]))] == moments[
        10:
    ]
    assert shelf.account("prolific100001") is None
    assert shelf.account("prolific0") is None
