"""Short links that only Flickr can follow."""

from collections.abc import Callable

import pytest

from fovea.errors import AccountNotFound, SourceUnavailable
from fovea.flickr.client import FlickrClient
from fovea.settings import FlickrSettings
from tests.integration.flickr.conftest import OpenBudget
from tests.integration.flickr.scripted import Server, http, ok, scripted

PERSON = ok(b'{"person": {"nsid": "12037949754@N01", "username": {"_content": "bees"}}, "stat": "ok"}')
USER = ok(b'{"user": {"id": "12037949754@N01"}, "stat": "ok"}')


def redirect(target: str) -> bytes:
    return http(302, b"", f"Location: {target}")


@pytest.fixture
def client_of(make_settings: Callable[..., FlickrSettings]) -> Callable[[Server], FlickrClient]:
    return lambda server: FlickrClient(
        make_settings(flickr_base_url=server.url, flickr_retries=0), OpenBudget()
    )


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("ps/ZVcni", "https://www.flickr.com/photos/bees/"),
        ("ps/ZVcni", "/photos/bees/"),
        ("s/aHsjybZ5ZD", "https://www.flickr.com/photos/bees/albums/72157666833379009"),
        ("y/2Xry4Jt", "https://www.flickr.com/photos/bees/galleries/72157621848008117"),
    ],
)
def test_a_short_link_leads_to_its_person(
    link: str, target: str, client_of: Callable[[Server], FlickrClient]
) -> None:
    with scripted([redirect(target), USER, PERSON]) as server:
        assert client_of(server).lookup(f"{server.url}/{link}").username == "bees"
    assert [head.split(" ")[0] for head in server.heads] == ["HEAD", "POST", "POST"]


@pytest.mark.parametrize(
    "answer",
    [
        redirect("https://evil.org/photos/bees/"),
        redirect("https://www.flickr.com/"),
        redirect("javascript:alert(1)"),
        redirect("/ps/ZVcni"),
        http(404, b""),
        ok(b""),
    ],
)
def test_a_short_link_that_leads_elsewhere_is_nobodys(
    answer: bytes, client_of: Callable[[Server], FlickrClient]
) -> None:
    with scripted([answer]) as server, pytest.raises(AccountNotFound):
        client_of(server).lookup(f"{server.url}/ps/ZVcni")
    assert len(server.heads) <= 3
    assert all(head.startswith("HEAD /ps/ZVcni ") for head in server.heads)


def test_a_short_link_on_a_bad_day_can_be_tried_again(client_of: Callable[[Server], FlickrClient]) -> None:
    with scripted([b""]) as server, pytest.raises(SourceUnavailable):
        client_of(server).lookup(f"{server.url}/ps/ZVcni")
