"""Which ports parts get."""

import socket
from collections.abc import Iterator

import pytest

from fovea_cli.ports import Ports, is_free, require_free
from fovea_cli.problems import CannotGoOnError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        yield port


def test_a_port_that_somebody_listens_on_is_not_free(taken: int) -> None:
    assert not is_free(taken)
    with pytest.raises(CannotGoOnError, match=rf"Port {taken} is in use.*--port {taken + 100}"):
        require_free(taken)


def test_a_part_whose_usual_port_is_taken_gets_another(taken: int) -> None:
    ports = Ports(public=taken - 1)

    port = ports.take(1)

    assert port != taken
    assert is_free(port)


def test_no_port_is_given_twice() -> None:
    ports = Ports(public=28_000)
    given = [ports.take(7) for _ in range(20)]

    assert len(set(given)) == 20
    assert 28_000 not in given


def test_the_highest_public_port_still_leaves_ports_for_the_others() -> None:
    assert Ports(public=65_535).take(41) < 65_535
