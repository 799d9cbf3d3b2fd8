"""Which addresses may be reached: those of the open internet, and hosts that were allowed by name.

See https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from fovea.fetching.refusals import FetchRefused

LONGEST_URL = 4_096
_PORTS = {"http": 80, "https": 443}
# Addresses that stand for IPv4 addresses behind a translator (RFC 6052): where they lead is in the last bits.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Gate:
    """Says where one may go. `allowed_hosts` (`host:port`) may be reached wherever they are: a simulator's
    on this machine, for one.
    """

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        self._allowed = frozenset(host.strip().lower() for host in allowed_hosts if host.strip())

    def check_url(self, url: str) -> None:
        """Raises `FetchRefused` unless this is a plain web address with a usual port."""
        if len(url) > LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
            raise FetchRefused("The address cannot be read", code="address_unreadable")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise FetchRefused("The address cannot be read", code="address_unreadable") from error
        if parts.scheme not in _PORTS or not host:
            raise FetchRefused("Only http and https addresses are fetched", code="address_unreadable")
        if parts.username is not None or parts.password is not None:
            raise FetchRefused("The address holds a login", code="address_forbidden")
        usual = _PORTS[parts.scheme]
        if port not in {None, *_PORTS.values()} and not self._allows(host, port or usual):
            raise FetchRefused(f"Nothing is fetched from port {port}", code="address_forbidden")

    def addresses(self, host: str, port: int) -> list[str]:
        """Where a host is, to connect to exactly there: asking twice could bring two answers.

        Raises `FetchRefused` if only one of its addresses is not of the open internet, and `OSError` if it
        cannot be found now.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if not self._allows(host, port):
            for address in addresses:
                if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                    raise FetchRefused("The address is not on the open internet", code="address_forbidden")
        return addresses

    def _allows(self, host: str, port: int) -> bool:
        return f"{host.strip('[]').lower()}:{port}" in self._allowed


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet: not private, loopback, link-local, multicast, reserved, nor
    an IPv6 form of an IPv4 address that is.
    """
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo is not None:
            return False
        if within is not None:
            return is_public(within)
    return address.is_global and not address.is_multicast and not address.is_reserved
