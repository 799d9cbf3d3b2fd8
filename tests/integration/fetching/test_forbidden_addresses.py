"""Nothing of our own network is ever fetched, whatever an address looks like and wherever it redirects."""

import ipaddress
import socket
from typing import Any

import pytest

from fovea.errors import SourceUnavailable
from fovea.fetching import Fetcher, FetchRefused, Gate
from fovea.fetching.addresses import is_public
from fovea.settings import FetchSettings
from tests.integration.fetching.conftest import Server, fetcher, response


def code_of(url: str, server: Server | None = None) -> str:
    with pytest.raises(FetchRefused) as error:
        fetcher(server).get(url)
    return error.value.code


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::",
        "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "99.84.1.1", "2600:9000::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_this_machine_is_not_reached_by_any_of_its_names(server: Server) -> None:
    server.says("/", response(b"secret"))
    names = [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::ffff:127.0.0.1]",
    ]
    for name in names:
        for url in (f"http://{name}/", f"http://{name}:{server.port}/", f"https://{name}/"):
            assert code_of(url) == "address_forbidden", url
    assert server.requests == []


def test_only_the_allowed_port_of_an_allowed_host_is_reached(server: Server) -> None:
    url = server.says("/", response(b"fine"))
    assert fetcher(server).get(url).body == b"fine"
    assert code_of(f"http://127.0.0.1:{server.port - 1}/", server) == "address_forbidden"
    assert code_of("http://127.0.0.1/", server) == "address_forbidden"
    assert code_of(f"http://localhost:{server.port}/", server) == "address_forbidden"


def test_the_setting_allows_hosts(server: Server) -> None:
    url = server.says("/", response(b"fine"))
    settings = FetchSettings(fetch_allowed_hosts=f"images.example.com:443, {server.authority}")
    assert Fetcher(settings).get(url).body == b"fine"


@pytest.mark.parametrize(
    "url",
    [
        "", "picture.jpg", "//example.com/a", "ftp://example.com/a", "file:///etc/passwd",
        "javascript:alert(1)", "http://", "http:///a", "http://[::1", "http://exa mple.com/", "http://example.com\\@127.0.0.1/",
        "http://example.com:99999/", "http://example.com/\r\nHost: other",
        "http://example.com/" + "a" * 5_000, "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert code_of(url) == "address_unreadable"


def test_logins_and_odd_ports_are_refused() -> None:
    assert code_of("http://user:password@example.com/") == "address_forbidden"
    assert code_of("http://example.com:22/") == "address_forbidden"


def test_a_redirect_is_followed_to_where_it_leads(server: Server) -> None:
    server.says("/b/c.jpg", response(b"picture"))
    server.says("/b/", response(status="301 Moved", Location="c.jpg"))
    url = server.says("/a", response(status="302 Found", Location="/b/"))
    fetched = fetcher(server).get(url)
    assert (fetched.body, fetched.url) == (b"picture", server.url("/b/c.jpg"))
    assert server.paths == ["/a", "/b/", "/b/c.jpg"]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/", "http://localhost/", "https://10.0.0.1/", "file:///etc/passwd",
        "http://[::1]:6379/", "//127.0.0.1/", "http://admin@127.0.0.1/",
    ],
)  # fmt: skip
def test_a_redirect_into_our_own_network_is_not_followed(server: Server, target: str) -> None:
    url = server.says("/", response(status="302 Found", Location=target))
    assert code_of(url, server) in {"address_forbidden", "address_unreadable"}
    assert server.paths == ["/"]


def test_redirects_end(server: Server) -> None:
    url = server.says("/", response(status="302 Found", Location="/"))
    assert code_of(url, server) == "too_many_redirects"
    assert len(server.requests) == 6


def answered_by(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server that gives each of these answers in turn, then the last one for ever."""
    left, asked = list(answers), list[str]()

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr("fovea.fetching.addresses.socket.getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_stands_for_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answered_by(monkeypatch, ["10.0.0.7"])
    assert code_of("http://innocent.example.com/") == "address_forbidden"


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    answered_by(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    assert code_of("http://innocent.example.com/") == "address_forbidden"


def test_the_checked_address_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that tells something else when it is asked again (DNS rebinding) gains nothing."""
    connected: list[str] = []

    def create_connection(address: tuple[str, int], *_: Any) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    asked = answered_by(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    monkeypatch.setattr("fovea.fetching.connections.socket.create_connection", create_connection)
    with pytest.raises(SourceUnavailable):
        fetcher(fetch_retries=0).get("http://rebinding.example.com/")
    assert (asked, connected) == (["rebinding.example.com"], ["93.184.216.34"])


def test_a_name_that_is_not_found_may_be_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr("fovea.fetching.addresses.socket.getaddrinfo", getaddrinfo)
    with pytest.raises(SourceUnavailable):
        fetcher(fetch_retries=0).get("http://nowhere.example.com/")


def test_proxies_of_the_machine_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetcher(server).get(server.says("/", response(b"direct"))).body == b"direct"


def test_a_gate_reads_hosts_whatever_their_case() -> None:
    Gate(["LocalHost:8410"]).check_url("http://localhost:8410/a.jpg")
