"""Whose pictures are asked for: the hosts that share what may be asked, and what they asked for."""

import fakeredis
import pytest

from ingester.images.hosts import Hosts


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://I.Redd.it/a.png", "i.redd.it"),
        ("https://example.com:8443/a.png", "example.com:8443"),
        ("http://127.0.0.1:8410/-/i.redd.it/a.png", "i.redd.it"),
        ("http://127.0.0.1:8410/-/I.imgur.com", "i.imgur.com"),
        ("http://127.0.0.1:8410/photos/a.png", "127.0.0.1:8410"),
        # Whoever else has such paths speaks for itself.
        ("https://example.com/-/i.redd.it/a.png", "example.com"),
        ("storage:incoming/1.bin", ""),
        ("https://[", ""),
    ],
)
def test_each_host_counts_for_itself_also_behind_a_simulator(url: str, host: str) -> None:
    hosts = Hosts(fakeredis.FakeRedis(), per_second=1, simulator="127.0.0.1:8410")
    assert hosts.of(url) == host
