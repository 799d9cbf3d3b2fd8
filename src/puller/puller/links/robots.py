"""robots.txt: where a host does not want programs to look (RFC 9309)."""

import threading
from collections import OrderedDict
from urllib.robotparser import RobotFileParser

import msgspec

from fovea import clock
from fovea.errors import SourceRefused
from puller.politeness import Asker

NAME = "Fovea"
_KEPT = 2_000  # hosts
_KEPT_FOR = clock.DAY
_MOST_BYTES = 500_000  # section 2.5 of the RFC: more need not be read
_LONGEST_DELAY_SECONDS = 10
# 4xx means that there are no rules (section 2.3.1.3); 5xx, that nothing may be read now.
_NO_RULES = frozenset({400, 401, 403, 404, 405, 406, 410, 451})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Rules(msgspec.Struct, frozen=True):
    """What a host wants. `delay_seconds` lies between two calls."""

    parser: RobotFileParser
    read_at: int
    delay_seconds: int = 1

    def allow(self, url: str) -> bool:
        """Whether this address may be read."""
        return self.parser.can_fetch(NAME, url)


class Robots:
    """The rules of hosts, read once a day by each process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: OrderedDict[str, Rules] = OrderedDict()

    def of(self, origin: str, asker: Asker) -> Rules:
        """The rules of `https://host`. Raises what `asker` raises: while they cannot be read, nothing may
        be.
        """
        with self._lock:
            known = self._rules.get(origin)
        if known is not None and known.read_at + _KEPT_FOR > clock.now():
            return known
        rules = _read(origin, asker)
        with self._lock:
            self._rules[origin] = rules
            self._rules.move_to_end(origin)
            while len(self._rules) > _KEPT:
                self._rules.popitem(last=False)
        return rules


def _read(origin: str, asker: Asker) -> Rules:
    parser = RobotFileParser()
    try:
        answer = asker.get(
            f"{origin}/robots.txt",
            accept=frozenset({200, 206}) | _NO_RULES | _REDIRECTS,
            enough_bytes=_MOST_BYTES,
        )
        text = answer.text if answer.status in {200, 206} else ""
    except SourceRefused as error:
        if error.code in {"address_forbidden", "address_unreadable"}:
            raise
        text = ""
    parser.parse(text.splitlines())
    delay = parser.crawl_delay(NAME)
    seconds = min(_LONGEST_DELAY_SECONDS, max(1, round(float(delay)))) if delay is not None else 1
    return Rules(parser, clock.now(), seconds)
